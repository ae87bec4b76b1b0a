/** What databases call their faults, and how to find out whether one has any. */

import type { Kysely } from 'kysely'
import { Duplicate } from '../../ports.ts'
import type { Schema } from './schema.ts'

/** SQLite's extended codes for a unique index and a primary key; PostgreSQL's state for both. */
const UNIQUE = new Set<unknown>([2067, 1555, '23505'])

/** `Duplicate` for a unique value that is taken; every other error as it is. */
export function duplicateOr(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const { code, errcode } = error as { code?: unknown; errcode?: unknown }
  return UNIQUE.has(errcode) || UNIQUE.has(code) ? new Duplicate('this value is already taken', { cause: error }) : error
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
