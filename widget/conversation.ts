/**
 * The widget's core: what is known of the conversation, and what follows from each event and command. It knows neither
 * the page nor sockets nor the view; those see immutable snapshots. The rules' ids are those of `docs/spec.md`.
 */

import { PROTOCOL_VERSION, type FromServer, type Hello } from '../shared/protocol.ts'
import { createCatchUp } from './catch-up.ts'
import { createDelivery } from './delivery.ts'
import type { Environment } from './environment.ts'
import type { Line } from './line.ts'
import { applyEntry, emptyLog, type Entry } from './log.ts'
import { createOutbox } from './outbox.ts'
import { createReadMark } from './read-mark.ts'
import { createSending } from './sending.ts'
import type { ConnectionState, ConversationEvent, Snapshot } from './snapshot.ts'
import type { WidgetStorage } from './storage.ts'
import { createBubble } from './streaming-answer.ts'
import { createVisitorToken } from './visitor-token.ts'
import { createWaiting } from './waiting.ts'
import type { ServerPacket } from './wire.ts'

export type ConversationOptions = {
  line: Line
  storage: WidgetStorage
  environment: Environment
  /** BCP 47 tag of the language that the widget shows. */
  locale: string
  announce?: (event: ConversationEvent) => void
}

export type Conversation = ReturnType<typeof createConversation>

