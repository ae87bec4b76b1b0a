/**
 * Passes over text in which no word can be: nearly all of any text. What it stops at is read by `scan.ts`, one character at a time.
 */

import { childBy, ROOT, type Automaton } from './automaton.ts'
import { CJK, IN_WORD, unitKinds } from './characters.ts'
import { IS_LEET, IS_OWN_SIGN, IS_SIGN, LAST_SPECIAL, SPACE } from './fold.ts'
import { FARTHEST, mayBegin, mayBeTwo } from './front.ts'
import { UNCLEAR, type Language, type Piece } from './language.ts'
import { isBeforeLatin } from './reader.ts'
import { MOST_INSERTED } from './rule.ts'

/** Behind the end of the text, when nothing more comes: a letter that goes on with hardly any word. */
const NOTHING = 59

/** The last two letters, and their places counted from the beginning of the whole text. */
export type Reached = { last: number; before: number; lastAt: number; beforeAt: number }

const NEVER = -1_000
const whole: Piece = { text: '', base: 0, final: true }

/** Where a whole text is first worth a closer look: its length if nowhere. `reached` goes with the letters before. */
export function firstDoubt(language: Language, text: string, reached: Reached): number {
  reached.last = reached.before = 0
  reached.lastAt = reached.beforeAt = NEVER
  whole.text = text
  return endOfPlain(language, whole, 0, reached)
}

/**
 * Where the first character is that is no plain letter, or ends a word, or begins one with the two letters before it. It may also stop early, and then `readCharacter` looks more
 * closely, as it does with a sign where a word may be spelled out. `reached` comes with the letters before `from`, and goes with those before the place where it stopped.
 */
export function endOfPlain(language: Language, piece: Piece, from: number, reached: Reached): number {
  const { plain } = language
  const { text, base } = piece
  let index = from
  for (;;) {
    const begun = index
    passed.last = reached.last
    passed.before = reached.before
    index = nextInDoubt(language, text, piece.final, index)
    reached.last = passed.last
    reached.before = passed.before
    if (index > begun) {
      reached.beforeAt = index > begun + 1 ? base + index - 2 : reached.lastAt
      reached.lastAt = base + index - 1
    }
    if (index >= text.length) return index
    let letter = plain[text.charCodeAt(index)] as number
    if (letter <= LAST_SPECIAL) {
      const next =
        letter === IS_SIGN ? behindSigns(language, piece, index, reached.last) : behindOddSign(language, piece, index, reached.last)
      if (next > index && reached.lastAt >= base + from) {
        index = next
        continue
      }
      if (next !== index || isBetweenEqual(text, index)) return index
      letter = signLetterOf(language, text.charCodeAt(index))
    }
    if (mayBeWord(language, piece, index, reached, letter)) return index
    reached.before = reached.last
    reached.last = letter
    reached.beforeAt = reached.lastAt
    reached.lastAt = base + index
    index += 1
  }
}

/** The last two letters as `nextInDoubt` is given them and gives them back. */
const passed = { last: 0, before: 0 }

/**
 * The innermost loop: the place of the next character that is no plain letter, nor a single sign that is one, or that may be of a word with the two letters before it.
 *
 * It calls nothing and names nothing of another module within the loop, not even the hashes of `front.ts`, which stand here once more: what is called is compiled into the loop, and
 * what may change is looked up for every character, and either takes as long as all the rest. Nor is it given objects of several shapes: which of them the compiler had met when
 * it began was a matter of chance, and in every third process the loop took more than twice as long for ever.
 */
