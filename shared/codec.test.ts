import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import protobuf from 'protobufjs'
import { decode, encode, Malformed } from './codec.ts'
import { list, nested, oneOf, optional, text, uint, type Field, type Schema } from './fields.ts'
import { fromWidget, hello, packet, type Packet } from './protocol.ts'
import { protoOf } from './proto.ts'

function valueOf(field: Field): fc.Arbitrary<unknown> {
  const one = (): fc.Arbitrary<unknown> => {
    switch (field.type) {
      case 'string':
        return fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme', minLength: 100, maxLength: 300 })).filter(hasNoNul)
      case 'uint':
        return fc.oneof(fc.nat({ max: 300 }), fc.maxSafeNat())
      case 'enum':
        return fc.constantFrom(...field.values!)
      case 'message':
        return messageOf(field.schema!)
    }
  }
  return field.repeated ? fc.array(one(), { maxLength: 3 }) : one()
}

const hasNoNul = (value: string): boolean => !value.includes('\0')

const messageOf = (schema: Schema): fc.Arbitrary<Record<string, unknown>> =>
  fc.record(Object.fromEntries(Object.entries(schema).map(([name, field]) => [name, valueOf(field)])), {
    requiredKeys: Object.entries(schema).flatMap(([name, field]) => (field.optional ? [] : [name])),
  })

/** Every schema of the table, by its path. */
function schemasOf(name: string, schema: Schema): [string, Schema][] {
  return [
    [name, schema],
    ...Object.entries(schema).flatMap(([fieldName, field]) => (field.schema ? schemasOf(`${name}.${fieldName}`, field.schema) : [])),
  ]
}

const bytesOf = (...bytes: number[]): Uint8Array => Uint8Array.from(bytes)

describe('the table', () => {
  test.each(schemasOf('packet', packet))('%s: numbers are unique, begin at 1 and grow', (_name, schema) => {
    const numbers = Object.values(schema).map((field) => field.number)
    expect(numbers).toEqual([...new Set(numbers)].toSorted((one, other) => one - other))
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(1)
  })

  test('nothing that a widget sends has a word that may be left out: the server refuses any that it does not know', () => {
    const fields = [hello, ...Object.values(fromWidget)].flatMap((schema: Schema) => Object.values(schema))
    expect(fields.length).toBeGreaterThan(10)
    expect(fields.filter(({ values, optional: mayBeLeftOut }) => values && mayBeLeftOut)).toEqual([])
  })

  test('lists are of texts or messages, as protocol buffers would pack numbers', () => {
    const lists = schemasOf('packet', packet).flatMap(([, schema]) => Object.values(schema).filter((field) => field.repeated))
    expect(lists.length).toBeGreaterThan(1)
    for (const { type } of lists) expect(['string', 'message']).toContain(type)
  })
})

describe('bytes', () => {
  const theirs = protobuf.parse(protoOf('Packet', packet), { keepCase: true }).root.lookupType('kefu.Packet')

  /** Our names as the other implementation has them. */
  const renamed = (schema: Schema, message: Record<string, unknown>): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(message).map(([name, value]) => {
        const { schema: inner, values } = schema[name]!
        const one = (item: unknown): unknown =>
          inner ? renamed(inner, item as Record<string, unknown>) : values ? values.indexOf(item as string) : item
        const theirName = name
          .replaceAll('-', '_')
          .replace(/([a-z])([A-Z])/g, '$1_$2')
          .toLowerCase()
        return [theirName, Array.isArray(value) ? value.map(one) : one(value)]
      }),
    )

  test('of random packets are those of an independent implementation, and are read back as they were (seed 11)', () => {
    fc.assert(
      fc.property(messageOf(packet), (message) => {
        const ours = encode(packet, message as Packet)
        const expected = theirs.encode(theirs.fromObject(renamed(packet, message))).finish()
        expect(Buffer.compare(ours, expected)).toBe(0)
        expect(decode(packet, ours)).toEqual(message)
        expect(decode(packet, Buffer.from(expected))).toEqual(message)
      }),
      { seed: 11, numRuns: 1_000 },
    )
  })

  test('of lengths at every border of the length’s own length are right', () => {
    const schema = { inner: nested(1, { text: text(1) }) }
    for (const length of [0, 1, 41, 42, 43, 125, 126, 127, 128, 129, 5_459, 5_460, 5_461, 16_380, 16_381, 16_384, 70_000]) {
      for (const letter of ['a', 'é', '客', '🧭']) {
        const message = { inner: { text: letter.repeat(length) } }
        expect(decode(schema, encode(schema, message))).toEqual(message)
      }
    }
  })

  test('stay as they were when something else is written', () => {
    const schema = { text: text(1) }
    const first = encode(schema, { text: 'first' })
    encode(schema, { text: 'other' })
    expect(decode(schema, first)).toEqual({ text: 'first' })
  })
})

