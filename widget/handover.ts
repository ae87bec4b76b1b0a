/**
 * What loader and app say to each other. They are two files on the wire: the loader is on every page view, the app
 * only where a customer showed intent. Both come from one build, so this needs no version.
 */

import type { Launcher } from './launcher.ts'
import type { HostEvents } from './public-api.ts'
import type { Language, SiteAppearance } from './site.ts'

export type Tell = <E extends keyof HostEvents>(event: E, detail: HostEvents[E]) => void

/** What tag and page said, as they said it: nothing here has been checked, also not that a text is one. */
export type Settings = {
  locale?: string | undefined
  colorScheme?: string | undefined
  /** From the tag. */
  sound?: string | undefined
  titleBadge?: string | undefined
  label?: unknown
  attributes?: Record<string, unknown> | undefined
}

export type AppHost = {
  site: SiteAppearance
  /** The language of `site`. */
  language: Language
  /** Origin of the server. */
  origin: string
  /** The bubble, in whose shadow root the app draws. */
  launcher: Pick<Launcher, 'root' | 'frame' | 'button'>
  tell: Tell
  /** Names for the bubble: what a press does while the panel is open, and what there is to read while it is closed. */
  label(close: string, unread: string): void
  /** The customer closed the panel from inside it. */
  close(): void
}

export type App = {
  /** Resolves when the panel can be opened without a wait. */
  whenDrawn(): Promise<void>
  open(): void
  close(): void
  /** Told once at the beginning, and whenever the page changes the language or a setting. */
  update(language: Language, settings: Settings): void
  shutdown(): void
}

/** The app module's public face. */
export type AppModule = { mount(host: AppHost): App }

/** What the server has to say for a site in one language. */
export type AppearanceModule = { appearance: SiteAppearance }
