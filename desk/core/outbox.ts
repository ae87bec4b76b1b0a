/**
 * What an agent has written and the server has not acknowledged: kept in the browser's storage from before the first send, sent one at a time and in order
 * within a conversation, each under its own `cid` until it is acknowledged, so that it arrives exactly once. Faults that may pass are tried again by
 * themselves; any other is shown, and the agent decides.
 */

import type { AcceptedText } from '../../shared/desk.ts'
import { ApiFault, type Api, type FaultCode } from './api.ts'
import type { Environment } from './environment.ts'
import type { DeskStorage } from './storage.ts'
import { createValue, type Readable } from './value.ts'

export type OutgoingText = {
  readonly cid: string
  readonly conversation: string
  readonly kind: 'message' | 'note'
  readonly text: string
  readonly at: number
  /** `sent`: acknowledged, and only waiting to be heard of. */
  readonly status: 'sending' | 'failed' | 'sent'
  readonly code?: FaultCode
  /** Where an acknowledged message stands in the log. */
  readonly place?: Pick<AcceptedText, 'epoch' | 'seq'>
}

/**
 * What is shown at the end of a log of which everything up to `last` is known. What was acknowledged further back stands there, though its page may not
 * have been read; and in a log that was erased, nowhere.
 */
export const outgoingOf = (
  items: readonly OutgoingText[],
  { id, epoch, last }: { id: string; epoch: string; last: number },
): readonly OutgoingText[] =>
  items.filter(({ conversation, place }) => conversation === id && (!place || (place.epoch === epoch && place.seq > last)))

export type Outbox = {
  items: Readable<readonly OutgoingText[]>
  send(text: Pick<OutgoingText, 'conversation' | 'kind' | 'text'>): void
  retry(cid: string): void
  discard(cid: string): void
  /** It stands in the log, or among the notes: also where its acknowledgement is still on the way, or was lost. */
  heardOf(cid: string): void
  /** What waits is tried now. */
  hurry(): void
  stop(): void
}

const PREFIX = 'outbox:'
const LONGEST_MS = 20_000

/** What never arrived, what was too much at once, and what failed over there: exactly what the error table calls retryable, which need not be loaded for that. */
export const mayPass = ({ status }: Pick<ApiFault, 'status'>): boolean => status === 0 || status === 429 || status >= 500

export function createOutbox({ api, storage, environment }: { api: Api; storage: DeskStorage; environment: Environment }): Outbox {
  const items = createValue<readonly OutgoingText[]>(
    storage
      .keys(PREFIX)
      .toSorted()
      .flatMap((key) => read(storage.get(key)) ?? []),
  )
  /** Conversations with a request under way. */
  const inFlight = new Set<string>()
  /** Conversations that wait before the next attempt, and how to end that. */
  const pauses = new Map<string, () => void>()
  const failures = new Map<string, number>()
  let stopped = false

  function put(item: OutgoingText) {
    const now = items.get()
    items.set(now.some(({ cid }) => cid === item.cid) ? now.map((other) => (other.cid === item.cid ? item : other)) : [...now, item])
    if (item.status === 'sent') storage.remove(PREFIX + item.cid)
    else storage.set(PREFIX + item.cid, JSON.stringify(item))
  }

  function remove(cid: string) {
    items.set(items.get().filter((item) => item.cid !== cid))
    storage.remove(PREFIX + cid)
  }

  function pause(conversation: string, atLeastMs: number) {
    const before = failures.get(conversation) ?? 0
    failures.set(conversation, before + 1)
    const pauseMs = atLeastMs + environment.random() * Math.min(LONGEST_MS, 500 * 2 ** before)
    const callOff = environment.after(pauseMs, () => {
      pauses.delete(conversation)
      void pump(conversation)
    })
    pauses.set(conversation, callOff)
  }

  async function pump(conversation: string): Promise<void> {
    if (stopped || inFlight.has(conversation) || pauses.has(conversation)) return
    const item = items.get().find((other) => other.conversation === conversation && other.status === 'sending')
    if (!item) return
    inFlight.add(conversation)
    const { cid, kind, text } = item
    const isHere = (): boolean => items.get().some((other) => other.cid === cid)
    try {
      const { text: accepted, epoch, seq } = await api.send<AcceptedText>('POST', `conversations/${conversation}/${kind}s`, { cid, text })
      if (isHere()) put({ ...item, text: accepted, status: 'sent', ...(kind === 'message' && { place: { epoch, seq } }) })
      failures.delete(conversation)
    } catch (error) {
      const fault = error instanceof ApiFault ? error : new ApiFault('internal')
      if (mayPass(fault)) pause(conversation, fault.retryAfterMs)
      else if (isHere()) put({ ...item, status: 'failed', code: fault.code })
    }
    inFlight.delete(conversation)
    void pump(conversation)
  }

  function hurry() {
    for (const callOff of pauses.values()) callOff()
    pauses.clear()
    for (const conversation of new Set(items.get().map((item) => item.conversation))) void pump(conversation)
  }

  return {
    items,
    send(given) {
      put({ ...given, cid: environment.newId(), at: environment.now(), status: 'sending' })
      void pump(given.conversation)
    },
    retry(cid) {
      const item = items.get().find((other) => other.cid === cid && other.status === 'failed')
      if (!item) return
      const { code: _code, ...rest } = item
      put({ ...rest, status: 'sending' })
      void pump(item.conversation)
    },
    discard: remove,
    heardOf(cid) {
      if (items.get().some((item) => item.cid === cid)) remove(cid)
    },
    hurry,
    stop() {
      stopped = true
      for (const callOff of pauses.values()) callOff()
    },
  }
}

/** Anything may lie in storage: what is not one of ours is left out. */
function read(stored: string | undefined): OutgoingText | undefined {
  try {
    const { cid, conversation, kind, text, at, status, code } = JSON.parse(stored ?? '') as Record<string, unknown>
    if (typeof cid !== 'string' || typeof conversation !== 'string' || typeof text !== 'string' || typeof at !== 'number') return undefined
    const given = { cid, conversation, kind: kind === 'note' ? ('note' as const) : ('message' as const), text, at }
    return status === 'failed' ? { ...given, status, code: String(code) as FaultCode } : { ...given, status: 'sending' }
  } catch {
    return undefined
  }
}
