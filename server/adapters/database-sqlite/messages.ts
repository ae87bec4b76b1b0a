/** What the main thread and a database thread say to each other. Everything here is plain data that can be cloned. */

import type { Call } from '../database/operations.ts'
import { OperatorFault } from '../../operator-fault.ts'
import { Duplicate } from '../../ports/database.ts'

/** The writer makes and owns the file; the reader reads what is committed, and never waits for a commit. */
export type Role = 'writer' | 'reader'

export type ThreadData = { role: Role; folder: string }

/** `open` comes first, `close` last; `claim` and `scrub` are for the writer. */
export type Request = { type: 'open' } | { type: 'claim' } | { type: 'scrub' } | { type: 'close' } | { type: 'call'; call: Call }
export type Envelope = { id: number; request: Request }

/** Errors cross by name, because a clone forgets its class. */
export type Fault = { name: string; message: string; code?: string }
export type Answer = { id: number; value: unknown } | { id: number; fault: Fault }

export type Outcome = { value: unknown } | { error: unknown }

export const answerOf = (id: number, outcome: Outcome): Answer =>
  'error' in outcome ? { id, fault: faultOf(outcome.error) } : { id, value: outcome.value }

function faultOf(error: unknown): Fault {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) }
  const { code, sqliteCodeName } = error as { code?: unknown; sqliteCodeName?: unknown }
  const told = typeof sqliteCodeName === 'string' ? sqliteCodeName : code
  return { name: error.name, message: error.message, ...(typeof told === 'string' && { code: told }) }
}

export function errorOf({ name, message, code }: Fault): Error {
  if (name === 'Duplicate') return new Duplicate(message)
  if (name === 'OperatorFault') return new OperatorFault(message)
  const error = new Error(message)
  return code === undefined ? error : Object.assign(error, { code })
}
