/**
 * Reads a text and finds the words in it, one piece after another: the inner loop of the engine. It is one long function on purpose, since
 * everything in it is done for every character.
 *
 * While the automaton is at depth two or less, which is nearly always, its state is only the last two letters, and the filter says whether a third makes it worth a look.
 */

import { childOf, classOf, hashOf, ROOT, stepOf, type Automaton } from './automaton.ts'
import { IN_WORD, SIGN, unitKinds } from './characters.ts'
import { IS_HIGH, IS_INVISIBLE, IS_LEET, IS_SEVERAL, IS_SIGN, LAST_SPECIAL, SPACE, type Fold } from './fold.ts'
import { passesSigns, type OwnSigns } from './reader.ts'
import { MOST_INSERTED, MOST_INVISIBLE } from './rule.ts'

export type Language = { automaton: Automaton; fold: Fold; ownSigns: OwnSigns }

/** A word's letters stand between these places of the text; whether it counts is for others to say. */
export type Found = (word: number, start: number, end: number, spelled: boolean) => void

/** Text that is being read: `text` begins `base` code units after the beginning; `final` when nothing follows it. */
export type Piece = { text: string; base: number; final: boolean }

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
  places: Int32Array
  count: number
  /** Code units passed over since the letter at `gapAt`. */
  gapAt: number
  signs: number
  invisible: number
  /** The last sign that was a letter beside Latin. */
  leetAt: number
  spelling: Spelling
}

/** Letters with the same sign between them, being followed apart from the text. */
export type Spelling = {
  alive: boolean
  sign: number
  state: number
  places: Int32Array
  count: number
  next: number
  /** Found, but not yet reported, as reports come in order of their ends: word, start, end. */
  found: number[]
}

const NEVER = -1_000

export function beginScan(): Scan {
  const places = (): Int32Array => new Int32Array(256)
  const spelling = { alive: false, sign: 0, state: ROOT, places: places(), count: 0, next: 0, found: [] }
  const scan = { at: 0, state: ROOT, last: 0, before: 0, lastAt: NEVER, beforeAt: NEVER, places: places(), count: 0 }
  return { ...scan, gapAt: NEVER, signs: 0, invisible: 0, leetAt: NEVER, spelling }
}

export function restartScan(scan: Scan): void {
  scan.at = 0
  scan.state = ROOT
  scan.last = scan.before = 0
  scan.lastAt = scan.beforeAt = scan.gapAt = scan.leetAt = NEVER
  scan.signs = scan.invisible = 0
  scan.spelling.alive = false
}

/**
 * Where the first character is that is no plain letter, or may be the end of a word or of its first three letters. This is where the time goes, so it does nothing else.
 */
function skipClean(
  text: string,
  from: number,
  { filter, singles }: Automaton,
  units: Uint16Array,
  lastLetter: number,
  letterBefore: number,
): number {
  const mask = filter.length - 1
  const length = text.length
  let last = lastLetter
  let before = letterBefore
  let hash = hashOf(last)
  let index = from
  for (; index < length; index += 1) {
    const letter = units[text.charCodeAt(index)] as number
    if (letter <= LAST_SPECIAL || (filter[(hash + letter) & mask] as number) & ((1 << before) | (1 << last))) break
    if (singles !== undefined && (singles[letter >>> 5] as number) & (1 << letter)) break
    before = last
    last = letter
    hash = hashOf(letter)
  }
  return index
}

