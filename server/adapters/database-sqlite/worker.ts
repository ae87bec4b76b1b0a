/**
 * A database thread: the only place where SQLite is touched. Run twice, as writer and as reader (`workerData.role`).
 *
 * Requests are taken in the order in which they came. The writer makes one transaction of all calls that wait, at most
 * 256 at a time; while it commits, the next ones gather. The reader runs one after another without transactions.
 */

import { setImmediate as nextTurn } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { erases, perform, type Call } from '../database/operations.ts'
import type { Connection } from './connection.ts'
import { groupCommit } from './group-commit.ts'
import { answerOf, type Answer, type Envelope, type Outcome, type Request, type ThreadData } from './messages.ts'
import { claimFolder, openFile } from './open-file.ts'
import { noteRemains, scrub } from './scrub.ts'

const BATCH = 256

if (!parentPort) throw new Error('this file runs in a worker thread')
const port = parentPort
const { role, folder } = workerData as ThreadData

let connection: Connection | undefined
let lock: Connection | undefined
const waiting: Envelope[] = []
let working = false
let closed = false

port.on('message', (envelope: Envelope) => {
  waiting.push(envelope)
  if (!working) void work()
})

async function work(): Promise<void> {
  working = true
  while (waiting.length > 0) {
    // Lets the messages that have already arrived join this batch, and freed statements go.
    await nextTurn()
    port.postMessage(await takeBatch())
    // Without the port nothing keeps this thread alive; what was posted before is still delivered.
    if (closed) port.close()
  }
  working = false
}

async function takeBatch(): Promise<Answer[]> {
  const last = waiting.findIndex(({ request }, index) => request.type !== 'call' || index === BATCH)
  const calls = waiting.splice(0, last === -1 ? waiting.length : last)
  if (calls.length > 0) {
    const outcomes = await runCalls(calls.flatMap(({ request }) => (request.type === 'call' ? [request.call] : [])))
    return outcomes.map((outcome, index) => answerOf(calls[index]?.id ?? 0, outcome))
  }
  const next = waiting.shift()
  return next ? [answerOf(next.id, await outcomeOf(() => manage(next.request)))] : []
}

async function runCalls(calls: Call[]): Promise<Outcome[]> {
  const open = connection
  if (!open) return calls.map(() => ({ error: new Error('the database is not open') }))
  const commands = calls.map((call) => {
    const command = (): Promise<unknown> => perform(open.db, call)
    return erases(call) ? () => noteRemains(open, command) : command
  })
  if (role === 'writer') return groupCommit(open, commands)
  const outcomes: Outcome[] = []
  for (const command of commands) outcomes.push(await outcomeOf(command))
  return outcomes
}

/** Answers a scrub with whether it went through, and everything else with nothing. */
async function manage(request: Request): Promise<boolean | undefined> {
  if (request.type === 'open') connection ??= openFile(folder, role)
  if (request.type === 'claim') lock ??= claimFolder(folder)
  if (request.type === 'scrub') return connection ? scrub(connection) : false
  if (request.type === 'close') {
    closed = true
    connection?.close()
    lock?.close()
  }
  return undefined
}

async function outcomeOf(command: () => Promise<unknown>): Promise<Outcome> {
  try {
    return { value: await command() }
  } catch (error) {
    return { error }
  }
}
