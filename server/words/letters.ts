/** The letters of a stream, as the automaton alone reads them: nearly always. */

import { childBy, ROOT, type Automaton } from './automaton.ts'
import { CJK } from './characters.ts'
import { IS_SIGN, LAST_SPECIAL } from './fold.ts'
import type { Language, Piece } from './language.ts'
import { MOST_INSERTED, MOST_LETTERS } from './rule.ts'
import { NEVER, noteState, type Scan } from './scan.ts'
import { spelledLetter } from './spelling.ts'

/** Longer pieces are read faster by who passes over plain text. Places of letters are kept for a word before the piece, and for the piece. */
const LONG = MOST_LETTERS
const LAST_PLACE = LONG + MOST_LETTERS - 1

export class Letters {
  /** Where the automaton stands: its state, and code units from the beginning of the stream. */
  state = ROOT
  at = 0
  /** Letters read. */
  count = 0
  /** States of the last piece in which words end, and how many letters were read then; `ends` says how much of those arrays counts. */
  readonly endStates: number[] = []
  readonly endCounts: number[] = []
  ends = 0
  private readonly language: Language
  private readonly automaton: Automaton
  private readonly inserted: boolean
  /** The last letter and the one before, and how many signs were passed over since. */
  private last = 0
  private before = 0
  private gap = 0
  /** Places of the letters read, the last at `(count - 1) & LAST_PLACE`. Where nothing is passed over, a letter's number is its place, and this stays empty. */
  private places: number[] = []
  /** The last three code units before, the newest first, where signs may spell a word out. */
  private tail = 0
  private tailBefore = 0
  private tailFirst = 0

  constructor(language: Language) {
    this.language = language
    this.automaton = language.automaton
    this.inserted = language.fold.inserted
  }

  /** Reads a piece. False where it takes more than the automaton, and then nothing has changed. */
  read(text: string): boolean {
    if (text.length > LONG || (this.inserted && this.spells(text)) || !this.follow(text)) return false
    this.at += text.length
    if (this.inserted) this.noteTail(text)
    return true
  }

  private follow(text: string): boolean {
    const { plain, signLetters, kinds } = this.language
    const { cells, pages, classes } = this.automaton
    const { inserted, places, at } = this
    const { length } = text
    // What is named of another module is looked up each time.
    const root = ROOT | 0
    const special = LAST_SPECIAL | 0
    let { state, last, before, gap, count } = this
    let ends = 0
    for (let index = 0; index < length; index += 1) {
      const unit = text.charCodeAt(index)
      let letter = plain[unit] as number
      if (letter <= special) {
        if (letter !== IS_SIGN || (index > 1 && text.charCodeAt(index - 2) === unit)) return false
        const kind = kinds[last] as number
        if (kind === CJK && gap < MOST_INSERTED) {
          gap += 1
          continue
        }
        letter = signLetters[unit] as number
        if (kind !== 0 || letter === last) return false
      }
      before = last
      last = letter
      gap = 0
      if (inserted) places[count & LAST_PLACE] = at + index
      count += 1
      const letterClass = classes[((pages[letter >>> 5] as number) << 5) | (letter & 31)] as number
      // Of class 0, which letters of no word have, no state has a child.
      for (;;) {
        const child = (cells[state << 2] as number) ^ letterClass
        const check = (child << 2) + 1
        if (check < cells.length && cells[check] === state) {
          state = child
          if (cells[check + 2] !== 0) {
            this.endStates[ends] = state
            this.endCounts[ends] = count
            ends += 1
          }
          break
        }
        if (state === root) break
        state = cells[(state << 2) + 2] as number
      }
    }
    this.state = state
    this.last = last
    this.before = before
    this.gap = gap
    this.count = count
    this.ends = ends
    return true
  }

  /** Has the second of two equal signs with one letter between and one before them, by which words are spelled out. Those that come with the first sign are found in the piece. */
  private spells(text: string): boolean {
    const { tail, tailBefore } = this
    return (this.isSign(tailBefore) && text.charCodeAt(0) === tailBefore) || (this.isSign(tail) && text.charCodeAt(1) === tail)
  }

