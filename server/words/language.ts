/** Lists with equal foldings, ready to read texts by; and what readers of texts share. */

import type { Automaton } from './automaton.ts'
import { IS_SIGN, type Fold } from './fold.ts'
import type { OwnSigns } from './reader.ts'

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
