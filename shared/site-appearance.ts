/** How a site looks and what it says before anybody is connected: in two parts, because every page view pays for the first one. */

/** What stands inside the script that a site serves. */
export type SiteTag = {
  /** The site's public key. */
  key: string
  /** Path of the application that the loader imports at the customer's first intent. */
  app: string
  /** The accent and what is readable on it, as CSS declarations. */
  colors: string
  /** The owner's choice of language, over the page's and the browser's. */
  locale?: string
  /** The side of the page on which the bubble stands; right unless the owner said otherwise. */
  position?: 'left' | 'right'
}

/** What the application is given beside that: in one language, and with English questions where there are none in it. */
export type SiteAppearance = {
  key: string
  name: string
  assistantName: string
  /** First words in an empty conversation, by language (`en`, `zh`, …); the widget has words of its own where there are none. */
  greeting: Record<string, string>
  /** Questions offered as buttons in an empty conversation, by language. */
  suggestions: Record<string, string[]>
  /** Where a customer can always write; may be empty. */
  contact: string
  /** The customer's messages say which page they were written on. */
  page?: boolean
  /** The accent where it can be told from our surface, else the ink, by scheme. */
  marks: { light: string; dark: string }
}

/** Where the second part is found. */
export const appearancePath = (siteKey: string, language: string): string => `/kefu-site.js?site=${siteKey}&language=${language}`
