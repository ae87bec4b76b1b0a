/**
 * The desk's side of the wire: a Socket.IO server of its own beside that of the visitors, because it speaks a larger table, and because who may
 * connect is another question. Commands come by HTTP; here goes what is live.
 */

import type { IncomingMessage, Server as HttpServer, ServerResponse } from 'node:http'
import { Server, type Socket } from 'socket.io'
import type { PersonName } from '../../shared/desk.ts'
import * as parser from '../../shared/desk-parser.ts'
import { DESK_SOCKET_PATH, toDesk, type FromDesk, type ToDesk } from '../../shared/desk-protocol.ts'
import { ERRORS, type ErrorCode } from '../../shared/errors.ts'
import { LIMITS } from '../../shared/limits.ts'
import { isAtLeast, type Role } from '../../shared/people.ts'
import { HEARTBEAT_MS, type Team } from '../desk/team.ts'
import type { Logger } from '../log.ts'
import type { Database } from '../ports/database.ts'
import type { Store } from '../ports/store.ts'
import { Refusal } from '../refusal.ts'
import type { LiveAnswers } from '../stages/push.ts'
import { createDeskFeed, type DeskFeed } from './desk-feed.ts'
import { createDeskHub } from './desk-hub.ts'
import type { Recognise } from './desk-recognition.ts'
import { createMeter } from './meter.ts'
import { normaliseOrigin } from './origin.ts'
import { createOutgoingQueue, type QueuedConnection } from './outgoing-queue.ts'
import { refusalOf } from './packet-handler.ts'
import { SOCKET_STACK } from './socket-stack.ts'

export type DeskSocketOptions = {
  httpServer: HttpServer
  database: Database
  store: Store
  recognise: Recognise
  team: Team
  live: LiveAnswers
  ownOrigin: () => string
  log: Logger
  now: () => number
}

type Emitted = { [E in keyof ToDesk]: (message: ToDesk[E]) => void }
type Worker = { tenantId: string; person: PersonName; role: Role; watched: Map<string, DeskFeed> }
export type DeskSocket = Socket<Record<string, (payload: never, acknowledge?: (answer: object) => void) => void>, Emitted, never, Worker>

export type DeskSockets = {
  /** Tenants somebody of whom is connected here. */
  tenants: () => string[]
  refuseNew: () => void
  close: () => Promise<void>
}

/** Far above any human, as for visitors. */
const PACKETS = { perSecond: 50, burst: 200 }
const MOST = { connections: 20, watched: 20 }

