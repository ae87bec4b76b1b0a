/**
 * Reads a text and finds the words in it, one piece after another.
 *
 * While the automaton is at depth two or less, which is nearly always, its state is only the last two letters, and `plain.ts` says where a closer look is worth it.
 */

import { childOf, classOf, ROOT, stepOf, type Automaton } from './automaton.ts'
import { IN_WORD, unitKinds } from './characters.ts'
import { IS_HIGH, IS_INVISIBLE, IS_LEET, IS_SEVERAL, IS_SIGN, LAST_SPECIAL, SPACE } from './fold.ts'
import type { Found, Language, Piece } from './language.ts'
import { endOfPlain, type Reached } from './plain.ts'
import { isBeforeLatin, passesSigns } from './reader.ts'
import { MOST_INSERTED, MOST_INVISIBLE } from './rule.ts'
import { beginSpelling, reportSpelled, restartSpelling, spellFrom, spellOn, type Spelling } from './spelling.ts'

/** The place of a letter that there is not. */
export const NEVER = -1_000

/** Where reading stands. Places are counted from the beginning of the whole text. */
export type Scan = {
  /** The next code unit to read. */
  at: number
  /** State of the automaton at depth three or more, else `ROOT`. */
  state: number
  /** The last letter and the one before, 0 for none, and their places. */
  last: number
  before: number
  lastAt: number
  beforeAt: number
  /** Places of the letters of the state: the last is `places[(count - 1) & 255]`. */
  places: number[]
  count: number
  /** Code units passed over since the letter at `gapAt`. */
  gapAt: number
  signs: number
  invisible: number
  spelling: Spelling
}

export const beginScan = (): Scan => ({
  at: 0,
  state: ROOT,
  last: 0,
  before: 0,
  lastAt: NEVER,
  beforeAt: NEVER,
  places: [],
  count: 0,
  gapAt: NEVER,
  signs: 0,
  invisible: 0,
  spelling: beginSpelling(),
})

export function restartScan(scan: Scan): void {
  scan.at = 0
  scan.state = ROOT
  scan.last = scan.before = 0
  scan.lastAt = scan.beforeAt = scan.gapAt = NEVER
  scan.signs = scan.invisible = 0
  restartSpelling(scan.spelling)
}

/** Goes on behind plain text, where so much was read of it. */
export function resumeScan(scan: Scan, at: number, { last, before, lastAt, beforeAt }: Reached): void {
  scan.at = at
  scan.last = last
  scan.before = before
  scan.lastAt = lastAt
  scan.beforeAt = beforeAt
}

/** What was reached elsewhere, with so many signs behind the last letter that were passed over. `placeOf` says where the last letter is, the last but one and so on, counted from 1. */
type Calmly = { state: number; at: number; last: number; before: number; gap: number; placeOf: (back: number) => number }

export function noteState(scan: Scan, { depths }: Automaton, { state, at, last, before, gap, placeOf }: Calmly): void {
  const depth = depths[state] as number
  scan.at = at
  scan.state = depth < 3 ? ROOT : state
  scan.last = last
  scan.before = before
  scan.lastAt = placeOf(1)
  scan.beforeAt = placeOf(2)
  scan.gapAt = gap > 0 ? scan.lastAt : NEVER
  scan.signs = gap
  scan.invisible = 0
  if (depth >= 3) for (let back = depth; back > 0; back -= 1) scan.places[scan.count++ & 255] = placeOf(back)
}

function noteLetter(scan: Scan, letter: number, at: number): void {
  scan.before = scan.last
  scan.beforeAt = scan.lastAt
  scan.last = letter
  scan.lastAt = at
}

/** Reads on to the end of the piece, or to a character that cannot be understood before the next one is there. */
export function readOn(scan: Scan, language: Language, piece: Piece, found: Found): void {
  const { text, base } = piece
  const { spelling } = scan
  spellOn(spelling, language, piece)
  for (;;) {
    if (scan.state === ROOT) scan.at = base + endOfPlain(language, piece, scan.at - base, scan)
    if (scan.at - base >= text.length || !readCharacter(scan, language, piece, found)) break
  }
  if (spelling.found.length > 0) reportSpelled(spelling, base + text.length, found)
}

