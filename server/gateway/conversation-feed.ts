/**
 * What one socket sees of its conversation. It keeps one place in the log and pumps what lies behind it, page by page, in order; a hint only
 * says that pumping is worth while. So resuming after a break, catching up with a long history and living on are the same mechanism. It pumps
 * as fast as the client reads: what waits in the transport is at most a page, and the rest waits in the log, where it costs nothing.
 */

import { LIMITS } from '../../shared/limits.ts'
import type { FromServer } from '../../shared/protocol.ts'
import type { Logger } from '../log.ts'
import type { Conversation, LogEntry } from '../ports/conversations.ts'
import type { TenantDatabase } from '../ports/database.ts'
import type { Hint, TenantStore } from '../ports/store.ts'
import type { AnswerWatcher, LiveAnswers } from '../stages/push.ts'
import type { OutgoingQueue } from './outgoing-queue.ts'

/** The part of a socket that a feed needs. */
export type FeedSocket = {
  emit: <E extends keyof FromServer>(event: E, message: FromServer[E]) => unknown
} & OutgoingQueue

/** What the client says that it holds already. */
export type Held = { conversation: string; epoch: string; after: number }

export type ConversationFeed = {
  /** From here on this conversation is sent, first what is missing behind `held`; to who holds nothing of it, what lies behind `start`, or all. */
  follow: (conversation: Conversation, held: Held | undefined, start?: number) => void
  /** True while what a client with this place lacks is on its way to it: the transport keeps the order and loses nothing. */
  isBringing: (held: Held) => boolean
  close: () => void
}

export type FeedOptions = {
  socket: FeedSocket
  tenant: Pick<TenantDatabase, 'readLog'>
  store: Pick<TenantStore, 'subscribe'>
  live: LiveAnswers
  /** There is another log than the one that is followed: it was erased. */
  moved: () => void
  log: Logger
}

/** A slow line gets larger steps instead of a longer queue. */
const BUSY_PACKETS = 4
/** A page of usual messages is a fifth of this; a page of the longest answers is several times as much, and goes in parts. */
const AHEAD_UNITS = 262_144

export function createConversationFeed({ socket, tenant, store, live, moved, log }: FeedOptions): ConversationFeed {
  let place: { conversationId: string; epoch: string; seq: number } | undefined
  let pumping = false
  let ratings: FromServer['answer-rated'][] = []
  let again = false
  let leave = (): void => undefined

  const watcher: AnswerWatcher = {
    start: (event) => socket.emit('answer-start', event),
    delta: (event) => socket.emit('answer-delta', event),
    end: (event) => socket.emit('answer-end', event),
    ready: () => !isBusy(),
  }

  const isFull = (): boolean => socket.waiting().units >= AHEAD_UNITS
  const isBusy = (): boolean => isFull() || socket.waiting().packets >= BUSY_PACKETS

  function send(entry: LogEntry): void {
    if (!place) return
    place.seq = entry.seq
    const { epoch, seq } = entry
    if (entry.kind === 'message') socket.emit('message-added', { epoch, seq, message: entry.message })
    else socket.emit('floor-changed', { epoch, seq, floor: entry.floor })
  }

  /** An answer comes before what is said of it. */
  function tellRatings(): void {
    if (pumping) return
    for (const rated of ratings) socket.emit('answer-rated', rated)
    ratings = []
  }

  function heard({ entries, rated, typing }: Hint): void {
    if (typing) {
      if (!isBusy()) socket.emit('typing-changed', typing)
      return
    }
    if (rated) {
      ratings.push(rated)
      return tellRatings()
    }
    if (place && entries[0] && entries[0].epoch !== place.epoch) return moved()
    const next = pumping || isBusy() ? undefined : entries[0]
    if (place && next && next.seq === place.seq + 1) for (const entry of entries) send(entry)
    else if (!place || entries.length === 0 || (entries.at(-1)?.seq ?? 0) > place.seq) void pump()
  }

  /** Never two at once: entries would overtake each other. */
  async function pump(): Promise<void> {
    if (pumping) {
      again = true
      return
    }
    pumping = true
    try {
      do {
        // Before reading, so that nothing is kept for a client that does not read.
        if (isBusy()) await socket.drained()
        again = false
        const from = place
        if (!from) break
        const page = await tenant.readLog(from.conversationId, from.seq, LIMITS.historyPage)
        if (place !== from) {
          again = true
          continue
        }
        if (page[0] && page[0].epoch !== from.epoch) {
          moved()
          break
        }
        for (const entry of page) {
          if (isFull()) break
          send(entry)
        }
        again ||= page.length === LIMITS.historyPage || from.seq < (page.at(-1)?.seq ?? 0)
      } while (again)
    } catch (error) {
      // The client finds the gap at the next event, or resumes when it connects again.
      log.error({ err: error }, 'a log could not be read')
      socket.emit('turn-error', { code: 'internal' })
    } finally {
      pumping = false
      tellRatings()
    }
  }

  return {
    follow(conversation, held, start = 0) {
      leave()
      const { id, epoch, top } = conversation
      const fits = held !== undefined && held.conversation === id && held.epoch === epoch && held.after <= top
      if (held && !fits) socket.emit('history-reset', { conversation: id, epoch, top })
      place = { conversationId: id, epoch, seq: fits ? held.after : start }
      // Listen first, read then: what is appended in between is found by one of the two.
      const leaveStore = store.subscribe(id, heard)
      const leaveLive = live.watch(conversation, watcher)
      leave = () => {
        leaveStore()
        leaveLive()
      }
      void pump()
    },
    isBringing({ conversation, epoch, after }) {
      if (!place || place.conversationId !== conversation || place.epoch !== epoch || after > place.seq) return false
      return pumping || socket.waiting().packets > 0
    },
    close() {
      leave()
      leave = () => undefined
      place = undefined
      ratings = []
    },
  }
}
