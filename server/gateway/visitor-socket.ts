/**
 * The visitors' side of the wire: Socket.IO's default namespace. Who may connect, what a packet may be, and what is sent when.
 * Everything that arrives is checked against the message table; whatever fails inside is answered and never ends the process.
 */

import type { Server as HttpServer } from 'node:http'
import { Server, type Socket } from 'socket.io'
import { LIMITS } from '../../shared/limits.ts'
import * as parser from '../../shared/parser.ts'
import type { FromServer, Hello, WidgetEvent } from '../../shared/protocol.ts'
import { createFloor } from '../desk/floor.ts'
import type { Logger } from '../log.ts'
import type { Metrics } from '../metrics.ts'
import type { Conversation, Database, Site, Store } from '../ports.ts'
import { Refusal } from '../refusal.ts'
import type { Pipeline } from '../pipeline.ts'
import type { LiveAnswers } from '../stages/push.ts'
import type { Turns } from '../turns.ts'
import { createAdmission, type AdmissionLimits } from './admission.ts'
import type { ClientAddress } from './client-address.ts'
import { createConnections } from './connections.ts'
import { createConversationFeed, type ConversationFeed } from './conversation-feed.ts'
import { createMeter } from './meter.ts'
import { siteKeyOf } from './origin.ts'
import { createPacketHandler, refusalOf } from './packet-handler.ts'
import type { SiteDirectory } from './site-directory.ts'
import { createArrival, newConversation, type Guest } from './visitor-arrival.ts'

export type VisitorSocketOptions = {
  httpServer: HttpServer
  database: Database
  store: Store
  sites: SiteDirectory
  pipeline: Pipeline
  turns: Turns
  live: LiveAnswers
  throttleConversation: (site: Site, address: string) => Promise<void>
  clientAddress: ClientAddress
  ownOrigin: () => string
  limits: AdmissionLimits
  metrics: Metrics
  log: Logger
  now: () => number
}

type Listeners = { [E in WidgetEvent | 'unreadable']: (payload: never, acknowledge?: (answer: object) => void) => void }
type Emitted = { [E in keyof FromServer]: (message: FromServer[E]) => void }
type VisitorSocket = Socket<Listeners, Emitted, Record<string, never>, Guest>

export type VisitorSockets = {
  /** Tells this conversation's tabs that something went wrong which the log cannot say. */
  turnFailed: (conversationId: string) => void
  /** No new connection and no new message is taken; those that are there stay until `close`. */
  refuseNew: () => void
  close: () => Promise<void>
}

/** Each may send the whole log again, and on a transport that keeps the order hardly any is ever due. */
const RESUMES = { perSecond: 0.2, burst: 3 }

