/** Forgetting visitors and old conversations: whole rows, with everything that hangs on them. */

import type { Kysely } from 'kysely'
import type { Forgotten, ForgottenCounts } from '../../ports/visitors.ts'
import type { Schema } from './schema.ts'
import { forgetTickets } from './ticket-moves.ts'

type Db = Kysely<Schema>

const nothing = (): ForgottenCounts => ({ visitors: 0, conversations: 0, messages: 0, notes: 0, tickets: 0, mails: 0 })

/** What belongs to a conversation and to nothing else, in an order in which nothing is left pointing at nothing. */
const BELONGING = ['notes', 'waits', 'suggested_wordings', 'word_hits', 'turns', 'entries'] as const

async function countOf(
  db: Db,
  table: 'entries' | 'notes' | 'tickets' | 'mails',
  where: { tenantId: string; conversationId: string },
): Promise<number> {
  const row = await db
    .selectFrom(table)
    .select((builder) => builder.fn.countAll<number>().as('rows'))
    .where('tenant_id', '=', where.tenantId)
    .where('conversation_id', '=', where.conversationId)
    .executeTakeFirst()
  return Number(row?.rows ?? 0)
}

type Doomed = { id: string; visitor_id: string; site_id: string; top: number }
const DOOMED = ['id', 'visitor_id', 'site_id', 'top'] as const

async function forgetConversations(db: Db, tenantId: string, { doomed, at }: { doomed: Doomed[]; at: number }): Promise<Forgotten> {
  const counts = nothing()
  for (const { id: conversationId } of doomed) {
    const where = { tenantId, conversationId }
    counts.messages += await countOf(db, 'entries', where)
    for (const table of ['notes', 'tickets', 'mails'] as const) counts[table] += await countOf(db, table, where)
    await forgetTickets(db, tenantId, { conversationId, at })
    for (const table of BELONGING)
      await db.deleteFrom(table).where('tenant_id', '=', tenantId).where('conversation_id', '=', conversationId).execute()
    await db.deleteFrom('conversations').where('tenant_id', '=', tenantId).where('id', '=', conversationId).execute()
    counts.conversations += 1
  }
  return {
    conversations: doomed.map(({ id, visitor_id: visitorId, site_id: siteId, top }) => ({ id, visitorId, siteId, top })),
    counts,
  }
}

export async function eraseVisitor(
  db: Db,
  tenantId: string,
  { visitorId, at }: { visitorId: string; at: number },
): Promise<Forgotten | undefined> {
  // Writing the row first also makes a message that arrives now wait for what becomes of the visitor, on databases with many writers.
  const { numUpdatedRows } = await db
    .updateTable('visitors')
    .set({ description: null, email: null })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', visitorId)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return undefined
  const doomed = await db
    .selectFrom('conversations')
    .select(DOOMED)
    .where('tenant_id', '=', tenantId)
    .where('visitor_id', '=', visitorId)
    .execute()
  const forgotten = await forgetConversations(db, tenantId, { doomed, at })
  await db.deleteFrom('visitors').where('tenant_id', '=', tenantId).where('id', '=', visitorId).execute()
  forgotten.counts.visitors = 1
  return forgotten
}

export async function eraseOld(
  db: Db,
  tenantId: string,
  { before, limit, at }: { before: number; limit: number; at: number },
): Promise<Forgotten> {
  const doomed = await db
    .selectFrom('conversations')
    .select(DOOMED)
    .where('tenant_id', '=', tenantId)
    .where('last_at', '<', before)
    .orderBy('last_at')
    .limit(limit)
    .execute()
  const forgotten = await forgetConversations(db, tenantId, { doomed, at })
  for (const visitorId of new Set(doomed.map((one) => one.visitor_id))) {
    const left = await db
      .selectFrom('conversations')
      .select('id')
      .where('tenant_id', '=', tenantId)
      .where('visitor_id', '=', visitorId)
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .execute()
    const [newest] = left
    const own = db.updateTable('visitors').where('tenant_id', '=', tenantId).where('id', '=', visitorId)
    if (newest === undefined) {
      await db.deleteFrom('visitors').where('tenant_id', '=', tenantId).where('id', '=', visitorId).execute()
      forgotten.counts.visitors += 1
    } else {
      // The pointer stays where it is, unless what it pointed at has just gone.
      await own
        .set({ newest_conversation_id: newest.id })
        .where(
          'newest_conversation_id',
          'in',
          doomed.map(({ id }) => id),
        )
        .execute()
    }
  }
  return forgotten
}
