/**
 * Reads a stream by the automaton alone, as long as its letters stand side by side and no word ends. The scan stays behind meanwhile, and is brought up to where a piece begins that
 * needs more.
 */

import { childBy, classOf, ROOT, stepOf } from './automaton.ts'
import { IS_SIGN, LAST_SPECIAL } from './fold.ts'
import type { Language, Piece } from './language.ts'
import { noteState, type Scan } from './scan.ts'

export type Calm = {
  /** Takes over from the scan where nothing stands in the way. */
  enter(): void
  /** Gives back to the scan, which then stands where this does. */
  leave(): void
  /** Reads one piece more, which was added to the text. False where that takes more, and then nothing has changed. */
  follow(added: string): boolean
  /** The state that the automaton reached; `UNCALM` when the scan is at work. */
  state(): number
}

export const UNCALM = -1

/** `piece` is the text that grows. */
export function createCalm(language: Language, scan: Scan, piece: Piece): Calm {
  const { automaton, plain, signLetters, kinds, fold } = language
  let state = ROOT
  /** Where the automaton stands: code units from the beginning of the stream. */
  let at = 0
  /** The last two code units before, the newer first: to look at the text itself would make one string of its pieces each time. */
  let tail = 0
  let tailBefore = 0

  const letterOf = (unit: number): number => (plain[unit] === IS_SIGN ? (signLetters[unit] as number) : (plain[unit] as number))

  /** The code unit so many places before `at`, 0 where the text has none. */
  function unitBefore(distance: number): number {
    const index = at - piece.base - distance
    return index < 0 ? 0 : piece.text.charCodeAt(index)
  }

  function noteTail(added: string): void {
    tailBefore = added.length > 1 ? added.charCodeAt(added.length - 2) : tail
    tail = added.charCodeAt(added.length - 1)
  }

  /** Words may be spelled out by this, with what came before or comes after it. */
  function maySpell(added: string): boolean {
    const { length } = added
    if (length < 2) return true
    const first = added.charCodeAt(0)
    const second = added.charCodeAt(1)
    if ((first === tailBefore && plain[first] === IS_SIGN) || (second === tail && plain[second] === IS_SIGN)) return true
    return plain[added.charCodeAt(length - 1)] === IS_SIGN || plain[added.charCodeAt(length - 2)] === IS_SIGN
  }

  /** The automaton's state after these letters; `UNCALM` where a word ends, or is something else than plain letters and single signs that are letters. */
  function stateAfter(text: string): number {
    const { length } = text
    let reached = state
    let last = letterOf(tail)
    for (let index = 0; index < length; index += 1) {
      const unit = text.charCodeAt(index)
      let letter = plain[unit] as number
      if (letter <= LAST_SPECIAL) {
        if (letter !== IS_SIGN || kinds[last] !== 0 || (index > 1 && text.charCodeAt(index - 2) === unit)) return UNCALM
        letter = signLetters[unit] as number
        if (letter === last) return UNCALM
      }
      last = letter
      const letterClass = classOf(automaton, letter)
      reached = letterClass === 0 ? ROOT : stepOf(automaton, reached, letterClass)
      if (automaton.cells[reached * 4 + 3] !== 0) return UNCALM
    }
    return reached
  }

  return {
    state: () => state,
    enter() {
      at = scan.at
      const { last, before, lastAt, beforeAt, spelling } = scan
      const isWhole =
        at === piece.base + piece.text.length && !spelling.rows.some(({ alive }) => alive) && lastAt === at - 1 && beforeAt === at - 2
      tail = unitBefore(1)
      tailBefore = unitBefore(2)
      if (!isWhole || last !== letterOf(tail) || before !== letterOf(tailBefore)) return
      if (scan.state !== ROOT) {
        const depth = automaton.depths[scan.state] as number
        if (scan.places[(scan.count - depth) & 255] === at - depth) state = scan.state
        return
      }
      const first = childBy(automaton, ROOT, before)
      const second = first === ROOT ? ROOT : childBy(automaton, first, last)
      state = second === ROOT ? childBy(automaton, ROOT, last) : second
    },
    leave() {
      if (state !== UNCALM && at > 0) noteState(scan, automaton, state, at, letterOf(unitBefore(1)), letterOf(unitBefore(2)))
      state = UNCALM
    },
    follow(added) {
      if (state === UNCALM) return false
      const reached = fold.inserted && maySpell(added) ? UNCALM : stateAfter(added)
      if (reached === UNCALM) return false
      state = reached
      at += added.length
      if (fold.inserted) noteTail(added)
      return true
    },
  }
}
