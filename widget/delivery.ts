/**
 * Carries the outbox to the server: one message at a time, in order, each under its own `cid` until it is acknowledged
 * [C-ORDER] [C-ONCE]. A refusal that may pass is tried again by itself; any other is final.
 */

import type { Accepted, Acknowledgement, Refused } from '../shared/protocol.ts'
import { backoffMs, type Environment } from './environment.ts'
import type { Line } from './line.ts'
import type { Outbox, OutboxItem } from './outbox.ts'
import { RETRYABLE } from './wire.ts'

/** After this many passing refusals of one message its customer is asked. */
const ATTEMPTS = 6
/** Not the message's fault, and over when the server is back: asking the customer to press a button would be no help. */
const NOT_COUNTED: readonly string[] = ['unavailable', 'connections_exceeded']

export type Delivery = {
  /** A new connection stands: whatever was on its way on the old one is sent again. */
  connected(): void
  disconnected(): void
  /** Sends the next message if nothing is on its way; without a line it hurries that. */
  pump(): void
  stop(): void
}

export type DeliveryOptions = {
  line: Line
  outbox: Outbox
  environment: Environment
  locale(): string
  /** The conversation of the present connection. */
  conversation(): string
  accepted(item: OutboxItem, accepted: Accepted): void
  changed(): void
}

export function createDelivery({ line, outbox, environment, locale, conversation, accepted, changed }: DeliveryOptions): Delivery {
  let online = false
  /** Grows with every connection: an answer that belongs to an older one no longer steers the queue. */
  let connection = 0
  let inFlight: string | undefined
  let callOffRetry: (() => void) | undefined
  /** Passing refusals in a row on this connection: how long to pause. */
  let pauses = 0
  /** Those of each message that count: when to ask the customer. */
  const refusals = new Map<string, number>()

  function pump() {
    if (!online) line.hurry()
    if (!online || inFlight || callOffRetry) return
    const queued = outbox.items().find((item) => item.status === 'sending')
    if (!queued) return
    // From here on the server may have it: it stays with this conversation, because only there its cid is known.
    const item = outbox.bind(queued.cid, conversation())
    if (!item) return
    inFlight = item.cid
    const mine = connection
    const page = environment.page?.()
    const request = line.request('message-send', {
      conversation: item.conversation,
      cid: item.cid,
      text: item.text,
      locale: locale(),
      ...(page && { page }),
    })
    request.then(
      (acknowledgement) => {
        if (mine !== connection) return
        inFlight = undefined
        settle(item.cid, acknowledgement)
        pump()
      },
      () => {
        // No answer, although the line looks alive: it is not to be trusted any more. The same cid goes out on the next one.
        if (mine === connection && online) line.renew()
      },
    )
  }

  function settle(cid: string, acknowledgement: Acknowledgement['message-send']) {
    const item = outbox.find(cid)
    // Discarded meanwhile, or already seen in the log.
    if (item?.status !== 'sending') return
    if (acknowledgement.accepted) {
      pauses = 0
      refusals.delete(cid)
      accepted(item, acknowledgement.accepted)
    } else {
      refuse(item, acknowledgement.refused ?? { code: 'internal' })
    }
    changed()
  }

  function refuse(item: OutboxItem, { code, retryAfterMs = 0 }: Refused) {
    const count = (refusals.get(item.cid) ?? 0) + (NOT_COUNTED.includes(code) ? 0 : 1)
    refusals.set(item.cid, count)
    if (RETRYABLE.includes(code) && count <= ATTEMPTS) {
      callOffRetry = environment.after(retryAfterMs + backoffMs(environment, ++pauses), () => {
        callOffRetry = undefined
        pump()
      })
    } else {
      pauses = 0
      refusals.delete(item.cid)
      outbox.put({ ...item, status: 'failed', code })
    }
  }

  function reset(isOnline: boolean) {
    online = isOnline
    connection++
    inFlight = undefined
    // A pause belongs to the server that asked for it: the next one may be another.
    callOffRetry?.()
    callOffRetry = undefined
    pauses = 0
  }

  return {
    pump,
    connected() {
      reset(true)
      pump()
    },
    disconnected: () => reset(false),
    stop: () => reset(false),
  }
}
