/**
 * Takes what was deleted out of the write-ahead log: its pages go into the database file, over the old ones, and the log is cut to nothing.
 * Until then the log still holds the pages as they were before.
 */

import { sql } from 'kysely'
import { BUSY_TIMEOUT_MS, type Connection } from './connection.ts'

/** Our own reader is done within this; everything that is to be written waits meanwhile. */
const WAIT_MS = 250

/** False while somebody else still reads an older state from the log: then it must be tried again. */
export async function scrub(connection: Connection): Promise<boolean> {
  connection.execute(`pragma busy_timeout = ${WAIT_MS}`)
  try {
    const { rows } = await sql<{ busy: number }>`pragma wal_checkpoint(truncate)`.execute(connection.db)
    return rows[0]?.busy === 0
  } finally {
    connection.execute(`pragma busy_timeout = ${BUSY_TIMEOUT_MS}`)
  }
}
