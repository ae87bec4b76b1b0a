/**
 * Messages that the server has not acknowledged yet. Each lies in storage under its own key from before its first
 * send until its acknowledgement, so that it survives a reload and two tabs never overwrite each other's. Ids sort by
 * time, so they also give the order.
 */

import type { WidgetStorage } from './storage.ts'

export type OutboxItem = {
  readonly cid: string
  readonly text: string
  /** Empty until the first send binds it: written offline, it belongs to the conversation that is shown when the line is back. */
  readonly conversation: string
  /**
   * `sent`: acknowledged, and only waiting to appear in the log. `elsewhere`: acknowledged in a conversation that is not
   * shown any more, which the customer should know.
   */
  readonly status: 'sending' | 'sent' | 'failed' | 'elsewhere'
  /** Why it failed: a code of the error table. */
  readonly code?: string
  readonly at: number
}

export type Outbox = {
  items(): readonly OutboxItem[]
  find(cid: string): OutboxItem | undefined
  /** Another tab may have sent the same message first: the conversation that it was bound to there, else this one. */
  bind(cid: string, conversation: string): OutboxItem | undefined
  /** Adds, or replaces what has the same `cid`. */
  put(item: OutboxItem): void
  remove(cid: string): void
  /** Takes over what other tabs have left in storage. */
  adopt(): void
  /** Every message, of any tab, that is bound to this conversation or to none yet. */
  cidsOf(conversation: string): string[]
  /** Forgets what was acknowledged: a log that starts over will tell of it. */
  dropSent(): void
}

const PREFIX = 'outbox:'

/** `changed`: what another tab did with a message that this one shows too, or one that this tab has not got yet. */
export function createOutbox(storage: WidgetStorage, changed: (isNew: boolean) => void): Outbox {
  const stored = (key: string) => readItem(key.slice(PREFIX.length), storage.get(key))
  const everything = () =>
    storage
      .keys(PREFIX)
      .sort()
      .flatMap((key) => stored(key) ?? [])
  let items: readonly OutboxItem[] = everything()

  storage.watch(PREFIX, (key) => {
    const known = find(key.slice(PREFIX.length))
    const now = stored(key)
    // What was acknowledged leaves storage and stays here until the log has it.
    if (known?.status === 'sent') return
    if (known) items = items.flatMap((item) => (item === known ? (now ?? []) : item))
    if (known || now) changed(!known)
  })

  const find = (cid: string) => items.find((item) => item.cid === cid)

  function put(item: OutboxItem) {
    items = find(item.cid) ? items.map((other) => (other.cid === item.cid ? item : other)) : [...items, item]
    const key = PREFIX + item.cid
    if (item.status === 'sent') storage.remove(key)
    else storage.set(key, JSON.stringify(item))
  }

  return {
    items: () => items,
    find,
    put,
    bind(cid, conversation) {
      const item = find(cid)
      if (!item || item.conversation) return item
      const bound = { ...item, conversation: readItem(cid, storage.get(PREFIX + cid))?.conversation || conversation }
      put(bound)
      return bound
    },
    adopt() {
      items = [...items, ...everything().filter((item) => !find(item.cid))]
    },
    cidsOf: (conversation) =>
      [...items, ...everything()].filter((item) => !item.conversation || item.conversation === conversation).map((item) => item.cid),
    remove(cid) {
      items = items.filter((item) => item.cid !== cid)
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
    const { text, conversation, at, code, status } = JSON.parse(stored ?? '') as Record<string, unknown>
    if (typeof text !== 'string' || typeof conversation !== 'string' || typeof at !== 'number') return undefined
    const kept = { cid, text, conversation, at }
    return typeof code === 'string' ? { ...kept, status: 'failed', code } : { ...kept, status: status === 'elsewhere' ? status : 'sending' }
  } catch {
    return undefined
  }
}
