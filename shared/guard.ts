/**
 * Checks what arrived against the message table. What passes has exactly the fields of the table, each of its type;
 * unknown fields, and unknown words where a word may be missing, are skipped, as a later version may have them. What does not
 * pass is refused, never repaired.
 */

import type { ErrorCode } from './errors.ts'
import type { Field, MessageOf, Schema } from './fields.ts'
import { isWellFormed } from './text.ts'

/** Thrown for a value that does not fit its schema. `path` names the field, never its content. */
export class Malformed extends Error {
  override readonly name = 'Malformed'
  readonly path: string
  readonly code: ErrorCode
  constructor(path: string, code: ErrorCode = 'message_malformed') {
    super(`malformed field: ${path}`)
    this.path = path
    this.code = code
  }
}

/** Nesting is as deep as the table, so recursion is bounded by it and not by what arrives. */
export function conform<S extends Schema>(schema: S, value: unknown, path = 'message'): MessageOf<S> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Malformed(path)
  const result: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(schema)) {
    const given: unknown = Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined
    const place = `${path}.${name}`
    if (given === undefined) {
      if (field.repeated) result[name] = []
      else if (!field.optional) throw new Malformed(place)
    } else if (field.repeated) {
      if (!Array.isArray(given)) throw new Malformed(place)
      result[name] = given.map((item) => one(field, item, place))
    } else if (!isLaterWord(field, given)) {
      result[name] = one(field, given, place)
    }
  }
  return result as MessageOf<S>
}

/** A word that was appended to the list after this was built. Whoever can do without any word can do without this one. */
const isLaterWord = ({ type, optional, values }: Field, value: unknown): boolean =>
  type === 'enum' && optional && typeof value === 'string' && !values?.includes(value)

function one(field: Field, value: unknown, path: string): unknown {
  switch (field.type) {
    case 'string':
      if (typeof value !== 'string') break
      if (!isWellFormed(value)) throw new Malformed(path, 'text_invalid')
      return value
    case 'uint':
      if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
      break
    case 'bool':
      if (typeof value === 'boolean') return value
      break
    case 'enum':
      if (typeof value === 'string' && field.values?.includes(value)) return value
      break
    case 'message':
      return conform(field.schema ?? {}, value, path)
  }
  throw new Malformed(path)
}
