/** What a website's own scripts see: `window.Kefu`, its events, and the options of the tag. Types only. */

/** Events for the page, with what they carry. */
export type HostEvents = {
  /** The bubble is there. Also told to those who come late. */
  ready: Record<string, never>
  opened: Record<string, never>
  closed: Record<string, never>
  'message-sent': { id: string; text: string }
  'message-received': { id: string; text: string; author: string }
  'unread-changed': { unread: number }
  error: { code: string }
  /** Everything was removed; the last event. */
  shutdown: Record<string, never>
}

/**
 * A label that the page gives its customer. Nobody has checked it, so it must never look as if somebody had; but for `id`, where `hash` is there: what
 * the site's backend made of the id, a short-lived token or HMAC-SHA256 under the site's secret, in hex.
 */
export type Label = { name?: string; email?: string; id?: string; hash?: string }

/** `null` and `undefined` take an attribute back. */
export type Attributes = Record<string, string | number | boolean | Date | null | undefined>

export type ColorScheme = 'auto' | 'light' | 'dark'

export type Commands = {
  open(): void
  close(): void
  toggle(): void
  /** Shows the bubble again. */
  show(): void
  /** Hides the bubble; an open chat is closed. */
  hide(): void
  /** Replaces the label of this customer. */
  identify(label: Label): void
  /** Adds to what is known of this customer, for those who answer. */
  setAttributes(attributes: Attributes): void
  /** A BCP 47 tag of one of the languages that the widget speaks. */
  setLocale(locale: string): void
  setColorScheme(colorScheme: ColorScheme): void
  /** Forgets this customer in this browser; who opens the chat next is somebody else. */
  reset(): void
  /** Removes everything. The tag may be pasted again. */
  shutdown(): void
}

type Invocation<Name extends keyof Commands> = Name extends Name ? [Name, ...Parameters<Commands[Name]>] : never
type Listening<E extends keyof HostEvents> = E extends E ? ['on', E, (detail: HostEvents[E]) => void] : never

/** The form of a command that also works before the script has arrived: `['open']`, `['on', 'opened', handler]`. */
export type Command = Invocation<keyof Commands> | Listening<keyof HostEvents>

export type Kefu = Commands & {
  /** Key of the site whose chat this is. */
  site: string
  push<E extends keyof HostEvents>(command: ['on', E, (detail: HostEvents[E]) => void]): void
  push(command: Command): void
  /** Calls back at every such event; the returned function ends that. */
  on<E extends keyof HostEvents>(event: E, handler: (detail: HostEvents[E]) => void): () => void
}
