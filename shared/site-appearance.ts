/** What stands inside the loader that a site serves: how its bubble looks and what it says before anybody is connected. */
export type SiteAppearance = {
  /** The site's public key. */
  key: string
  /** Path of the application that the loader imports at the customer's first intent. */
  app: string
  name: string
  assistantName: string
  /** First words in an empty conversation, by language (`en`, `zh`, …); the widget has words of its own where there are none. */
  greeting: Record<string, string>
  /** Questions offered as buttons in an empty conversation, by language. */
  suggestions: Record<string, string[]>
  /** `#rrggbb`. */
  color: string
  /** Where a customer can always write; may be empty. */
  contact: string
  /** The owner's choice of language, over the page's and the browser's. */
  locale?: string
}
