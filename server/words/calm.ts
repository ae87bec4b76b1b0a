/**
 * Reads a stream by the automaton alone, as long as nothing is spelled out or hard to understand, and comes in little pieces: nearly always. What takes more is left to `careful.ts`, from
 * where the piece begins that needs it.
 */

import { lanesAheadOf, type Part } from './ahead.ts'
import { childBy, ROOT } from './automaton.ts'
import { CJK } from './characters.ts'
import { IS_SIGN, LAST_SPECIAL } from './fold.ts'
import type { Piece } from './language.ts'
import type { Masking } from './masking.ts'
import { HIDING, MOST_INSERTED, MOST_LETTERS } from './rule.ts'
import { NEVER, noteState, type Scan } from './scan.ts'
import { spelledLetter } from './spelling.ts'

export type Calm = {
  /** Reads one piece more, and answers what may be shown. */
  push(added: string): string
  /** Answers what was still held back. */
  end(): string
  /** From where on nothing was let go yet, counted from the beginning of the stream. */
  released(): number
  /** Takes over where the scan stands at the end of the piece, of which all before `released` was let go. False where something stands in the way. */
  enter(scan: Scan, piece: Piece, released: number): boolean
  /** Gives back: the scan then stands where this does, and the piece has all text that may still be looked at. */
  leave(scan: Scan, piece: Piece): void
}

/** Longer pieces are read faster by who passes over plain text. Places of letters are kept for a word before the piece, and for the piece. */
const LONG = MOST_LETTERS
const LAST_PLACE = LONG + MOST_LETTERS - 1

const HIDING_LANES = HIDING.reduce((lanes, lane) => lanes | (1 << lane), 0)

/** So many code units are kept at least before what may become a word. They stay the pieces they came in until a word needs them, which most do not. */
const KEPT = 256

