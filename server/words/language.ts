/** Lists with equal foldings, ready to read texts by; and what readers of texts share. */

import type { Automaton } from './automaton.ts'
import { CJK, unitKinds } from './characters.ts'
import { IS_SIGN, type Fold } from './fold.ts'
import type { OwnSigns } from './reader.ts'

export type Language = {
  automaton: Automaton
  fold: Fold
  ownSigns: OwnSigns
  /** The fold's units, and 0 for what is a word by itself: no letter that may be passed over without a closer look. */
  plain: Uint16Array
  /** By code unit: the letter that a sign is, where it is one. */
  signLetters: Uint16Array
  /** By letter: `CJK` where a sign after it is passed over, `UNCLEAR` where that depends on more than this letter. */
  kinds: Uint8Array
}

/** Beside the kinds of characters. */
export const UNCLEAR = 64

const signsBehind = new Map<boolean, Uint8Array>()

/** The same for all lists without signs of their own, and for all with. */
function kindsOf(hasOwnSigns: boolean): Uint8Array {
  let kinds = signsBehind.get(hasOwnSigns)
  if (!kinds) {
    kinds = unitKinds().map((kind, unit) => {
      // Ideographs above 65,535 are two letters.
      const isHalf = unit >= 0xdc_00 && unit <= 0xdf_ff
      return isHalf || (kind & CJK && hasOwnSigns) ? UNCLEAR : kind & CJK
    })
    signsBehind.set(hasOwnSigns, kinds)
  }
  return kinds
}

export function languageOf(lexicon: Pick<Language, 'automaton' | 'ownSigns'>, fold: Fold): Language {
  const { automaton, ownSigns } = lexicon
  const { singles } = automaton
  const isWord = (letter: number, unit: number): boolean => singles.includes(letter === IS_SIGN ? (fold.letters[unit] as number) : letter)
  const plain = singles.length === 0 ? fold.units : fold.units.map((letter, unit) => (isWord(letter, unit) ? 0 : letter))
  return { automaton, fold, ownSigns, plain, signLetters: fold.letters, kinds: kindsOf(ownSigns.size > 0) }
}

/** A word's letters stand between these places of the text; whether it counts is for others to say. */
export type Found = (word: number, start: number, end: number, spelled: boolean) => void

/** Text that is being read: `text` begins `base` code units after the beginning; `final` when nothing follows it. */
export type Piece = { text: string; base: number; final: boolean }
