/**
 * A visitor's connection that knows the protocol and nothing else: no outbox, no reconnecting, no repair. It keeps every event as it came, and
 * gives what a test asks of the server's side in plain words.
 */

import { randomBytes } from 'node:crypto'
import { io, type Socket } from 'socket.io-client'
import { uuidv7 } from '../../shared/identity.ts'
import * as parser from '../../shared/parser.ts'
import {
  PROTOCOL_VERSION,
  type Acknowledgement,
  type FromServer,
  type FromWidget,
  type Message,
  type WidgetEvent,
} from '../../shared/protocol.ts'

export type VisitOptions = {
  url: string
  siteKey: string
  /** `undefined` sends no Origin header. */
  origin?: string | undefined
  token?: string
  /** What is held already, for a resume. */
  held?: { conversation: string; epoch: string; after: number }
  locale?: string
  transports?: ('websocket' | 'polling')[]
  protocol?: number
  headers?: Record<string, string>
}

export type ServerSaid = { [E in keyof FromServer]: { event: E; message: FromServer[E] } }[keyof FromServer]

export type SeenEntry = { seq: number; epoch: string; message?: Message; floor?: string }

export type TestVisitor = {
  socket: Socket
  token: string
  conversation: string
  epoch: string
  /** Every event, in order. */
  said: ServerSaid[]
  /** The messages and floor changes that came, in order of arrival. */
  entries: () => SeenEntry[]
  texts: () => string[]
  call: <E extends WidgetEvent>(event: E, message: FromWidget[E]) => Promise<Acknowledgement[E]>
  send: (text: string, cid?: string) => Promise<Acknowledgement['message-send']>
  /** Resolves as soon as what was said fulfils the condition; rejects with what was said after `withinMs`. */
  until: (condition: (visitor: TestVisitor) => boolean, withinMs?: number) => Promise<void>
  /** The next answer of the log, whoever wrote it, after `seq`. */
  answerAfter: (seq: number) => Promise<Message>
  close: () => void
}

export const newCid = (): string => uuidv7(Date.now(), randomBytes(16))

export async function connectVisitor(options: VisitOptions): Promise<TestVisitor> {
  const { url, siteKey, origin, held, locale = 'en', transports = ['websocket'], protocol = PROTOCOL_VERSION } = options
  const socket = io(url, {
    query: { site: siteKey },
    auth: {
      protocol,
      after: held?.after ?? 0,
      locale,
      ...(options.token === undefined ? {} : { token: options.token }),
      ...(held ? { conversation: held.conversation, epoch: held.epoch } : {}),
    },
    extraHeaders: { ...(origin === undefined ? {} : { origin }), ...options.headers },
    transports,
    parser,
    reconnection: false,
    forceNew: true,
  })
  const said: ServerSaid[] = []
  const listeners = new Set<() => void>()
  socket.onAny((event: string, message: unknown) => {
    said.push({ event, message } as ServerSaid)
    for (const listener of listeners) listener()
  })

  await new Promise<void>((resolve, reject) => {
    socket.once('visitor-ready', () => resolve())
    socket.once('connect_error', (error) => {
      socket.close()
      reject(error)
    })
  })
  const ready = said.find((item) => item.event === 'visitor-ready')?.message as FromServer['visitor-ready']

  const visitor: TestVisitor = {
    socket,
    token: ready.token ?? options.token ?? '',
    conversation: ready.conversation,
    epoch: ready.epoch,
    said,
    entries: () =>
      said.flatMap((item): SeenEntry[] => {
        if (item.event === 'message-added') return [{ seq: item.message.seq, epoch: item.message.epoch, message: item.message.message }]
        if (item.event === 'floor-changed') return [{ seq: item.message.seq, epoch: item.message.epoch, floor: item.message.floor.state }]
        return []
      }),
    texts: () => visitor.entries().flatMap((entry) => (entry.message ? [entry.message.text] : [`floor: ${entry.floor}`])),
    call: (event, message) => socket.timeout(10_000).emitWithAck(event, message),
    send: (text, cid = newCid()) => visitor.call('message-send', { conversation: visitor.conversation, cid, text, locale }),
    until: (condition, withinMs = 10_000) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(
          () =>
            finish(() =>
              reject(new Error(`it did not happen within ${withinMs} ms; said last: ${JSON.stringify(said.slice(-12), null, 1)}`)),
            ),
          withinMs,
        )
        const look = (): void => {
          if (condition(visitor)) finish(resolve)
        }
        const finish = (end: () => void): void => {
          clearTimeout(timer)
          listeners.delete(look)
          end()
        }
        listeners.add(look)
        look()
      }),
    async answerAfter(seq) {
      const find = (): Message | undefined =>
        visitor.entries().find((entry) => entry.seq > seq && entry.message && entry.message.author.kind !== 'visitor')?.message
      await visitor.until(() => find() !== undefined)
      return find() as Message
    },
    close: () => socket.close(),
  }
  return visitor
}
