/** The site as the widget sees it: its appearance, and the language to speak. */

import type { Language } from '../shared/language.ts'
import type { SiteAppearance, SiteTag } from '../shared/site-appearance.ts'

export { appearancePath } from '../shared/site-appearance.ts'
export type { Language, SiteAppearance, SiteTag }

/** What a site has by language; English stands in for a language that it has not. */
export const inLanguage = <Value>(texts: Record<string, Value>, language: Language): Value | undefined => texts[language] ?? texts['en']
