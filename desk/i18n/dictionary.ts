/** The languages of the desk. A language is complete or it does not compile. English comes with the desk, others when they are wanted. */

import { en, type Dictionary } from './en.ts'

export const isEnglish = (tag: string): boolean => !/^zh\b/i.test(tag)

/** The nearest to this BCP 47 tag; English for all others, and where a language cannot be had. */
export async function dictionaryOf(tag: string): Promise<Dictionary> {
  if (isEnglish(tag)) return en
  try {
    return (await import('./zh.ts')).zh
  } catch {
    return en
  }
}