/** Reads the character at `scan.at`, whatever it is. False when it cannot be understood yet: then nothing has changed. */
function readCharacter(scan: Scan, language: Language, piece: Piece, found: Found): boolean {
  const { automaton, fold } = language
  const { text, base, final } = piece
  const at = scan.at
  const index = at - base
  const unit = text.charCodeAt(index)
  const value = fold.units[unit] as number
  if (value > LAST_SPECIAL) {
    scan.at = at + 1
    addLetter(scan, automaton, value, at, found)
    return true
  }
  const isLast = index + 1 === text.length
  if (value === IS_SEVERAL) {
    scan.at = at + 1
    for (const letter of fold.several.get(unit) ?? []) addLetter(scan, automaton, letter, at, found)
    return true
  }
  if (value === IS_INVISIBLE) return passOver(scan, 0, 1)
  if (value === IS_HIGH) {
    if (isLast && !final) return false
    const low = isLast ? 0 : text.charCodeAt(index + 1)
    const codePoint = low >= 0xdc_00 && low <= 0xdf_ff ? (unit - 0xd8_00) * 1_024 + low - 0xdc_00 + 65_536 : unit
    const meant = codePoint === unit ? undefined : fold.astral.get(codePoint)
    if (meant === IS_INVISIBLE) return passOver(scan, 0, 2)
    if (meant === IS_SIGN && isPassedOver(scan, language, codePoint)) return passOver(scan, 2, 0)
    const isFolded = meant !== undefined && meant > LAST_SPECIAL
    scan.at = at + (isFolded ? 2 : 1)
    addLetter(scan, automaton, isFolded ? meant : unit, at, found)
    return true
  }
  if (value === IS_LEET) {
    const afterLatin = ((unitKinds()[scan.last] as number) & IN_WORD) !== 0
    const isLetter = afterLatin || isBeforeLatin(fold, piece, index)
    if (isLetter === undefined) return false
    if (fold.inserted) spellFrom(scan.spelling, language, piece, index)
    if (isLetter) {
      scan.at = at + 1
      addLetter(scan, automaton, fold.letters[unit] as number, at, found)
      return true
    }
  } else spellFrom(scan.spelling, language, piece, index)
  const letter = (value === IS_LEET ? fold.signs.get(unit) : fold.letters[unit]) as number
  const isSameRun = fold.inserted && letter === SPACE && scan.last === SPACE
  if (isSameRun || isPassedOver(scan, language, unit)) return passOver(scan, 1, 0)
  scan.at = at + 1
  addLetter(scan, automaton, letter, at, found)
  return true
}

const isPassedOver = ({ last, before }: Scan, { fold, ownSigns }: Language, codePoint: number): boolean =>
  fold.inserted && passesSigns(last, before) && !ownSigns.has(codePoint)

function passOver(scan: Scan, signs: number, invisible: number): true {
  scan.at += signs + invisible
  if (scan.gapAt !== scan.lastAt) {
    scan.gapAt = scan.lastAt
    scan.signs = scan.invisible = 0
  }
  scan.signs += signs
  scan.invisible += invisible
  if (scan.signs > MOST_INSERTED || scan.invisible > MOST_INVISIBLE) {
    scan.state = ROOT
    scan.last = scan.before = 0
  }
  return true
}

/** One letter more, of the character at `at`, which ends at `scan.at`. */
function addLetter(scan: Scan, automaton: Automaton, letter: number, at: number, found: Found): void {
  const { places } = scan
  const letterClass = classOf(automaton, letter)
  let state = ROOT
  if (letterClass !== 0) {
    if (scan.state === ROOT) {
      state = stateOf(automaton, scan.before, scan.last, letterClass)
      if (state !== ROOT) {
        places[scan.count++ & 255] = scan.beforeAt
        places[scan.count++ & 255] = scan.lastAt
      }
    } else state = stepOf(automaton, scan.state, letterClass)
    if (state !== ROOT) {
      places[scan.count++ & 255] = at
      if (automaton.cells[state * 4 + 3] !== 0) report(scan, automaton, state, found)
      if ((automaton.depths[state] as number) < 3) state = ROOT
    }
  }
  scan.state = state
  noteLetter(scan, letter, at)
}

/** The state after the last two letters and one more. */
function stateOf(automaton: Automaton, before: number, last: number, letterClass: number): number {
  const second = classOf(automaton, last)
  if (second !== 0) {
    const first = classOf(automaton, before)
    let state = first === 0 ? ROOT : childOf(automaton, ROOT, first)
    if (state !== ROOT) state = childOf(automaton, state, second)
    if (state !== ROOT) state = childOf(automaton, state, letterClass)
    if (state !== ROOT) return state
    state = childOf(automaton, ROOT, second)
    if (state !== ROOT) state = childOf(automaton, state, letterClass)
    if (state !== ROOT) return state
  }
  return childOf(automaton, ROOT, letterClass)
}

/** All words that end here, the longest first. */
function report({ at, places, count, spelling }: Scan, { cells, lengths, suffixes }: Automaton, state: number, found: Found): void {
  if (spelling.found.length > 0) reportSpelled(spelling, at, found)
  for (let word = cells[state * 4 + 3] as number; word !== 0; word = suffixes[word - 1] as number)
    found(word - 1, places[(count - (lengths[word - 1] as number)) & 255] as number, at, false)
}
