/**
 * A site's own words, found also where one letter is too much, missing, wrong, or has changed places with the next. Each word is kept under itself and under itself less any
 * one letter: two words that are one slip apart meet there, and nothing has to be gone through.
 */

import { slicesOf } from '../slices.ts'
import { looksAlike } from './look-alikes.ts'

/** Shorter words are one slip away from too many others. */
const LEAST_LETTERS = 5
const WORDS_AT_ONCE = 500

export type Spelling = {
  /** The words that may be meant: the word itself where it is known, else known words that are one slip away. */
  meant: (word: string) => readonly string[]
}

/** `whole`: words that are known, and that nothing else is taken for: a name is not mended into another name. */
export async function createSpelling(words: Iterable<string>, whole: ReadonlySet<string> = new Set()): Promise<Spelling> {
  const known = new Set(words)
  const without = new Map<string, string[]>()
  const mendable = [...known].filter((word) => isMendable(word) && !whole.has(word))
  for await (const slice of slicesOf(mendable, WORDS_AT_ONCE))
    for (const word of slice)
      for (const form of formsOf(word)) {
        const those = without.get(form)
        if (those) those.push(word)
        else without.set(form, [word])
      }
  return {
    meant(word) {
      if (known.has(word) || whole.has(word)) return [word]
      if (!isMendable(word)) return []
      const met = new Set([...formsOf(word)].flatMap((form) => without.get(form) ?? []))
      return [...met].filter((other) => other[0] === word[0] && isOneSlip(word, other) && !looksAlike(word, other))
    },
  }
}

const isMendable = (word: string): boolean => word.length >= LEAST_LETTERS && /^\p{Script=Latin}+$/u.test(word)

function* formsOf(word: string): Generator<string> {
  yield word
  for (let at = 0; at < word.length; at += 1) yield word.slice(0, at) + word.slice(at + 1)
}

/** Of two words that are not the same. */
function isOneSlip(one: string, other: string): boolean {
  let from = 0
  while (from < one.length && one[from] === other[from]) from += 1
  const [rest, otherRest] = [one.slice(from), other.slice(from)]
  if (rest.slice(1) === otherRest || rest === otherRest.slice(1) || rest.slice(1) === otherRest.slice(1)) return true
  return rest[0] === otherRest[1] && rest[1] === otherRest[0] && rest.slice(2) === otherRest.slice(2)
}
