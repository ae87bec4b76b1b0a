/**
 * The words in which the message table is written: numbered, typed fields.
 *
 * A schema is a plain object of fields, in the order of their numbers. From it come the TypeScript type (`MessageOf`), the bytes on the wire
 * and the check of what arrives (`codec.ts`), and `kefu.proto`. Field numbers are for ever: a number once used is never given to
 * another field, because old widgets stay in browsers for months.
 */

/** One numbered field. `values` belongs to enumerations, `schema` to nested messages. */
export type Field<Value = unknown, Optional extends boolean = boolean> = {
  readonly number: number
  readonly type: 'string' | 'uint' | 'enum' | 'message'
  readonly optional: Optional
  readonly repeated: boolean
  readonly values?: readonly string[]
  readonly schema?: Schema
  /** Only a carrier of the type; never present at run time. */
  readonly value?: Value
}

export type Schema = { readonly [name: string]: Field }

type Required<S extends Schema> = { [K in keyof S as S[K] extends Field<unknown, true> ? never : K]: ValueOf<S[K]> }
type Optional<S extends Schema> = { [K in keyof S as S[K] extends Field<unknown, true> ? K : never]?: ValueOf<S[K]> }
type ValueOf<F> = F extends Field<infer Value> ? Value : never
type Flatten<T> = { [K in keyof T]: T[K] }

/** The TypeScript type of a message with this schema. */
export type MessageOf<S extends Schema> = Flatten<Required<S> & Optional<S>>

/** Text in UTF-16, without NUL and without lone surrogates. */
export const text = (number: number): Field<string, false> => ({ number, type: 'string', optional: false, repeated: false })

/** A whole number from 0 to 2^53 − 1: sequence numbers, offsets, milliseconds. */
export const uint = (number: number): Field<number, false> => ({ number, type: 'uint', optional: false, repeated: false })

/** One of a fixed set of words. On the wire the word's place in the list, so words are only ever appended. */
export const oneOf = <const Values extends readonly string[]>(number: number, values: Values): Field<Values[number], false> => ({
  number,
  type: 'enum',
  optional: false,
  repeated: false,
  values,
})

export const nested = <S extends Schema>(number: number, schema: S): Field<MessageOf<S>, false> => ({
  number,
  type: 'message',
  optional: false,
  repeated: false,
  schema,
})

export const optional = <Value>(field: Field<Value, false>): Field<Value, true> => ({ ...field, optional: true }) as Field<Value, true>

/** Any number of texts or messages in order; an absent list is an empty one. (Numbers would be packed by protocol buffers, which nothing here needs.) */
export const list = <Value>(field: Field<Value, false>): Field<Value[], false> =>
  ({ ...field, repeated: true }) as unknown as Field<Value[], false>
