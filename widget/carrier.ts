/**
 * What carries Socket.IO's packets: Engine.IO 4 over a WebSocket, or over long-polling where there is none. Socket.IO's own is 8 KB of upgrades,
 * reconnecting, older browsers and other parsers, of which the widget uses nothing: it begins with a WebSocket, reconnects by its own rules, and
 * every frame is one packet of ours.
 */

import { LIMITS } from '../shared/limits.ts'
import { decodePacket, encodePacket, type SocketPacket } from '../shared/parser.ts'
import type { Environment } from './environment.ts'

/** `body` is what a refused request was answered with. */
export type CarrierError = Error & { body?: string }

export type CarrierEvents = {
  /** Packets can be sent from now on. */
  carries(): void
  arrived(packet: SocketPacket): void
  /** No connection came about, or it is over. */
  broken(error: CarrierError): void
}

export type Carrier = {
  /** Does nothing while there is a connection, or an attempt at one. */
  reach(): void
  send(packet: SocketPacket): void
  /** Ends whatever there is, and says nothing of it. */
  drop(): void
  /** Ends what there is, or was to be, and says so: then somebody tries again. */
  snap(reason: string): void
}

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

export function createCarrier(address: string, environment: Environment, { carries, arrived, broken }: CarrierEvents): Carrier {
  let state: 'closed' | 'opening' | 'open' = 'closed'
  let pollFirstUntil = 0
  let transport: Transport | undefined
  let callOff: (() => void) | undefined

  function drop() {
    callOff?.()
    const dropped = transport
    transport = undefined
    state = 'closed'
    dropped?.close()
  }

  function snap(reason: string) {
    const was = state
    drop()
    if (was !== 'closed') broken(new Error(reason))
  }

  function attempt(open: Open, others: Open[]) {
    let heartbeatMs = 0
    let isHeard = false

    function fail(error: CarrierError) {
      if (transport !== mine) return
      if (state === 'open') return snap('closed')
      drop()
      const [next, ...later] = others
      if (!next) return broken(error)
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
          carries()
          return
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
      return snap('malformed')
    }
    arrived(packet)
  }

  return {
    reach() {
      if (state !== 'closed') return
      state = 'opening'
      if (typeof WebSocket !== 'function') attempt(byPolling, [])
      else if (environment.now() < pollFirstUntil) attempt(byPolling, [byWebSocket])
      else attempt(byWebSocket, [byPolling])
    },
    send: (packet) => transport?.send(encodePacket(packet)),
    drop,
    snap,
  }
}
