/**
 * Messages that the server has not acknowledged yet. Each lies in storage under its own key from before its first
 * send until its acknowledgement, so that it survives a reload and two tabs never overwrite each other's. Ids sort by
 * time, so they also give the order.
 */

import type { WidgetStorage } from './storage.ts'

export type OutboxItem = {
  readonly cid: string
  readonly text: string
  /** Empty until the first connection tells which conversation is ours. */
  readonly conversation: string
  /** `sent`: acknowledged, and only waiting to appear in the log. */
  readonly status: 'sending' | 'sent' | 'failed'
  /** Why it failed: a code of the error table. */
  readonly code?: string
  readonly at: number
}

export type Outbox = {
  items(): readonly OutboxItem[]
  find(cid: string): OutboxItem | undefined
  /** Adds, or replaces what has the same `cid`. */
  put(item: OutboxItem): void
  remove(cid: string): void
  /** Forgets what was acknowledged: a log that starts over will tell of it. */
  dropSent(): void
}

const PREFIX = 'outbox:'

export function createOutbox(storage: WidgetStorage): Outbox {
  let items: readonly OutboxItem[] = storage
    .keys(PREFIX)
    .sort()
    .flatMap((key) => readItem(key.slice(PREFIX.length), storage.get(key)) ?? [])

  const without = (cid: string) => items.filter((item) => item.cid !== cid)

  return {
    items: () => items,
    find: (cid) => items.find((item) => item.cid === cid),
    put(item) {
      const known = items.some((other) => other.cid === item.cid)
      items = known ? items.map((other) => (other.cid === item.cid ? item : other)) : [...items, item]
      if (item.status === 'sent') storage.remove(PREFIX + item.cid)
      else
        storage.set(PREFIX + item.cid, JSON.stringify({ text: item.text, conversation: item.conversation, at: item.at, code: item.code }))
    },
    remove(cid) {
      items = without(cid)
      storage.remove(PREFIX + cid)
    },
    dropSent() {
      items = items.filter((item) => item.status !== 'sent')
    },
  }
}

/** Anything may lie in a page's storage; what is not one of ours is left out. */
function readItem(cid: string, stored: string | undefined): OutboxItem | undefined {
  try {
    const { text, conversation, at, code } = JSON.parse(stored ?? '') as Record<string, unknown>
    if (typeof text !== 'string' || typeof conversation !== 'string' || typeof at !== 'number') return undefined
    return typeof code === 'string'
      ? { cid, text, conversation, at, status: 'failed', code }
      : { cid, text, conversation, at, status: 'sending' }
  } catch {
    return undefined
  }
}
