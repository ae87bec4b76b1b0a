/**
 * The budgets of a day, kept by the Store, which may forget them: then what the database knows as settled, and what this process has reserved and not
 * settled, is what they begin with again. Whatever is in doubt is counted as spent.
 */

import type { Database } from '../ports/database.ts'
import type { SpendLimits } from '../ports/spend.ts'
import type { Budget, Store } from '../ports/store.ts'
import type { BudgetKeys, BudgetScope } from './budget-keys.ts'
import type { Ledger } from './ledger.ts'

export type BudgetOptions = {
  store: Pick<Store, 'forTenant'>
  database: Pick<Database, 'forTenant'>
  ledger: Pick<Ledger, 'budgetsWritten'>
  /** A settlement did not reach the store. */
  failed: (error: unknown) => void
}

export type Wanted = { tenantId: string; day: string; keys: BudgetKeys; limits: SpendLimits; amount: number }

export type Held = { state: 'reserved'; tenantSpent: number } | { state: 'full'; scope: BudgetScope }

export const SCOPES: readonly BudgetScope[] = ['visitor', 'network', 'tenant']

/** Longer than any day, so that a budget is forgotten after its day and not during it. */
const TTL_MS = 36 * 60 * 60 * 1000
/** Seeded budgets would have to be forgotten anew in the same moment to be asked for a third time. */
const MOST_ASKED = 3

export function createBudgets({ store, database, ledger, failed }: BudgetOptions) {
  /** By tenant and the store's key. */
  const unsettled = new Map<string, number>()

  async function reserve(wanted: Wanted): Promise<Held> {
    const { tenantId, limits, amount } = wanted
    const most = { visitor: limits.visitorDay, network: limits.networkDay, tenant: limits.tenantDay }
    const budgets = SCOPES.map((scope): Budget => ({ key: nameOf(wanted, scope), limit: most[scope] }))
    for (let asked = 0; asked < MOST_ASKED; asked++) {
      const reservation = await store.forTenant(tenantId).reserve(amount, budgets)
      switch (reservation.state) {
        case 'unknown':
          await seed(wanted, reservation.keys)
          break
        case 'full':
          return { state: 'full', scope: SCOPES.find((scope) => nameOf(wanted, scope) === reservation.key) ?? 'tenant' }
        case 'reserved':
          for (const { key } of budgets) note(tenantId, key, amount)
          return { state: 'reserved', tenantSpent: reservation.spent[nameOf(wanted, 'tenant')] ?? 0 }
      }
    }
    throw new Error('the store forgets its budgets at once')
  }

  async function seed(wanted: Wanted, forgotten: string[]): Promise<void> {
    const { tenantId, day } = wanted
    const scopes = SCOPES.filter((scope) => forgotten.includes(nameOf(wanted, scope)))
    const keys = scopes.map((scope) => wanted.keys[scope])
    // Before the database is asked: what is settled meanwhile is rather counted twice than not at all.
    const open = scopes.map((scope) => unsettled.get(`${tenantId} ${nameOf(wanted, scope)}`) ?? 0)
    await ledger.budgetsWritten(tenantId, day, keys)
    const settled = await database.forTenant(tenantId).settledBudgets({ day, keys })
    for (const [index, scope] of scopes.entries()) {
      const spent = (settled[wanted.keys[scope]] ?? 0) + (open[index] ?? 0)
      await store.forTenant(tenantId).seedBudget({ key: nameOf(wanted, scope), spent, ttlMs: TTL_MS })
    }
  }

  function note(tenantId: string, key: string, amount: number): void {
    const name = `${tenantId} ${key}`
    const sum = (unsettled.get(name) ?? 0) + amount
    if (sum > 0) unsettled.set(name, sum)
    else unsettled.delete(name)
  }

  return {
    /** Against all three budgets, or none. Rejects when nobody can say what was spent. */
    reserve,

    /** What was spent takes the place of what was reserved. A store that is away keeps the reservation as spent. */
    settle(wanted: Wanted, spent: number): void {
      const keys = SCOPES.map((scope) => nameOf(wanted, scope))
      for (const key of keys) note(wanted.tenantId, key, -wanted.amount)
      store.forTenant(wanted.tenantId).settle({ keys, reserved: wanted.amount, spent }).catch(failed)
    },
  }
}

/** Budgets of the Store stand beside its buckets and leases. */
const nameOf = ({ day, keys }: Wanted, scope: BudgetScope): string => `spend:${day}:${keys[scope]}`
