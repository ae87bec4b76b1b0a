/**
 * What one desk sees of one conversation: the visitors' own feed, with each message's route and filter marks. Those are read from the database with the
 * message, as a hint does not carry them.
 */

import type { ConversationEvent } from '../../shared/desk-protocol.ts'
import { LIMITS } from '../../shared/limits.ts'
import type { Logger } from '../log.ts'
import type { Conversation, LogEntry } from '../ports/conversations.ts'
import type { TenantDatabase } from '../ports/database.ts'
import type { TenantStore } from '../ports/store.ts'
import type { LiveAnswers } from '../stages/push.ts'
import { createConversationFeed, type Held } from './conversation-feed.ts'
import type { OutgoingQueue } from './outgoing-queue.ts'

export type DeskFeed = {
  /** To who holds nothing of it the newest page is sent, and everything from `from` on. */
  follow: (conversation: Conversation, held: Held, from?: number) => void
  close: () => void
}

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
        const more = event === 'message-added' ? (marked.get(seq) ?? { marks: [] }) : event === 'history-reset' ? { after: start } : {}
        marked.delete(seq)
        emit({ conversation: conversationId, [event]: { ...message, ...more } })
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
  let start = 0
  function follow(conversation: Conversation, held: Held, from = Infinity): void {
    leaveVisitor()
    conversationId = conversation.id
    epoch = conversation.epoch
    marked.clear()
    leaveVisitor = store.subscribe(`visitor:${conversation.visitorId}`, () => void moved())
    start = Math.max(0, Math.min(conversation.top - LIMITS.historyPage, from - 1))
    feed.follow(conversation, held, start)
  }

  return {
    follow,
    close() {
      leaveVisitor()
      feed.close()
    },
  }
}
