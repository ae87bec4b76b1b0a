/** What follows from each entry of the log and from the beginnings and ends of answers: for the bubble, the waiting, the outbox and the page. */

import type { FromServer } from '../shared/protocol.ts'
import type { FollowedLog } from '../shared/followed-log.ts'
import type { Entry } from '../shared/log.ts'
import type { Outbox } from './outbox.ts'
import type { ConversationEvent } from './snapshot.ts'
import type { Bubble } from '../shared/streaming-answer.ts'
import type { Waiting } from './waiting.ts'
import type { ServerPacket } from './wire.ts'

export type ArrivalsOptions = {
  log: FollowedLog
  bubble: Bubble
  waiting: Waiting
  outbox: Outbox
  announce(event: ConversationEvent): void
  /** Somebody else than the customer has said something. */
  answered(): void
}

/** What concerns the line or the conversation as a whole is not a matter of its log. */
export type Arrival = Exclude<ServerPacket, { event: 'visitor-ready' | 'history-reset' | 'typing-changed' | 'turn-error' }>

export function createArrivals({ log, bubble, waiting, outbox, announce, answered }: ArrivalsOptions) {
  /** An answer of which no bubble stands here yet answers what was said up to here; what is said beside its bubble comes after it. */
  function taken(answer: string, seq: number) {
    if (bubble.current()?.answer !== answer) waiting.begun(seq)
  }

  function end(ending: FromServer['answer-end']) {
    // What is recorded ends with its message; of what is dropped there is nothing to come.
    const isDropped = ending.outcome === 'dropped'
    if (isDropped) taken(ending.answer, log.top())
    bubble.end(ending)
    if (isDropped && !bubble.current()) waiting.over()
    if (bubble.isIncomplete()) log.expected()
  }

  function enter(entry: Entry) {
    if (!log.apply(entry)) return
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
      if (log.isLive(seq) && log.present().floor.state === 'bot') waiting.asked(seq)
      return
    }
    taken(message.id, seq)
    // [C-FINAL] The log wins over whatever the bubble held.
    bubble.finish(message.id)
    answered()
    if (!bubble.current()) waiting.over()
    if (log.isNews(seq)) announce({ event: 'message-received', id: message.id, text: message.text, author: message.author.kind })
  }

  return (packet: Arrival) => {
    switch (packet.event) {
      case 'answer-start':
        if (packet.payload.epoch !== log.present().epoch) break
        taken(packet.payload.answer, log.top())
        bubble.start(packet.payload)
        break
      case 'answer-delta':
        if (bubble.write(packet.payload)) log.needed()
        break
      case 'answer-end':
        end(packet.payload)
        break
      case 'answer-rated':
        log.rate(packet.payload.answer, packet.payload.rating)
        break
      case 'message-added':
      case 'floor-changed':
      case 'entry-unreadable':
        enter(packet)
    }
  }
}