export function createDeskSockets(options: DeskSocketOptions): DeskSockets {
  const { database, store, recognise, team, live, ownOrigin, log, now } = options
  const io = new Server<never, Emitted, never, Worker>(options.httpServer, {
    ...SOCKET_STACK,
    path: DESK_SOCKET_PATH,
    parser,
    maxHttpBufferSize: LIMITS.frameBytes,
    connectTimeout: 10_000,
  })
  const sockets = new Set<DeskSocket>()
  const hub = createDeskHub({ database, store, log })
  let stopping = false

  io.engine.use((request: IncomingMessage, response: ServerResponse, next: (error?: Error) => void) => {
    if (stopping) return refuse(response, 'unavailable')
    if (!isOwn(request, ownOrigin())) return refuse(response, 'origin_refused')
    recognise(request).then(
      (present) => (present ? next() : refuse(response, 'login_needed')),
      () => refuse(response, 'internal'),
    )
  })
  io.engine.on('connection', (connection: QueuedConnection) => {
    const mayPass = createMeter(PACKETS, now)
    connection.on('packet', () => {
      if (!mayPass()) connection.close(true)
    })
  })

  io.use((socket, next) => {
    recognise(socket.request).then(
      (present) => {
        if (!present) return next(refused('login_needed'))
        const { tenantId, person } = present
        const own = [...sockets].filter(({ data }) => data.tenantId === tenantId && data.person.id === person.id)
        if (own.length >= MOST.connections) return next(refused('connections_exceeded'))
        Object.assign(socket.data, { tenantId, person: { id: person.id, name: person.name }, role: person.role, watched: new Map() })
        next()
      },
      () => next(refused('internal')),
    )
  })

  io.on('connection', (given) => {
    const socket = given as unknown as DeskSocket
    const { tenantId, person, watched } = socket.data
    const tenant = database.forTenant(tenantId)
    const shared = store.forTenant(tenantId)
    const queue = createOutgoingQueue(socket.conn as unknown as QueuedConnection)
    sockets.add(socket)
    const leaveHub = hub.join(socket)
    const swallow = (work: Promise<unknown>): void =>
      void work.catch((error: unknown) => log.error({ err: error }, 'the desk’s presence could not be kept'))

    swallow(isAtLeast(socket.data.role, 'agent') ? team.beat(tenantId, person.id) : Promise.resolve())
    // The session may have ended, and the person may have another role or be gone.
    const leavePerson = shared.subscribe(`person:${person.id}`, () => {
      const isSame = recognise(socket.request).then((present) => present?.person.role === socket.data.role)
      void isSame.catch(() => false).then((same) => same || socket.disconnect(true))
    })
    socket.once('disconnect', () => {
      leavePerson()
      sockets.delete(socket)
      leaveHub()
      for (const [conversation, feed] of watched) stopWatching(conversation, feed)
      const isLast = ![...sockets].some(({ data }) => data.tenantId === tenantId && data.person.id === person.id)
      if (isLast) swallow(team.leave(tenantId, person.id))
    })

    function stopWatching(conversation: string, feed: DeskFeed): void {
      feed.close()
      watched.delete(conversation)
      const isElsewhere = [...sockets].some((other) => other.data.person.id === person.id && other.data.watched.has(conversation))
      if (!isElsewhere) swallow(team.lookAway(tenantId, conversation, person))
    }

    async function watch({ conversation: id, epoch, after, from }: FromDesk['desk-watch']): Promise<void> {
      const conversation = await tenant.conversation(id)
      if (!conversation) throw new Refusal('conversation_unknown')
      if (!watched.has(id) && watched.size >= MOST.watched) throw new Refusal('throttled', { retryAfterMs: 1_000 })
      watched.get(id)?.close()
      const feed = createDeskFeed({ emit: (event) => socket.emit('conversation-event', event), queue, tenant, store: shared, live, log })
      watched.set(id, feed)
      feed.follow(conversation, { conversation: id, epoch, after }, from)
      await look(socket, id)
    }

    const mayRead = async (conversation: string): Promise<void> => {
      if (!watched.has(conversation)) throw new Refusal('conversation_unknown')
    }
    const carryOut: { [E in keyof FromDesk]: (message: FromDesk[E]) => Promise<void> } = {
      'desk-watch': watch,
      'desk-leave': async ({ conversation }) => {
        const feed = watched.get(conversation)
        if (feed) stopWatching(conversation, feed)
      },
      typing: async ({ conversation }) => {
        // Who may not write does not say that they are about to.
        if (!isAtLeast(socket.data.role, 'agent')) throw new Refusal('role_missing')
        await mayRead(conversation)
        await shared.publish({ topic: 'desk', entries: [], desk: { 'typing-changed': { conversation, person } } })
        // The customer hears it of the person who is there for them.
        const { floor, person: holder } = (await tenant.conversation(conversation)) ?? {}
        if (floor?.state === 'agent' && holder?.id === person.id)
          await shared.publish({ topic: conversation, entries: [], typing: { name: person.name } })
      },
      read: async ({ conversation, seq }) => {
        await mayRead(conversation)
        await shared.publish({ topic: 'desk', entries: [], desk: { 'read-changed': { conversation, person, seq } } })
      },
    }
    const refuseAll = Object.fromEntries(
      ['unreadable', ...Object.keys(toDesk)].map((event) => [event, () => Promise.reject(new Refusal('message_malformed'))]),
    )
    for (const [event, listener] of Object.entries({ ...refuseAll, ...carryOut })) {
      socket.on(event, (payload, acknowledge) => {
        const work = listener as (message: never) => Promise<void>
        void Promise.resolve(payload)
          .then(work)
          .then(
            () => acknowledge?.({}),
            (error: unknown) => {
              const refusal = refusalOf(error)
              if (refusal.code === 'internal') log.error({ err: error, event }, 'a packet of the desk failed')
              acknowledge?.({ refused: refusal.toRefused() })
            },
          )
      })
    }
    socket.emit('desk-ready', { person })
  })

  /**
   * Says that this person looks, and tells them who else does. Changes are told as they come; what is told again with every heartbeat mends what was
   * missed, and takes away those whose process died.
   */
  async function look(socket: DeskSocket, conversation: string): Promise<void> {
    const people = await team.look(socket.data.tenantId, conversation, socket.data.person)
    if (socket.data.watched.has(conversation)) socket.emit('viewers-changed', { conversation, people })
  }

  /** Says who is still there, and ends the connections of those who may not be any more. */
  async function beat(): Promise<void> {
    for (const socket of sockets) {
      const { tenantId, person, role, watched } = socket.data
      const present = await recognise(socket.request)
      if (!present || present.person.role !== role) socket.disconnect(true)
      else {
        if (isAtLeast(role, 'agent')) await team.beat(tenantId, person.id)
        for (const conversation of watched.keys()) await look(socket, conversation)
      }
    }
  }
  const beating = setInterval(
    () => void beat().catch((error: unknown) => log.error({ err: error }, 'the desk’s heartbeat failed')),
    HEARTBEAT_MS,
  )
  beating.unref()

  return {
    tenants: () => [...new Set([...sockets].map(({ data }) => data.tenantId))],
    refuseNew() {
      stopping = true
    },
    async close() {
      clearInterval(beating)
      hub.close()
      // The HTTP server is closed by whoever made it.
      io.disconnectSockets(true)
      io.engine.close()
    },
  }
}

/** The page is ours: the session's cookie would come along from a page of a neighbouring host, too. */
function isOwn({ headers }: IncomingMessage, own: string): boolean {
  const { origin, host = '' } = headers
  if (origin === undefined) return headers.upgrade === undefined && headers['sec-fetch-site'] === 'same-origin'
  const normalised = normaliseOrigin(origin)
  return normalised !== undefined && (normalised === own || new URL(normalised).host === host)
}

const refused = (code: ErrorCode): Error => Object.assign(new Error(code), { data: { code } })

function refuse(response: ServerResponse, code: ErrorCode): void {
  response.statusCode = ERRORS[code].status
  response.setHeader('Content-Type', 'application/json')
  response.setHeader('Connection', 'close')
  response.end(JSON.stringify({ error: { code, says: ERRORS[code].says } }))
}
