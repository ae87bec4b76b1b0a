/**
 * The secret by which this browser is known as one visitor. Tabs share its storage and change it beside each other: a tab
 * removes only the token that it said itself, and one that was made a second visitor becomes the first one again.
 */

import type { WidgetStorage } from './storage.ts'

const KEY = 'token'

export type VisitorToken = {
  isKnown(): boolean
  /** What to say at connecting; remembered, because only that is refused or accepted. */
  say(): string | undefined
  /** Keeps a token that was just made. False when another tab was faster: then connect again, as its visitor. */
  keep(minted: string): boolean
  /** The server does not know what was said. False when nothing was said: saying it again would change nothing. */
  forget(): boolean
}

/** `changed`: in another tab this browser became another visitor than the one of this tab, or was forgotten. */
export function createVisitorToken(storage: WidgetStorage, changed: () => void): VisitorToken {
  let said: string | undefined
  storage.watch(KEY, () => storage.get(KEY) !== said && changed())

  return {
    isKnown: () => storage.get(KEY) !== undefined,
    say: () => (said = storage.get(KEY)),
    keep(minted) {
      const known = storage.get(KEY)
      if (known === undefined) storage.set(KEY, (said = minted))
      return known === undefined
    },
    forget() {
      if (said !== undefined && storage.get(KEY) === said) storage.remove(KEY)
      return said !== undefined
    },
  }
}
