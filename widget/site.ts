/** The site as the widget sees it: its appearance, and the language to speak. */

import { languageFrom, type Language } from '../shared/language.ts'
import type { SiteAppearance, SiteTag } from '../shared/site-appearance.ts'

export { appearancePath } from '../shared/site-appearance.ts'
export type { Language, SiteAppearance, SiteTag }

/** The owner's choice, else the page's language, else what the customer's browser prefers: the first of them that we speak. */
export const languageOfSite = (site: Pick<SiteTag, 'locale'>, page: string, browser: readonly string[]): Language =>
  languageFrom([site.locale ?? '', page, ...browser])

/** What a site has by language; English stands in for a language that it has not. */
export const inLanguage = <Value>(texts: Record<string, Value>, language: Language): Value | undefined => texts[language] ?? texts['en']
