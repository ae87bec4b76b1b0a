/** What all engines are given: the same words and the same texts, chosen by chance that repeats. Small letters only, since some peers know no others. */

import { chance } from '../../server/words/testing/decoys.ts'
import { MESSAGES, realWords, sampled } from '../../server/words/testing/real-data.ts'

export const SIZES = [1_000, 10_000, 100_000] as const
export type Size = (typeof SIZES)[number]

const SEED = 11
const MESSAGES_EACH = 4_000

/** Without those that have control characters or invisible ones in them, by some mishap: ours are read without. */
export function wordsOf(size: number): string[] {
  const all = [...realWords('sensitive-zh'), ...realWords('sensitive-en')].map((word) => word.toLowerCase())
  return sampled(
    [...new Set(all)].filter((word) => word.length > 1 && !/\p{C}/u.test(word)),
    size,
    SEED,
  )
}

/** Half Chinese, half English. */
export function messagesOf(count = MESSAGES_EACH): string[] {
  const chinese = sampled(MESSAGES['crosswoz-zh'](), count / 2, SEED)
  const english = sampled([...MESSAGES.banking77(), ...MESSAGES['bitext-support-en']()], count / 2, SEED)
  return sampled([...chinese, ...english], count, SEED).map((message) => message.toLowerCase())
}

/** Every message with one of the words in it. */
export function withHits(messages: readonly string[], words: readonly string[]): string[] {
  const below = chance(SEED)
  return messages.map((message) => {
    const place = below(message.length + 1)
    return `${message.slice(0, place)} ${words[below(words.length)] ?? ''} ${message.slice(place)}`
  })
}

/** Answers as models stream them: one to three Chinese characters, or a word with the blank before it. Every fifth is English. */
export function answersOf(count: number): string[][] {
  const below = chance(SEED)
  const chinese = sampled(MESSAGES['crosswoz-zh'](), count * 6, SEED)
  const english = sampled(MESSAGES.banking77(), count * 6, SEED)
  return Array.from({ length: count }, (_, index) => {
    const text = (index % 5 === 4 ? english : chinese).slice(index * 6, index * 6 + 6).join(' ')
    const tokens: string[] = []
    for (const run of text.match(/\p{Script=Han}+|\s?[^\s\p{Script=Han}]+|\s/gu) ?? []) {
      if (!/\p{Script=Han}/u.test(run)) tokens.push(run)
      else
        for (let at = 0; at < run.length;) {
          const length = 1 + below(3)
          tokens.push(run.slice(at, at + length))
          at += length
        }
    }
    return tokens
  })
}

/** By looking every stretch up in a set: all occurrences, and those that are leftmost and longest. */
export function plainCount(words: readonly string[], texts: readonly string[]): { all: number; longest: number } {
  const set = new Set(words)
  const lengths = [...new Set(words.map((word) => word.length))].toSorted((one, other) => other - one)
  let all = 0
  let longest = 0
  for (const text of texts) {
    let free = 0
    for (let at = 0; at < text.length; at++) {
      const found = lengths.filter((length) => set.has(text.slice(at, at + length)) && at + length <= text.length)
      all += found.length
      if (found[0] !== undefined && at >= free) {
        longest++
        free = at + found[0]
      }
    }
  }
  return { all, longest }
}
