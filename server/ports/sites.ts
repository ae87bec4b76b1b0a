/** The part of the Database that holds sites, and what their owners decided. */

import type { OpeningHours } from '../desk/hours.ts'

/** One website of a tenant. `key` is public and opens nothing but "start a conversation here". */
export type Site = {
  id: string
  tenantId: string
  key: string
  name: string
  /** Web origins (`https://shop.example`) that may use the key. */
  origins: string[]
  policy: SitePolicy
  /** Grows with every change of the site's word lists: filters of an older one are stale. */
  wordsVersion: number
}

export type NewSite = Omit<Site, 'tenantId' | 'wordsVersion'>

/** What a site's owner decided. Stored as one document; unknown fields of later versions are kept. */
export type SitePolicy = {
  /** Shown as the author of answers. */
  assistantName: string
  /** First words in an empty conversation, by language; not part of the log. The widget has its own where there are none. */
  greeting: Record<string, string>
  /** Written facts about the site that the model may use: plain text, part of the system prompt. */
  facts: string
  /** Where a customer can always write, told when nobody else can help. An e-mail address or a URL. */
  contact: string
  /** Accent of the bubble and the customer's messages: a CSS colour in `#rrggbb`. */
  color: string
  /** The language that the widget speaks, over the page's and the browser's: a BCP 47 tag. */
  locale?: string
  /** The side of the page on which the bubble stands; right without it. */
  position?: 'left' | 'right'
  /** Names of the model's providers that may answer here, in order of preference; all of them, in the operator's order, without it. */
  providers?: string[]
  /** Nobody speaks as a user of the site without the signature of its backend, and nobody reads what such a user said. */
  identity?: 'enforced'
  /** When people are at the desk; without it, whenever they are. */
  hours?: OpeningHours
  /** What of a customer's description the model is told; nothing without it. */
  share?: Shared[]
  phrases?: Phrases
}

/** `identity` is the name that the page gave, `page` the address and title of the page that the last message was written on. */
export const SHARED = ['identity', 'attributes', 'page'] as const
export type Shared = (typeof SHARED)[number]

/** An owner's own phrases, by what they mean in a message: a wish for a person, or a complaint. */
export type Phrases = { person?: string[]; complaint?: string[] }

export type SitesDirectory = {
  /** The look-up that finds the tenant in the first place. */
  siteByKey(key: string): Promise<Site | undefined>
}

export type SitesDatabase = {
  sites(): Promise<Site[]>
  createSite(site: NewSite): Promise<void>
  updateSite(siteId: string, changes: Partial<Pick<Site, 'name' | 'origins' | 'policy'>>): Promise<Site | undefined>
}
