/** What databases call their faults, and how to find out whether one has any. */

import type { Kysely } from 'kysely'
import { Duplicate } from '../../ports/database.ts'
import type { Schema } from './schema.ts'

/** PostgreSQL's state for a unique index and a primary key. */
const UNIQUE_VIOLATION = '23505'

/** `Duplicate` for a unique value that is taken; every other error as it is. */
export function duplicateOr(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  // SQLite's is told by its words: the driver leaves the result code out when a statement that returns rows fails.
  const taken = error.message.startsWith('UNIQUE constraint failed') || (error as { code?: unknown }).code === UNIQUE_VIOLATION
  return taken ? new Duplicate('this value is already taken', { cause: error }) : error
}

/** A write that must reach the disk. One that is rolled back would not: it never leaves memory. */
export async function check(db: Kysely<Schema>): Promise<void> {
  const checkedAt = Date.now()
  await db
    .insertInto('checks')
    .values({ id: 1, checked_at: checkedAt })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ checked_at: checkedAt }))
    .execute()
}
