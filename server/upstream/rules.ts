/** How patient we are with the model, beyond a single attempt. An attempt's own clocks are the adapter's. */

import { BREAKER_RULES, type BreakerRules } from './breaker.ts'
import type { LimiterRules } from './limiter.ts'
import { RETRY_BUDGET, type RetryBudgetRules } from './retry-budget.ts'

export type UpstreamRules = {
  /** From the first attempt to the end of the last, waiting for a place included. */
  messageMs: number
  attempts: number
  /** Before the same provider is asked again: a random part of this, and of twice as much at every further time up to the most. */
  backoffMs: number
  mostBackoffMs: number
  /** A provider that wants to be left alone for longer is not waited for. */
  mostRetryAfterMs: number
  /** An answer whose first text comes later than this tells against its provider, though the customer gets it. */
  slowMs: number
  limits: LimiterRules
  breaker: BreakerRules
  budget: RetryBudgetRules
}

export const UPSTREAM_RULES: UpstreamRules = {
  messageMs: 75_000,
  attempts: 3,
  backoffMs: 250,
  mostBackoffMs: 2_000,
  mostRetryAfterMs: 5_000,
  slowMs: 10_000,
  // As many as a provider's pool has sockets.
  limits: { running: 500, waiting: 500 },
  breaker: BREAKER_RULES,
  budget: RETRY_BUDGET,
}

/** The same with all times this much shorter or longer; counts and shares stay. */
export function scaled<Rules extends object>(rules: Rules, factor: number): Rules {
  const entries = Object.entries(rules).map(([name, value]: [string, unknown]) => {
    if (typeof value === 'object' && value !== null) return [name, scaled(value, factor)]
    return [name, typeof value === 'number' && name.endsWith('Ms') ? value * factor : value]
  })
  return Object.fromEntries(entries) as Rules
}
