/** All lists of a filter, ready to read texts by. */

import { foldOf } from './fold.ts'
import { languageOf, type Language } from './language.ts'
import type { Lexicon } from './lexicon.ts'
import { EXCEPTION, SPELLABLE } from './meaning.ts'

/** Lists with equal foldings. */
export type Part = {
  lexicon: Lexicon
  language: Language
  /** What its words mean depends on the text around them, so that this must be kept. */
  asksAround: boolean
}

export type Vocabulary = {
  parts: readonly Part[]
  /** Actions that its words have, as their numbers. */
  lanes: readonly number[]
  /** Some words are allowed within others, so that a match may be taken back. */
  withExceptions: boolean
}

export function vocabularyOf(lexicons: readonly Lexicon[]): Vocabulary {
  const lanes = new Set(lexicons.flatMap(({ lanesUsed }) => lanesUsed))
  return {
    parts: lexicons.map(partOf),
    lanes: [...lanes].filter((lane) => lane !== EXCEPTION),
    withExceptions: lanes.has(EXCEPTION),
  }
}

function partOf(lexicon: Lexicon): Part {
  const fold = foldOf(lexicon.foldings)
  const asksAround = fold.inserted || lexicon.demands.some((demands) => (demands & ~SPELLABLE) !== 0)
  return { lexicon, language: languageOf(lexicon, fold), asksAround }
}
