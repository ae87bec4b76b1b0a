import { expect, test } from 'vitest'
import { sha256 } from './sha256.ts'

// The example of FIPS 180, and a text beyond ASCII: what is stored today must be found again by every later version.
test.each([
  ['abc', 'ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0'],
  ['你好', 'Zw2XQ1Qsrj6n6-Nq9WvVNkiwoRJhYueNgaMpNKcRMC4'],
])('the hash of %j never changes', (text, hash) => {
  expect(sha256(text)).toBe(hash)
})
