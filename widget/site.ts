/** The site as the widget sees it: its appearance, and the language to speak. */

import type { SiteAppearance as ServedAppearance } from '../shared/site-appearance.ts'

/** What the server writes into `kefu.js` in place of `__KEFU_SITE__`. */
export type SiteAppearance = ServedAppearance & {
  /** BCP 47 tag, where the owner decided; else the page and the browser do. */
  locale?: string
}

export type Language = 'en' | 'zh'

const isChinese = (tag: string | undefined): boolean => tag?.toLowerCase().startsWith('zh') ?? false

/** The owner's choice; else Chinese where the page is Chinese; else what the customer's browser prefers. */
export const languageOfSite = (site: Pick<SiteAppearance, 'locale'>, page: string, browser: string | undefined): Language =>
  isChinese(site.locale) || (!site.locale && (isChinese(page) || isChinese(browser))) ? 'zh' : 'en'

/** A text or list that a site has by language; English stands in for a language that it has not. */
export const inLanguage = <Value>(texts: Record<string, Value>, language: Language): Value | undefined => texts[language] ?? texts['en']
