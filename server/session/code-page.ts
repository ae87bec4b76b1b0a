/**
 * Chinese characters that are common in conversations change places with characters that are all but never written, so that UTF-8 spends one
 * byte or two on each of them instead of three. It is a permutation of all characters: what is swapped twice is as it was, whatever it was.
 *
 * Part of the stored format, as its order comes from the dictionary: `encoding.ts` says what that means.
 */

import { COMMON_CHARACTERS, DICTIONARY } from './dictionary.ts'

/** Controls but for tab and line ends, one byte each; then controls again, phonetic signs, Syriac, Thaana and N’Ko, two bytes each. */
const CHEAP: [from: number, to: number][] = [
  [0x01, 0x08],
  [0x0b, 0x0c],
  [0x0e, 0x1f],
  [0x7f, 0x9f],
  [0x250, 0x36f],
  [0x700, 0x7ff],
]

const cheap = CHEAP.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, index) => String.fromCharCode(from + index)))

/** Those of the dictionary by how often they stand there, then the others. */
function dearOnes(): string[] {
  const counts = new Map<string, number>()
  for (const character of DICTIONARY + COMMON_CHARACTERS)
    if (character >= '\u{2000}') counts.set(character, (counts.get(character) ?? 0) + 1)
  return [...counts].toSorted(([, one], [, other]) => other - one).map(([character]) => character)
}

const PARTNERS = new Map(
  dearOnes()
    .slice(0, cheap.length)
    .flatMap((dear, index): [string, string][] => {
      const partner = cheap[index] ?? dear
      return [
        [dear, partner],
        [partner, dear],
      ]
    }),
)

export function swap(text: string): string {
  let swapped = ''
  for (const character of text) swapped += PARTNERS.get(character) ?? character
  return swapped
}