describe('reading', () => {
  const schema = {
    name: text(1),
    count: optional(uint(2)),
    word: optional(oneOf(3, ['a', 'b'])),
    items: list(text(4)),
    must: optional(nested(5, { word: oneOf(1, ['x']) })),
  }
  const name = [0x0a, 1, 0x6e]

  test('skips fields that are not in the table, of every wire type', () => {
    const later = [0xf8, 0x01, 0x85, 0x01, 0xf9, 0x01, 1, 2, 3, 4, 5, 6, 7, 8, 0xfa, 0x01, 2, 9, 9, 0xfd, 0x01, 1, 2, 3, 4]
    expect(decode(schema, bytesOf(...later, ...name))).toEqual({ name: 'n', items: [] })
  })

  test('leaves out a word of a later version where a word may be missing, and nowhere else', () => {
    expect(decode(schema, bytesOf(...name, 0x18, 7))).toEqual({ name: 'n', items: [] })
    expect(() => decode(schema, bytesOf(...name, 0x2a, 2, 0x08, 1))).toThrow(Malformed)
  })

  test.each([
    ['nothing where something must be', [], 'message_malformed'],
    ['a field said twice', [...name, ...name], 'message_malformed'],
    ['a text where a number belongs', [...name, 0x12, 1, 0x31], 'message_malformed'],
    ['a number where a text belongs', [0x08, 1], 'message_malformed'],
    ['a number in eight fixed bytes', [...name, 0x11, 1, 0, 0, 0, 0, 0, 0, 0], 'message_malformed'],
    ['a number beyond 2^53', [...name, 0x10, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01], 'message_malformed'],
    ['a number without an end', [...name, 0x10, 0x80], 'message_malformed'],
    ['a length beyond the end', [0x0a, 200, 0x6e], 'message_malformed'],
    ['a group', [...name, 0x13, 0x14], 'message_malformed'],
    ['field number 0', [...name, 0x02, 0], 'message_malformed'],
    ['a text that is not UTF-8', [0x0a, 2, 0xc3, 0x28], 'text_invalid'],
    ['half a surrogate pair', [0x0a, 3, 0xed, 0xa0, 0xbd], 'text_invalid'],
    ['NUL', [0x0a, 1, 0], 'text_invalid'],
  ])('refuses %s', (_what, bytes, code) => {
    expect(() => decode(schema, bytesOf(...bytes))).toThrow(expect.objectContaining({ name: 'Malformed', code }))
  })

  test('keeps a byte order mark, which is text like any other', () => {
    expect(decode(schema, bytesOf(0x0a, 4, 0xef, 0xbb, 0xbf, 0x6e))).toMatchObject({ name: '\uFEFFn' })
  })

  test('keeps numbers exact up to 2^53 − 1', () => {
    const both = { count: uint(1) }
    for (const count of [0, 127, 128, 2 ** 31, 2 ** 32, 2 ** 32 + 1, Number.MAX_SAFE_INTEGER]) {
      expect(decode(both, encode(both, { count }))).toEqual({ count })
    }
  })

  test('takes nothing from the prototype of what it makes', () => {
    expect(Object.keys(decode(hello, encode(hello, { protocol: 1, after: 0, locale: 'en' })))).toEqual(['protocol', 'after', 'locale'])
  })
})
