/**
 * The message table as bytes, and back. The bytes are protocol buffers (proto3, every field with explicit presence): what `kefu.proto`
 * describes for other languages. Fields are written in the order of the table, which is that of their numbers.
 *
 * What is read has exactly the fields of the table, each of its type. Unknown fields, and unknown words where a word may be missing, are
 * skipped, as a later version may have them. What does not fit is refused, never repaired. Reading costs memory in proportion to the input:
 * no length is believed before that many bytes are there.
 */

import type { ErrorCode } from './errors.ts'
import type { Field, MessageOf, Schema } from './fields.ts'

/** Thrown for bytes that are no message of the table. Says nothing of their content. */
export class Malformed extends Error {
  override readonly name = 'Malformed'
  readonly code: ErrorCode
  constructor(code: ErrorCode = 'message_malformed') {
    super(code)
    this.code = code
  }
}

/** The part of the Encoding standard that is used here: browsers and Node have it, this folder's compiler settings know neither. */
type Encoding = {
  TextEncoder: new () => { encodeInto(value: string, target: Uint8Array): { written: number } }
  TextDecoder: new (label: string, options: { fatal: boolean; ignoreBOM: boolean }) => { decode(bytes: Uint8Array): string }
}
const { TextEncoder, TextDecoder } = globalThis as unknown as Encoding
const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

const VARINT = 0
const FIXED64 = 1
const BYTES = 2
const FIXED32 = 5

const known = new WeakMap<Schema, [string, Field][]>()

function fieldsOf(schema: Schema): [string, Field][] {
  const fields = known.get(schema) ?? Object.entries(schema)
  known.set(schema, fields)
  return fields
}

// ── Writing ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** Shared by all that is written, as nothing is written while something else is. */
let buffer = new Uint8Array(1024)
let end = 0

function reserve(bytes: number) {
  if (end + bytes <= buffer.length) return
  const larger = new Uint8Array(Math.max(end + bytes, buffer.length * 2))
  larger.set(buffer)
  buffer = larger
}

/** By arithmetic: bit operators end at 32 bits, sequence numbers and times do not. */
function writeVarint(value: number) {
  reserve(8)
  let left = value
  while (left > 127) {
    buffer[end++] = (left % 128) + 128
    left = Math.floor(left / 128)
  }
  buffer[end++] = left
}

/** Room for the length of what follows it: four bytes reach to 256 MB. */
const LENGTH_BYTES = 4

/** What `write` writes, behind its length, which is known only then. */
function writeDelimited(write: () => void) {
  const start = end
  reserve(LENGTH_BYTES)
  end += LENGTH_BYTES
  write()
  const stop = end
  end = start
  writeVarint(stop - start - LENGTH_BYTES)
  buffer.copyWithin(end, start + LENGTH_BYTES, stop)
  end += stop - start - LENGTH_BYTES
}

function writeText(value: string) {
  writeDelimited(() => {
    reserve(value.length * 3)
    end += encoder.encodeInto(value, buffer.subarray(end)).written
  })
}

function writeField({ number, type, values, schema }: Field, value: unknown) {
  writeVarint(number * 8 + (schema || type === 'string' ? BYTES : VARINT))
  if (schema) writeDelimited(() => writeMessage(schema, value as Values))
  else if (values) writeVarint(values.indexOf(value as string))
  else if (type === 'string') writeText(value as string)
  else writeVarint(value as number)
}

type Values = { [name: string]: unknown }

function writeMessage(schema: Schema, message: Values) {
  for (const [name, field] of fieldsOf(schema)) {
    const value = message[name]
    if (value === undefined) continue
    for (const item of field.repeated ? (value as unknown[]) : [value]) writeField(field, item)
  }
}

/** The bytes of a message that has the fields of its schema. */
export function encode<S extends Schema>(schema: S, message: MessageOf<S>): Uint8Array {
  end = 0
  writeMessage(schema, message as Values)
  return buffer.slice(0, end)
}

// ── Reading ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** The number and the raw value of every field: a number, or the bytes of a text or message; `undefined` for what no table of ours has. */
export function eachField(bytes: Uint8Array, visit: (number: number, value: number | Uint8Array | undefined) => void) {
  let at = 0

  function varint(): number {
    let value = 0
    for (let factor = 1; factor <= 2 ** 49; factor *= 128) {
      const byte = bytes[at++]
      if (byte === undefined) break
      value += (byte % 128) * factor
      if (byte > 127) continue
      if (value > Number.MAX_SAFE_INTEGER) break
      return value
    }
    throw new Malformed()
  }

  function skip(length: number): number {
    at += length
    if (at > bytes.length) throw new Malformed()
    return at
  }

  while (at < bytes.length) {
    const tag = varint()
    const number = Math.floor(tag / 8)
    if (number === 0) throw new Malformed()
    switch (tag % 8) {
      case VARINT:
        visit(number, varint())
        break
      case BYTES: {
        const length = varint()
        visit(number, bytes.subarray(at, skip(length)))
        break
      }
      case FIXED64:
        visit(number, void skip(8))
        break
      case FIXED32:
        visit(number, void skip(4))
        break
      default:
        throw new Malformed()
    }
  }
}

/** Nesting is as deep as the table, so recursion is bounded by it and not by what arrives. */
export function decode<S extends Schema>(schema: S, bytes: Uint8Array): MessageOf<S> {
  const fields = fieldsOf(schema)
  const message: Values = {}
  for (const [name, { repeated }] of fields) if (repeated) message[name] = []
  eachField(bytes, (number, raw) => {
    const known = fields.find(([, field]) => field.number === number)
    if (!known) return
    const [name, field] = known
    const value = read(field, raw)
    const list = message[name]
    if (field.repeated) (list as unknown[]).push(value)
    else if (list !== undefined) throw new Malformed()
    else if (value !== undefined) message[name] = value
  })
  for (const [name, { optional }] of fields) if (!optional && message[name] === undefined) throw new Malformed()
  return message as MessageOf<S>
}

/** `undefined` is a word that was appended to the list after this was built: whoever can do without any word can do without this one. */
function read({ type, optional, values, schema }: Field, raw: number | Uint8Array | undefined): unknown {
  if (typeof raw === 'number') {
    if (type === 'uint') return raw
    if (values && (optional || raw < values.length)) return values[raw]
  } else if (raw) {
    if (schema) return decode(schema, raw)
    if (type === 'string') return readText(raw)
  }
  throw new Malformed()
}

function readText(bytes: Uint8Array): string {
  let text = '\0'
  try {
    text = decoder.decode(bytes)
  } catch {
    // Said below, like a NUL.
  }
  if (text.includes('\0')) throw new Malformed('text_invalid')
  return text
}
