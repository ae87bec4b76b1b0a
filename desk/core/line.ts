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
  close(): void
  /** Tells whether it could be sent at all; that it arrived shows in what follows. */
  send<E extends keyof FromDesk>(event: E, payload: FromDesk[E]): boolean
}

export type LineHandlers = {
  /** A new connection stands: of what it should bring, nothing has been asked for yet. */
  connected(): void
  received(packet: DeskPacket): void
  /** The server does not want this session; the code is of the error table. */
  refused(code: string): void
}

/** Refusals that say that the session is over. Whatever else stands there may pass. */
const FINAL: readonly string[] = ['login_needed', 'role_missing']

export function createLine(origin: string): Line {
  const state = createValue<LineState>('connecting')
  let socket: Socket | undefined

  return {
    state,
    open(handlers) {
      const manager = new Manager(origin, {
        path: DESK_SOCKET_PATH,
        parser: { Encoder, Decoder },
        transports: ['websocket', 'polling'],
        reconnectionDelay: 500,
        reconnectionDelayMax: 15_000,
      })
      const opened = manager.socket('/')
      socket = opened
      opened.on('connect', () => {
        state.set('online')
        handlers.connected()
      })
      opened.on('disconnect', (reason) => {
        state.set('reconnecting')
        // Socket.IO takes this for the last word; a server that is restarted says it too.
        if (reason === 'io server disconnect') setTimeout(() => opened.connect(), 1_000)
      })
      opened.on('connect_error', (error: Error & { data?: { code?: unknown } }) => {
        state.set('reconnecting')
        const code = error.data?.code
        if (typeof code !== 'string') return
        if (FINAL.includes(code)) handlers.refused(code)
        else setTimeout(() => opened.connect(), 2_000 + Math.random() * 3_000)
      })
      opened.onAny((event: keyof ToDesk, payload: unknown) => handlers.received({ event, payload } as DeskPacket))
    },
    close() {
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
