/**
 * The names of a day's budgets. Those of visitors and of network addresses are hashed with a salt that is made for the tenant and the day and deleted
 * after it: the database can go on counting after a restart, and yet nobody can read out of it who wrote, not even by trying all addresses once the day is over.
 */

import { createHmac, randomBytes } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { Database } from '../ports/database.ts'

export type BudgetScope = 'visitor' | 'network' | 'tenant'
export type BudgetKeys = Record<BudgetScope, string>

/** Turns that were taken up after a crash no longer know where they came from: together they are one network. */
const NETWORK_UNKNOWN = 'unknown'

export function createBudgetKeys(database: Pick<Database, 'forTenant'>) {
  const salts = new LRUCache<string, Promise<string>>({ max: 10_000 })

  function saltOf(tenantId: string, day: string): Promise<string> {
    const name = `${day} ${tenantId}`
    const known = salts.get(name)
    if (known) return known
    const asked = database.forTenant(tenantId).budgetSalt({ day, salt: randomBytes(32).toString('base64url') })
    salts.set(name, asked)
    asked.catch(() => salts.delete(name))
    return asked
  }

  return async function budgetKeys(
    { tenantId, visitorId, network = NETWORK_UNKNOWN }: { tenantId: string; visitorId: string; network?: string | undefined },
    day: string,
  ): Promise<BudgetKeys> {
    const salt = await saltOf(tenantId, day)
    const hashed = (text: string): string => createHmac('sha256', salt).update(text).digest('base64url').slice(0, 22)
    return { visitor: `visitor:${hashed(`visitor ${visitorId}`)}`, network: `network:${hashed(`network ${network}`)}`, tenant: 'tenant' }
  }
}
