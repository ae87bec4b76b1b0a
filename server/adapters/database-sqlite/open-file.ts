/** Opening the files in the data folder, and saying in plain words why they cannot be opened. Runs in the database threads. */

import { join } from 'node:path'
import { OperatorFault } from '../../operator-fault.ts'
import { connectTo, type Connection } from './connection.ts'
import type { Role, ThreadData } from './messages.ts'

export function openFile(folder: string, role: Role): Connection {
  return explained(folder, () => {
    const connection = connectTo(join(folder, 'kefu.db'))
    try {
      prepareConnection(connection, { role, folder })
      return connection
    } catch (error) {
      connection.close()
      throw error
    }
  })
}

function prepareConnection(connection: Connection, { role, folder }: ThreadData): void {
  if (role === 'reader') return connection.execute('pragma query_only = on')
  connection.execute('pragma journal_mode = wal')
  // A commit returns when its bytes are on the disk; on macOS only `fullfsync` means that.
  connection.execute('pragma synchronous = full')
  connection.execute('pragma fullfsync = on')
  // What is deleted is overwritten, and not only marked as free.
  connection.execute('pragma secure_delete = on')
  // Writing the file anew needs room for a copy, which /tmp may not have, and a container with a read-only disk has no /tmp.
  connection.execute(`pragma temp_store_directory = '${folder.replaceAll("'", "''")}'`)
  // SQLite opens what it may not write without a word. This asks for the right to write, and gives it back.
  connection.execute('begin immediate')
  connection.execute('rollback')
}

/**
 * Holds a lock on `kefu.lock` until the connection is closed or the process dies: the kernel gives the lock back even
 * after SIGKILL, and no file has to be cleaned away. A file of its own, so that commands can use the database meanwhile.
 */
export function claimFolder(folder: string): Connection {
  return explained(folder, () => {
    const lock = connectTo(join(folder, 'kefu.lock'), { timeout: 0 })
    try {
      lock.execute('begin exclusive')
      return lock
    } catch (error) {
      lock.close()
      if (!isBusy(error)) throw error
      throw new OperatorFault(
        `Another process already serves the data folder "${folder}". Stop it first, or give this one another folder (DATA_DIR). ` +
          'Several processes on the same data need Redis and PostgreSQL.',
        { cause: error },
      )
    }
  })
}

const BUSY = 5

/** What an operator can do about SQLite's primary result codes. */
const REMEDIES: Record<number, string> = {
  [BUSY]: 'another process keeps its database locked. Stop that process.',
  8: 'its database cannot be written. Give the user that runs Kefu the right to write all files in it, or choose another folder (DATA_DIR).',
  10: 'the disk reports an error. Look at the system log, and choose a folder on a healthy local disk (DATA_DIR).',
  11: 'its database (kefu.db) is damaged. Restore a backup, or choose another folder (DATA_DIR).',
  13: 'the disk is full. Make room, or choose a folder on another disk (DATA_DIR).',
  14: 'its database (kefu.db) cannot be opened. Give the user that runs Kefu the right to write in it, or choose another folder (DATA_DIR).',
  26: 'its kefu.db is not a database. Move that file away, or choose another folder (DATA_DIR).',
}

function explained<T>(folder: string, open: () => T): T {
  try {
    return open()
  } catch (error) {
    const remedy = REMEDIES[primaryCodeOf(error)]
    if (remedy === undefined) throw error
    throw new OperatorFault(`The data folder "${folder}" cannot be used: ${remedy}`, { cause: error })
  }
}

/** Somebody else holds the file just now. */
export const isBusy = (error: unknown): boolean => primaryCodeOf(error) === BUSY

/** The low byte of an extended result code is the primary one. */
function primaryCodeOf(error: unknown): number {
  const { errcode } = (error ?? {}) as { errcode?: unknown }
  return typeof errcode === 'number' ? errcode & 0xff : 0
}
