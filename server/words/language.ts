/** Lists with equal foldings, ready to read texts by; and what readers of texts share. */

import type { Automaton } from './automaton.ts'
import { CJK, unitKinds } from './characters.ts'
import { IS_OWN_SIGN, IS_SIGN, SPACE, type Fold } from './fold.ts'
import type { OwnSigns } from './reader.ts'

export type Language = {
  automaton: Automaton
  fold: Fold
  ownSigns: OwnSigns
  /** The fold's units, but `IS_OWN_SIGN`, and 0 for what is a word by itself or a blank of one: nothing that may be passed over without a closer look. */
  plain: Uint16Array
  /** By code unit: the letter that a sign is, where it is one. */
  signLetters: Uint16Array
  /** By letter: `CJK` where a sign after it is passed over, `UNCLEAR` where that depends on more than this letter. */
  kinds: Uint8Array
}

/** Beside the kinds of characters. */
export const UNCLEAR = 64

let sharedKinds: Uint8Array | undefined

/** The same for all lists. Ideographs above 65,535 are two letters. */
const kindsOf = (): Uint8Array =>
  (sharedKinds ??= unitKinds().map((kind, unit) => (unit >= 0xdc_00 && unit <= 0xdf_ff ? UNCLEAR : kind & CJK)))

export function languageOf(lexicon: Pick<Language, 'automaton' | 'ownSigns'>, fold: Fold): Language {
  const { automaton, ownSigns } = lexicon
  return { automaton, fold, ownSigns, plain: plainOf(automaton.singles, ownSigns, fold), signLetters: fold.letters, kinds: kindsOf() }
}

/** The fold's own array, which all lists share, unless a word stands in the way. */
function plainOf(singles: Uint16Array, ownSigns: OwnSigns, { units, letters }: Fold): Uint16Array {
  const signs = [...ownSigns].filter((codePoint) => units[codePoint] === IS_SIGN)
  if (singles.length === 0 && signs.length === 0) return units
  const isWord = (letter: number, unit: number): boolean => singles.includes(letter === IS_SIGN ? (letters[unit] as number) : letter)
  const plain = singles.length === 0 ? units.slice() : units.map((letter, unit) => (isWord(letter, unit) ? 0 : letter))
  for (const sign of signs) plain[sign] = letters[sign] === SPACE || isWord(IS_SIGN, sign) ? 0 : IS_OWN_SIGN
  return plain
}

/** Memory in bytes of what a language has beside its lexicon: nothing, where it shares the fold's own units. */
export const bytesOfLanguage = ({ plain, fold }: Language): number => (plain === fold.units ? 0 : plain.byteLength)

/** A word's letters stand between these places of the text; whether it counts is for others to say. */
export type Found = (word: number, start: number, end: number, spelled: boolean) => void

/** Text that is being read: `text` begins `base` code units after the beginning; `final` when nothing follows it. */
export type Piece = { text: string; base: number; final: boolean }

/** Who has the text around a place that is being read. */
export type Surroundings = { around(): Piece }
