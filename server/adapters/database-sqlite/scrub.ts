/**
 * Takes what was deleted out of the files. `secure_delete` overwrites a row where it stands; but where SQLite rebuilds a page to balance a tree, older copies
 * of rows stay behind in the page's unused middle, and nothing overwrites those. So the file is written anew, which copies only what still is. The
 * write-ahead log, which holds pages as they were, is folded into the file and cut to nothing.
 *
 * Whether that is still to be done stands in the file itself (`user_version`), so that neither a crash nor another process forgets it, and
 * a file of which nothing is known counts as one that needs it.
 */

import { sql } from 'kysely'
import { BUSY_TIMEOUT_MS, type Connection } from './connection.ts'
import { isBusy } from './open-file.ts'

/** Our own reader is done within this; everything that is to be written waits meanwhile. */
const WAIT_MS = 250

const REMAINS = 0
const REWRITTEN = 1

/** Runs what may delete, inside a transaction: with the deletion stands in the file that copies of it may be left. */
export async function noteRemains<T>(connection: Connection, command: () => Promise<T>): Promise<T> {
  const before = await changesOn(connection)
  const value = await command()
  if ((await changesOn(connection)) !== before) connection.execute(`pragma user_version = ${REMAINS}`)
  return value
}

/** False while somebody else still reads an older state from the log, or writes: then it must be tried again. */
export async function scrub(connection: Connection): Promise<boolean> {
  connection.execute(`pragma busy_timeout = ${WAIT_MS}`)
  try {
    // First, because a log that cannot be cut now would grow by the whole file at every try.
    if (!(await foldLog(connection))) return false
    if (await isRewritten(connection)) return true
    connection.execute('vacuum')
    connection.execute(`pragma user_version = ${REWRITTEN}`)
    return await foldLog(connection)
  } catch (error) {
    if (isBusy(error)) return false
    throw error
  } finally {
    connection.execute(`pragma busy_timeout = ${BUSY_TIMEOUT_MS}`)
  }
}

async function foldLog({ db }: Connection): Promise<boolean> {
  const { rows } = await sql<{ busy: number }>`pragma wal_checkpoint(truncate)`.execute(db)
  return rows[0]?.busy === 0
}

async function isRewritten({ db }: Connection): Promise<boolean> {
  const { rows } = await sql<{ user_version: number }>`pragma user_version`.execute(db)
  return rows[0]?.user_version === REWRITTEN
}

async function changesOn({ db }: Connection): Promise<number | undefined> {
  const { rows } = await sql<{ changes: number }>`select total_changes() as changes`.execute(db)
  return rows[0]?.changes
}
