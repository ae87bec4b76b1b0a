/** What the customer has typed and not sent, kept through reloads. */

import type { WidgetStorage } from './storage.ts'

const KEY = 'draft'

export type Draft = {
  text(): string
  set(text: string): void
}

export function createDraft(storage: WidgetStorage): Draft {
  let text = storage.get(KEY) ?? ''
  return {
    text: () => text,
    set(given) {
      text = given
      if (given) storage.set(KEY, given)
      else storage.remove(KEY)
    },
  }
}
