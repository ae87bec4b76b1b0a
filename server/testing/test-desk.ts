/** A desk's live connection for a test: keeps every event as it came. */

import { io, type Socket } from 'socket.io-client'
import * as parser from '../../shared/desk-parser.ts'
import { DESK_SOCKET_PATH, type ConversationEvent, type FromDesk, type ToDesk } from '../../shared/desk-protocol.ts'
import type { DeskCaller } from './desk-caller.ts'

export type DeskHeard = { [E in keyof ToDesk]: { event: E; message: ToDesk[E] } }[keyof ToDesk]

export type TestDesk = {
  socket: Socket
  heard: DeskHeard[]
  /** What was sent of watched conversations. */
  events: () => ConversationEvent[]
  call: <E extends keyof FromDesk>(event: E, message: FromDesk[E]) => Promise<{ refused?: { code: string } }>
  until: (condition: (desk: TestDesk) => boolean, withinMs?: number) => Promise<void>
  close: () => void
}

export async function connectDesk(
  { url }: { url: string },
  caller: Pick<DeskCaller, 'cookies'>,
  { origin = url }: { origin?: string } = {},
): Promise<TestDesk> {
  const cookie = [...caller.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const socket = io(url, {
    path: DESK_SOCKET_PATH,
    parser,
    transports: ['websocket'],
    extraHeaders: { origin, cookie },
    reconnection: false,
    forceNew: true,
  })
  const heard: DeskHeard[] = []
  const listeners = new Set<() => void>()
  socket.onAny((event: string, message: unknown) => {
    heard.push({ event, message } as DeskHeard)
    for (const listener of listeners) listener()
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('desk-ready', () => resolve())
    socket.once('connect_error', (error) => {
      socket.close()
      reject(error)
    })
  })
  const desk: TestDesk = {
    socket,
    heard,
    events: () => heard.flatMap(({ event, message }) => (event === 'conversation-event' ? [message] : [])),
    call: (event, message) => socket.timeout(10_000).emitWithAck(event, message),
    until: (condition, withinMs = 10_000) =>
      new Promise((resolve, reject) => {
        const finish = (end: () => void): void => {
          clearTimeout(timer)
          listeners.delete(look)
          end()
        }
        const timer = setTimeout(
          () => finish(() => reject(new Error(`it did not happen; heard last: ${JSON.stringify(heard.slice(-8), null, 1)}`))),
          withinMs,
        )
        const look = (): void => {
          if (condition(desk)) finish(resolve)
        }
        listeners.add(look)
        look()
      }),
    close: () => socket.close(),
  }
  return desk
}
