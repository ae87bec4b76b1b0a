/**
 * The widget's core: what is known of the conversation, and what follows from each event and command. It knows neither
 * the page nor sockets nor the view; those see immutable snapshots. The rules' ids are those of `docs/spec.md`.
 */

import { PROTOCOL_VERSION, type FromServer, type FromWidget, type Hello } from '../shared/protocol.ts'
import { createArrivals } from './arrivals.ts'
import { createCommands } from './commands.ts'
import type { Environment } from './environment.ts'
import { createFollowedLog } from '../shared/followed-log.ts'
import { createKeptText } from './kept-text.ts'
import type { Line } from './line.ts'
import { createOutgoing } from './outgoing.ts'
import { createReadMark } from './read-mark.ts'
import type { ConnectionState, ConversationEvent, Snapshot } from './snapshot.ts'
import type { WidgetStorage } from './storage.ts'
import { createBubble } from '../shared/streaming-answer.ts'
import { createVisitorToken } from './visitor-token.ts'
import { createWaiting } from './waiting.ts'
import type { ServerPacket } from './wire.ts'

export type ConversationOptions = {
  line: Line
  storage: WidgetStorage
  environment: Environment
  /** BCP 47 tag of the language that the widget shows. */
  locale(): string
  announce?: (event: ConversationEvent) => void
}

export type Conversation = ReturnType<typeof createConversation>

