/** What operators see of spend: metrics, and a line in the log for what somebody can act on. Never whose budget it was, beyond the tenant. */

import type { Logger } from '../log.ts'
import type { Metrics } from '../metrics.ts'
import type { NoticeKind } from '../ports/spend.ts'
import type { SpendOptions } from './spend.ts'

const WARNINGS: Record<NoticeKind, string> = {
  spend_near_limit: 'what this tenant may spend today is nearly spent',
  spend_limit_reached: 'what this tenant may spend today is spent; until midnight UTC only approved and kept answers are given',
}

type Signals = Pick<SpendOptions, 'settled' | 'refused' | 'warned' | 'unpriced' | 'failed'>

export const createSpendSignals = ({ metrics, log, currency }: { metrics: Metrics; log: Logger; currency: string }): Signals => ({
  settled({ promptTokens, cachedTokens, completionTokens, spent, isEstimate }) {
    metrics.tokens.inc({ kind: 'prompt' }, promptTokens)
    metrics.tokens.inc({ kind: 'cached' }, cachedTokens)
    metrics.tokens.inc({ kind: 'completion' }, completionTokens)
    metrics.spend.inc(spent / 1e6)
    if (isEstimate) metrics.estimatedCalls.inc()
  },
  refused: (scope) => metrics.spendRefused.inc({ scope }),
  warned({ kind, tenantId, spent, limit }) {
    metrics.spendWarnings.inc({ kind })
    log.warn({ tenantId, kind, spent: spent / 1e6, limit: limit / 1e6, currency }, WARNINGS[kind])
  },
  unpriced: (model) => log.warn({ model }, 'this model has no price and is counted at a high one: see PRICES_FILE'),
  failed: (error) => log.error({ err: error }, 'spend could not be settled; what was reserved counts as spent'),
})
