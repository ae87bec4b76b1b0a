/** All the words, for the parts that are fetched when they are needed. */

import type { Sentences, Words } from './dictionary.ts'
import { rareEn } from './en-rare.ts'

export type AllWords = Words & typeof rareEn

export const allWords = <Given extends Sentences>(words: Given): Given & typeof rareEn => ({ ...rareEn, ...words })

/** Why something failed, in the customer's words. Codes of later versions get the general sentence. */
export function reasonOf(words: Sentences, code: string | undefined): string {
  const { reasons } = allWords(words)
  return Object.hasOwn(reasons, code ?? '') ? reasons[code as keyof AllWords['reasons']] : reasons.other
}
