/** What was spent under each key, in one process: whole numbers, all of a reservation or none. */

import type { Budget, Reservation } from '../../ports.ts'

const MOST = 200_000

export function createBudgets(now: () => number) {
  const budgets = new Map<string, { spent: number; until: number; ttlMs: number }>()

  function known(key: string): { spent: number; until: number; ttlMs: number } | undefined {
    const budget = budgets.get(key)
    if (!budget) return undefined
    if (budget.until <= now()) {
      budgets.delete(key)
      return undefined
    }
    budget.until = now() + budget.ttlMs
    return budget
  }

  return {
    reserve(scope: string, amount: number, wanted: Budget[]): Reservation {
      const unknown = wanted.filter(({ key }) => !known(scope + key)).map(({ key }) => key)
      if (unknown.length > 0) return { state: 'unknown', keys: unknown }
      const full = wanted.find(({ key, limit }) => (known(scope + key)?.spent ?? 0) + amount > limit)
      if (full) return { state: 'full', key: full.key }
      const spent: Record<string, number> = {}
      for (const { key } of wanted) {
        const budget = known(scope + key)
        if (budget) spent[key] = budget.spent += amount
      }
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
      if (budgets.size >= MOST) for (const [old, { until }] of budgets) if (until <= now()) budgets.delete(old)
      budgets.set(scope + key, { spent, ttlMs, until: now() + ttlMs })
    },
    clear: () => budgets.clear(),
  }
}
