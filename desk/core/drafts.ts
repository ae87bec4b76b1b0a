/** What is being written, by conversation, kept until it is sent: going to another customer and back, or reloading, loses no word. */

import type { DeskStorage } from './storage.ts'

export type Draft = { readonly kind: 'message' | 'note'; readonly text: string }
export type Drafts = { of(conversation: string): Draft; keep(conversation: string, draft: Draft): void }

const EMPTY: Draft = { kind: 'message', text: '' }

export function createDrafts(storage: DeskStorage): Drafts {
  const key = (conversation: string): string => `draft:${conversation}`
  return {
    of(conversation) {
      const stored = storage.get(key(conversation))
      if (!stored) return EMPTY
      return { kind: stored.startsWith('n') ? 'note' : 'message', text: stored.slice(1) }
    },
    keep(conversation, { kind, text }) {
      if (text) storage.set(key(conversation), kind.charAt(0) + text)
      else storage.remove(key(conversation))
    },
  }
}
