/** What a word means: what happens to it, what it asks of the place where it stands; and sets of such words that may still come. */

import { ACTIONS, HIDING } from './rule.ts'

/** Actions by number, and exceptions as one more. */
export const EXCEPTION = ACTIONS.length
export const LANES = ACTIONS.length + 1

/** Lanes whose words hide text, a bit for each. */
export const HIDING_LANES = HIDING.reduce((lanes, lane) => lanes | (1 << lane), 0)

export const isHiding = (lane: number): boolean => ((HIDING_LANES >>> lane) & 1) !== 0

/** What a meaning asks of the place where its word stands. */
export const OPENS = 1
export const CLOSES = 2
/** Its word has a letter, so the text must have one; or its word has none, so the text must have none. */
export const LETTERS = 4
export const NO_LETTERS = 8
export const SPELLABLE = 16
/** Its word has a mark of Markdown within, so the text must have one there. */
export const MARKED = 32

// A future is a set of kinds of words: 4 bits a lane (kinds by OPENS and NO_LETTERS), for all words, and above 2²⁶ the same for those that may be spelled.
const SPELLED = 2 ** 26
const KINDS = 4
const kindOf = (demands: number): number => (demands & OPENS ? 2 : 0) + (demands & NO_LETTERS ? 1 : 0)

export function futureOf(lane: number, demands: number): number {
  const bit = 2 ** (lane * KINDS + kindOf(demands))
  return demands & SPELLABLE ? bit * (1 + SPELLED) : bit
}

/** Either of two sets. */
export function union(a: number, b: number): number {
  const high = Math.floor(a / SPELLED) | Math.floor(b / SPELLED)
  return high * SPELLED + ((a % SPELLED) | (b % SPELLED))
}

/** Kinds of words that a beginning can still become: `opens`, it begins at a boundary; `hasLetter`, a letter was read. A set of four bits. */
export const allowedKinds = (opens: boolean, hasLetter: boolean): number => (hasLetter ? 0b0001 : 0b0011) * (opens ? 0b101 : 1)

const EVERYWHERE = allowedKinds(false, true)
const SOMEWHERE = allowedKinds(true, false)

export type Ahead = {
  /** By future and each of the sixteen sets of allowed kinds: a bit for every lane. The second half is for words that are spelled out. */
  lanesAhead: Uint8Array
  /** By future, and in the second half the same for words that are spelled out: lanes, if they are the same whatever stands around; else `DEPENDS`. */
  surelyAhead: Uint8Array
}

/** More lanes than there are. */
export const DEPENDS = 255

export function aheadOf(futures: readonly number[]): Ahead {
  const lanesAhead = new Uint8Array(futures.length * 32)
  for (const [index, future] of futures.entries()) {
    for (let allowed = 0; allowed < 16; allowed += 1) {
      for (let lane = 0; lane < LANES; lane += 1) {
        const shift = lane * KINDS
        const row = index * 16 + allowed
        if (((future % SPELLED) >>> shift) & allowed) lanesAhead[row] = (lanesAhead[row] as number) | (1 << lane)
        const spelled = (futures.length + index) * 16 + allowed
        if ((Math.floor(future / SPELLED) >>> shift) & allowed) lanesAhead[spelled] = (lanesAhead[spelled] as number) | (1 << lane)
      }
    }
  }
  const surelyAhead = Uint8Array.from({ length: futures.length * 2 }, (_, future) => {
    const lanes = lanesAhead[future * 16 + SOMEWHERE] as number
    return lanesAhead[future * 16 + EVERYWHERE] === lanes ? lanes : DEPENDS
  })
  return { lanesAhead, surelyAhead }
}
