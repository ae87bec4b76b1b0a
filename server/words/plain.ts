/**
 * Passes over text in which no word can be: nearly all of any text. What it stops at is read by `scan.ts`, one character at a time.
 */

import { childBy, ROOT, type Automaton } from './automaton.ts'
import { CJK, unitKinds } from './characters.ts'
import { IS_SIGN, LAST_SPECIAL } from './fold.ts'
import type { Language } from './language.ts'

/** No letter, or none that is known. */
export const UNKNOWN = -1
/** Of a sign: no letter, and nothing else either. */
const PASSED_OVER = -2

/**
 * The innermost loop: where the first character is that is no plain letter, or ends a word, or begins one with the two letters before it. It may also stop early, and then
 * `readCharacter` looks more closely.
 *
 * The loop within the loop calls nothing and names nothing of another module, not even the hashes of `front.ts`, which stand here once more: what may change would be looked up
 * for every character, and that takes as long as all the rest.
 */
export function endOfPlain(language: Language, text: string, from: number, lastLetter: number, letterBefore: number): number {
  const { plain, automaton } = language
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
    if (index >= length || mayBeWord(language, before, last, letter, text, index)) return index
    before = last
    last = letter
    index += 1
  }
}

/** How many letters are followed here before the automaton has to do it. */
const FAR = 8

/** Whether a word ends with this letter at `index`, or goes on behind it; `last` and `before` are the letters before. */
export const mayBeWord = (language: Language, before: number, last: number, letter: number, text: string, index: number): boolean =>
  isTwo(language.automaton, last, letter) || isOfWord(language, before, last, letter, text, index)

function isTwo(automaton: Automaton, last: number, letter: number): boolean {
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

/** The letter that a sign between plain letters is, behind this one; `PASSED_OVER` if it is none, and `UNKNOWN` for everything that is more difficult. */
function letterOfSign({ plain, fold, ownSigns }: Language, text: string, index: number, last: number): number {
  const unit = text.charCodeAt(index)
  if (!fold.inserted || index >= text.length || plain[unit] !== IS_SIGN || letterAt(text, index + 1, plain) === UNKNOWN) return UNKNOWN
  const kind = unitKinds()[last] as number
  if (kind & CJK) return ownSigns.size > 0 ? UNKNOWN : PASSED_OVER
  return kind === 0 ? UNKNOWN : (fold.letters[unit] as number)
}

/** The plain letter at this place. */
export function letterAt(text: string, index: number, plain: Uint16Array): number {
  if (index >= text.length) return UNKNOWN
  const letter = plain[text.charCodeAt(index)] as number
  return letter <= LAST_SPECIAL ? UNKNOWN : letter
}
