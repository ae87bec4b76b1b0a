/** What the customer has typed and not sent, kept through reloads and shared by all tabs, so that nothing is sent twice. */

import type { WidgetStorage } from './storage.ts'

const KEY = 'draft'

export type Draft = {
  text(): string
  set(text: string): void
}

/** `changed`: the customer goes on in another tab. */
export function createDraft(storage: WidgetStorage, changed: () => void): Draft {
  const stored = () => storage.get(KEY) ?? ''
  let text = stored()
  storage.watch(KEY, () => {
    text = stored()
    changed()
  })

  return {
    text: () => text,
    set(given) {
      text = given
      if (given) storage.set(KEY, given)
      else storage.remove(KEY)
    },
  }
}
