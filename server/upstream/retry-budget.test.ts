import { expect, test } from 'vitest'
import { createRetryBudget, RETRY_BUDGET } from './retry-budget.ts'

const budgetAt = (clock: { nowMs: number }) => createRetryBudget({ rules: RETRY_BUDGET, now: () => clock.nowMs })
const taken = (budget: ReturnType<typeof budgetAt>): number => Array.from({ length: 1_000 }, () => budget.take()).filter(Boolean).length

test('[U-BUDGET] a fifth of the calls of the last ten seconds may be repeated', () => {
  const clock = { nowMs: 0 }
  const budget = budgetAt(clock)
  for (let calls = 0; calls < 500; calls++) budget.called()
  expect(taken(budget)).toBe(100)
  clock.nowMs += 10_001
  for (let calls = 0; calls < 50; calls++) budget.called()
  expect(taken(budget)).toBe(10)
})

test('a site on which little happens may repeat a few', () => {
  expect(taken(budgetAt({ nowMs: 0 }))).toBe(2)
})

test('a clock that is set back breaks nothing', () => {
  const clock = { nowMs: 50_000 }
  const budget = budgetAt(clock)
  for (let calls = 0; calls < 100; calls++) budget.called()
  clock.nowMs = 0
  expect(taken(budget)).toBe(20)
})
