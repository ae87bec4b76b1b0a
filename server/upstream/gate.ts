/** One provider and what stands before it, shared by all messages: breaker, retry budget, places. */

import type { Answerer } from '../ports/answerer.ts'
import { createBreaker, type Breaker, type BreakerState } from './breaker.ts'
import { createLimiter, type Limiter, type LimiterRules } from './limiter.ts'
import { createRetryBudget, type RetryBudget } from './retry-budget.ts'
import type { UpstreamRules } from './rules.ts'

export type Provider = {
  /** The operator's own word for it; in policies, metrics and logs. */
  name: string
  answerer: Answerer
  limits?: Partial<LimiterRules> | undefined
}

export type Gate = { name: string; answerer: Answerer; breaker: Breaker; budget: RetryBudget; places: Limiter }

export type GateOptions = {
  rules: UpstreamRules
  now: () => number
  breakerChanged: (provider: string, state: BreakerState) => void
}

export function createGate({ name, answerer, limits }: Provider, { rules, now, breakerChanged }: GateOptions): Gate {
  const places = createLimiter({ ...rules.limits, ...limits })
  const breaker = createBreaker({
    rules: rules.breaker,
    now,
    changed(state) {
      // Whoever waits for a place with a provider that fails has better things to do.
      if (state === 'open') places.dismiss()
      breakerChanged(name, state)
    },
  })
  return { name, answerer, breaker, budget: createRetryBudget({ rules: rules.budget, now }), places }
}