/** Reads on to the end of the piece, or to a character that cannot be understood before the next one is there. */
export function readOn(scan: Scan, language: Language, piece: Piece, found: Found): void {
  const { automaton, fold, ownSigns } = language
  const { text, base, final } = piece
  const { cells, depths } = automaton
  const { units } = fold
  const { places, spelling } = scan
  const kinds = unitKinds()
  const length = text.length
  let { state, last, before, count } = scan
  let lastAt = scan.lastAt - base
  let beforeAt = scan.beforeAt - base
  let index = scan.at - base
  let part = 0

  if (spelling.alive) spellOn(spelling, language, piece)
  for (; index < length; index += 1) {
    if (state === ROOT) {
      const from = index
      index = skipClean(text, from, automaton, units, last, before)
      if (index > from) {
        // Letters that were skipped stand side by side.
        before = index - from > 1 ? (units[text.charCodeAt(index - 2)] as number) : last
        beforeAt = index - from > 1 ? index - 2 : lastAt
        last = units[text.charCodeAt(index - 1)] as number
        lastAt = index - 1
        if (index === length) break
      }
    }
    const unit = text.charCodeAt(index)
    let letter = units[unit] as number
    const at = index
    if (letter <= LAST_SPECIAL) {
      let passed = 0
      let value = letter
      let codePoint = unit
      if (value === IS_HIGH) {
        if (index + 1 === length && !final) break
        letter = unit
        const low = index + 1 < length ? text.charCodeAt(index + 1) : 0
        if (low >= 0xdc_00 && low <= 0xdf_ff) {
          codePoint = (unit - 0xd8_00) * 1_024 + low - 0xdc_00 + 65_536
          value = fold.astral.get(codePoint) ?? IS_HIGH
          if (value > LAST_SPECIAL) {
            letter = value
            index += 1
          }
        }
      }
      if (value === IS_LEET) {
        let besideLatin = scan.leetAt === base + index - 1 || (index > 0 && ((kinds[text.charCodeAt(index - 1)] as number) & IN_WORD) !== 0)
        if (!besideLatin) {
          if (index + 1 === length && !final) break
          besideLatin = index + 1 < length && ((kinds[text.charCodeAt(index + 1)] as number) & IN_WORD) !== 0
        }
        if (besideLatin) {
          scan.leetAt = base + index
          letter = fold.letters[unit] as number
        } else {
          letter = fold.signs.get(unit) as number
          value = IS_SIGN
        }
        if (fold.inserted) spellFrom(spelling, language, piece, index)
      } else if (value === IS_SIGN && codePoint === unit) {
        letter = fold.letters[unit] as number
        if (letter === SPACE && last === SPACE) continue
        spellFrom(spelling, language, piece, index)
      } else if (value === IS_SEVERAL) {
        const letters = fold.several.get(unit) as readonly number[]
        letter = letters[part] as number
        part += 1
        // The same character is read again for its next letter.
        if (part < letters.length) index -= 1
        else part = 0
      }
      const isPassed =
        value === IS_INVISIBLE || (value === IS_SIGN && fold.inserted && passesSigns(last, before) && !ownSigns.has(codePoint))
      if (isPassed) {
        passed = codePoint === unit ? 1 : 2
        index += passed - 1
        if (scan.gapAt !== base + lastAt) {
          scan.gapAt = base + lastAt
          scan.signs = scan.invisible = 0
        }
        if (value === IS_INVISIBLE) scan.invisible += passed
        else scan.signs += passed
        if (scan.signs > MOST_INSERTED || scan.invisible > MOST_INVISIBLE) {
          state = ROOT
          last = before = 0
        }
        continue
      }
    }

    if (state === ROOT) {
      const third = classOf(automaton, letter)
      if (third !== 0) {
        const second = classOf(automaton, last)
        const first = classOf(automaton, before)
        let reached = ROOT
        if (second !== 0 && first !== 0) {
          reached = childOf(automaton, ROOT, first)
          if (reached !== ROOT) reached = childOf(automaton, reached, second)
          if (reached !== ROOT) reached = childOf(automaton, reached, third)
        }
        if (reached === ROOT && second !== 0) {
          reached = childOf(automaton, ROOT, second)
          if (reached !== ROOT) reached = childOf(automaton, reached, third)
        }
        if (reached === ROOT) reached = childOf(automaton, ROOT, third)
        if (reached !== ROOT) {
          places[count++ & 255] = base + beforeAt
          places[count++ & 255] = base + lastAt
          places[count++ & 255] = base + at
          if (cells[reached * 4 + 3] !== 0) {
            scan.count = count
            report(scan, automaton, reached, base + Math.max(at, index) + 1, found)
          }
          if ((depths[reached] as number) > 2) state = reached
        }
      }
    } else {
      const letterClass = classOf(automaton, letter)
      places[count++ & 255] = base + at
      state = letterClass === 0 ? ROOT : stepOf(automaton, state, letterClass)
      if (state !== ROOT) {
        if (cells[state * 4 + 3] !== 0) {
          scan.count = count
          report(scan, automaton, state, base + Math.max(at, index) + 1, found)
        }
        if ((depths[state] as number) < 3) state = ROOT
      }
    }
    before = last
    beforeAt = lastAt
    last = letter
    lastAt = at
  }

  scan.at = base + index
  scan.state = state
  scan.last = last
  scan.before = before
  scan.lastAt = base + lastAt
  scan.beforeAt = base + beforeAt
  scan.count = count
  if (spelling.found.length > 0) reportSpelled(spelling, base + length, found)
}