export function createVisitorSockets(options: VisitorSocketOptions): VisitorSockets {
  const { database, store, sites, pipeline, turns, live, throttleConversation, clientAddress, ownOrigin, metrics, log, now } = options
  const io = new Server<Listeners, Emitted, Record<string, never>, Guest>(options.httpServer, {
    parser,
    serveClient: false,
    maxHttpBufferSize: LIMITS.frameBytes,
    perMessageDeflate: false,
    httpCompression: false,
    allowEIO3: false,
    connectTimeout: 10_000,
    cleanupEmptyChildNamespaces: true,
  })
  const admission = createAdmission({ sites, clientAddress, ownOrigin, limits: options.limits })
  const connections = createConnections({ engine: io.engine, admission, metrics, now })

  const admit = createArrival({ database, sites, throttleConversation, now })
  const floor = createFloor({ database, store, now })
  const feeds = new Map<VisitorSocket, ConversationFeed>()
  let stopping = false

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
    const { site, conversation, token, visitor, hello: said } = socket.data
    const tenant = database.forTenant(site.tenantId)
    const feed = createConversationFeed({
      socket: { emit: (event, message) => socket.emit(event, ...([message] as never)), ...connections.queueOf(socket.conn) },
      tenant,
      store: store.forTenant(site.tenantId),
      live,
      log,
    })
    feeds.set(socket, feed)
    // The visitor's other tabs hear when one of them starts a new conversation.
    const leaveVisitor = store.forTenant(site.tenantId).subscribe(`visitor:${visitor.id}`, () => void follow(socket))
    socket.once('disconnect', () => {
      leaveVisitor()
      feed.close()
      feeds.delete(socket)
    })

    const answering = live.current(conversation.id)
    socket.emit('visitor-ready', {
      ...(token === undefined ? {} : { token }),
      conversation: conversation.id,
      epoch: conversation.epoch,
      top: conversation.top,
      ...(answering === undefined ? {} : { answer: answering }),
    })
    feed.follow(
      conversation,
      said.conversation === undefined ? undefined : { conversation: said.conversation, epoch: said.epoch ?? '', after: said.after },
    )

    // One of them may have done so after this one was recognised and before it began to listen.
    void follow(socket)

    const handle = createPacketHandler(
      {
        on: (event, listener) => socket.on(event, listener),
        emit: (event, message) => socket.emit(event, message),
      },
      { log },
    )
    handle('message-send', async (event) => {
      // Whoever stops takes nothing new: the message stays in the client's outbox and goes to the next process.
      if (stopping) throw new Refusal('unavailable')
      const owned = await ownConversation(socket, event.conversation)
      const accepted = await pipeline.receive({
        site: await fresh(site),
        visitor,
        conversationId: owned.id,
        cid: event.cid,
        text: event.text,
        locale: event.locale,
        address: socket.data.address,
      })
      turns.wake(site.tenantId, owned.id)
      const { id, seq, epoch, at, text } = accepted
      return { accepted: { id, seq, epoch, at, text } }
    })
    handle('answer-stop', async (event) => {
      turns.stop(socket.data.conversation.id, event.answer)
      return {}
    })
    handle('conversation-start', async () => {
      await throttleConversation(site, socket.data.address)
      const at = now()
      await tenant.startConversation({ visitor, conversation: newConversation(at), at })
      await store.forTenant(site.tenantId).publish({ topic: `visitor:${visitor.id}`, entries: [] })
      return {}
    })
    handle('handoff-cancel', async (event) => {
      const owned = await ownConversation(socket, event.conversation)
      await floor.returnToBot(site, owned.id, said.locale)
      return {}
    })
    const mayResume = createMeter(RESUMES, now)
    handle('history-request', async (event) => {
      if (feed.isBringing(event)) return {}
      if (!mayResume()) throw new Refusal('throttled', { retryAfterMs: 1000 / RESUMES.perSecond })
      const current = await tenant.conversation(socket.data.conversation.id)
      if (!current) throw new Refusal('conversation_unknown')
      // Moved to another conversation meanwhile, which was followed from its beginning.
      if (current.id === socket.data.conversation.id) feed.follow(current, event)
      return {}
    })
  })

  /** The policy may have changed since the socket connected. */
  const fresh = async (site: Site): Promise<Site> => (await sites.byId(site.tenantId, site.id)) ?? site

  /** "Not yours" looks like "not there". */
  async function ownConversation(socket: VisitorSocket, conversationId: string): Promise<Conversation> {
    const { site, visitor, conversation } = socket.data
    if (conversation.id === conversationId) return conversation
    const found = await database.forTenant(site.tenantId).conversation(conversationId)
    if (!found || found.visitorId !== visitor.id) throw new Refusal('conversation_unknown')
    return found
  }

  /** Moves a socket to the visitor's newest conversation. */
  async function follow(socket: VisitorSocket): Promise<void> {
    try {
      const { site, visitor } = socket.data
      const newest = await database.forTenant(site.tenantId).newestConversation(visitor.id)
      if (!newest || newest.id === socket.data.conversation.id) return
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
