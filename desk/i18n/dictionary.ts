/** The languages of the desk. A language is complete or it does not compile. */

import { en, type Dictionary } from './en.ts'
import { zh } from './zh.ts'

/** The nearest to this BCP 47 tag; English for all others. */
export const dictionaryOf = (tag: string): Dictionary => (/^zh\b/i.test(tag) ? zh : en)
