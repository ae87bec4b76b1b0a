/**
 * The real line: Socket.IO. Reconnecting is done here and not by the library, so that one rule covers every way of
 * losing a connection (transport lost, handshake refused, server leaving, page put away) and the browser's `online` event
 * can cut a wait short.
 */

import { Manager, type Socket } from 'socket.io-client'
import * as parser from '../shared/parser.ts'
import type { Acknowledgement, FromWidget, WidgetEvent } from '../shared/protocol.ts'
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

/** Shorter than the library's 20 s: behind a proxy that swallows upgrades the fallback should not take that long. */
const CONNECT_MS = 10_000
/** A page without WebSocket would be waited for until the time is up. Under Node the library brings its own. */
const hasWebSocket = !('document' in globalThis) || typeof WebSocket === 'function'
const TRANSPORTS = hasWebSocket ? ['websocket', 'polling'] : ['polling']

/** `data` is what the server said at CONNECT; `context` is the request of a long poll that was refused before. */
type ConnectError = Error & { data?: { code?: unknown; retryAfterMs?: unknown }; context?: { responseText?: unknown } }

/** A refused WebSocket shows a page only that it failed. The poll that is tried next brings the reason. */
function refusalInBody({ context }: ConnectError): { code?: unknown; retryAfterMs?: unknown } {
  try {
    return (JSON.parse(String(context?.responseText)) as { error?: { code?: unknown } }).error ?? {}
  } catch {
    return {}
  }
}

export function createConnection({ origin, siteKey, environment, acknowledgementMs = 15_000 }: ConnectionOptions): Line {
  let handlers: LineHandlers | undefined
  let failures = 0
  let callOffRetry: (() => void) | undefined

  const manager = new Manager(origin, {
    autoConnect: false,
    reconnection: false,
    query: { site: siteKey },
    transports: TRANSPORTS,
    tryAllTransports: true,
    timeout: CONNECT_MS,
    parser,
  })
  const socket: Socket = manager.socket('/', { auth: (tell) => tell(handlers?.hello() ?? {}) })

  /** The transport that is being opened. */
  let opening: typeof manager.engine | undefined
  manager.on('open', () => (opening = undefined))

  socket.on('connect', () => {
    failures = 0
  })
  socket.on('disconnect', (reason) => {
    if (reason !== 'io client disconnect') retry(0)
  })
  socket.on('connect_error', (error: ConnectError) => {
    opening = undefined
    const { code, retryAfterMs } = error.data ?? refusalInBody(error)
    if (typeof code === 'string' && FINAL.includes(code)) return handlers?.refused(code)
    // A WebSocket that hangs instead of failing uses up the time of both transports.
    if (error.message === 'timeout') swapTransports()
    const isOurs = typeof code === 'string' && RETRYABLE.includes(code)
    retry(isOurs && typeof retryAfterMs === 'number' ? retryAfterMs : 0)
  })
  socket.onAny((event: string, payload: unknown) => {
    const packet = readPacket(event, payload)
    if (packet) handlers?.received(packet)
  })

  /** The next attempt begins with the other one. */
  function swapTransports() {
    manager.opts.transports = [...(manager.opts.transports ?? TRANSPORTS)].reverse() as typeof TRANSPORTS
  }

  /**
   * A proxy may accept a WebSocket and hang up. The library tries the next transport after an error only, takes no notice of a
   * close at this stage, and would sit there until the time is up.
   */
  function watchOpening() {
    if (opening === manager.engine || manager.engine.readyState !== 'opening') return
    const engine = (opening = manager.engine)
    engine.once('close', () => {
      if (opening !== engine) return
      opening = undefined
      swapTransports()
      socket.disconnect()
      retry(0)
    })
  }

  function connectNow() {
    callOffRetry?.()
    callOffRetry = undefined
    if (!handlers || socket.connected) return
    socket.connect()
    watchOpening()
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
    opening = undefined
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

  const listeners = { online: hurry, pageshow: hurry, pagehide: leave }

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
    async request<E extends WidgetEvent>(event: E, payload: FromWidget[E]): Promise<Acknowledgement[E]> {
      // Socket.IO would keep the packet and send it on some later connection, behind the outbox's back.
      if (!socket.connected) throw new Error('not connected')
      return readAcknowledgement(await socket.timeout(acknowledgementMs).emitWithAck(event, payload))
    },
  }
}
