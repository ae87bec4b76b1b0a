import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Field, Schema } from './fields.ts'
import { conform, Malformed } from './guard.ts'
import { acknowledgements, fromServer, fromWidget, hello } from './protocol.ts'

const schemas: [string, Schema][] = Object.entries({
  ...fromWidget,
  ...fromServer,
  hello,
  ...Object.fromEntries(Object.entries(acknowledgements).map(([name, schema]) => [`${name} acknowledgement`, schema])),
})

function valueOf(field: Field): fc.Arbitrary<unknown> {
  const one = (): fc.Arbitrary<unknown> => {
    switch (field.type) {
      case 'string':
        return fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0'))
      case 'uint':
        return fc.maxSafeNat()
      case 'bool':
        return fc.boolean()
      case 'enum':
        return fc.constantFrom(...field.values!)
      case 'message':
        return messageOf(field.schema!)
    }
  }
  return field.repeated ? fc.array(one(), { maxLength: 3 }) : one()
}

const messageOf = (schema: Schema): fc.Arbitrary<Record<string, unknown>> =>
  fc.record(Object.fromEntries(Object.entries(schema).map(([name, field]) => [name, valueOf(field)])), {
    requiredKeys: Object.entries(schema).flatMap(([name, field]) => (field.optional ? [] : [name])),
  })

describe('what arrives is checked against the message table', () => {
  test.each(schemas)('%s: field numbers are unique and begin at 1', (_name, schema) => {
    const numbers = Object.values(schema).map((field) => field.number)
    expect(new Set(numbers).size).toBe(numbers.length)
    for (const number of numbers) expect(number).toBeGreaterThanOrEqual(1)
  })

  test.each(schemas)('%s: what fits passes unchanged (seed 7)', (_name, schema) => {
    fc.assert(
      fc.property(messageOf(schema), (message) => {
        expect(conform(schema, message)).toEqual(message)
      }),
      { seed: 7, numRuns: 50 },
    )
  })

  test.each(schemas)('%s: anything else is refused or made to fit, and never throws another error (seed 8)', (_name, schema) => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.anything(),
          messageOf(schema).chain((message) =>
            fc.constantFrom(...Object.keys(message), 'new').chain((key) => fc.anything().map((value) => ({ ...message, [key]: value }))),
          ),
        ),
        (value) => {
          try {
            expect(conform(schema, conform(schema, value))).toEqual(conform(schema, value))
          } catch (error) {
            expect(error).toBeInstanceOf(Malformed)
          }
        },
      ),
      { seed: 8, numRuns: 300 },
    )
  })

  test('fields that are not in the table are left out', () => {
    expect(conform(fromWidget['answer-stop'], { answer: 'x', role: 'system', __proto__: { admin: true } })).toEqual({ answer: 'x' })
  })

  test('a word of a later version is left out where a word may be missing, and nowhere else', () => {
    const start = { epoch: 'e', answer: 'a', attempt: 1 }
    expect(conform(fromServer['answer-start'], { ...start, origin: 'document' })).toEqual(start)
    for (const origin of [7, null, ['model'], {}]) {
      expect(() => conform(fromServer['answer-start'], { ...start, origin })).toThrow('malformed field: message.origin')
    }
    expect(() => conform(fromServer['answer-end'], { answer: 'a', attempt: 1, outcome: 'postponed' })).toThrow('malformed')
  })

  test('nothing that a widget sends has a word that may be left out: the server refuses any that it does not know', () => {
    const fields = [hello, ...Object.values(fromWidget)].flatMap((schema: Schema) => Object.values(schema))
    expect(fields.length).toBeGreaterThan(10)
    expect(fields.filter(({ type, optional }) => type === 'enum' && optional)).toEqual([])
  })

  test.each([
    ['a missing field', { conversation: 'c', cid: 'x', locale: 'en' }, 'message_malformed'],
    ['a wrong type', { conversation: 'c', cid: 'x', text: { toString: 'x' }, locale: 'en' }, 'message_malformed'],
    ['an array', [], 'message_malformed'],
    ['NUL', { conversation: 'c', cid: 'x', text: 'a\0', locale: 'en' }, 'text_invalid'],
    ['half a surrogate pair', { conversation: 'c', cid: 'x', text: 'a\uD800', locale: 'en' }, 'text_invalid'],
  ])('%s has a code of its own', (_name, value, code) => {
    expect(() => conform(fromWidget['message-send'], value)).toThrow(expect.objectContaining({ code }))
  })
})