function nextInDoubt(
  { plain, signLetters, kinds, automaton: { pairs, heads } }: Language,
  text: string,
  final: boolean,
  from: number,
): number {
  const pairMask = pairs.length - 1
  const headMask = heads.length - 1
  const special = LAST_SPECIAL | 0
  const sign = IS_SIGN | 0
  const beyond = final ? NOTHING : 0
  const further = FARTHEST - 1
  const { length } = text
  const secondLast = length - 2
  let last = passed.last | 0
  let before = passed.before | 0
  let index = from | 0
  for (;;) {
    for (let hash = Math.imul(last, 0x9e_37_79_b1) >>> 7; index < secondLast; index += 2) {
      let one = plain[text.charCodeAt(index)] as number
      if (one <= special) {
        const unit = text.charCodeAt(index)
        if (one !== sign || kinds[last] !== 0 || index < 2 || text.charCodeAt(index - 2) === unit) break
        one = signLetters[unit] as number
        if (one === last) break
      }
      let two = plain[text.charCodeAt(index + 1)] as number
      const row = pairs[(hash + one) & pairMask] as number
      if (row & (1 << before)) {
        const key = Math.imul((hash + one) ^ Math.imul(before, 0x85_eb_ca_6b), 0xc2_b2_ae_35)
        if (two <= special || row === -1 || (heads[(key >>> 9) & headMask] as number) & ((1 << two) | (1 << (28 | (key >>> 30))))) break
      }
      let isDoubtful = false
      if (two <= special) {
        const unit = text.charCodeAt(index + 1)
        isDoubtful = two !== sign || kinds[one] !== 0 || index < 1 || text.charCodeAt(index - 1) === unit || signLetters[unit] === one
        two = signLetters[unit] as number
      }
      hash = Math.imul(one, 0x9e_37_79_b1) >>> 7
      const nextRow = pairs[(hash + two) & pairMask] as number
      if (nextRow & (1 << last) && !isDoubtful) {
        const three = plain[text.charCodeAt(index + 2)] as number
        const key = Math.imul((hash + two) ^ Math.imul(last, 0x85_eb_ca_6b), 0xc2_b2_ae_35)
        isDoubtful =
          three <= special ||
          nextRow === -1 ||
          ((heads[(key >>> 9) & headMask] as number) & ((1 << three) | (1 << (28 | (key >>> 30))))) !== 0
      }
      if (isDoubtful) {
        before = last
        last = one
        index += 1
        break
      }
      before = one
      last = two
      hash = Math.imul(two, 0x9e_37_79_b1) >>> 7
    }
    if (index >= length) break
    let letter = plain[text.charCodeAt(index)] as number
    if (letter <= special) {
      const unit = text.charCodeAt(index)
      if (letter !== sign || kinds[last] !== 0 || index < 2 || text.charCodeAt(index - 2) === unit) break
      letter = signLetters[unit] as number
      if (letter === last) break
    }
    const pair = (Math.imul(last, 0x9e_37_79_b1) >>> 7) + letter
    const row = pairs[pair & pairMask] as number
    if (row & (1 << before)) {
      let key = Math.imul(pair ^ Math.imul(before, 0x85_eb_ca_6b), 0xc2_b2_ae_35)
      let goesOn = true
      let previous = letter
      // To the last letter that is hashed and no further: tables that are too full would lead on for ever.
      for (let at = index + 1; goesOn && at < index + further; at += 1) {
        const may = heads[(key >>> 9) & headMask] as number
        let next = at < length ? (plain[text.charCodeAt(at)] as number) : beyond
        if (next === sign && kinds[previous] === 0) {
          const signLetter = signLetters[text.charCodeAt(at)] as number
          if (signLetter !== previous) next = signLetter
        }
        if (may !== 0 && next <= special) break
        if (may & (1 << (28 | (key >>> 30))) && (heads[(key >>> 5) & headMask] as number) & (1 << (key >>> 27))) break
        goesOn = (may & (1 << next)) !== 0
        key = Math.imul(key ^ next, 0x9e_37_79_b1)
        previous = next
      }
      if (goesOn) break
    }
    if (row === -1 && (heads[(Math.imul(pair, 0x85_eb_ca_6b) >>> 9) & headMask] as number) & (1 << pair)) break
    before = last
    last = letter
    index += 1
  }
  passed.last = last
  passed.before = before
  return index
}

/** With the same sign two places before, and two behind or nobody knows what, a word of four letters may be spelled out. */
function isBetweenEqual(text: string, index: number): boolean {
  const unit = text.charCodeAt(index)
  return index > 1 && text.charCodeAt(index - 2) === unit && (index + 2 >= text.length || text.charCodeAt(index + 2) === unit)
}