/** `masking` is asked for when the first word is found; `otherwise` reads from the first piece on that takes more, until it gives back. */
export function createCalm(part: Part, masking: () => Masking, otherwise: Pick<Calm, 'push' | 'end'>): Calm {
  const { automaton, plain, signLetters, kinds, fold } = part.language
  const { cells, depths, pages, classes, lengths, suffixes } = automaton
  const { inserted } = fold
  const lanesAhead = lanesAheadOf(part, around)
  let isAway = false
  let state = ROOT
  /** Where the automaton stands: code units from the beginning of the stream. */
  let at = 0
  let held = ''
  let kept: string[] = []
  let keptBefore: string[] = []
  let keptLength = 0
  /** The last letter and the one before, and how many signs were passed over since. */
  let last = 0
  let before = 0
  let gap = 0
  /** Places of the letters read, the last at `(letters - 1) & LAST_PLACE`. Where nothing is passed over, a letter's number is its place, and this stays empty. */
  let places: number[] = []
  let letters = 0
  /** The last three code units before, the newest first, where signs may spell a word out. */
  let tail = 0
  let tailBefore = 0
  let tailFirst = 0
  /** States of the piece in which words end, and how many letters were read then; how much of those arrays counts. */
  const endStates: number[] = []
  const endLetters: number[] = []
  let ends = 0
  /** Words were found that are not decided or not let go. */
  let isBusy = false
  /** No match counts that begins before the end of one that did: by lane, and the last of all. */
  let endOf = (_lane: number): number => 0
  let lastEnd = 0

  const letterOf = (unit: number): number => (plain[unit] === IS_SIGN ? (signLetters[unit] as number) : (plain[unit] as number))

  function around(): Piece {
    if (keptBefore.length > 1) keptBefore = [keptBefore.join('')]
    if (kept.length > 1) kept = [kept.join('')]
    const text = (keptBefore[0] ?? '') + (kept[0] ?? '')
    return { text, base: at - text.length, final: false }
  }

  /** Where the letters begin that the automaton is at. */
  const begunAt = (): number => (state === ROOT ? at : placeOf(depths[state] as number, letters))

  function keep(added: string): void {
    kept.push(added)
    keptLength += added.length
    if (keptLength < KEPT || keptLength < KEPT + at - begunAt()) return
    keptBefore = kept
    kept = []
    keptLength = 0
  }

  const isSign = (unit: number): boolean => plain[unit] === IS_SIGN

  /** Has the second of two equal signs with one letter between and one before them, by which words are spelled out. Those that come with the first sign are found in the piece. */
  const spells = (added: string): boolean =>
    (isSign(tailBefore) && added.charCodeAt(0) === tailBefore) || (isSign(tail) && added.charCodeAt(1) === tail)

  const placeOf = (depth: number, read: number): number => (inserted ? (places[(read - depth) & LAST_PLACE] as number) : read - depth)

  /** Reads these letters. False where it takes more, and then nothing has changed. */
  function reads(text: string): boolean {
    const { length } = text
    let reached = state
    let lastLetter = last
    let letterBefore = before
    let passed = gap
    let read = letters
    ends = 0
    for (let index = 0; index < length; index += 1) {
      const unit = text.charCodeAt(index)
      let letter = plain[unit] as number
      if (letter <= LAST_SPECIAL) {
        if (letter !== IS_SIGN || (index > 1 && text.charCodeAt(index - 2) === unit)) return false
        const kind = kinds[lastLetter] as number
        if (kind === CJK && passed < MOST_INSERTED) {
          passed += 1
          continue
        }
        letter = signLetters[unit] as number
        if (kind !== 0 || letter === lastLetter) return false
      }
      letterBefore = lastLetter
      lastLetter = letter
      passed = 0
      if (inserted) places[read & LAST_PLACE] = at + index
      read += 1
      const letterClass = classes[((pages[letter >>> 5] as number) << 5) | (letter & 31)] as number
      if (letterClass === 0) {
        reached = ROOT
        continue
      }
      for (;;) {
        const child = (cells[reached * 4] as number) ^ letterClass
        const check = child * 4 + 1
        if (check < cells.length && cells[check] === reached) {
          reached = child
          if (cells[check + 2] !== 0) noteEnd(reached, read)
          break
        }
        if (reached === ROOT) break
        reached = cells[reached * 4 + 2] as number
      }
    }
    state = reached
    last = lastLetter
    before = letterBefore
    gap = passed
    letters = read
    return true
  }

  function noteEnd(reached: number, read: number): void {
    endStates[ends] = reached
    endLetters[ends] = read
    ends += 1
  }

  function noteTail(added: string): void {
    const { length } = added
    tailFirst = length > 2 ? added.charCodeAt(length - 3) : length > 1 ? tail : tailBefore
    tailBefore = length > 1 ? added.charCodeAt(length - 2) : tail
    tail = added.charCodeAt(length - 1)
  }

  function stateOfTwo(one: number, two: number): number {
    const first = childBy(automaton, ROOT, one)
    const second = first === ROOT ? ROOT : childBy(automaton, first, two)
    return second === ROOT ? childBy(automaton, ROOT, two) : second
  }

  /** Whether what begins there may still hide text: a state's letters, spelled out or not. */
  function mayHide(reached: number, place: number, spelled: boolean): boolean {
    const lanes = lanesAhead(reached, place, spelled)
    if ((lanes & HIDING_LANES) === 0 || place >= lastEnd) return (lanes & HIDING_LANES) !== 0
    return HIDING.some((lane) => (lanes >>> lane) & 1 && place >= endOf(lane))
  }

  /** From where on text may still become part of a word that hides it: the least of `live` of the lanes that hide, but by one walk for all of them, as it is asked for every piece. */
  function hidesFrom(): number {
    let from = at
    for (let reached = state; reached !== ROOT && from === at; reached = cells[reached * 4 + 2] as number) {
      const place = placeOf(depths[reached] as number, letters)
      if (mayHide(reached, place, false)) from = place
    }
    if (!inserted) return from
    const spelledFrom = at - spelledDistance()
    return spelledFrom < from && mayHide(spelledState(at - spelledFrom), spelledFrom, true) ? spelledFrom : from
  }

  /** A letter and a sign may be the beginning of a word that is spelled out, and so may those with one letter more: how many code units that is, 0 where it is none. */
  const spelledDistance = (): number => (isSign(tail) ? 2 : isSign(tailBefore) ? 3 : 0)

  function spelledState(distance: number): number {
    const first = childBy(automaton, ROOT, spelledLetter(fold, distance === 2 ? tailBefore : tailFirst))
    return distance === 2 || first === ROOT ? first : childBy(automaton, first, spelledLetter(fold, tail))
  }

  /** The earliest place, not before `from`, where a word of the lane may begin that goes on. */
  function live(lane: number, from: number): number {
    let earliest = Infinity
    for (let reached = state; reached !== ROOT && earliest === Infinity; reached = cells[reached * 4 + 2] as number) {
      const place = placeOf(depths[reached] as number, letters)
      if (place >= from && (lanesAhead(reached, place, false) >>> lane) & 1) earliest = place
    }
    const spelledFrom = inserted ? at - spelledDistance() : at
    if (spelledFrom >= from && spelledFrom < Math.min(at, earliest)) {
      if ((lanesAhead(spelledState(at - spelledFrom), spelledFrom, true) >>> lane) & 1) earliest = spelledFrom
    }
    return earliest
  }

  /** Lets go what was held, and so much of what was added, or the less. As few strings are made as can be: they cost more than the reading. */
  function letGo(added: string, most: number): string {
    if (most < 0) {
      const all = held + added
      const shown = held.length + most
      held = shown === 0 ? all : all.slice(shown)
      return shown === 0 ? '' : all.slice(0, shown)
    }
    const isAll = most === added.length
    const shown = most === 0 ? held : held + (isAll ? added : added.slice(0, most))
    held = most === 0 ? added : isAll ? '' : added.slice(most)
    return shown
  }

  /** What may be shown where words were found. */
  function shownBusily(all: string): string {
    const { weighing, masked } = masking()
    weighing.weighAgain(around)
    for (let index = 0; index < ends; index += 1) {
      const read = endLetters[index] as number
      const end = placeOf(1, read) + 1
      let word = cells[(endStates[index] as number) * 4 + 3] as number
      for (; word !== 0; word = suffixes[word - 1] as number)
        weighing.weigh(part, around, { word: word - 1, start: placeOf(lengths[word - 1] as number, read), end, spelled: false })
    }
    const open = weighing.settle(at, live)
    const base = at - all.length
    held = all.slice(open - base)
    noteMasking()
    return masked.take({ text: all, base }, base, open)
  }

  function noteMasking(): void {
    const { weighing, masked } = masking()
    isBusy = !weighing.isQuiet() || !masked.isEmpty()
    endOf = weighing.endOf
    for (const lane of HIDING) if (endOf(lane) > lastEnd) lastEnd = endOf(lane)
  }

  return {
    released: () => at - held.length,
    push(added) {
      if (added === '') return ''
      if (isAway || added.length > LONG || (inserted && spells(added)) || !reads(added)) return otherwise.push(added)
      at += added.length
      keep(added)
      if (inserted) noteTail(added)
      if (isBusy || ends > 0) return shownBusily(held + added)
      const back = state === ROOT && !inserted ? 0 : at - hidesFrom()
      if (back === 0 && held === '') return added
      return letGo(added, added.length - back)
    },
    end() {
      if (isAway) return otherwise.end()
      if (!isBusy) return held
      const { weighing, masked } = masking()
      weighing.weighAgain(() => ({ ...around(), final: true }))
      weighing.settle(at, () => Infinity)
      return masked.take({ text: held, base: at - held.length }, at - held.length, at)
    },
    enter(scan, piece, released) {
      const { text, base } = piece
      at = scan.at
      if (at !== base + text.length || scan.spelling.rows.some(({ alive }) => alive)) return false
      const unitBefore = (distance: number): number => (distance > text.length ? 0 : text.charCodeAt(text.length - distance))
      ;[tail, tailBefore, tailFirst] = [unitBefore(1), unitBefore(2), unitBefore(3)]
      last = scan.last
      before = scan.before
      gap = at - 1 - scan.lastAt
      const isPassed = gap > 0 && scan.gapAt === scan.lastAt && gap === scan.signs && kinds[last] === CJK
      if (last === 0 || (gap > 0 ? !isPassed : last !== letterOf(tail))) return false
      const isShort = scan.state === ROOT
      const read = isShort ? [scan.beforeAt, scan.lastAt] : scan.places
      const count = isShort ? read.length : scan.count
      state = isShort ? stateOfTwo(before, last) : scan.state
      const depth = depths[state] as number
      if (!inserted && depth > 0 && read[(count - depth) & LAST_PLACE] !== at - depth) return false
      places = inserted ? read.slice() : []
      letters = inserted ? count : at
      keptBefore = []
      kept = [text]
      keptLength = text.length
      held = text.slice(released - base)
      noteMasking()
      isAway = false
      return true
    },
    leave(scan, piece) {
      const { text, base } = around()
      piece.text = text
      piece.base = base
      isAway = true
      if (at > 0)
        noteState(scan, automaton, { state, at, last, before, gap, placeOf: (back) => (back > letters ? NEVER : placeOf(back, letters)) })
    },
  }
}
