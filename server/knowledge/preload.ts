/** Makes the approved questions of every site ready at the start, so that no customer waits for it: one site after the other, while customers are served. */

import type { Database } from '../ports/database.ts'
import type { Knowledge } from './questions.ts'

export type PreloadOptions = {
  database: Pick<Database, 'tenants' | 'forTenant'>
  knowledge: Pick<Knowledge, 'of'>
  /** A site whose questions cannot be read now is read when they are needed. */
  failed: (error: unknown) => void
}

/** Whose questions do not fit into memory are read when they are needed. */
const SITES = 1_000

export function createPreload({ database, knowledge, failed }: PreloadOptions) {
  let isStopped = false
  let running = Promise.resolve()

  async function run(): Promise<void> {
    let left = SITES
    for (const { id } of await database.tenants()) {
      if (isStopped) return
      for (const site of await database.forTenant(id).sites()) {
        if (isStopped || left === 0) return
        left -= 1
        await knowledge.of(site).catch(failed)
      }
    }
  }

  return {
    /** Nobody waits for it. */
    start(): void {
      running = run().catch(failed)
    },
    async stop(): Promise<void> {
      isStopped = true
      await running
    },
  }
}
