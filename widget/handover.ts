/**
 * What loader and app say to each other. They are two files on the wire: the loader is on every page view, the app
 * only where a customer showed intent. Both come from one build, so this needs no version.
 */

import type { Language, SiteAppearance } from './site.ts'

/** Events for the host page, with what they carry. */
export type HostEvents = {
  ready: Record<string, never>
  opened: Record<string, never>
  closed: Record<string, never>
  'message-sent': { id: string; text: string }
  'message-received': { id: string; text: string; author: string }
  'unread-changed': { unread: number }
  error: { code: string }
}

/** A label that the page gives its customer. Nobody has checked it, so it must never look as if somebody had. */
export type Label = { name?: string; email?: string; id?: string }

export type AppHost = {
  site: SiteAppearance
  language: Language
  /** Origin of the server. */
  origin: string
  /** The loader's shadow root, in which the app draws. */
  root: ShadowRoot
  /** The box inside it that carries the site's colours. */
  frame: HTMLElement
  tell<E extends keyof HostEvents>(event: E, detail: HostEvents[E]): void
  /** The customer closed the panel from inside it. */
  close(): void
}

export type App = {
  open(): void
  close(): void
  shutdown(): void
}

/** The app module's public face. */
export type AppModule = { mount(host: AppHost): Promise<App> }
