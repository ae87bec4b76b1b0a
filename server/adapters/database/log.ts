/**
 * The log of a conversation: entries numbered from 1 without gaps, each exactly once.
 *
 * Whoever appends first updates the conversation's row. That gives the number, checks the conditions, and on databases
 * with many writers makes all writers of one conversation take turns until their transactions end.
 */

import { sql, type Kysely, type RawBuilder } from 'kysely'
import type { Floor, Message, Rating } from '../../../shared/protocol.ts'
import type { LogEntry, NewAnswer } from '../../ports/conversations.ts'
import type { AcceptedMessage, NewMessage } from '../../ports/turns.ts'
import type { PersonName } from '../../../shared/desk.ts'
import { floorColumns, keepWait } from './floor.ts'
import { acceptedOf, entryOf, type ConversationRow } from './rows.ts'
import type { Schema } from './schema.ts'
import { keepHits } from './word-hits.ts'

type Db = Kysely<Schema>

/** The later of the last entry's time and this one: times in a log never run backwards, though clocks do. */
export const notBefore = (at: number): RawBuilder<number> => sql<number>`case when last_at > ${at} then last_at else ${at} end`

export async function accept(db: Db, tenantId: string, message: NewMessage): Promise<AcceptedMessage | undefined> {
  const { conversationId, cid, hits = [] } = message
  const placed = await db
    .updateTable('conversations')
    .set({ top: sql<number>`top + 1`, last_at: notBefore(message.at), revision: sql<number>`revision + 1` })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', conversationId)
    .where('visitor_id', '=', message.visitorId)
    .returning(['top', 'last_at', 'epoch'])
    .executeTakeFirst()
  if (!placed) return undefined

  const { top: seq, last_at: at, epoch } = placed
  const body: Message = { id: message.id, cid, author: { kind: 'visitor' }, text: message.text, at, suggestions: [], attachments: [] }
  const inserted = await db
    .insertInto('entries')
    .values({
      tenant_id: tenantId,
      conversation_id: conversationId,
      seq,
      kind: 'message',
      cid,
      original_hash: message.originalHash,
      body: JSON.stringify(body),
      search_text: searchTextOf(body),
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'conversation_id', 'cid']).where('cid', 'is not', null).doNothing())
    .returning('seq')
    .executeTakeFirst()
  if (!inserted) {
    // The cid is there already. The number goes back, unseen: nobody else can take one before this transaction ends.
    await db
      .updateTable('conversations')
      .set({ top: sql<number>`top - 1` })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', conversationId)
      .execute()
    return recall(db, tenantId, { conversationId, cid })
  }
  await db
    .insertInto('turns')
    .values({
      tenant_id: tenantId,
      conversation_id: conversationId,
      seq,
      id: message.id,
      locale: message.locale,
      opened_at: at,
      asks_for_person: hits.some(({ action }) => action === 'handoff') ? 1 : 0,
    })
    .execute()
  await keepHits(db, tenantId, { conversationId, messageId: message.id, hits, at })
  return { id: message.id, cid, seq, epoch, at, text: message.text, originalHash: message.originalHash }
}

export async function recall(
  db: Db,
  tenantId: string,
  { conversationId, cid }: { conversationId: string; cid: string },
): Promise<AcceptedMessage | undefined> {
  const row = await entriesWithEpoch(db, tenantId, conversationId)
    .select(['entries.cid', 'entries.original_hash'])
    .where('entries.cid', '=', cid)
    .executeTakeFirst()
  return row && acceptedOf(row)
}

export async function readLog(
  db: Db,
  tenantId: string,
  { conversationId, after, limit }: { conversationId: string; after: number; limit: number },
): Promise<LogEntry[]> {
  const rows = await entriesWithEpoch(db, tenantId, conversationId)
    .where('entries.seq', '>', after)
    .orderBy('entries.seq')
    .limit(limit)
    .execute()
  return rows.map(entryOf)
}

export async function readLogBack(
  db: Db,
  tenantId: string,
  { conversationId, upTo, limit }: { conversationId: string; upTo: number; limit: number },
): Promise<LogEntry[]> {
  const rows = await entriesWithEpoch(db, tenantId, conversationId)
    .where('entries.seq', '<=', upTo)
    .orderBy('entries.seq', 'desc')
    .limit(limit)
    .execute()
  return rows.map(entryOf).reverse()
}

