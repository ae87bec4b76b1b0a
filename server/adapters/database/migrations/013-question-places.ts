/** Approved questions in the order in which they were made, so that a page of them is read without the others. */

import type { Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.createIndex('questions_place').on('questions').columns(['tenant_id', 'site_id', 'place']).execute()
}
