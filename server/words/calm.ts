/**
 * Reads a stream as long as nothing is spelled out or hard to understand, and comes in little pieces: nearly always. What takes more is left to `careful.ts`, from where the piece
 * begins that needs it.
 */

import { lanesAheadOf, type LanesAhead } from './ahead.ts'
import { ROOT } from './automaton.ts'
import type { Piece } from './language.ts'
import { Letters } from './letters.ts'
import type { Masking } from './masking.ts'
import { HIDING_LANES } from './meaning.ts'
import { HIDING } from './rule.ts'
import type { Scan } from './scan.ts'
import type { Part } from './vocabulary.ts'
import type { Reader } from './weighing.ts'

/** So many code units are kept at least before what may become a word. */
const KEPT = 256

export class Calm implements Reader {
  private readonly part: Part
  private readonly masking: Masking
  private readonly letters: Letters
  private readonly lanesAhead: LanesAhead
  private isAway = false
  private held = ''
  private kept = ''
  private keptBefore = ''
  /** Words were found that are not decided or not let go; and from where on something may still be decided without another one. */
  private isBusy = false
  private undecidedFrom = 0
  /** Where the last match ends that hides text. */
  private lastEnd = 0

  constructor(part: Part, masking: Masking) {
    this.part = part
    this.masking = masking
    this.letters = new Letters(part.language)
    this.lanesAhead = lanesAheadOf(part, this)
  }

  /** Reads one piece more, and answers what may be shown; nothing where it takes more than this reader, and then nothing has changed. */
  push(added: string): string | undefined {
    const { letters } = this
    if (added === '') return ''
    if (this.isAway || !letters.read(added)) return undefined
    if (this.part.asksAround) this.keep(added)
    if (letters.ends > 0) return this.decide(added)
    const from = this.hidesFrom()
    if (this.isBusy && from > this.undecidedFrom) return this.decide(added)
    return from === letters.at && this.held === '' ? added : this.letGo(added, added.length - (letters.at - from))
  }

  /** Answers what was still held back. */
  end(): string {
    if (!this.isBusy) return this.held
    const { weighing, masked } = this.masking
    const { at } = this.letters
    weighing.weighAgain({ around: () => ({ ...this.around(), final: true }) })
    weighing.settle(at, { live: () => Infinity })
    return masked.take({ text: this.held, base: this.released() }, this.released(), at)
  }

  /** From where on nothing was let go yet, counted from the beginning of the stream. */
  released(): number {
    return this.letters.at - this.held.length
  }

  /** Takes over where the scan stands at the end of the piece, of which all before `released` was let go. False where something stands in the way. */
  enter(scan: Scan, piece: Piece, released: number): boolean {
    if (!this.letters.enter(scan, piece)) return false
    this.keptBefore = ''
    this.kept = piece.text
    this.held = piece.text.slice(released - piece.base)
    this.noteMasking()
    this.isAway = false
    return true
  }

  /** Gives back: the scan then stands where this does, and the piece has all text that may still be looked at. */
  leave(scan: Scan, piece: Piece): void {
    const { text, base } = this.around()
    piece.text = text
    piece.base = base
    this.isAway = true
    if (this.letters.at > 0) this.letters.leave(scan)
  }

  around(): Piece {
    const text = this.part.asksAround ? this.keptBefore + this.kept : this.held
    return { text, base: this.letters.at - text.length, final: false }
  }

  private keep(added: string): void {
    const { letters } = this
    const kept = this.kept + added
    this.kept = kept
    if (kept.length < KEPT || kept.length < KEPT + letters.at - letters.begunAt(letters.state)) return
    this.keptBefore = kept
    this.kept = ''
  }

