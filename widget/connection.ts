/**
 * The real line: Socket.IO. Reconnecting is done here and nowhere below, so that one rule covers every way of
 * losing a connection (transport lost, handshake refused, server leaving, page put away) and the browser's `online` event
 * can cut a wait short.
 */

import type { Acknowledgement, FromWidget, WidgetEvent } from '../shared/protocol.ts'
import { backoffMs, type Environment } from './environment.ts'
import type { Line, LineHandlers } from './line.ts'
import { createSocket, type ConnectError } from './socket.ts'
import { FINAL, readAcknowledgement, readPacket, RETRYABLE } from './wire.ts'

export type ConnectionOptions = {
  /** Origin of the server: `https://host`. */
  origin: string
  siteKey: string
  environment: Environment
  acknowledgementMs?: number
}

/** A refused WebSocket shows a page only that it failed. The poll that is tried next brings the reason. */
function refusalInBody({ body = '' }: ConnectError): { code?: unknown; retryAfterMs?: unknown } {
  try {
    return (JSON.parse(body) as { error?: { code?: unknown } }).error ?? {}
  } catch {
    return {}
  }
}

export function createConnection({ origin, siteKey, environment, acknowledgementMs = 15_000 }: ConnectionOptions): Line {
  let handlers: LineHandlers | undefined
  let failures = 0
  let callOffRetry: (() => void) | undefined

  const socket = createSocket({
    address: `${origin}/socket.io/?site=${encodeURIComponent(siteKey)}&EIO=4&transport=`,
    environment,
    acknowledgementMs,
    hello: () => handlers?.hello() ?? {},
    connected() {
      failures = 0
    },
    received(event, payload) {
      const packet = readPacket(event, payload)
      if (packet) handlers?.received(packet)
    },
    lost(error) {
      const { code, retryAfterMs } = error.data ?? refusalInBody(error)
      if (typeof code === 'string' && FINAL.includes(code)) return handlers?.refused(code)
      const isOurs = typeof code === 'string' && RETRYABLE.includes(code)
      retry(isOurs && typeof retryAfterMs === 'number' ? retryAfterMs : 0)
    },
  })

  function connectNow() {
    callOffRetry?.()
    callOffRetry = undefined
    if (handlers && !socket.isConnected()) socket.connect()
  }

  function retry(atLeastMs: number) {
    if (!handlers) return
    handlers.lost()
    callOffRetry?.()
    callOffRetry = environment.after(atLeastMs + backoffMs(environment, failures++), connectNow)
  }

  /** Only cuts a wait short: an attempt that is under way is left alone. */
  const hurry = () => {
    if (callOffRetry) connectNow()
  }
  function drop() {
    socket.disconnect()
    handlers?.lost()
  }

  /**
   * Browsers keep a page for their back button and cut its lines: a WebSocket with an error in the page's console, a long poll
   * without a word. So the line ends before that, and waits for `pageshow`.
   */
  const leave = () => {
    callOffRetry?.()
    callOffRetry = () => {}
    drop()
  }

  // The browser knows before any heartbeat does that it is offline.
  const listeners = { online: hurry, offline: socket.lose, pageshow: hurry, pagehide: leave }

  return {
    open(given) {
      handlers = given
      for (const [type, listener] of Object.entries(listeners)) globalThis.addEventListener?.(type, listener)
      connectNow()
    },
    close() {
      handlers = undefined
      callOffRetry?.()
      for (const [type, listener] of Object.entries(listeners)) globalThis.removeEventListener?.(type, listener)
      drop()
    },
    renew() {
      drop()
      connectNow()
    },
    request: async <E extends WidgetEvent>(event: E, payload: FromWidget[E]) =>
      readAcknowledgement((await socket.request(event, payload)) as Acknowledgement[E] | undefined),
  }
}
