/**
 * The visitors' side of the wire: Socket.IO's default namespace. Who may connect, what a packet may be, and what is sent when.
 * Everything that arrives is checked against the message table; whatever fails inside is answered and never ends the process.
 */

import { createHash, randomBytes } from 'node:crypto'
import type { IncomingMessage, Server as HttpServer, ServerResponse } from 'node:http'
import { Server, type Socket } from 'socket.io'
import { conform, Malformed } from '../../shared/guard.ts'
import { uuidv7 } from '../../shared/identity.ts'
import { LIMITS } from '../../shared/limits.ts'
import {
  fromWidget,
  hello,
  PROTOCOL_VERSION,
  type Acknowledgement,
  type FromServer,
  type FromWidget,
  type Hello,
  type WidgetEvent,
} from '../../shared/protocol.ts'
import { createFloor } from '../desk/floor.ts'
import type { Logger } from '../log.ts'
import type { Metrics } from '../metrics.ts'
import type { Conversation, Database, Site, Store, Visitor } from '../ports.ts'
import { asRefusal, Refusal } from '../refusal.ts'
import type { Pipeline } from '../pipeline.ts'
import type { LiveAnswers } from '../stages/push.ts'
import type { Turns } from '../turns.ts'
import { createAdmission, type AdmissionLimits } from './admission.ts'
import type { ClientAddress } from './client-address.ts'
import { createConversationFeed, type ConversationFeed } from './conversation-feed.ts'
import type { SiteDirectory } from './site-directory.ts'

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

/** A token counts for so long after its last use. */
const TOKEN_LIFE_MS = 180 * 24 * 60 * 60 * 1000

/** Packets that one socket may send: far above any human, far below what hurts. Who sends more is disconnected. */
const PACKETS = { perSecond: 50, burst: 200 }

type Listeners = { [E in WidgetEvent]: (payload: unknown, ...rest: unknown[]) => void }
type Emitted = { [E in keyof FromServer]: (message: FromServer[E]) => void }
type Guest = {
  site: Site
  visitor: Visitor
  address: string
  token?: string
  conversation: Conversation
  hello: Hello
  packets: () => boolean
}
type VisitorSocket = Socket<Listeners, Emitted, Record<string, never>, Guest>

export type VisitorSockets = {
  /** Tells this conversation's tabs that something went wrong which the log cannot say. */
  turnFailed: (conversationId: string) => void
  connections: () => number
  /** No new connection is taken; those that are there stay until `close`. */
  refuseNew: () => void
  close: () => Promise<void>
}

