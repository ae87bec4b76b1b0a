/**
 * Reads a text and finds the words in it, one piece after another: the inner loop of the engine. It is one long function on purpose, since
 * everything in it is done for every character.
 *
 * While the automaton is at depth two or less, which is nearly always, its state is only the last two letters, and the front says whether a third makes it worth a look.
 */

import { childBy, childOf, classOf, ROOT, stepOf, type Automaton } from './automaton.ts'
import { CJK, IN_WORD, SIGN, unitKinds } from './characters.ts'
import { IS_HIGH, IS_INVISIBLE, IS_LEET, IS_SEVERAL, IS_SIGN, LAST_SPECIAL, SPACE, type Fold } from './fold.ts'
import { isBeforeLatin, passesSigns, type OwnSigns } from './reader.ts'
import { MOST_INSERTED, MOST_INVISIBLE } from './rule.ts'

export type Language = {
  automaton: Automaton
  fold: Fold
  ownSigns: OwnSigns
  /** The fold's units, and 0 for what is a word by itself: no letter that may be passed over without a closer look. */
  plain: Uint16Array
}

export function languageOf(lexicon: Omit<Language, 'fold' | 'plain'>, fold: Fold): Language {
  const { automaton, ownSigns } = lexicon
  const { singles } = automaton
  const isWord = (letter: number, unit: number): boolean => singles.includes(letter === IS_SIGN ? (fold.letters[unit] as number) : letter)
  const plain = singles.length === 0 ? fold.units : fold.units.map((letter, unit) => (isWord(letter, unit) ? 0 : letter))
  return { automaton, fold, ownSigns, plain }
}

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
  places: number[]
  count: number
  /** Code units passed over since the letter at `gapAt`. */
  gapAt: number
  signs: number
  invisible: number
  spelling: Spelling
}

/** Letters with the same sign between them, being followed apart from the text. */
export type Spelling = {
  alive: boolean
  sign: number
  state: number
  places: number[]
  count: number
  next: number
  /** Found, but not yet reported, as reports come in order of their ends: word, start, end. */
  found: number[]
}

const NEVER = -1_000
/** No letter, or none that is known. */
const UNKNOWN = -1

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
  spelling: { alive: false, sign: 0, state: ROOT, places: [], count: 0, next: 0, found: [] },
})

export function restartScan(scan: Scan): void {
  scan.at = 0
  scan.state = ROOT
  scan.last = scan.before = 0
  scan.lastAt = scan.beforeAt = scan.gapAt = NEVER
  scan.signs = scan.invisible = 0
  scan.spelling.alive = false
}

/**
 * The innermost loop: where the first character is that is no plain letter, or ends a word, or begins one with the two letters before it. It may also stop early, and then
 * `readCharacter` looks more closely.
 *
 * The loop within the loop calls nothing and names nothing of another module, not even the hashes of `front.ts`, which stand here once more: what may change would be looked up
 * for every character, and that takes as long as all the rest.
 */
function endOfLetters({ automaton, plain }: Language, text: string, from: number, lastLetter: number, letterBefore: number): number {
  const { pairs, heads, twos } = automaton
  const pairMask = pairs.length - 1
  const headMask = heads.length - 1
  const twoMask = twos.length - 1
  const { length } = text
  const special = LAST_SPECIAL | 0
  let last = lastLetter | 0
  let before = letterBefore | 0
  let index = from | 0
  let letter = 0
  for (;;) {
    let hash = Math.imul(last, 0x9e_37_79_b1) >>> 7
    for (; index < length; index += 1) {
      letter = plain[text.charCodeAt(index)] as number
      if (letter <= special) return index
      const pair = hash + letter
      const row = pairs[pair & pairMask] as number
      if (row & (1 << before)) {
        const may = heads[(Math.imul(pair ^ Math.imul(before, 0x85_eb_ca_6b), 0xc2_b2_ae_35) >>> 9) & headMask] as number
        if (may !== 0) {
          const next = index + 1 < length ? (plain[text.charCodeAt(index + 1)] as number) : 0
          if (next <= special || may & (1 << next)) break
        }
        if (row === -1 && (twos[(pair >>> 5) & twoMask] as number) & (1 << pair)) break
      }
      before = last
      last = letter
      hash = Math.imul(letter, 0x9e_37_79_b1) >>> 7
    }
    if (index >= length || isTwo(automaton, last, letter) || isOfWord(automaton, before, last, letter, text, index, plain)) return index
    before = last
    last = letter
    index += 1
  }
}

/** The same, also over single signs between letters where the foldings let signs be inserted. `last` and `before` are the two letters before `from`. */
export function endOfPlain(language: Language, text: string, from: number, last: number, before: number): number {
  const index = endOfLetters(language, text, from, last, before)
  return language.fold.inserted ? endBehindSigns(language, text, from, index) : index
}

