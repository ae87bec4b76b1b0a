/** One text that lies in storage and is shared by all tabs. It is remembered here too: what a page clears away stays until it is left. */

import type { WidgetStorage } from './storage.ts'

export type KeptText = {
  text(): string
  set(text: string): void
}

/** `changed`: another tab has changed it. */
export function createKeptText(storage: WidgetStorage, key: string, changed: () => void): KeptText {
  const stored = () => storage.get(key) ?? ''
  let text = stored()
  storage.watch(key, () => {
    text = stored()
    changed()
  })

  return {
    text: () => text,
    set(given) {
      text = given
      if (given) storage.set(key, given)
      else storage.remove(key)
    },
  }
}
