/**
 * The Database port on SQLite: one file, `kefu.db`, in the data folder. The main thread never touches it. A writer thread
 * commits in groups; a reader thread reads what is committed, and never waits for a commit.
 */

import { resolve } from 'node:path'
import type { Database } from '../../ports/database.ts'
import type { ArgsOf, OperationName, ResultOf } from '../database/operations.ts'
import { databaseOver, type Run } from '../database/tenant-database.ts'
import { makeDataFolder } from './data-folder.ts'
import { createScrubber } from './scrubber.ts'
import { startThread, type Thread } from './thread.ts'

export type SqliteOptions = {
  /** Made if it is not there. */
  folder: string
  /** Called when a database thread dies. Nothing works from then on: the process should end and be started again. */
  died?: (error: Error) => void
}

/** Rejects with a sentence for the operator when the folder cannot be used. The tables are made by `migrate()`. */
export async function openSqliteDatabase({ folder: given, died = () => undefined }: SqliteOptions): Promise<Database> {
  const folder = resolve(given)
  await makeDataFolder(folder)
  const writer = startThread({ role: 'writer', folder }, died)
  const reader = startThread({ role: 'reader', folder }, died)
  const scrubber = createScrubber(async () => (await writer.ask({ type: 'scrub' })) === true)
  const close = async (): Promise<void> => {
    scrubber.stop()
    // The last to close folds the write-ahead log into the file, which only the writer may do.
    await reader.close()
    await writer.close()
  }
  try {
    await writer.ask({ type: 'open' })
    await reader.ask({ type: 'open' })
  } catch (error) {
    await close()
    throw error
  }

  const write = callsOf(writer)
  const run: Run = {
    read: callsOf(reader),
    write,
    erase: (name, tenantId, args) => {
      const erased = write(name, tenantId, args)
      void erased.then(scrubber.begin, () => undefined)
      return erased
    },
  }
  const claimProcess = async (): Promise<void> => {
    await writer.ask({ type: 'claim' })
    // A crash may have come between an erasure and its scrub. Left to the process that serves: a command beside it would keep it from writing.
    scrubber.beginLater()
  }
  return databaseOver(run, { claimProcess, scrubbed: scrubber.done, close })
}

/** What an operation answers is plain data, so its clone has the same type. */
const callsOf =
  (thread: Thread) =>
  async <Name extends OperationName>(name: Name, tenantId: string, args: ArgsOf<Name>): Promise<ResultOf<Name>> =>
    (await thread.ask({ type: 'call', call: { name, tenantId, args } })) as ResultOf<Name>
