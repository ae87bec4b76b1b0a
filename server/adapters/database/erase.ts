/** Forgetting a conversation: its log, its turns, what was found in it, and with them every cid, hash and rating. What stays is an empty conversation of the same id. */

import { sql, type Kysely } from 'kysely'
import type { Conversation } from '../../ports/conversations.ts'
import { CONVERSATION_COLUMNS, conversationOf } from './rows.ts'
import type { Schema } from './schema.ts'
import { forgetTickets } from './ticket-moves.ts'

export type Erasure = { conversationId: string; visitorId: string; epoch: string; at: number }

export async function eraseConversation(db: Kysely<Schema>, tenantId: string, erasure: Erasure): Promise<Conversation | undefined> {
  const { conversationId, visitorId, epoch, at } = erasure
  // An empty one stays as it is: nothing would be forgotten, and every tab would start over for nothing.
  const erased = await db
    .updateTable('conversations')
    .set({
      epoch,
      top: 0,
      last_at: at,
      floor_state: 'bot',
      floor_reason: 'erased',
      floor_since: at,
      floor_person: null,
      floor_person_name: null,
      queued_at: null,
      last_reason: null,
      read_seq: null,
      read_at: null,
      revision: sql<number>`revision + 1`,
      // What was begun before can be recorded neither by a run nor by an agent.
      fence: sql<number>`fence + 1`,
      claim: sql<number>`claim + 1`,
    })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', conversationId)
    .where('visitor_id', '=', visitorId)
    .where('top', '>', 0)
    .returning(CONVERSATION_COLUMNS)
    .executeTakeFirst()
  if (erased) {
    await forgetEmail(db, tenantId, visitorId)
    for (const table of ['notes', 'waits', 'suggested_wordings'] as const)
      await db.deleteFrom(table).where('tenant_id', '=', tenantId).where('conversation_id', '=', conversationId).execute()
    await forgetTickets(db, tenantId, { conversationId, at })
    await db.deleteFrom('word_hits').where('tenant_id', '=', tenantId).where('conversation_id', '=', conversationId).execute()
    await db.deleteFrom('turns').where('tenant_id', '=', tenantId).where('conversation_id', '=', conversationId).execute()
    await db.deleteFrom('entries').where('tenant_id', '=', tenantId).where('conversation_id', '=', conversationId).execute()
    return conversationOf(erased)
  }
  const empty = await db
    .selectFrom('conversations')
    .select(CONVERSATION_COLUMNS)
    .where('tenant_id', '=', tenantId)
    .where('id', '=', conversationId)
    .where('visitor_id', '=', visitorId)
    .executeTakeFirst()
  return empty && conversationOf(empty)
}

/** It was said in the chat. */
async function forgetEmail(db: Kysely<Schema>, tenantId: string, visitorId: string): Promise<void> {
  await db.updateTable('visitors').set({ email: null }).where('tenant_id', '=', tenantId).where('id', '=', visitorId).execute()
}
