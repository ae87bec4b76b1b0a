/** Words that the letters read so far may still become. */

import { hasLetter, isBoundaryBefore } from './boundary.ts'
import { allowedKinds, type Lexicon } from './lexicon.ts'
import type { Language, Piece } from './language.ts'

export type Part = { lexicon: Lexicon; language: Language }

/** Neither at a boundary nor without a letter: what is allowed everywhere. */
const LEAST_ALLOWED = allowedKinds(false, true)

/**
 * The lanes of the words that the letters of a state may still become, begun at `place`, spelled out or not: a bit for each. `around` is asked only where something depends on what
 * stands there.
 */
export type LanesAhead = (state: number, place: number, spelled: boolean) => number

export function lanesAheadOf({ lexicon: { automaton, lanesAhead }, language }: Part, around: () => Piece): LanesAhead {
  const { below, futures } = automaton
  const { invisible, standIns } = language.fold
  return (state, place, spelled) => {
    const future = below[state] as number
    if (future === 0) return 0
    const row = ((spelled ? futures.length : 0) + future) * 16
    const most = lanesAhead[row + 15] as number
    if (lanesAhead[row + LEAST_ALLOWED] === most) return most
    const piece = around()
    const isWithLetter = standIns && hasLetter(piece, place, piece.base + piece.text.length)
    return lanesAhead[row + allowedKinds(isBoundaryBefore(piece, place, invisible), isWithLetter)] as number
  }
}
