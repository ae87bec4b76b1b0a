/**
 * The visitors' side of the wire: Socket.IO's default namespace. Who may connect, what a packet may be, and what is sent when.
 * Everything that arrives is checked against the message table; whatever fails inside is answered and never ends the process.
 */

import type { Server as HttpServer } from 'node:http'
import { Server, type Socket } from 'socket.io'
import { LIMITS } from '../../shared/limits.ts'
import * as parser from '../../shared/parser.ts'
import type { FromServer, Hello } from '../../shared/protocol.ts'
import type { Floors } from '../desk/floor.ts'
import type { Logger } from '../log.ts'
import type { Metrics } from '../metrics.ts'
import type { Database } from '../ports/database.ts'
import type { Store } from '../ports/store.ts'
import type { Pipeline } from '../pipeline.ts'
import type { LiveAnswers } from '../stages/push.ts'
import type { Throttle } from '../stages/throttle.ts'
import type { Sessions } from '../session/sessions.ts'
import type { Turns } from '../turns.ts'
import { createAdmission, type AdmissionLimits } from './admission.ts'
import type { ClientAddress } from './client-address.ts'
import { createConnections } from './connections.ts'
import { createConversationFeed, type ConversationFeed } from './conversation-feed.ts'
import { siteKeyOf } from './origin.ts'
import { createPacketHandler, refusalOf, type ArrivingEvent } from './packet-handler.ts'
import type { SiteDirectory } from './site-directory.ts'
import { SOCKET_STACK } from './socket-stack.ts'
import { createArrival, newConversation, type Guest } from './visitor-arrival.ts'
import { isLocked } from './visitor-identity.ts'
import { createVisitorPackets, type VisitorPacketsOptions } from './visitor-packets.ts'
import type { VisitorPresence } from './visitor-presence.ts'

export type VisitorSocketOptions = {
  httpServer: HttpServer
  database: Database
  store: Store
  sites: SiteDirectory
  pipeline: Pipeline
  turns: Turns
  floor: Floors
  sessions: Sessions
  live: LiveAnswers
  throttle: Throttle
  filterComment: VisitorPacketsOptions['filterComment']
  /** A connection of this visitor is open until the returned function is called. */
  arrive: VisitorPresence['arrive']
  clientAddress: ClientAddress
  ownOrigin: () => string
  limits: AdmissionLimits
  metrics: Metrics
  log: Logger
  now: () => number
}

type Listeners = { [E in ArrivingEvent]: (payload: never, acknowledge?: (answer: object) => void) => void }
type Emitted = { [E in keyof FromServer]: (message: FromServer[E]) => void }
type VisitorSocket = Socket<Listeners, Emitted, Record<string, never>, Guest>

export type VisitorSockets = {
  /** Tells this conversation's tabs that something went wrong which the log cannot say. */
  turnFailed: (conversationId: string) => void
  /** No new connection and no new message is taken; those that are there stay until `close`. */
  refuseNew: () => void
  close: () => Promise<void>
}