function endBehindSigns(language: Language, text: string, from: number, endOfFirst: number): number {
  const { automaton, plain, fold, ownSigns } = language
  const kinds = unitKinds()
  let index = endOfFirst
  // A sign that does not stand alone between plain letters, or is like the one before, needs a closer look.
  while (index >= from + 2 && index < text.length) {
    const unit = text.charCodeAt(index)
    if (plain[unit] !== IS_SIGN || text.charCodeAt(index - 2) === unit || letterAt(text, index + 1, plain) === UNKNOWN) break
    const last = letterAt(text, index - 1, plain)
    const before = letterAt(text, index - 2, plain)
    if (last === UNKNOWN || before === UNKNOWN) break
    const kind = kinds[last] as number
    if (kind === 0) break
    if (kind & CJK) {
      if (ownSigns.size > 0) break
      index = endOfLetters(language, text, index + 1, last, before)
    } else {
      const letter = fold.letters[unit] as number
      if (isTwo(automaton, last, letter) || isOfWord(automaton, before, last, letter, text, index, plain)) break
      index = endOfLetters(language, text, index + 1, letter, last)
    }
  }
  return index
}

/** Reads what can be passed over. */
function pass(scan: Scan, language: Language, { text, base }: Piece): void {
  const from = scan.at - base
  passTo(scan, language, text, base, endOfPlain(language, text, from, scan.last, scan.before))
}

/** What stands before `end` has been passed over: notes the last two letters of it. */
export function passTo(scan: Scan, { plain, fold }: Language, text: string, base: number, end: number): void {
  const from = scan.at - base
  if (end === from) return
  scan.at = base + end
  const lastAt = letterPlace(plain, text, end - 1)
  const last = signedLetter(plain, fold, text, lastAt)
  if (lastAt === from) {
    scan.before = scan.last
    scan.beforeAt = scan.lastAt
  } else {
    const beforeAt = letterPlace(plain, text, lastAt - 1)
    scan.before = signedLetter(plain, fold, text, beforeAt)
    scan.beforeAt = base + beforeAt
  }
  scan.last = last
  scan.lastAt = base + lastAt
}

/** Of what was passed over: the place itself, or the one before it for a sign that is no letter. */
const letterPlace = (plain: Uint16Array, text: string, index: number): number =>
  plain[text.charCodeAt(index)] === IS_SIGN && (unitKinds()[letterAt(text, index - 1, plain)] as number) & CJK ? index - 1 : index

const signedLetter = (plain: Uint16Array, fold: Fold, text: string, index: number): number => {
  const unit = text.charCodeAt(index)
  return (plain[unit] === IS_SIGN ? fold.letters[unit] : plain[unit]) as number
}

/** How many letters are followed here before the automaton has to do it. */
const FAR = 8

function isTwo(automaton: Automaton, last: number, letter: number): boolean {
  const first = childBy(automaton, ROOT, last)
  const state = first === ROOT ? ROOT : childBy(automaton, first, letter)
  return state !== ROOT && automaton.cells[state * 4 + 3] !== 0
}

/** Whether a word begins with these three letters and goes on, as far as can be seen from here. */
function isOfWord(
  automaton: Automaton,
  before: number,
  last: number,
  letter: number,
  text: string,
  index: number,
  plain: Uint16Array,
): boolean {
  const { cells } = automaton
  let state = childBy(automaton, ROOT, before)
  if (state !== ROOT) state = childBy(automaton, state, last)
  if (state !== ROOT) state = childBy(automaton, state, letter)
  for (let at = index + 1; state !== ROOT; at += 1) {
    const next = letterAt(text, at, plain)
    if (next === UNKNOWN || cells[state * 4 + 3] !== 0 || at > index + FAR) return true
    state = childBy(automaton, state, next)
  }
  return false
}

function letterAt(text: string, index: number, plain: Uint16Array): number {
  if (index >= text.length) return UNKNOWN
  const letter = plain[text.charCodeAt(index)] as number
  return letter <= LAST_SPECIAL ? UNKNOWN : letter
}

/** Reads on to the end of the piece, or to a character that cannot be understood before the next one is there. */
export function readOn(scan: Scan, language: Language, piece: Piece, found: Found): void {
  const { text, base } = piece
  const { spelling } = scan
  if (spelling.alive) spellOn(spelling, language, piece)
  for (;;) {
    if (scan.state === ROOT) pass(scan, language, piece)
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
  scan.before = scan.last
  scan.beforeAt = scan.lastAt
  scan.last = letter
  scan.lastAt = at
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
