/**
 * What was spent under each key, in one process: whole numbers, all of a reservation or none. Those unused longest are let go of when there
 * are too many; they are seeded again from the settled usage.
 */

import type { Budget, Reservation } from '../../ports/store.ts'

export function createBudgets(now: () => number, most = 200_000) {
  /** Least recently used first. */
  const budgets = new Map<string, { spent: number; until: number; ttlMs: number }>()

  function known(key: string): { spent: number } | undefined {
    const budget = budgets.get(key)
    if (!budget) return undefined
    budgets.delete(key)
    if (budget.until <= now()) return undefined
    budget.until = now() + budget.ttlMs
    budgets.set(key, budget)
    return budget
  }

  return {
    reserve(scope: string, amount: number, wanted: Budget[]): Reservation {
      const found = wanted.map(({ key, limit }) => ({ key, limit, budget: known(scope + key) }))
      const unknown = found.filter(({ budget }) => !budget).map(({ key }) => key)
      if (unknown.length > 0) return { state: 'unknown', keys: unknown }
      const full = found.find(({ limit, budget }) => (budget?.spent ?? 0) + amount > limit)
      if (full) return { state: 'full', key: full.key }
      const spent: Record<string, number> = {}
      for (const { key, budget } of found) if (budget) spent[key] = budget.spent += amount
      return { state: 'reserved', spent }
    },
    settle(scope: string, { keys, reserved, spent }: { keys: string[]; reserved: number; spent: number }): void {
      for (const key of keys) {
        const budget = known(scope + key)
        if (budget) budget.spent += spent - reserved
      }
    },
    seed(scope: string, { key, spent, ttlMs }: { key: string; spent: number; ttlMs: number }): void {
      if (known(scope + key)) return
      for (const oldest of budgets.keys()) {
        if (budgets.size < most) break
        budgets.delete(oldest)
      }
      budgets.set(scope + key, { spent, ttlMs, until: now() + ttlMs })
    },
    clear: () => budgets.clear(),
    get size() {
      return budgets.size
    },
  }
}