  private noteTail(text: string): void {
    const { length } = text
    this.tailFirst = length > 2 ? text.charCodeAt(length - 3) : length > 1 ? this.tail : this.tailBefore
    this.tailBefore = length > 1 ? text.charCodeAt(length - 2) : this.tail
    this.tail = text.charCodeAt(length - 1)
  }

  private isSign(unit: number): boolean {
    return this.language.plain[unit] === IS_SIGN
  }

  /** Where the letter stands that was `back` letters before, the last being 1, when so many were read. */
  placeOf(back: number, count: number): number {
    return this.inserted ? (this.places[(count - back) & LAST_PLACE] as number) : count - back
  }

  /** Where the letters of a state begin that is that of the stream's end, or one of its suffixes. */
  begunAt(state: number): number {
    return state === ROOT ? this.at : this.placeOf(this.automaton.depths[state] as number, this.count)
  }

  /** A letter and a sign may be the beginning of a word that is spelled out, and so may those with one letter more: where that begins, or the end where there is none. */
  spelledFrom(): number {
    if (!this.inserted) return this.at
    return this.at - (this.isSign(this.tail) ? 2 : this.isSign(this.tailBefore) ? 3 : 0)
  }

  /** The state of those letters. */
  spelledState(): number {
    const { fold } = this.language
    const isOne = this.isSign(this.tail)
    const first = childBy(this.automaton, ROOT, spelledLetter(fold, isOne ? this.tailBefore : this.tailFirst))
    return isOne || first === ROOT ? first : childBy(this.automaton, first, spelledLetter(fold, this.tail))
  }

  /** Takes over where the scan stands at the end of the piece. False where something stands in the way. */
  enter(scan: Scan, { text, base }: Piece): boolean {
    const { automaton, inserted } = this
    this.at = scan.at
    if (scan.at !== base + text.length || scan.spelling.rows.some(({ alive }) => alive)) return false
    const unitBefore = (distance: number): number => (distance > text.length ? 0 : text.charCodeAt(text.length - distance))
    this.tail = unitBefore(1)
    this.tailBefore = unitBefore(2)
    this.tailFirst = unitBefore(3)
    this.last = scan.last
    this.before = scan.before
    this.gap = scan.at - 1 - scan.lastAt
    const isPassed = this.gap > 0 && scan.gapAt === scan.lastAt && this.gap === scan.signs && this.language.kinds[scan.last] === CJK
    if (scan.last === 0 || (this.gap > 0 ? !isPassed : scan.last !== this.letterOf(this.tail))) return false
    const isShort = scan.state === ROOT
    const places = isShort ? [scan.beforeAt, scan.lastAt] : scan.places
    const count = isShort ? places.length : scan.count
    this.state = isShort ? this.stateOfTwo(scan.before, scan.last) : scan.state
    const depth = automaton.depths[this.state] as number
    if (!inserted && depth > 0 && places[(count - depth) & LAST_PLACE] !== scan.at - depth) return false
    this.places = inserted ? places.slice() : []
    this.count = inserted ? count : scan.at
    return true
  }

  private letterOf(unit: number): number {
    const { plain, signLetters } = this.language
    return plain[unit] === IS_SIGN ? (signLetters[unit] as number) : (plain[unit] as number)
  }

  private stateOfTwo(one: number, two: number): number {
    const first = childBy(this.automaton, ROOT, one)
    const second = first === ROOT ? ROOT : childBy(this.automaton, first, two)
    return second === ROOT ? childBy(this.automaton, ROOT, two) : second
  }

  /** Gives back: the scan then stands where this does. */
  leave(scan: Scan): void {
    const { state, at, last, before, gap, count } = this
    noteState(scan, this.automaton, {
      state,
      at,
      last,
      before,
      gap,
      placeOf: (back) => (back > count ? NEVER : this.placeOf(back, count)),
    })
  }
}
