/**
 * What one desk sees of one conversation: the visitors' own feed, with each message's route and filter marks. Those are read from the database with the
 * message, as a hint does not carry them.
 */

import type { ConversationEvent } from '../../shared/desk-protocol.ts'
import type { Logger } from '../log.ts'
import type { Conversation, LogEntry, TenantDatabase } from '../ports.ts'
import type { TenantStore } from '../ports-store.ts'
import type { LiveAnswers } from '../stages/push.ts'
import { createConversationFeed, type Held } from './conversation-feed.ts'
import type { OutgoingQueue } from './outgoing-queue.ts'

export type DeskFeed = { follow: (conversation: Conversation, held: Held) => void; close: () => void }

export type DeskFeedOptions = {
  emit: (event: ConversationEvent) => void
  queue: OutgoingQueue
  tenant: Pick<TenantDatabase, 'deskEntries' | 'conversation'>
  store: Pick<TenantStore, 'subscribe'>
  live: LiveAnswers
  log: Logger
}

type Marks = Pick<NonNullable<ConversationEvent['message-added']>, 'route' | 'marks'>

export function createDeskFeed({ emit, queue, tenant, store, live, log }: DeskFeedOptions): DeskFeed {
  /** Of messages that were read and not sent yet. */
  const marked = new Map<number, Marks>()
  let conversationId = ''
  let leaveVisitor = (): void => undefined

  async function readLog(id: string, after: number, limit: number): Promise<LogEntry[]> {
    const entries = await tenant.deskEntries({ conversationId: id, after, limit })
    return entries.flatMap((entry): LogEntry[] => {
      if (entry.kind === 'note') return []
      if (entry.kind === 'floor') return [entry]
      const { route, marks, ...plain } = entry
      marked.set(entry.seq, { ...(route && { route }), marks })
      return [plain]
    })
  }

  const feed = createConversationFeed({
    socket: {
      emit: (event, message) => {
        const seq = 'seq' in message ? Number(message.seq) : 0
        const marks = event === 'message-added' ? (marked.get(seq) ?? { marks: [] }) : {}
        marked.delete(seq)
        emit({ conversation: conversationId, [event]: { ...message, ...marks } })
      },
      ...queue,
    },
    tenant: { readLog },
    store: {
      subscribe: (topic, heard) =>
        store.subscribe(topic, (hint) => {
          // Of who writes, a desk hears by itself, and of everybody. Without the entries, because then they are read.
          if (!hint.typing) heard({ ...hint, entries: [] })
        }),
    },
    live,
    moved: () => void moved(),
    log,
  })

  /** The conversation was erased, or may have been. */
  async function moved(): Promise<void> {
    try {
      const present = await tenant.conversation(conversationId)
      if (!present || present.epoch === epoch) return
      follow(present, { conversation: '', epoch: '', after: 0 })
    } catch (error) {
      log.error({ err: error }, 'a desk could not follow an erased conversation')
    }
  }

  let epoch = ''
  function follow(conversation: Conversation, held: Held): void {
    leaveVisitor()
    conversationId = conversation.id
    epoch = conversation.epoch
    marked.clear()
    leaveVisitor = store.subscribe(`visitor:${conversation.visitorId}`, () => void moved())
    // Nothing is held yet: there is nothing to forget.
    const isNew = held.epoch === '' && held.after === 0 && held.conversation !== ''
    feed.follow(conversation, isNew ? undefined : held)
  }

  return {
    follow,
    close() {
      leaveVisitor()
      feed.close()
    },
  }
}