export function createConversation({ line, storage, environment, locale, announce = () => {} }: ConversationOptions) {
  const listeners = new Set<(snapshot: Snapshot) => void>()
  const readMark = createReadMark(storage, changed)
  const visitorToken = createVisitorToken(storage, connectAnew)
  /** What the customer has typed and not sent, kept through reloads and shared by all tabs, so that nothing is sent twice. */
  const draft = createKeptText(storage, 'draft', changed)

  let connection: ConnectionState = { state: 'idle' }
  let conversation = ''
  let fault: string | undefined
  let isOpen = false
  let isErased = false
  let typist: Snapshot['typist']
  const isNewVisitor = !visitorToken.isKnown()
  const waiting = createWaiting(environment, () => changed())
  const bubble = createBubble(environment.now, (id) => log.find(id) !== undefined)
  const log = createFollowedLog({
    timer: environment,
    isOnline,
    isOwed: bubble.isIncomplete,
    ask: ({ epoch, last }) => void line.request('history-request', { conversation, epoch, after: last }).catch(() => {}),
  })

  const outgoing = createOutgoing({
    line,
    storage,
    environment,
    locale,
    log,
    conversation: () => conversation,
    isOnline,
    announce,
    changed,
  })
  const { outbox, delivery } = outgoing

  const arrive = createArrivals({ log, bubble, waiting, outbox, announce, answered: () => void (fault = undefined) })

  const { logBegan, isErasing, ...commands } = createCommands({
    line,
    locale,
    bubble,
    log,
    outbox,
    draft,
    conversation: () => conversation,
    isOnline,
    failed(code) {
      fault = code
      changed()
    },
    erased() {
      isErased = true
      fault = undefined
      changed()
    },
    changed,
  })
  let snapshot = picture()

  function isOnline(): boolean {
    return connection.state === 'online'
  }

  function picture(): Snapshot {
    const { epoch, last, messages, floor } = log.present()
    const synced = log.isSynced()
    const pending = outbox.items()
    return {
      connection,
      conversation,
      epoch,
      last,
      messages,
      outbox: pending,
      answer: bubble.current(),
      awaitingSince: bubble.current() ? undefined : waiting.since(),
      floor,
      unread: readMark.unread(log.present()),
      synced,
      isEmpty: messages.length + pending.length === 0 && (synced || (isNewVisitor && epoch === '')),
      fault,
      draft: draft.text(),
      isErased,
      typist,
    }
  }

  function changed() {
    if (isOpen) readMark.read(log.present())
    snapshot = picture()
    for (const listener of listeners) listener(snapshot)
  }

  // ── Coming and going of the line ──────────────────────────────────────────────────────────────────────────────

  function hello(): Hello {
    const token = visitorToken.say()
    const { epoch, last } = log.present()
    return {
      protocol: PROTOCOL_VERSION,
      ...(token && { token }),
      ...(epoch && { conversation, epoch }),
      after: last,
      locale: locale(),
    }
  }

  function ready({ token, conversation: id, epoch, top, answer: streaming }: FromServer['visitor-ready']) {
    if (token && !visitorToken.keep(token)) return connectAnew()
    if (id !== conversation || epoch !== log.present().epoch) beginLog(id, epoch, top)
    // It told of the line that was missing.
    if (fault === 'unavailable' && !isErasing()) fault = undefined
    // [C-GHOST] Only what the server still writes lives on.
    bubble.keepOnly(streaming)
    // Who begins to answer from now on brings a bubble; nobody else is at work.
    waiting.end()
    connection = { state: 'online' }
    log.connected(top)
    delivery.connected()
  }

  function lost() {
    if (connection.state === 'refused') return
    connection = { state: 'reconnecting' }
    log.stop()
    delivery.disconnected()
    changed()
  }

  function refused(code: string) {
    delivery.disconnected()
    if (code === 'token_unknown' && visitorToken.forget()) {
      connectAnew()
    } else {
      connection = { state: 'refused', code }
      announce({ event: 'error', code })
    }
    changed()
  }

  /** As another visitor than the one of this connection. */
  function connectAnew() {
    beginLog('', '', 0)
    line.renew()
    connection = { state: 'connecting' }
    changed()
  }

  /** Another log, or the same one from the start. The outbox stays: it is ours. */
  function beginLog(id: string, epoch: string, top: number) {
    const isOther = id !== conversation || epoch !== log.present().epoch
    conversation = id
    log.begin(epoch, top)
    bubble.clear()
    outbox.dropSent()
    waiting.end()
    if (!isOther) return
    fault = undefined
    logBegan(id)
  }

  // ── Events ────────────────────────────────────────────────────────────────────────────────────────────────────

  function received(packet: ServerPacket) {
    if (packet.event === 'visitor-ready') {
      ready(packet.payload)
    } else if (packet.event === 'history-reset') {
      const { conversation: id, epoch, top } = packet.payload
      beginLog(id, epoch, top)
      log.reach(top)
      delivery.pump()
    } else if (packet.event === 'typing-changed') {
      typist = { ...packet.payload, at: environment.now(), last: log.present().last }
    } else if (packet.event === 'turn-error') {
      fault = packet.payload.code
      waiting.end()
      announce({ event: 'error', code: fault })
    } else {
      arrive(packet)
    }
    changed()
  }

  function send(text: string): string | undefined {
    const refusal = outgoing.send(text)
    if (refusal) return refusal
    fault = undefined
    isErased = false
    // A suggestion that was chosen is not what was being typed.
    if (draft.text().trim() === text.trim()) draft.set('')
    changed()
    return undefined
  }

  return {
    snapshot: () => snapshot,
    /** Calls back at every change, until the returned function is called. */
    subscribe(listener: (snapshot: Snapshot) => void): () => void {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    start() {
      if (connection.state !== 'idle') return
      connection = { state: 'connecting' }
      changed()
      line.open({ hello, received, lost, refused })
    },
    /** Ends everything; what is in the outbox stays in storage. */
    close() {
      outgoing.stop()
      storage.close()
      log.stop()
      waiting.end()
      listeners.clear()
      line.close()
      connection = { state: 'idle' }
    },
    /** Why the text cannot be sent, or `undefined` when it is on its way. */
    send,
    retry: outgoing.retry,
    discard: outgoing.discard,
    ...commands,
    /** For people at the desk; rejects where it was lost with the line. */
    tell: <E extends 'typing' | 'read'>(event: E, payload: FromWidget[E]) => line.request(event, payload),
    setDraft(text: string) {
      draft.set(text)
      changed()
    },
    opened() {
      isOpen = true
      line.hurry()
      changed()
    },
    closed() {
      isOpen = isErased = false
      changed()
    },
  }
}
