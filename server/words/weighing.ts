/** Which of the words that were found count: what each of them means where it stands, and what is certain of it. */

import { hasLetter, hasMark, isBoundaryAt, isBoundaryBefore } from './boundary.ts'
import type { Surroundings } from './language.ts'
import { CLOSES, isHiding, LETTERS, MARKED, NO_LETTERS, OPENS, SPELLABLE } from './meaning.ts'
import { Selection, type Ahead, type Candidate, type Chosen } from './selection.ts'
import type { Part, Vocabulary } from './vocabulary.ts'

/** A word whose letters stand between these places of the text, spelled out or not. */
export type FoundWord = { word: number; start: number; end: number; spelled: boolean }

/** Who reads a text and finds its words. */
export type Reader = Surroundings & Ahead

/** What would count if no word goes on after it, which is not known yet. */
type Deferred = { lane: number; candidate: Candidate; unseen: number }

export class Weighing implements Ahead {
  private readonly vocabulary: Vocabulary
  private readonly selection: Selection
  private deferred: Deferred[] = []
  /** Who is asked what may still come, as long as it is being settled what counts. */
  private reader: Ahead | undefined

  constructor(vocabulary: Vocabulary, chosen: Chosen) {
    this.vocabulary = vocabulary
    this.selection = new Selection(vocabulary.withExceptions || vocabulary.parts.length > 1, chosen)
  }

  /** Words come in the order of their ends. The text is asked for only where something depends on what stands there. */
  weigh({ lexicon, language }: Part, text: Surroundings, { word, start, end, spelled }: FoundWord): void {
    const { unseen } = language.fold
    let opens: boolean | undefined
    let letter: boolean | undefined
    const last = lexicon.starts[word + 1] as number
    for (let meaning = lexicon.starts[word] as number; meaning < last; meaning += 1) {
      const demands = lexicon.demands[meaning] as number
      if (spelled && !(demands & SPELLABLE)) continue
      if (demands & OPENS && !(opens ??= isBoundaryBefore(text.around(), start, unseen))) continue
      if (demands & (LETTERS | NO_LETTERS) && (letter ??= hasLetter(text.around(), start, end)) !== ((demands & LETTERS) !== 0)) continue
      if (demands & MARKED && !hasMark(text.around(), start, end)) continue
      const lane = lexicon.lanes[meaning] as number
      const candidate = { start, end, rule: lexicon.rules[meaning] as number, list: lexicon.lists[meaning] as number }
      if (demands & CLOSES) {
        const closes = isBoundaryAt(text.around(), end, unseen)
        if (closes === undefined) this.deferred.push({ lane, candidate, unseen })
        if (!closes) continue
      }
      this.selection.offer(lane, candidate)
    }
  }

  /** What could not be weighed without the text that follows; to be called before new words are weighed. */
  weighAgain(text: Surroundings): void {
    if (this.deferred.length === 0) return
    const piece = text.around()
    const undecided = this.deferred
    this.deferred = []
    for (const one of undecided) {
      const closes = isBoundaryAt(piece, one.candidate.end, one.unseen)
      if (closes === undefined) this.deferred.push(one)
      else if (closes) this.selection.offer(one.lane, one.candidate)
    }
  }

  /** Chooses what is certain when so much is read, and answers from where on text has to be held back. */
  settle(end: number, reader: Ahead): number {
    const { lanes, withExceptions } = this.vocabulary
    this.reader = reader
    let open = end
    let needed = end
    for (let index = 0; index < lanes.length; index += 1) {
      const lane = lanes[index] as number
      const from = this.selection.settle(lane, this.deferred.length === 0 ? reader : this)
      if (from < needed) needed = from
      if (from < open && isHiding(lane)) open = from
    }
    if (withExceptions) this.selection.forget(needed)
    return open
  }

  /** Words that the text's last letters may become, and those that only wait for the end of the last word. */
  live(lane: number, from: number): number {
    let earliest = this.reader?.live(lane, from) ?? Infinity
    for (const { lane: its, candidate } of this.deferred)
      if (its === lane && candidate.start >= from && candidate.start < earliest) earliest = candidate.start
    return earliest
  }

  /** Where the lane's last match ends that counts: nothing counts that begins before. */
  endOf(lane: number): number {
    return this.selection.endOf(lane)
  }

  /** Where the last match ends that counts and hides text. */
  hidesTo(): number {
    return this.selection.hidesTo
  }

  /** Nothing waits to be weighed or chosen. */
  isQuiet(): boolean {
    return this.deferred.length === 0 && this.selection.isEmpty()
  }

  /** While no word is found, nothing can be decided as long as words that hide text may still begin at this place or before it. −1 if it takes a closer look. */
  waitsFrom(): number {
    return this.deferred.length > 0 ? -1 : this.selection.waitsFrom()
  }

  clear(): void {
    this.selection.clear()
    this.deferred = []
  }
}