/** All words that end here, the longest first. */
function report(
  { places, count, spelling }: Scan,
  { cells, lengths, suffixes }: Automaton,
  state: number,
  end: number,
  found: Found,
): void {
  if (spelling.found.length > 0) reportSpelled(spelling, end, found)
  for (let word = cells[state * 4 + 3] as number; word !== 0; word = suffixes[word - 1] as number)
    found(word - 1, places[(count - (lengths[word - 1] as number)) & 255] as number, end, false)
}

function reportSpelled({ found: waiting }: Spelling, end: number, found: Found): void {
  let done = 0
  while (done < waiting.length && (waiting[done + 2] as number) <= end) {
    found(waiting[done] as number, waiting[done + 1] as number, waiting[done + 2] as number, true)
    done += 3
  }
  waiting.splice(0, done)
}

/** The letter that a code unit is when words are spelled out, 0 for none. */
export function spelledLetter(fold: Fold, unit: number): number {
  const letter = fold.units[unit] as number
  if (letter === IS_LEET) return fold.letters[unit] as number
  return letter > LAST_SPECIAL && (unitKinds()[unit] as number) & (IN_WORD | SIGN) ? letter : 0
}

/** At the second of two equal signs with one letter between and one before them, spelling begins. */
function spellFrom(spelling: Spelling, language: Language, piece: Piece, index: number): void {
  const { text, base } = piece
  const sign = text.charCodeAt(index)
  if (index < 3 || text.charCodeAt(index - 2) !== sign || (spelling.alive && spelling.next > base + index)) return
  const first = spelledLetter(language.fold, text.charCodeAt(index - 3))
  const second = spelledLetter(language.fold, text.charCodeAt(index - 1))
  if (first === 0 || second === 0 || text.charCodeAt(index - 1) === sign || text.charCodeAt(index - 3) === sign) return
  spelling.alive = true
  spelling.sign = sign
  spelling.state = ROOT
  spelling.count = 0
  for (const [letter, place] of [
    [first, index - 3],
    [second, index - 1],
  ] as const) {
    spelling.state = stepOrRoot(language.automaton, spelling.state, letter)
    spelling.places[spelling.count++ & 255] = base + place
  }
  spelling.next = base + index
  spellOn(spelling, language, piece)
}

const stepOrRoot = (automaton: Automaton, state: number, letter: number): number => {
  const letterClass = classOf(automaton, letter)
  return letterClass === 0 ? ROOT : stepOf(automaton, state, letterClass)
}

/** Follows sign and letter in turn as far as the piece goes. Signs stand where the number of letters says so: `next` is a sign's place after a letter. */
function spellOn(spelling: Spelling, { automaton, fold }: Language, { text, base, final }: Piece): void {
  const { cells, lengths, suffixes } = automaton
  for (;;) {
    const index = spelling.next - base
    const lastLetter = (spelling.places[(spelling.count - 1) & 255] as number) - base
    if (index >= text.length) {
      if (final) spelling.alive = false
      return
    }
    const unit = text.charCodeAt(index)
    if (lastLetter === index - 1) {
      if (unit !== spelling.sign) break
      spelling.next += 1
      continue
    }
    const letter = unit === spelling.sign ? 0 : spelledLetter(fold, unit)
    if (letter === 0) break
    spelling.state = stepOrRoot(automaton, spelling.state, letter)
    spelling.places[spelling.count++ & 255] = base + index
    spelling.next += 1
    for (let word = cells[spelling.state * 4 + 3] as number; word !== 0; word = suffixes[word - 1] as number) {
      const start = spelling.places[(spelling.count - (lengths[word - 1] as number)) & 255] as number
      if ((lengths[word - 1] as number) <= spelling.count) spelling.found.push(word - 1, start, base + index + 1)
    }
  }
  spelling.alive = false
}
