/**
 * Many commands, one transaction, one wait for the disk.
 *
 * Each command runs in a savepoint of its own, so that one that fails undoes itself and nothing else. Nobody is answered before
 * the commit: what is acknowledged is on the disk. When the commit fails, or the transaction is lost on the way (SQLite
 * gives it up by itself when the disk is full), nothing of the batch has happened and every command of it fails.
 */

import type { Connection } from './connection.ts'
import type { Outcome } from './messages.ts'

export async function groupCommit(connection: Connection, commands: (() => Promise<unknown>)[]): Promise<Outcome[]> {
  try {
    connection.execute('begin immediate')
    const outcomes: Outcome[] = []
    for (const command of commands) outcomes.push(await inSavepoint(connection, command))
    connection.execute('commit')
    return outcomes
  } catch (error) {
    if (connection.inTransaction()) connection.execute('rollback')
    return commands.map(() => ({ error }))
  }
}

/** Answers what came of the command; throws only when the transaction around it is lost. */
async function inSavepoint(connection: Connection, command: () => Promise<unknown>): Promise<Outcome> {
  connection.execute('savepoint command')
  try {
    const value = await command()
    connection.execute('release command')
    return { value }
  } catch (error) {
    if (!connection.inTransaction()) throw error
    connection.execute('rollback to command')
    connection.execute('release command')
    return { error }
  }
}
