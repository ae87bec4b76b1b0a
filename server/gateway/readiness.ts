/**
 * What keeps the server from serving, if anything does. Anybody may ask, as often as they like, and the database answers with a write
 * that goes to disk: so what it said counts for a moment, and who asks meanwhile hears the same. Leaving is said at once.
 */

import type { Database } from '../ports/database.ts'

export type NotReady = 'draining' | 'database'

export type ReadinessOptions = { database: Pick<Database, 'check'>; isDraining: () => boolean; now: () => number }

/** Shorter than any balancer's interval. */
const COUNTS_MS = 1_000

export function createReadiness({ database, isDraining, now }: ReadinessOptions): () => Promise<NotReady | undefined> {
  let last: { answer: Promise<'database' | undefined>; until: number } | undefined

  return async function notReady() {
    if (isDraining()) return 'draining'
    if (!last || now() >= last.until) {
      const asked = { answer: database.check().then(nothing, () => 'database' as const), until: Infinity }
      last = asked
      // Counted from the answer on: a database that takes longer than a moment is not asked again before it has answered.
      void asked.answer.then(() => (asked.until = now() + COUNTS_MS))
    }
    return last.answer
  }
}

const nothing = (): undefined => undefined
