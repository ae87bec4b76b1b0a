import { expect, test } from 'vitest'
import { isDescriptionEmpty, isDescriptionTooLarge } from './description.ts'
import { DESCRIPTION_LIMITS, LIMITS } from './limits.ts'

const { labelUnits, proofUnits, attributes, attributeNameUnits, attributeValueUnits, descriptionUnits } = DESCRIPTION_LIMITS
const long = (units: number): string => 'x'.repeat(units)
const many = (count: number, valueUnits = 1) =>
  Array.from({ length: count }, (_, index) => ({ name: String(index).padStart(2, '0'), value: long(valueUnits) }))
/** As much as fits in all: 15 long attributes, and the rest as labels. */
const full = { name: long(descriptionUnits - 15 * (attributeValueUnits + 2) - 400), email: long(200), userId: long(200) }

test.each([
  ['a name', { name: long(labelUnits), attributes: [] }, { name: long(labelUnits + 1), attributes: [] }],
  ['an e-mail address', { email: long(labelUnits), attributes: [] }, { email: long(labelUnits + 1), attributes: [] }],
  ['a user id', { userId: long(labelUnits), attributes: [] }, { userId: long(labelUnits + 1), attributes: [] }],
  ['a hash or token', { userHash: long(proofUnits), attributes: [] }, { userHash: long(proofUnits + 1), attributes: [] }],
  ['the number of attributes', { attributes: many(attributes) }, { attributes: many(attributes + 1) }],
  [
    'an attribute’s name',
    { attributes: [{ name: long(attributeNameUnits), value: '' }] },
    { attributes: [{ name: long(attributeNameUnits + 1), value: '' }] },
  ],
  ['an attribute’s value', { attributes: many(1, attributeValueUnits) }, { attributes: many(1, attributeValueUnits + 1) }],
  [
    'all of it together',
    { ...full, attributes: many(15, attributeValueUnits) },
    { ...full, attributes: [...many(15, attributeValueUnits), { name: 'x', value: '' }] },
  ],
])('%s passes up to its limit, and no further', (_name, fits, exceeds) => {
  expect(isDescriptionTooLarge(fits)).toBe(false)
  expect(isDescriptionTooLarge(exceeds)).toBe(true)
})

test('all that may be said fits in a packet, in any script', () => {
  expect(descriptionUnits * 3 + attributes * 16).toBeLessThan(LIMITS.frameBytes)
})

test('only what says nothing at all is empty', () => {
  expect(isDescriptionEmpty({ attributes: [] })).toBe(true)
  expect(isDescriptionEmpty({ name: '', email: '', userId: '', attributes: [] })).toBe(true)
  expect(isDescriptionEmpty({ userId: '1', attributes: [] })).toBe(false)
  expect(isDescriptionEmpty({ attributes: many(1) })).toBe(false)
})
