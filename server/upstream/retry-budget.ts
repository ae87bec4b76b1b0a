/**
 * How many of a provider's calls may be repetitions. When much fails, repeating everything would double the load of a provider that is struggling already;
 * so only a share of the calls of the last seconds may be repeated, and two in any case: the attempts of one message on a site where little happens.
 */

import { createSlidingCount } from './sliding-count.ts'

export type RetryBudgetRules = { windowMs: number; share: number; least: number }

export const RETRY_BUDGET: RetryBudgetRules = { windowMs: 10_000, share: 0.2, least: 2 }

export type RetryBudget = {
  /** A call that repeats none. */
  called(): void
  /** Takes one repetition. False when there is none left now. */
  take(): boolean
}

export function createRetryBudget({ rules, now }: { rules: RetryBudgetRules; now: () => number }): RetryBudget {
  const calls = createSlidingCount({ windowMs: rules.windowMs, now })
  const retries = createSlidingCount({ windowMs: rules.windowMs, now })
  return {
    called: () => calls.add(),
    take() {
      if (retries.total() + 1 > Math.max(rules.least, calls.total() * rules.share)) return false
      retries.add()
      return true
    },
  }
}
