/** Visitors are forgotten as a whole: when they or the owner ask for it, and conversations when they are older than the owner keeps them. */

import { changedHint } from './desk/desk.ts'
import { newEpoch } from './epoch.ts'
import type { Database } from './ports/database.ts'
import type { Store } from './ports/store.ts'
import type { Forgotten, ForgottenCounts } from './ports/visitors.ts'
import { Refusal } from './refusal.ts'
import type { Sessions } from './session/sessions.ts'
import type { Turns } from './turns.ts'

/** What was deleted and when: numbers, and no word of what it said. */
export type Receipt = { visitor: string; at: number; deleted: ForgottenCounts }

export type ForgettingOptions = {
  database: Database
  store: Store
  turns: Pick<Turns, 'forget'>
  sessions: Pick<Sessions, 'forget'>
  now: () => number
}

export type Forgetting = ReturnType<typeof createForgetting>

const DAY_MS = 86_400_000
/** Deletions at once: what is to be written waits for them. */
const AT_ONCE = 100

export function createForgetting({ database, store, turns, sessions, now }: ForgettingOptions) {
  /** The database has forgotten; whatever still speaks of it falls silent. */
  async function silence(tenantId: string, { conversations }: Forgotten): Promise<void> {
    for (const { id } of conversations) {
      const gone = { id, epoch: newEpoch(), top: 0 }
      turns.forget(gone)
      await sessions.forget({ tenantId, ...gone })
      await store.forTenant(tenantId).publish(changedHint(id))
    }
    for (const visitorId of new Set(conversations.map((one) => one.visitorId)))
      await store.forTenant(tenantId).publish({ topic: `visitor:${visitorId}`, entries: [] })
  }

  return {
    async eraseVisitor(tenantId: string, visitorId: string): Promise<Receipt> {
      const at = now()
      const forgotten = await database.forTenant(tenantId).eraseVisitor({ visitorId, at })
      if (!forgotten) throw new Refusal('not_found')
      await silence(tenantId, forgotten)
      await database.scrubbed()
      return { visitor: visitorId, at, deleted: forgotten.counts }
    },

    /** Every tenant's conversations that are past what the tenant keeps; answers how many there were. */
    async forgetOld(): Promise<number> {
      let count = 0
      for (const { id: tenantId } of await database.tenants()) {
        const tenant = database.forTenant(tenantId)
        const { retentionDays } = await tenant.settings()
        if (retentionDays === undefined) continue
        for (;;) {
          const at = now()
          const forgotten = await tenant.eraseOld({ before: at - retentionDays * DAY_MS, limit: AT_ONCE, at })
          await silence(tenantId, forgotten)
          count += forgotten.conversations.length
          if (forgotten.conversations.length < AT_ONCE) break
        }
      }
      return count
    },
  }
}
