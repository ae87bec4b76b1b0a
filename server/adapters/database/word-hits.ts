/** What was found in messages, kept in the transaction that keeps the message. */

import type { Kysely } from 'kysely'
import type { WordHit } from '../../ports/word-lists.ts'
import type { Schema } from './schema.ts'

type Db = Kysely<Schema>

export type FoundIn = { conversationId: string; messageId: string; hits: readonly WordHit[]; at: number }

export async function keepHits(db: Db, tenantId: string, { conversationId, messageId, hits, at }: FoundIn): Promise<void> {
  if (hits.length === 0) return
  await db
    .insertInto('word_hits')
    .values(
      hits.map((hit, number) => ({
        tenant_id: tenantId,
        conversation_id: conversationId,
        message_id: messageId,
        number,
        direction: hit.direction,
        list_id: hit.list,
        rule: hit.rule,
        category: hit.category,
        action: hit.action,
        start_at: hit.start,
        end_at: hit.end,
        at,
      })),
    )
    .execute()
}

export async function wordHits(db: Db, tenantId: string, conversationId: string): Promise<(WordHit & { messageId: string; at: number })[]> {
  const rows = await db
    .selectFrom('word_hits')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('conversation_id', '=', conversationId)
    .orderBy('at')
    .orderBy('message_id')
    .orderBy('number')
    .execute()
  return rows.map(({ message_id: messageId, direction, list_id: list, rule, category, action, start_at: start, end_at: end, at }) => ({
    messageId,
    direction,
    list,
    rule,
    category,
    action,
    start,
    end,
    at,
  }))
}