export function createVisitorSockets(options: VisitorSocketOptions): VisitorSockets {
  const { database, store, sites, pipeline, turns, floor, sessions, live, throttle, clientAddress, ownOrigin, metrics, log, now } = options
  const io = new Server<Listeners, Emitted, Record<string, never>, Guest>(options.httpServer, {
    ...SOCKET_STACK,
    parser,
    maxHttpBufferSize: LIMITS.frameBytes,
    connectTimeout: 10_000,
  })
  const admission = createAdmission({ sites, clientAddress, ownOrigin, limits: options.limits })
  const connections = createConnections({ engine: io.engine, admission, metrics, now })

  const admit = createArrival({ database, sites, throttleConversation: throttle.throttleConversation, now })
  const feeds = new Map<VisitorSocket, ConversationFeed>()
  let stopping = false
  const answerPackets = createVisitorPackets({
    database,
    store,
    sites,
    pipeline,
    turns,
    floor,
    sessions,
    throttle,
    filterComment: options.filterComment,
    isStopping: () => stopping,
    metrics,
    now,
  })

  io.use((socket, next) => {
    if (!connections.mayConnect(socket.conn)) {
      socket.conn.close(true)
      next(new Error('a second CONNECT'))
      return
    }
    // The key that the origin was checked against, read in the same way.
    admit(socket.handshake.auth as Hello | { protocol?: undefined }, siteKeyOf(socket.request), clientAddress(socket.request)).then(
      (guest) => {
        Object.assign(socket.data, guest)
        next()
      },
      (error: unknown) => {
        const refusal = refusalOf(error)
        if (refusal.code === 'internal') log.error({ err: error }, 'a connection failed')
        next(Object.assign(new Error(refusal.code), { data: refusal.toRefused() }))
      },
    )
  })

  io.on('connection', (socket: VisitorSocket) => {
    const { site, conversation, token, hello: said } = socket.data
    if (isLocked(socket.data)) socket.data.locked = newConversation(now())
    const { locked } = socket.data
    const feed = createConversationFeed({
      socket: { emit: (event, message) => socket.emit(event, ...([message] as never)), ...connections.queueOf(socket.conn) },
      tenant: database.forTenant(site.tenantId),
      store: store.forTenant(site.tenantId),
      live,
      moved: () => void follow(socket),
      log,
    })
    feeds.set(socket, feed)
    // The visitor's other tabs hear when one of them starts a new conversation, or erases one.
    let leaveVisitor = (): void => undefined
    let depart = (): void => undefined
    const listen = (): void => {
      leaveVisitor()
      depart()
      // Whoever is not proved to be the visitor is not the visitor who is here.
      depart = socket.data.locked ? () => undefined : options.arrive(site.tenantId, socket.data.visitor.id)
      leaveVisitor = store.forTenant(site.tenantId).subscribe(`visitor:${socket.data.visitor.id}`, () => void follow(socket))
    }
    listen()
    socket.once('disconnect', () => {
      depart()
      leaveVisitor()
      feed.close()
      feeds.delete(socket)
    })

    const answering = locked ? undefined : live.current(conversation)
    const { id, epoch, top } = locked ? { ...locked, top: 0 } : conversation
    socket.emit('visitor-ready', {
      ...(token === undefined ? {} : { token }),
      conversation: id,
      epoch,
      top,
      ...(answering === undefined ? {} : { answer: answering }),
    })
    const held =
      said.conversation === undefined ? undefined : { conversation: said.conversation, epoch: said.epoch ?? '', after: said.after }
    if (!locked) feed.follow(conversation, held)

    // One of them may have done so after this one was recognised and before it began to listen.
    void follow(socket)

    const handle = createPacketHandler(
      {
        on: (event, listener) => socket.on(event, listener),
        emit: (event, message) => socket.emit(event, message),
      },
      { log },
    )
    answerPackets({ handle, guest: socket.data, feed, moved: listen })
  })

  /** Moves a socket to the visitor's newest conversation, and to the log that it has now. */
  async function follow(socket: VisitorSocket): Promise<void> {
    try {
      const { site, visitor, locked } = socket.data
      if (locked) return
      const newest = await database.forTenant(site.tenantId).newestConversation(visitor.id)
      // The visitor was erased: whoever connects again is a new one.
      if (!newest) return void socket.disconnect(true)
      if (newest.id === socket.data.conversation.id && newest.epoch === socket.data.conversation.epoch) return
      socket.data.conversation = newest
      feeds.get(socket)?.follow(newest, { conversation: '', epoch: '', after: 0 })
    } catch (error) {
      log.error({ err: error }, 'a tab could not follow to the new conversation')
    }
  }

  return {
    turnFailed(conversationId) {
      for (const socket of feeds.keys()) {
        if (socket.data.conversation.id === conversationId) socket.emit('turn-error', { code: 'internal' })
      }
    },
    refuseNew() {
      stopping = true
      admission.refuseNew()
    },
    close: () => new Promise((resolve) => void io.close(() => resolve())),
  }
}
