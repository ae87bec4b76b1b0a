/**
 * Passes over text in which no word can be: nearly all of any text. What it stops at is read by `scan.ts`, one character at a time.
 */

import { childBy, ROOT, type Automaton } from './automaton.ts'
import { CJK } from './characters.ts'
import { IS_SIGN, LAST_SPECIAL, SPACE } from './fold.ts'
import { mayBegin, mayBeTwo } from './front.ts'
import { UNCLEAR, type Language } from './language.ts'

/** No letter, or none that is known. */
export const UNKNOWN = -1
/** Of a sign: no letter, and nothing else either. */
const PASSED_OVER = -2

/** The last two letters, and their places counted from the beginning of the whole text. */
export type Reached = { last: number; before: number; lastAt: number; beforeAt: number }

/**
 * The innermost loop: where the first character is that is no plain letter, or ends a word, or begins one with the two letters before it. It may also stop early, and then
 * `readCharacter` looks more closely, as it does with a sign where a word may be spelled out. `reached` comes with the letters before `from`, and goes with those before the place
 * where it stopped.
 *
 * The loop within the loop calls nothing and names nothing of another module, not even the hashes of `front.ts`, which stand here once more: what may change would be looked up
 * for every character, and that takes as long as all the rest.
 */
export function endOfPlain(language: Language, text: string, base: number, from: number, reached: Reached): number {
  const { plain, automaton } = language
  const { pairs, heads } = automaton
  const pairMask = pairs.length - 1
  const headMask = heads.length - 1
  const { length } = text
  const special = LAST_SPECIAL | 0
  let last = reached.last | 0
  let before = reached.before | 0
  let index = from | 0
  let letter = 0
  let passedAt = from - 3
  for (;;) {
    let hash = Math.imul(last, 0x9e_37_79_b1) >>> 7
    for (; index < length; index += 1) {
      letter = plain[text.charCodeAt(index)] as number
      if (letter <= special) break
      const pair = hash + letter
      const row = pairs[pair & pairMask] as number
      if (row & (1 << before)) {
        const may = heads[(Math.imul(pair ^ Math.imul(before, 0x85_eb_ca_6b), 0xc2_b2_ae_35) >>> 9) & headMask] as number
        if (may !== 0) {
          const next = index + 1 < length ? (plain[text.charCodeAt(index + 1)] as number) : 0
          if (next <= special || may & (1 << next)) break
        }
        if (row === -1) break
      }
      before = last
      last = letter
      hash = Math.imul(letter, 0x9e_37_79_b1) >>> 7
    }
    if (index >= length) break
    if (letter <= special) {
      // Asked before the call: where nothing is passed over, what was never called is not compiled into the loop either, which then is twice as fast.
      if (letter !== IS_SIGN) break
      letter = letterOfSign(language, text, index, last)
      if (letter === PASSED_OVER && index > from && index - passedAt > 2) {
        passedAt = index
        index += 1
        continue
      }
      if (letter < 0 || isBetweenEqual(text, index)) break
      if (mayBegin(automaton, before, last, letter) && mayBeWord(language, before, last, letter, text, index)) break
    } else if (mayBeWord(language, before, last, letter, text, index)) break
    before = last
    last = letter
    index += 1
  }
  note(reached, base, from, index, passedAt, last, before)
  return index
}

/** `passedAt` is the place of the last sign that is no letter: nothing but single ones are passed over, with a letter before and behind each. */
function note(reached: Reached, base: number, from: number, end: number, passedAt: number, last: number, before: number): void {
  if (end === from) return
  const lastAt = passedAt === end - 1 ? end - 2 : end - 1
  const beforeAt = passedAt === lastAt - 1 ? lastAt - 2 : lastAt - 1
  reached.beforeAt = beforeAt >= from ? base + beforeAt : reached.lastAt
  reached.lastAt = base + lastAt
  reached.last = last
  reached.before = before
}

/** With the same sign two places before, and two behind or nobody knows what, a word of four letters may be spelled out. */
function isBetweenEqual(text: string, index: number): boolean {
  const unit = text.charCodeAt(index)
  return index > 1 && text.charCodeAt(index - 2) === unit && (index + 2 >= text.length || text.charCodeAt(index + 2) === unit)
}

/** How many letters are followed here before the automaton has to do it. */
const FAR = 8

/** Whether a word ends with this letter at `index`, or goes on behind it; `last` and `before` are the letters before. */
export const mayBeWord = (language: Language, before: number, last: number, letter: number, text: string, index: number): boolean =>
  isTwo(language.automaton, last, letter) || isOfWord(language, before, last, letter, text, index)

function isTwo(automaton: Automaton, last: number, letter: number): boolean {
  if (!mayBeTwo(automaton, last, letter)) return false
  const first = childBy(automaton, ROOT, last)
  const state = first === ROOT ? ROOT : childBy(automaton, first, letter)
  return state !== ROOT && automaton.cells[state * 4 + 3] !== 0
}

/** Whether a word begins with these three letters and goes on, as far as can be seen from here. */
function isOfWord(language: Language, before: number, last: number, letter: number, text: string, index: number): boolean {
  const { automaton, plain } = language
  const { cells } = automaton
  let state = childBy(automaton, ROOT, before)
  if (state !== ROOT) state = childBy(automaton, state, last)
  if (state !== ROOT) state = childBy(automaton, state, letter)
  let reached = letter
  for (let at = index + 1; state !== ROOT; at += 1) {
    if (cells[state * 4 + 3] !== 0 || at > index + FAR) return true
    let next = letterAt(text, at, plain)
    if (next === UNKNOWN) {
      next = letterOfSign(language, text, at, reached)
      if (next === PASSED_OVER) next = letterAt(text, (at += 1), plain)
      if (next === UNKNOWN) return true
    }
    state = childBy(automaton, state, next)
    reached = next
  }
  return false
}

/** The letter that a sign behind this letter is; `PASSED_OVER` if it is none and a plain letter comes next, and `UNKNOWN` for everything that is more difficult. */
function letterOfSign({ plain, signLetters, kinds }: Language, text: string, index: number, last: number): number {
  if (index >= text.length) return UNKNOWN
  const unit = text.charCodeAt(index)
  const kind = kinds[last] as number
  if (plain[unit] !== IS_SIGN || kind & UNCLEAR) return UNKNOWN
  if (kind & CJK) return letterAt(text, index + 1, plain) === UNKNOWN ? UNKNOWN : PASSED_OVER
  const letter = signLetters[unit] as number
  return letter === SPACE && last === SPACE ? UNKNOWN : letter
}

/** The plain letter at this place. */
export function letterAt(text: string, index: number, plain: Uint16Array): number {
  if (index >= text.length) return UNKNOWN
  const letter = plain[text.charCodeAt(index)] as number
  return letter <= LAST_SPECIAL ? UNKNOWN : letter
}