/** Entries belong to the conversation's present epoch: a change of the epoch is a change of the whole log. */
const entriesWithEpoch = (db: Db, tenantId: string, conversationId: string) =>
  db
    .selectFrom('entries')
    .innerJoin('conversations', (join) =>
      join.onRef('conversations.tenant_id', '=', 'entries.tenant_id').onRef('conversations.id', '=', 'entries.conversation_id'),
    )
    .select(['entries.seq', 'entries.kind', 'entries.body', 'entries.rating', 'conversations.epoch'])
    .where('entries.tenant_id', '=', tenantId)
    .where('entries.conversation_id', '=', conversationId)

export type Addition = { kind: 'message'; answer: NewAnswer } | { kind: 'floor'; floor: Floor; person?: PersonName | undefined }

/** Appends to a conversation whose row this transaction has just updated, in the order given; a floor becomes the present one. */
export async function append(db: Db, to: ConversationRow, additions: Addition[]): Promise<LogEntry[]> {
  if (additions.length === 0) return []
  let lastAt = to.last_at
  let change: { floor: Floor; person?: PersonName | undefined } | undefined
  const rows = additions.map((addition, index) => {
    const asked = addition.kind === 'message' ? addition.answer.at : addition.floor.since
    lastAt = Math.max(lastAt, asked)
    const seq = to.top + 1 + index
    if (addition.kind === 'floor') {
      change = { floor: { ...addition.floor, since: lastAt }, person: addition.person }
      return { seq, kind: addition.kind, answer_id: null, search_text: null, body: JSON.stringify(change.floor) }
    }
    const body = messageOf(addition.answer, lastAt)
    return { seq, kind: addition.kind, answer_id: addition.answer.id, search_text: searchTextOf(body), body: JSON.stringify(body) }
  })
  await db
    .insertInto('entries')
    .values(rows.map((row) => ({ tenant_id: to.tenant_id, conversation_id: to.id, ...row })))
    .execute()
  await db
    .updateTable('conversations')
    .set({
      top: to.top + rows.length,
      last_at: lastAt,
      revision: to.revision + 1,
      ...(change && floorColumns(to, change)),
    })
    .where('tenant_id', '=', to.tenant_id)
    .where('id', '=', to.id)
    .execute()
  if (change) await keepWait(db, to, change.floor)
  // Through the stored text, so that what is told now and what is read later are the same.
  return rows.map((row) => entryOf({ ...row, rating: null, epoch: to.epoch }))
}

export type AnswerRating = { conversationId: string; visitorId: string; answerId: string; rating: Rating | undefined }

/** `undefined` when this visitor has no such answer; else whether anything changed. */
export async function rateAnswer(db: Db, tenantId: string, rated: AnswerRating): Promise<boolean | undefined> {
  const { conversationId, visitorId, answerId, rating = null } = rated
  const known = await db
    .selectFrom('entries')
    .innerJoin('conversations', (join) =>
      join.onRef('conversations.tenant_id', '=', 'entries.tenant_id').onRef('conversations.id', '=', 'entries.conversation_id'),
    )
    .select(['entries.seq', 'entries.rating'])
    .where('entries.tenant_id', '=', tenantId)
    .where('entries.conversation_id', '=', conversationId)
    .where('entries.answer_id', '=', answerId)
    .where('conversations.visitor_id', '=', visitorId)
    .executeTakeFirst()
  if (!known) return undefined
  if (known.rating === rating) return false
  await db
    .updateTable('entries')
    .set({ rating })
    .where('tenant_id', '=', tenantId)
    .where('conversation_id', '=', conversationId)
    .where('seq', '=', known.seq)
    .execute()
  return true
}

/** Lower case by JavaScript's rules: those of a database know fewer alphabets. */
export const searchTextOf = ({ text }: Pick<Message, 'text'>): string => text.toLowerCase()

const messageOf = ({ id, author, text, origin, outcome, suggestions = [] }: NewAnswer, at: number): Message => ({
  id,
  author,
  text,
  at,
  ...(origin && { origin }),
  ...(outcome && { outcome }),
  suggestions,
  attachments: [],
})