/** How many letters are followed here before the automaton has to do it. */
const FAR = 8

/** Whether a word ends with this letter at `index`, or goes on behind it; `reached` are the letters before. */
const mayBeWord = (language: Language, piece: Piece, index: number, reached: Reached, letter: number): boolean =>
  isTwo(language.automaton, reached.last, letter) || isOfWord(language, piece, index, reached, letter)

function isTwo(automaton: Automaton, last: number, letter: number): boolean {
  if (!mayBeTwo(automaton, last, letter)) return false
  const first = childBy(automaton, ROOT, last)
  const state = first === ROOT ? ROOT : childBy(automaton, first, letter)
  return state !== ROOT && automaton.cells[state * 4 + 3] !== 0
}

/** Whether a word begins with these three letters and goes on, as far as can be seen from here. */
function isOfWord(language: Language, piece: Piece, index: number, { before, last }: Reached, letter: number): boolean {
  const { automaton, plain, signLetters } = language
  const { text, final } = piece
  if (!mayBegin(automaton, before, last, letter)) return false
  const { cells } = automaton
  let state = childBy(automaton, ROOT, before)
  if (state !== ROOT) state = childBy(automaton, state, last)
  if (state !== ROOT) state = childBy(automaton, state, letter)
  let reached = letter
  for (let at = index + 1; state !== ROOT; at += 1) {
    if (cells[state * 4 + 3] !== 0 || at > index + FAR) return true
    if (at >= text.length) return !final
    let next = plain[text.charCodeAt(at)] as number
    if (next <= LAST_SPECIAL) {
      const behind = next === IS_SIGN ? behindSigns(language, piece, at, reached) : UNKNOWN
      if (behind === UNKNOWN) return true
      if (behind === text.length) return false
      next = (behind === at ? signLetters[text.charCodeAt(at)] : plain[text.charCodeAt(behind)]) as number
      at = behind
    }
    state = childBy(automaton, state, next)
    reached = next
  }
  return false
}

const UNKNOWN = -1

/**
 * Where a plain letter comes after the sign at `index`, if that and those after it are passed over behind the letter `last`: the text's length where none comes any more. The same
 * index, if the sign is a letter; `UNKNOWN` where it is more difficult.
 */
function behindSigns({ plain, signLetters, kinds }: Language, { text, final }: Piece, index: number, last: number): number {
  const kind = kinds[last] as number
  const isPassed = (kind & CJK) !== 0
  if (kind & UNCLEAR) return UNKNOWN
  if (!isPassed && (last !== SPACE || signLetters[text.charCodeAt(index)] !== SPACE)) return index
  for (let at = index + 1; at <= index + MOST_INSERTED; at += 1) {
    if (at >= text.length) return final ? at : UNKNOWN
    const unit = text.charCodeAt(at)
    const letter = plain[unit] as number
    if (letter > LAST_SPECIAL) return at
    if (letter !== IS_SIGN || !(isPassed || signLetters[unit] === SPACE)) return UNKNOWN
  }
  return UNKNOWN
}

/**
 * The same for a sign that is a word's own, or looks like a letter and stands beside none: there it is a sign like others. `UNKNOWN` where it is a letter of that look, or no sign at all.
 */
function behindOddSign(language: Language, piece: Piece, index: number, last: number): number {
  const { fold, ownSigns, automaton, plain } = language
  const unit = piece.text.charCodeAt(index)
  if (plain[unit] === IS_OWN_SIGN) return index
  if (plain[unit] !== IS_LEET || (unitKinds()[last] as number) & IN_WORD || isBeforeLatin(fold, piece, index) !== false) return UNKNOWN
  const behind = fold.inserted && !ownSigns.has(unit) ? behindSigns(language, piece, index, last) : index
  // It may be a word by itself.
  return behind === index && automaton.singles.includes(signLetterOf(language, unit)) ? UNKNOWN : behind
}

/** The letter that a sign is where it stands beside no letter that it looks like. */
const signLetterOf = ({ fold, signLetters }: Language, unit: number): number =>
  fold.units[unit] === IS_LEET ? (fold.signs.get(unit) as number) : (signLetters[unit] as number)
