import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { isUuid, uuidv7 } from './identity.ts'

test('ids are UUIDs of version 7 and sort by time', () => {
  const ids = Array.from({ length: 200 }, (_, index) => uuidv7(1_700_000_000_000 + index, randomBytes(16)))
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(ids.toSorted()).toEqual(ids)
  expect(new Set(ids).size).toBe(200)
})

test.each([
  '',
  'x',
  '00000000-0000-0000-0000-000000000000',
  'ZZZZZZZZ-0000-7000-8000-000000000000',
  '{00000000-0000-7000-8000-000000000000}',
])('%j is no id', (value) => {
  expect(isUuid(value)).toBe(false)
})
