/** How a starting list is written down: its words by category, divided by commas. */

import type { WordList, WordRule } from '../rule.ts'

export type StartingList = WordList & {
  /** As the browser names it. */
  language: string
  name: string
}

type Written = Omit<StartingList, 'rules' | 'exceptions' | 'wholeWords'> & {
  insult: string
  sexual: string
  slur: string
  exceptions?: string
}

const divided = (words: string): string[] =>
  words
    .split(/[,\n]/)
    .map((word) => word.trim())
    .filter((word) => word !== '')

export function startingList({ insult, sexual, slur, exceptions = '', ...given }: Written): StartingList {
  const rules = Object.entries({ insult, sexual, slur }).flatMap(([category, words]) =>
    divided(words).map((word): WordRule => ({ word, category, action: 'mask' })),
  )
  return { ...given, wholeWords: true, rules, exceptions: divided(exceptions) }
}
