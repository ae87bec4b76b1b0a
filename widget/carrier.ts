/**
 * What carries Socket.IO's packets: Engine.IO 4 over a WebSocket, or over long-polling where there is none. It takes the place of the `Manager` under
 * Socket.IO's own `Socket`. The one that comes with it is 8 KB of upgrades, reconnecting, older browsers and other parsers, of which the widget
 * uses nothing: it begins with a WebSocket, reconnects by its own rules, and every frame is one packet of ours.
 */

import { LIMITS } from '../shared/limits.ts'
import { decodePacket, encodePacket, type SocketPacket } from '../shared/parser.ts'
import type { Environment } from './environment.ts'

/** `body` is what a refused request was answered with. */
export type CarrierError = Error & { body?: string }

/**
 * What Socket.IO's `Socket` uses of its manager, under the names that it uses. It tells one listener each of `open`; of each `packet`; of an `error`
 * (a `CarrierError`) when no connection came about; and of its `close`, with the reason, when one is over or is not to be any more.
 */
export type Carrier = {
  on(event: keyof Told, listener: (told: never) => void): void
  off(event: keyof Told): void
  /** Does nothing while there is a connection, or an attempt at one. */
  open(): void
  _packet(packet: SocketPacket): void
  /** Ends whatever there is, and says nothing of it. */
  _destroy(): void
  setTimeoutFn(run: () => void, ms: number): () => void
  clearTimeoutFn(callOff: () => void): void
  /** Ends what there is, or was to be, and says so: then somebody tries again. */
  close(reason: string): void
}

type Told = { open: undefined; packet: SocketPacket; error: CarrierError; close: string }

type Frame = string | ArrayBuffer | Uint8Array
export type Events = { frame(frame: Frame): void; end(error: CarrierError): void }
export type Transport = { send(frame: string | Uint8Array): void; close(): void }
type Open = (address: string, events: Events) => Transport

/** Shorter than the 20 s that are usual: behind a proxy that swallows upgrades the fallback should not take that long. */
const CONNECT_MS = 10_000
/** After a WebSocket that hung: a tunnel is over by then, and a proxy that swallows them is asked twelve times an hour at most. */
const POLL_FIRST_MS = 300_000

const byWebSocket: Open = (address, { frame, end }) => {
  const socket = new WebSocket(`${address.replace('http', 'ws')}websocket`)
  socket.binaryType = 'arraybuffer'
  socket.onmessage = ({ data }: MessageEvent<Frame>) => frame(data)
  socket.onclose = () => end(new Error('closed'))
  return { send: (data) => socket.send(data as Uint8Array<ArrayBuffer>), close: () => socket.close() }
}

/** Fetched where it is needed: most networks let a WebSocket through. */
const byPolling: Open = (address, events) => {
  let polling: Transport | undefined
  let isClosed = false
  import('./long-polling.ts').then(({ openPolling }) => {
    if (!isClosed) polling = openPolling(address, events, LIMITS.frameBytes)
  }, events.end)
  return {
    send: (data) => polling?.send(data),
    close() {
      isClosed = true
      polling?.close()
    },
  }
}

export function createCarrier(address: string, environment: Environment): Carrier {
  const listeners: { [E in keyof Told]?: (told: never) => void } = {}
  let state: 'closed' | 'opening' | 'open' = 'closed'
  let pollFirstUntil = 0
  let transport: Transport | undefined
  let callOff: (() => void) | undefined

  function tell<E extends keyof Told>(event: E, told: Told[E]) {
    listeners[event]?.(told as never)
  }

  function drop() {
    callOff?.()
    const dropped = transport
    transport = undefined
    state = 'closed'
    dropped?.close()
  }

  function close(reason: string) {
    const was = state
    drop()
    if (was !== 'closed') tell('close', reason)
  }

  function attempt(open: Open, others: Open[]) {
    let heartbeatMs = 0
    let isHeard = false

    function fail(error: CarrierError) {
      if (transport !== mine) return
      if (state === 'open') return close('closed')
      drop()
      const [next, ...later] = others
      if (!next) return tell('error', error)
      state = 'opening'
      attempt(next, later)
    }

    /** Silence for longer than this is the end of it. */
    function within(ms: number) {
      callOff?.()
      callOff = environment.after(ms, () => {
        // It used up time for nothing, and might again.
        if (open === byWebSocket && state === 'opening') pollFirstUntil = environment.now() + POLL_FIRST_MS
        fail(new Error('timeout'))
      })
    }

    function frame(data: Frame) {
      if (transport !== mine) return
      const kind = typeof data === 'string' ? data.charAt(0) : '4'
      // Before the handshake anything else is somebody else's page.
      if ((kind === '0') !== (state === 'opening')) return fail(new Error('closed'))
      if (kind === '4') isHeard = true
      // A line that says that it is there and nothing more has the time of an attempt.
      if (isHeard) within(heartbeatMs)
      switch (kind) {
        case '0':
          // Two numbers: how often the server says that it is there, and how late that may be.
          for (const [, ms] of (data as string).matchAll(/"ping\w+":(\d+)/g)) heartbeatMs += Number(ms)
          state = 'open'
          return tell('open', undefined)
        case '2':
          return mine?.send('3')
        case '4':
          return receive(data)
        case '6':
          return
        default:
          // Goodbye.
          fail(new Error('closed'))
      }
    }

    within(CONNECT_MS)
    let mine: Transport | undefined
    try {
      mine = transport = open(address, { frame, end: fail })
    } catch (error) {
      fail(error as Error)
    }
  }

  function receive(data: Frame) {
    let packet: SocketPacket
    try {
      packet = decodePacket(data)
    } catch {
      return close('malformed')
    }
    tell('packet', packet)
  }

  return {
    on(event, listener) {
      listeners[event] = listener
    },
    off(event) {
      delete listeners[event]
    },
    open() {
      if (state !== 'closed') return
      state = 'opening'
      if (typeof WebSocket !== 'function') attempt(byPolling, [])
      else if (environment.now() < pollFirstUntil) attempt(byPolling, [byWebSocket])
      else attempt(byWebSocket, [byPolling])
    },
    _packet: (packet) => transport?.send(encodePacket(packet)),
    _destroy: drop,
    setTimeoutFn: (run, ms) => environment.after(ms, run),
    clearTimeoutFn: (callOff) => callOff(),
    close,
  }
}
