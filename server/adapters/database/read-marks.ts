/** How far the customer has read in a conversation. It goes with the epoch: what is erased was not read. */

import type { Kysely } from 'kysely'
import type { ReadMark } from '../../../shared/desk.ts'
import type { NewReadMark } from '../../ports/desk.ts'
import type { Schema } from './schema.ts'

/** A mark moves forward only, and never past the end of the log. */
export async function markRead(db: Kysely<Schema>, tenantId: string, mark: NewReadMark): Promise<boolean> {
  const { conversationId, visitorId, epoch, seq, at } = mark
  const { numUpdatedRows } = await db
    .updateTable('conversations')
    .set({ read_seq: seq, read_at: at })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', conversationId)
    .where('visitor_id', '=', visitorId)
    .where('epoch', '=', epoch)
    .where('top', '>=', seq)
    .where((is) => is.or([is('read_seq', 'is', null), is('read_seq', '<', seq)]))
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export async function readMark(db: Kysely<Schema>, tenantId: string, conversationId: string): Promise<ReadMark | undefined> {
  const row = await db
    .selectFrom('conversations')
    .select(['read_seq', 'read_at'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', conversationId)
    .executeTakeFirst()
  return row && row.read_seq !== null && row.read_at !== null ? { seq: row.read_seq, at: row.read_at } : undefined
}
