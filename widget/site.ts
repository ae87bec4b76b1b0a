/** The site as the widget sees it: its appearance, and the language to speak. */

import type { SiteAppearance } from '../shared/site-appearance.ts'

export type { SiteAppearance }

export type Language = 'en' | 'zh'

const isChinese = (tag: string | undefined): boolean => tag?.toLowerCase().startsWith('zh') ?? false

/** The owner's choice; else Chinese where the page is Chinese; else what the customer's browser prefers. */
export const languageOfSite = (site: Pick<SiteAppearance, 'locale'>, page: string, browser: string | undefined): Language =>
  isChinese(site.locale) || (!site.locale && (isChinese(page) || isChinese(browser))) ? 'zh' : 'en'

/** A text or list that a site has by language; English stands in for a language that it has not. */
export const inLanguage = <Value>(texts: Record<string, Value>, language: Language): Value | undefined => texts[language] ?? texts['en']
