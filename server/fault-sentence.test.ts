import { expect, test } from 'vitest'
import * as z from 'zod'
import { faultSentence } from './fault-sentence.ts'

test.each<[string, z.ZodType, unknown]>([
  ['is missing', z.string(), undefined],
  ['is missing', z.enum(['open']).optional().nonoptional(), undefined],
  ['must be text', z.string(), 7],
  ['must be a number', z.coerce.number(), 'many'],
  ['must be a whole number', z.number().int(), 1.5],
  ['must be true or false', z.boolean(), 'yes'],
  ['must be a list', z.array(z.string()), {}],
  ['must be an object', z.strictObject({}), []],
  ['must be an object', z.record(z.string(), z.string()), 'x'],
  ['must be open or solved', z.enum(['open', 'solved']), 'shut'],
  ['must be yes', z.literal('yes'), 'no'],
  ['must not be empty', z.string().min(1), ''],
  ['must not be empty', z.array(z.string()).min(1), []],
  ['must have at most 1 character', z.string().max(1), 'xx'],
  ['must have at least 2 entries', z.array(z.string()).min(2), ['x']],
  ['must have at most 3 entries', z.array(z.int()).max(3), [1, 2, 3, 4]],
  ['must be at least 10', z.int().min(10), 9],
  ['must be at most 10', z.number().max(10), 11],
  ['has unknown fields: colour, size', z.strictObject({}), { colour: 'red', size: 3 }],
  ['must have the form /^[a-z]{2}$/', z.string().regex(/^[a-z]{2}$/), 'English'],
  ['must be two letters', z.string().regex(/^[a-z]{2}$/, 'must be two letters'), 'English'],
  ['must be an address with its scheme, such as https://shop.example', z.url(), 'shop'],
  ['has none of the forms that it may have', z.union([z.string(), z.number()]), true],
  ['must have visible text', z.string().refine(() => false, 'must have visible text'), ' '],
])('“%s” is said of a fault, and the value is not', (sentence, schema, value) => {
  const { error } = schema.safeParse(value, { error: faultSentence })
  expect(error?.issues.map(({ message }) => message)).toEqual([sentence])
})