  /** From where on text may still become part of a word that hides it: the least of `live` of the lanes that hide, but by one walk for all of them, as it is asked for every piece. */
  private hidesFrom(): number {
    const { letters } = this
    const { cells } = this.part.lexicon.automaton
    for (let { state } = letters; state !== ROOT; state = cells[state * 4 + 2] as number)
      if (this.mayHide(state, letters.begunAt(state), false)) return Math.min(letters.begunAt(state), this.spelledHidesFrom())
    return this.spelledHidesFrom()
  }

  private spelledHidesFrom(): number {
    const from = this.letters.spelledFrom()
    return from < this.letters.at && this.mayHide(this.letters.spelledState(), from, true) ? from : this.letters.at
  }

  /** Whether what begins there may still hide text: a state's letters, spelled out or not. */
  private mayHide(state: number, place: number, spelled: boolean): boolean {
    const lanes = this.lanesAhead(state, place, spelled) & HIDING_LANES
    return lanes !== 0 && (place >= this.lastEnd || this.mayHideIn(lanes, place))
  }

  private mayHideIn(lanes: number, place: number): boolean {
    return HIDING.some((lane) => (lanes >>> lane) & 1 && place >= this.masking.weighing.endOf(lane))
  }

  /** The earliest place, not before `from`, where a word of the lane may begin that goes on. */
  live(lane: number, from: number): number {
    const { letters } = this
    const { cells } = this.part.lexicon.automaton
    const end = letters.at
    let earliest = Infinity
    const spelledFrom = letters.spelledFrom()
    if (spelledFrom < end && spelledFrom >= from && (this.lanesAhead(letters.spelledState(), spelledFrom, true) >>> lane) & 1)
      earliest = spelledFrom
    for (let { state } = letters; state !== ROOT; state = cells[state * 4 + 2] as number) {
      const place = letters.begunAt(state)
      if (place >= earliest) break
      if (place >= from && (this.lanesAhead(state, place, false) >>> lane) & 1) return place
    }
    return earliest
  }

  /** Lets go what was held, and so much of what was added, or the less. As few strings are made as can be: they cost more than the reading. */
  private letGo(added: string, most: number): string {
    if (most < 0) {
      const all = this.held + added
      const shown = this.held.length + most
      this.held = shown === 0 ? all : all.slice(shown)
      return shown === 0 ? '' : all.slice(0, shown)
    }
    const isAll = most === added.length
    const shown = most === 0 ? this.held : this.held + (isAll ? added : added.slice(0, most))
    this.held = most === 0 ? added : isAll ? '' : added.slice(most)
    return shown
  }

  /** What may be shown where words were found. */
  private decide(added: string): string {
    const { weighing, masked } = this.masking
    const { at } = this.letters
    weighing.weighAgain(this)
    this.weighEnds()
    const open = weighing.settle(at, this)
    if (masked.isEmpty()) {
      this.noteMasking()
      return this.letGo(added, added.length - (at - open))
    }
    const text = this.held + added
    const base = at - text.length
    this.held = text.slice(open - base)
    const shown = masked.take({ text, base }, base, open)
    this.noteMasking()
    return shown
  }

  private weighEnds(): void {
    const { cells, lengths, suffixes } = this.part.lexicon.automaton
    const { letters } = this
    for (let index = 0; index < letters.ends; index += 1) {
      const count = letters.endCounts[index] as number
      const end = letters.placeOf(1, count) + 1
      let word = cells[(letters.endStates[index] as number) * 4 + 3] as number
      for (; word !== 0; word = suffixes[word - 1] as number) {
        const start = letters.placeOf(lengths[word - 1] as number, count)
        this.masking.weighing.weigh(this.part, this, { word: word - 1, start, end, spelled: false })
      }
    }
  }

  private noteMasking(): void {
    const { weighing, masked } = this.masking
    this.isBusy = !weighing.isQuiet() || !masked.isEmpty()
    if (this.isBusy) this.undecidedFrom = Math.min(weighing.waitsFrom(), masked.from())
    this.lastEnd = weighing.hidesTo()
  }
}
