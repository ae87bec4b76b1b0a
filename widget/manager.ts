/**
 * What carries Socket.IO's packets: Engine.IO 4 over a WebSocket, or over long-polling where there is none. It takes the place of the `Manager` under
 * Socket.IO's own `Socket`. The one that comes with it is 8 KB of upgrades, reconnecting, older browsers and other parsers, of which the widget
 * uses nothing: it begins with a WebSocket, reconnects by its own rules, and every frame is one packet of ours.
 */

import { LIMITS } from '../shared/limits.ts'
import { decodePacket, encodePacket, type SocketPacket } from '../shared/parser.ts'
import { Emitter } from './emitter.ts'
import type { Environment } from './environment.ts'

/** `body` is what a refused request was answered with. */
export type CarrierError = Error & { body?: string }

/**
 * What Socket.IO's `Socket` uses of its manager, under the names that it uses. It tells of `open`; of each `packet`; of an `error` (a `CarrierError`) when
 * no connection came about; and of its `close`, with the reason, when it is over.
 */
export type Manager = Emitter & {
  _readyState: 'closed' | 'opening' | 'open'
  open(): void
  _packet(packet: SocketPacket): void
  _destroy(): void
  /** Ends a connection that is known to be lost before it shows. */
  close(reason: string): void
  setTimeoutFn: typeof setTimeout
  clearTimeoutFn: typeof clearTimeout
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

export function createManager(address: string, environment: Environment): Manager {
  let pollFirstUntil = 0
  let transport: Transport | undefined
  let callOff: (() => void) | undefined

  /** Ends whatever there is, and says nothing of it. */
  function drop() {
    callOff?.()
    const dropped = transport
    transport = undefined
    manager._readyState = 'closed'
    dropped?.close()
  }

  /** Ends what there is, or was to be, and says so: then somebody tries again. */
  function close(reason: string) {
    const { _readyState: was } = manager
    drop()
    if (was === 'open') manager.emitReserved('close', reason)
    if (was === 'opening') manager.emitReserved('error', new Error(reason))
  }

  function attempt(open: Open, others: Open[]) {
    let heartbeatMs = 0
    let isHeard = false

    function fail(error: CarrierError) {
      if (transport !== mine) return
      if (manager._readyState === 'open') return close('transport close')
      drop()
      const [next, ...later] = others
      if (!next) {
        manager.emitReserved('error', error)
        return
      }
      manager._readyState = 'opening'
      attempt(next, later)
    }

    /** Silence for longer than this is the end of it. */
    function within(ms: number) {
      callOff?.()
      callOff = environment.after(ms, () => {
        // It used up time for nothing, and might again.
        if (open === byWebSocket && manager._readyState === 'opening') pollFirstUntil = environment.now() + POLL_FIRST_MS
        fail(new Error('timeout'))
      })
    }

    function frame(data: Frame) {
      if (transport !== mine) return
      const kind = typeof data === 'string' ? data.charAt(0) : '4'
      // Before the handshake anything else is somebody else's page.
      if ((kind === '0') !== (manager._readyState === 'opening')) return fail(new Error('closed'))
      if (kind === '4') isHeard = true
      // A line that says that it is there and nothing more has the time of an attempt.
      if (isHeard) within(heartbeatMs)
      switch (kind) {
        case '0':
          // Two numbers: how often the server says that it is there, and how late that may be.
          for (const [, ms] of (data as string).matchAll(/"ping\w+":(\d+)/g)) heartbeatMs += Number(ms)
          manager._readyState = 'open'
          manager.emitReserved('open')
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
    let packet: SocketPacket | undefined
    try {
      packet = decodePacket(data)
    } catch {
      return close('parse error')
    }
    manager.emitReserved('packet', packet)
  }

  const manager: Manager = Object.assign(new Emitter(), {
    _readyState: 'closed' as Manager['_readyState'],
    open() {
      if (manager._readyState !== 'closed') return
      manager._readyState = 'opening'
      if (typeof WebSocket !== 'function') attempt(byPolling, [])
      else if (environment.now() < pollFirstUntil) attempt(byPolling, [byWebSocket])
      else attempt(byWebSocket, [byPolling])
    },
    _packet: (packet: SocketPacket) => transport?.send(encodePacket(packet)),
    _destroy: drop,
    close,
    // Of the page as it is: Socket.IO calls them as its own methods, and browsers take them as nobody else's.
    setTimeoutFn: ((run: () => void, ms: number) => setTimeout(run, ms)) as typeof setTimeout,
    clearTimeoutFn: ((timer: ReturnType<typeof setTimeout>) => clearTimeout(timer)) as typeof clearTimeout,
  })
  return manager
}
