/**
 * The real line: Socket.IO. Reconnecting is done here and nowhere below, so that one rule covers every way of
 * losing a connection (transport lost, handshake refused, server leaving, page put away) and the browser's `online` event
 * can cut a wait short.
 */

import { Socket } from 'socket.io-client'
import type { Acknowledgement, FromWidget, WidgetEvent } from '../shared/protocol.ts'
import { createCarrier, type CarrierError } from './carrier.ts'
import { backoffMs, type Environment } from './environment.ts'
import type { Line, LineHandlers } from './line.ts'
import { FINAL, readAcknowledgement, readPacket, RETRYABLE } from './wire.ts'

export type ConnectionOptions = {
  /** Origin of the server: `https://host`. */
  origin: string
  siteKey: string
  environment: Environment
  acknowledgementMs?: number
}

/** `data` is what the server said at CONNECT; `body` what it answered to a request that it refused before. */
type ConnectError = CarrierError & { data?: { code?: unknown; retryAfterMs?: unknown } }

/** A refused WebSocket shows a page only that it failed. The poll that is tried next brings the reason. */
function refusalInBody({ body = '' }: ConnectError): { code?: unknown; retryAfterMs?: unknown } {
  try {
    return (JSON.parse(body) as { error?: { code?: unknown } }).error ?? {}
  } catch {
    return {}
  }
}

/** Of the pause before an attempt: this much is never cut short. */
const FIRM_MS = 1_000

export function createConnection({ origin, siteKey, environment, acknowledgementMs = 15_000 }: ConnectionOptions): Line {
  let handlers: LineHandlers | undefined
  let failures = 0
  let callOffRetry: (() => void) | undefined
  /** What becomes of `hurry`: nothing where no attempt is waited for. */
  let hurried: (() => void) | undefined

  const carrier = createCarrier(`${origin}/socket.io/?site=${encodeURIComponent(siteKey)}&EIO=4&transport=`, environment)
  const socket = new Socket(carrier as never, '/', {
    auth: (tell: (hello: object) => void) => tell(handlers?.hello() ?? {}),
    ackTimeout: acknowledgementMs,
  })

  socket.on('disconnect', (reason) => {
    failures = 0
    if (reason !== 'io client disconnect') retry(0)
  })
  socket.on('connect_error', (error: ConnectError) => {
    // Whoever did not get a session may still have a line.
    socket.disconnect()
    const { code, retryAfterMs } = error.data ?? refusalInBody(error)
    if (FINAL.includes(code as string)) return handlers?.refused(code as string)
    retry((RETRYABLE.includes(code as string) && Number(retryAfterMs)) || 0)
  })
  socket.onAny((event: string, payload: unknown) => {
    const packet = readPacket(event, payload)
    if (packet) handlers?.received(packet)
  })

  function connectNow() {
    callOffRetry?.()
    hurried = undefined
    if (handlers && !socket.connected) socket.connect()
  }

  /**
   * First the wait that nobody cuts short: what the server asked for, and at most a second of our own, so that a customer who presses
   * again and again brings no storm of attempts. A wish from that time counts when it is over.
   */
  function retry(atLeastMs: number) {
    if (!handlers) return
    handlers.lost()
    callOffRetry?.()
    let pauseMs = backoffMs(environment, failures++)
    const firmMs = Math.min(pauseMs, FIRM_MS)
    hurried = () => (pauseMs = firmMs)
    callOffRetry = environment.after(atLeastMs + firmMs, () => {
      hurried = connectNow
      callOffRetry = environment.after(pauseMs - firmMs, connectNow)
    })
  }

  /** Somebody waits now: the pauses begin small again. */
  function hurry() {
    if (!hurried) return
    failures = 2
    hurried()
  }

  function drop() {
    callOffRetry?.()
    socket.disconnect()
    handlers?.lost()
  }

  /**
   * Browsers keep a page for their back button and cut its lines: a WebSocket with an error in the page's console, a long poll
   * without a word. So the line ends before that, and waits for `pageshow`.
   */
  const leave = () => {
    drop()
    hurried = connectNow
  }

  // The browser knows before any heartbeat does that it is offline.
  const listeners = { online: hurry, offline: () => carrier.close('offline'), pageshow: hurry, pagehide: leave }

  return {
    open(given) {
      handlers = given
      for (const [type, listener] of Object.entries(listeners)) globalThis.addEventListener?.(type, listener)
      connectNow()
    },
    close() {
      handlers = undefined
      for (const [type, listener] of Object.entries(listeners)) globalThis.removeEventListener?.(type, listener)
      drop()
    },
    hurry,
    renew() {
      drop()
      connectNow()
    },
    async request<E extends WidgetEvent>(event: E, payload: FromWidget[E]) {
      // Socket.IO would keep the packet and send it on some later connection, behind the outbox's back.
      if (!socket.connected) throw new Error('not connected')
      return readAcknowledgement((await socket.emitWithAck(event, payload)) as Acknowledgement[E] | undefined)
    },
  }
}
