/** Which of the words that were found count: what each of them means where it stands, and what is certain of it. */

import type { Part } from './ahead.ts'
import { hasLetter, isBoundaryAt, isBoundaryBefore } from './boundary.ts'
import type { Piece } from './language.ts'
import { CLOSES, EXCEPTION, hasExceptions, LETTERS, NO_LETTERS, OPENS, SPELLABLE } from './lexicon.ts'
import { ACTIONS, HIDING } from './rule.ts'
import { createSelection, type Ahead, type Candidate } from './selection.ts'

/** A word whose letters stand between these places of the text, spelled out or not. */
export type FoundWord = { word: number; start: number; end: number; spelled: boolean }

export type Weighing = {
  /** Words come in the order of their ends. `around` is asked only where something depends on what stands there. */
  weigh(part: Part, around: () => Piece, found: FoundWord): void
  /** What could not be weighed without the text that follows; to be called before new words are weighed. */
  weighAgain(around: () => Piece): void
  /** Chooses what is certain when so much is read, and answers from where on text has to be held back. `live`: words that the text's last letters may become. */
  settle(end: number, live: Ahead): number
  /** Where the lane's last match ends that counts: nothing counts that begins before. */
  endOf(lane: number): number
  /** Nothing waits to be weighed or chosen. */
  isQuiet(): boolean
  clear(): void
}

export function createWeighing(parts: readonly Part[], chosen: (lane: number, candidate: Candidate) => void): Weighing {
  const withExceptions = parts.some(({ lexicon }) => hasExceptions(lexicon))
  const lanes = [...new Set(parts.flatMap(({ lexicon }) => lexicon.lanesUsed))].filter((lane) => lane !== EXCEPTION)
  const selection = createSelection(ACTIONS.length, withExceptions || parts.length > 1, chosen)
  /** What would count if no word goes on after it, which is not known yet. */
  let deferred: { lane: number; candidate: Candidate; invisible: boolean }[] = []

  const aheadOf =
    (live: Ahead): Ahead =>
    (lane, from) => {
      let earliest = live(lane, from)
      for (const { lane: its, candidate } of deferred)
        if (its === lane && candidate.start >= from && candidate.start < earliest) earliest = candidate.start
      return earliest
    }

  return {
    weigh({ lexicon, language }, around, { word, start, end, spelled }) {
      const { invisible } = language.fold
      let opens: boolean | undefined
      let letter: boolean | undefined
      const last = lexicon.starts[word + 1] as number
      for (let meaning = lexicon.starts[word] as number; meaning < last; meaning += 1) {
        const demands = lexicon.demands[meaning] as number
        if (spelled && !(demands & SPELLABLE)) continue
        if (demands & OPENS && !(opens ??= isBoundaryBefore(around(), start, invisible))) continue
        if (demands & (LETTERS | NO_LETTERS) && (letter ??= hasLetter(around(), start, end)) !== ((demands & LETTERS) !== 0)) continue
        const lane = lexicon.lanes[meaning] as number
        const candidate = { start, end, rule: lexicon.rules[meaning] as number, list: lexicon.lists[meaning] as number }
        if (demands & CLOSES) {
          const closes = isBoundaryAt(around(), end, invisible)
          if (closes === undefined) deferred.push({ lane, candidate, invisible })
          if (!closes) continue
        }
        selection.offer(lane, candidate)
      }
    },
    weighAgain(around) {
      if (deferred.length === 0) return
      const piece = around()
      const undecided = deferred
      deferred = []
      for (const one of undecided) {
        const closes = isBoundaryAt(piece, one.candidate.end, one.invisible)
        if (closes === undefined) deferred.push(one)
        else if (closes) selection.offer(one.lane, one.candidate)
      }
    },
    settle(end, live) {
      const ahead = deferred.length === 0 ? live : aheadOf(live)
      let open = end
      let needed = end
      for (const lane of lanes) {
        const from = selection.settle(lane, ahead)
        if (from < needed) needed = from
        if (from < open && HIDING.includes(lane)) open = from
      }
      if (withExceptions) selection.forget(needed)
      return open
    },
    endOf: selection.endOf,
    isQuiet: () => deferred.length === 0 && selection.isEmpty(),
    clear() {
      selection.clear()
      deferred = []
    },
  }
}
