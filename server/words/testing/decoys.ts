/** Other words to hide a list among: they begin as the texts go on, and none is ever whole, as each ends in a letter that is in no text. */

import type { WordList } from '../rule.ts'
import { list } from './case.ts'

/** A small repeatable source of chance (mulberry32). */
export function chance(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

const PRIVATE_USE = 0xe000
const PRIVATE_CHARACTERS = 6_400

export function decoys(count: number, texts: readonly string[]): string[] {
  const below = chance(count)
  return Array.from({ length: count }, (_, index) => {
    const text = texts[below(texts.length)] ?? ''
    const from = below(text.length + 1)
    const end = String.fromCharCode(PRIVATE_USE + (index % PRIVATE_CHARACTERS))
    return `${text.slice(from, from + 1 + below(6))}${end}${Math.floor(index / PRIVATE_CHARACTERS)}`
  })
}

/** The first list, with so many more rules behind its own. */
export function hidden(lists: readonly WordList[], count: number, texts: readonly string[]): WordList[] {
  const [first = list([]), ...others] = lists
  return [{ ...first, rules: [...first.rules, ...list(decoys(count, texts)).rules] }, ...others]
}