export function createConversation({ line, storage, environment, locale, announce = () => {} }: ConversationOptions) {
  const listeners = new Set<(snapshot: Snapshot) => void>()
  const outbox = createOutbox(storage)
  const readMark = createReadMark(storage)
  const visitorToken = createVisitorToken(storage)

  let connection: ConnectionState = { state: 'idle' }
  let conversation = ''
  let log = emptyLog('')
  /** The highest `seq` that the server has spoken of in this epoch. */
  let highest = 0
  /** Entries up to here were there before this page: they are history, not news. */
  let newsAfter = 0
  /** Entries up to here were there before this connection: what they asked for is answered, named at its beginning, or still to begin. */
  let liveAfter = 0
  let fault: string | undefined
  let draft = storage.get('draft') ?? ''
  let isOpen = false
  const isNewVisitor = !visitorToken.isKnown()
  const waiting = createWaiting(environment, () => changed())
  const bubble = createBubble(environment.now, (id) => log.messages.some((message) => message.id === id))
  let snapshot = picture()

  const catchUp = createCatchUp(
    environment,
    () => void line.request('history-request', { conversation, epoch: log.epoch, after: log.last }).catch(() => {}),
    () => connection.state === 'online' && (log.last < highest || bubble.isIncomplete()),
  )

  const delivery = createDelivery({
    line,
    outbox,
    environment,
    locale,
    conversation: () => conversation,
    accepted(item, accepted) {
      announce({ event: 'message-sent', id: accepted.id, text: accepted.text })
      const isHere = accepted.epoch === log.epoch
      // The customer wrote it last and would never see it again, nor its answer: say where it went.
      if (item.conversation !== conversation) outbox.put({ ...item, text: accepted.text, status: 'elsewhere' })
      else if (isHere && accepted.seq > log.last) outbox.put({ ...item, text: accepted.text, status: 'sent' })
      // The log told first, or will tell when it starts over.
      else outbox.remove(item.cid)
      if (isHere) reach(accepted.seq)
    },
    changed,
  })

  const sending = createSending({ outbox, environment, pump: delivery.pump })

  function picture(): Snapshot {
    const synced = log.epoch !== '' && log.last >= newsAfter
    const pending = outbox.items()
    return {
      connection,
      conversation,
      epoch: log.epoch,
      last: log.last,
      messages: log.messages,
      outbox: pending,
      answer: bubble.current(),
      awaitingSince: bubble.current() ? undefined : waiting.since(),
      floor: log.floor,
      unread: readMark.unread(log),
      synced,
      isEmpty: log.messages.length + pending.length === 0 && (synced || (isNewVisitor && log.epoch === '')),
      fault,
      draft,
    }
  }

  function changed() {
    if (isOpen) readMark.read(log)
    snapshot = picture()
    for (const listener of listeners) listener(snapshot)
  }

  // ── Coming and going of the line ──────────────────────────────────────────────────────────────────────────────

  function hello(): Hello {
    const token = visitorToken.say()
    const known = log.epoch ? { conversation, epoch: log.epoch } : {}
    return { protocol: PROTOCOL_VERSION, ...(token ? { token } : {}), ...known, after: log.last, locale }
  }

  function ready({ token, conversation: id, epoch, top, answer: streaming }: FromServer['visitor-ready']) {
    if (token && !visitorToken.keep(token)) return connectAnew()
    if (id !== conversation || epoch !== log.epoch) beginLog(id, epoch, top)
    // [C-GHOST] Only what the server still writes lives on.
    bubble.keepOnly(streaming)
    // Who begins to answer from now on brings a bubble; nobody else is at work.
    waiting.end()
    liveAfter = top
    connection = { state: 'online' }
    catchUp.stop()
    reach(top)
    delivery.connected()
  }

  function lost() {
    if (connection.state === 'refused') return
    connection = { state: 'reconnecting' }
    catchUp.stop()
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
  }

  /** Another log, or the same one from the start. The outbox stays: it is ours. */
  function beginLog(id: string, epoch: string, top: number) {
    if (id !== conversation) fault = undefined
    conversation = id
    log = emptyLog(epoch)
    bubble.clear()
    highest = newsAfter = liveAfter = top
    outbox.dropSent()
    catchUp.stop()
    waiting.end()
  }

  // ── Events ────────────────────────────────────────────────────────────────────────────────────────────────────

  function received(packet: ServerPacket) {
    switch (packet.event) {
      case 'visitor-ready':
        ready(packet.payload)
        break
      case 'history-reset':
        beginLog(packet.payload.conversation, packet.payload.epoch, packet.payload.top)
        reach(packet.payload.top)
        delivery.pump()
        break
      case 'message-added':
      case 'floor-changed':
      case 'entry-unreadable':
        enter(packet)
        break
      case 'answer-start':
        if (packet.payload.epoch !== log.epoch) break
        taken(packet.payload.answer, Math.max(highest, log.last))
        bubble.start(packet.payload)
        break
      case 'answer-delta':
        if (bubble.write(packet.payload)) catchUp.needed()
        break
      case 'answer-end':
        ended(packet.payload)
        break
      case 'turn-error':
        fault = packet.payload.code
        waiting.end()
        announce({ event: 'error', code: packet.payload.code })
        break
    }
    changed()
  }

  /** An answer of which no bubble stands here yet answers what was said up to here; what is said beside its bubble comes after it. */
  function taken(answer: string, seq: number) {
    if (bubble.current()?.answer !== answer) waiting.begun(seq)
  }

  function ended(ending: FromServer['answer-end']) {
    // What is recorded ends with its message; of what is dropped there is nothing to come.
    const isDropped = ending.outcome === 'dropped'
    if (isDropped) taken(ending.answer, Math.max(highest, log.last))
    bubble.end(ending)
    if (isDropped && !bubble.current()) waiting.over()
    if (bubble.isIncomplete()) catchUp.expected()
  }

  function enter(entry: Entry) {
    const { log: next, verdict } = applyEntry(log, entry)
    log = next
    if (verdict === 'gap') {
      highest = Math.max(highest, entry.payload.seq)
      catchUp.needed()
    }
    if (verdict !== 'applied') return
    if (entry.event === 'floor-changed') return waiting.end()
    if (entry.event === 'entry-unreadable') {
      // If it is how the bubble's answer ends, there is nothing to replace that with, and nothing more of it to ask for.
      bubble.giveUp(entry.payload.id)
      return waiting.end()
    }

    const { message, seq } = entry.payload
    if (message.author.kind === 'visitor') {
      const item = message.cid ? outbox.find(message.cid) : undefined
      if (item) outbox.remove(item.cid)
      // Seen in the log before its acknowledgement came, or because that was lost with the line.
      if (item && item.status !== 'sent') announce({ event: 'message-sent', id: message.id, text: message.text })
      if (seq > liveAfter && log.floor.state === 'bot') waiting.asked(seq)
      return
    }
    taken(message.id, seq)
    // [C-FINAL] The log wins over whatever the bubble held.
    bubble.finish(message.id)
    fault = undefined
    if (!bubble.current()) waiting.over()
    if (seq > newsAfter) announce({ event: 'message-received', id: message.id, text: message.text, author: message.author.kind })
  }

  /** The log is known to go up to `seq`; what is missing of it should be on its way. */
  function reach(seq: number) {
    highest = Math.max(highest, seq)
    if (log.last < highest) catchUp.expected()
  }

  // ── Commands ──────────────────────────────────────────────────────────────────────────────────────────────────

  function send(text: string): string | undefined {
    const refusal = sending.send(text)
    if (refusal) return refusal
    fault = undefined
    setDraft('')
    changed()
    return undefined
  }

  /** A request whose refusal is told to the customer as such; a lost line needs no words beyond the strip that says so. */
  function command(request: Promise<{ refused?: { code: string } }>, failed?: () => void) {
    const tell = (code: string) => {
      fault = code
      failed?.()
      changed()
    }
    request.then(
      ({ refused: refusal }) => refusal && tell(refusal.code),
      () => tell('unavailable'),
    )
    changed()
  }

  function stop() {
    const answer = bubble.current()
    if (!answer || answer.ended || connection.state !== 'online') return
    bubble.markStopping(answer.answer, true)
    command(line.request('answer-stop', { answer: answer.answer }), () => bubble.markStopping(answer.answer, false))
  }

  function setDraft(text: string) {
    draft = text
    if (text) storage.set('draft', text)
    else storage.remove('draft')
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
      delivery.stop()
      catchUp.stop()
      waiting.end()
      listeners.clear()
      line.close()
      connection = { state: 'idle' }
    },
    /** Why the text cannot be sent, or `undefined` when it is on its way. */
    send,
    retry(cid: string) {
      sending.retry(cid)
      changed()
    },
    discard(cid: string) {
      sending.discard(cid)
      changed()
    },
    stop,
    setDraft,
    startConversation() {
      if (connection.state === 'online') command(line.request('conversation-start', { locale }))
    },
    cancelHandoff() {
      if (connection.state === 'online') command(line.request('handoff-cancel', { conversation }))
    },
    opened() {
      isOpen = true
      changed()
    },
    closed() {
      isOpen = false
      changed()
    },
  }
}
