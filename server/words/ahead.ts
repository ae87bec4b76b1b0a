/** Words that the letters read so far may still become. */

import { hasLetter, isBoundaryBefore } from './boundary.ts'
import type { Surroundings } from './language.ts'
import { allowedKinds, DEPENDS } from './meaning.ts'
import type { Part } from './vocabulary.ts'

/**
 * The lanes of the words that the letters of a state may still become, begun at `place`, spelled out or not: a bit for each. The text is asked for only where something depends on what
 * stands there.
 */
export type LanesAhead = (state: number, place: number, spelled: boolean) => number

export function lanesAheadOf({ lexicon: { automaton, lanesAhead, surelyAhead }, language }: Part, text: Surroundings): LanesAhead {
  const { below, futures } = automaton
  const { unseen, standIns } = language.fold
  return (state, place, spelled) => {
    const future = (spelled ? futures.length : 0) + (below[state] as number)
    const lanes = surelyAhead[future] as number
    if (lanes !== DEPENDS) return lanes
    const piece = text.around()
    const isWithLetter = standIns && hasLetter(piece, place, piece.base + piece.text.length)
    return lanesAhead[future * 16 + allowedKinds(isBoundaryBefore(piece, place, unseen), isWithLetter)] as number
  }
}
