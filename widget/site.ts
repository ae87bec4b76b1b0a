/** What the server writes into `kefu.js` in place of `__KEFU_SITE__`: how the widget of one site looks and speaks. */

export type SiteAppearance = {
  /** The public site key. */
  key: string
  /** Path of the hashed app module on the same host: `/assets/app-HASH.js`. */
  app: string
  name: string
  /** Author of answers. */
  assistantName: string
  /** First words in an empty conversation, by language. */
  greeting: { en: string; zh: string }
  /** Accent: `#rrggbb`. */
  color: string
  /** Questions offered as buttons in an empty conversation, by language. */
  suggestions: { en: string[]; zh: string[] }
  /** Where a customer can always write: an e-mail address or a URL; empty for nowhere. */
  contact: string
  /** BCP 47 tag; without it the browser's language decides. */
  locale?: string
}

export type Language = 'en' | 'zh'

/** The language that the widget shows: the owner's choice, else the browser's, else English. */
export const languageOfSite = (site: Pick<SiteAppearance, 'locale'>, browser: string | undefined): Language =>
  (site.locale || browser || 'en').toLowerCase().startsWith('zh') ? 'zh' : 'en'
