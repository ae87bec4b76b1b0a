/** English, and the list of everything that the widget can say. In two parts, as most of it is always needed and the rest hardly ever. */

import { coreEn } from './en-core.ts'
import { rareEn } from './en-rare.ts'

export const en = { ...coreEn, ...rareEn }

/** A language is complete or it does not compile. */
export type Dictionary = typeof en
