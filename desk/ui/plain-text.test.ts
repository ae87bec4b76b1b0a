/** Markdown in one line. */

import { expect, test } from 'vitest'
import { plainText } from './plain-text.ts'

test.each([
  ['# Ways\n\nTwo **ways**, `a` and [b](https://shop.example):\n\n- one\n- two', 'Ways Two ways, a and b: one two'],
  ['un**do**able', 'undoable'],
  ['one\ntwo', 'one two'],
  ['| a | b |\n|---|---|\n| c | d |', 'a b c d'],
  ['', ''],
])('%j is %j', (markdown, line) => {
  expect(plainText(markdown)).toBe(line)
})

test('what no line holds is not read', () => {
  expect(plainText('word '.repeat(10_000)).length).toBeLessThanOrEqual(400)
})
