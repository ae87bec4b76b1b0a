/** How far customers have read what people wrote to them, and when. */

import type { Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const column of ['read_seq', 'read_at']) await db.schema.alterTable('conversations').addColumn(column, 'bigint').execute()
}
