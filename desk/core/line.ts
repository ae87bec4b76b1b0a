/**
 * What is live: the socket. Commands go by HTTP; this tells what happens. Socket.IO connects again by itself, with a jitter, and whatever was missed
 * meanwhile is asked for by those who missed it.
 */

import { Manager, type Socket } from 'socket.io-client'
import { Decoder, Encoder } from '../../shared/desk-parser.ts'
import { DESK_SOCKET_PATH, type FromDesk, type ToDesk } from '../../shared/desk-protocol.ts'
import { createValue, type Readable } from './value.ts'

export type LineState = 'connecting' | 'online' | 'reconnecting'

/** One event of the server with its payload; narrowing `event` narrows `payload`. */
export type DeskPacket = { [E in keyof ToDesk]: { event: E; payload: ToDesk[E] } }[keyof ToDesk]

export type Line = {
  state: Readable<LineState>
  open(handlers: LineHandlers): void
  /** Connects now, whatever pause there would be before. */
  hurry(): void
  close(): void
  /** Tells whether it could be sent at all; that it arrived shows in what follows. */
  send<E extends keyof FromDesk>(event: E, payload: FromDesk[E]): boolean
}

export type LineHandlers = {
  /** A new connection stands: of what it should bring, nothing has been asked for yet. */
  connected(): void
  received(packet: DeskPacket): void
  /** There is no line now. Whether that is the network, the server or the session being over, it does not say; it is tried again. */
  refused(): void
}

/** A person waits at the other end. A herd of desks, which lost their line together, is far apart by the random part of the shorter pauses before. */
const LONGEST_PAUSE_MS = 5_000

export function createLine(origin: string): Line {
  const state = createValue<LineState>('connecting')
  let socket: Socket | undefined
  let listening = new AbortController()

  const hurry = () => void (socket?.connected || socket?.disconnect().connect())

  return {
    state,
    hurry,
    open(handlers) {
      const manager = new Manager(origin, {
        path: DESK_SOCKET_PATH,
        parser: { Encoder, Decoder },
        transports: ['websocket', 'polling'],
        reconnectionDelay: 500,
        reconnectionDelayMax: LONGEST_PAUSE_MS,
      })
      const opened = manager.socket('/')
      socket = opened
      listening = new AbortController()
      opened.on('connect', () => {
        state.set('online')
        handlers.connected()
      })
      opened.on('disconnect', (reason) => {
        state.set('reconnecting')
        // Socket.IO takes this for the last word; a server that is restarted says it too.
        if (reason === 'io server disconnect') setTimeout(() => opened.connect(), 1_000)
      })
      opened.on('connect_error', (error: Error & { data?: unknown }) => {
        state.set('reconnecting')
        handlers.refused()
        // Refused by name: Socket.IO takes that for the last word too.
        if (error.data !== undefined) setTimeout(() => opened.connect(), 2_000 + Math.random() * 3_000)
      })
      // The browser knows before any heartbeat does; and once it is back, nobody waits out a pause that was growing while it was not.
      globalThis.addEventListener?.('offline', () => opened.io.engine?.close(), { signal: listening.signal })
      globalThis.addEventListener?.('online', hurry, { signal: listening.signal })
      opened.onAny((event: keyof ToDesk, payload: unknown) => handlers.received({ event, payload } as DeskPacket))
    },
    close() {
      listening.abort()
      socket?.io.engine?.close()
      socket?.offAny()
      socket?.off()
      socket?.disconnect()
      socket = undefined
      state.set('connecting')
    },
    send(event, payload) {
      // Socket.IO would keep it for some later connection, which asks anew anyway.
      if (!socket?.connected) return false
      socket.emit(event, payload)
      return true
    },
  }
}