export function createVisitorSockets(options: VisitorSocketOptions): VisitorSockets {
  const { database, store, sites, pipeline, turns, live, throttleConversation, clientAddress, ownOrigin, metrics, log, now } = options
  const io = new Server<Listeners, Emitted, Record<string, never>, Guest>(options.httpServer, {
    serveClient: false,
    maxHttpBufferSize: LIMITS.frameBytes,
    perMessageDeflate: false,
    httpCompression: false,
    allowEIO3: false,
    connectTimeout: 10_000,
    cleanupEmptyChildNamespaces: true,
  })
  const admission = createAdmission({ sites, clientAddress, ownOrigin, limits: options.limits })
  io.engine.use((request: IncomingMessage, response: ServerResponse, next: (error?: Error) => void) =>
    admission.check(request, response, next),
  )
  io.engine.on('connection', (raw: { request: IncomingMessage; once: (event: 'close', listener: () => void) => void }) => {
    const leave = admission.enter(clientAddress(raw.request))
    metrics.connections.inc()
    raw.once('close', () => {
      leave()
      metrics.connections.dec()
    })
  })

  const floor = createFloor({ database, store, now })
  const feeds = new Map<VisitorSocket, ConversationFeed>()

  /** Who connects: a known visitor by token, or a new one who is given a token. */
  io.use((socket, next) => {
    admit(socket).then(
      () => next(),
      (error: unknown) => {
        const refusal = refusalOf(error)
        if (refusal.code === 'internal') log.error({ err: error }, 'a connection failed')
        next(Object.assign(new Error(refusal.code), { data: refusal.toRefused() }))
      },
    )
  })

  async function admit(socket: VisitorSocket): Promise<void> {
    const said = conform(hello, socket.handshake.auth, 'hello')
    if (said.protocol !== PROTOCOL_VERSION) throw new Refusal('protocol_unsupported')
    const site = await sites.byKey(String(socket.handshake.query['site'] ?? ''))
    if (!site) throw new Refusal('site_unknown')
    const address = clientAddress(socket.request)
    const known = said.token === undefined ? await welcome(site, address) : await recognise(site, said.token)
    Object.assign(socket.data, { site, address, hello: said, packets: createMeter(now), ...known })
  }

  async function recognise(site: Site, token: string): Promise<Pick<Guest, 'visitor' | 'conversation'>> {
    const at = now()
    const known = await database
      .forTenant(site.tenantId)
      .visitorByToken({ siteId: site.id, tokenHash: hashOfToken(token), usedSince: at - TOKEN_LIFE_MS, at })
    if (!known) throw new Refusal('token_unknown')
    return known
  }

  async function welcome(site: Site, address: string): Promise<Pick<Guest, 'visitor' | 'conversation' | 'token'>> {
    await throttleConversation(site, address)
    const at = now()
    const token = randomBytes(16).toString('base64url')
    const visitor = { id: uuidv7(at, randomBytes(16)), siteId: site.id }
    const conversation = await database
      .forTenant(site.tenantId)
      .createVisitor({ visitor, tokenHash: hashOfToken(token), conversation: newConversation(at), at })
    return { visitor, conversation, token }
  }

  const newConversation = (at: number) => ({ id: uuidv7(at, randomBytes(16)), epoch: randomBytes(9).toString('base64url') })

  io.on('connection', (socket: VisitorSocket) => {
    const { site, conversation, token, visitor, hello: said } = socket.data
    const tenant = database.forTenant(site.tenantId)
    const feed = createConversationFeed({
      socket: { emit: (event, message) => socket.emit(event, ...([message] as never)), waiting: () => packetsWaiting(socket) },
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

    handle(socket, 'message-send', async (event) => {
      const owned = await ownConversation(socket, event.conversation)
      const accepted = await pipeline.receive({
        site: await fresh(socket.data.site),
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
    handle(socket, 'answer-stop', async (event) => {
      turns.stop(socket.data.conversation.id, event.answer)
      return {}
    })
    handle(socket, 'conversation-start', async () => {
      await throttleConversation(site, socket.data.address)
      const at = now()
      await tenant.startConversation({ visitor, conversation: newConversation(at), at })
      await store.forTenant(site.tenantId).publish({ topic: `visitor:${visitor.id}`, entries: [] })
      return {}
    })
    handle(socket, 'handoff-cancel', async (event) => {
      const owned = await ownConversation(socket, event.conversation)
      await floor.returnToBot(site, owned.id, said.locale)
      return {}
    })
    handle(socket, 'history-request', async (event) => {
      const current = await tenant.conversation(socket.data.conversation.id)
      if (!current) throw new Refusal('conversation_unknown')
      feed.follow(current, event)
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

  /**
   * Every handler goes through here: the packet's rate, its form, the acknowledgement's presence, and any error. Without an
   * acknowledgement the packet is still carried out; whoever sent it does not want to know.
   */
  function handle<E extends WidgetEvent>(
    socket: VisitorSocket,
    event: E,
    carryOut: (message: FromWidget[E]) => Promise<Acknowledgement[E]>,
  ): void {
    const listener = (payload: unknown, ...rest: unknown[]): void => {
      const last = rest.at(-1)
      let acknowledge = typeof last === 'function' ? (last as (answer: Acknowledgement[E]) => void) : undefined
      const answer = (value: Acknowledgement[E]): void => {
        acknowledge?.(value)
        acknowledge = undefined
      }
      if (!socket.data.packets()) {
        socket.disconnect(true)
        return
      }
      Promise.resolve()
        .then(() => carryOut(conform(fromWidget[event], payload, event) as FromWidget[E]))
        .then(answer, (error: unknown) => {
          const refusal = refusalOf(error)
          if (refusal.code === 'internal') log.error({ err: error, event }, 'a packet failed')
          if (acknowledge) answer({ refused: refusal.toRefused() } as Acknowledgement[E])
          else socket.emit('turn-error', refusal.toRefused())
        })
    }
    socket.on(event as never, listener as never)
  }

  return {
    turnFailed(conversationId) {
      for (const socket of feeds.keys()) {
        if (socket.data.conversation.id === conversationId) socket.emit('turn-error', { code: 'internal' })
      }
    },
    connections: () => io.engine.clientsCount,
    refuseNew: () => admission.refuseNew(),
    close: () => new Promise((resolve) => void io.close(() => resolve())),
  }
}

/** Engine.IO declares its queue private and has no other way to ask how far behind a client is. */
const packetsWaiting = (socket: VisitorSocket): number => (socket.conn as unknown as { writeBuffer: readonly unknown[] }).writeBuffer.length

/** A bucket of packets; answers false when it is empty. */
function createMeter(now: () => number): () => boolean {
  let left = PACKETS.burst
  let filledAt = now()
  return () => {
    const at = now()
    left = Math.min(PACKETS.burst, left + (Math.max(0, at - filledAt) / 1000) * PACKETS.perSecond)
    filledAt = at
    left -= 1
    return left >= 0
  }
}

const hashOfToken = (token: string): string => createHash('sha256').update(token).digest('base64url')

const refusalOf = (error: unknown): Refusal => (error instanceof Malformed ? new Refusal(error.code) : asRefusal(error))
