/** What the parts of the application report, as lines of the log and as counts. */

import type { Logger } from './log.ts'
import type { Metrics } from './metrics.ts'
import { AnswerFault } from './ports/answerer.ts'
import { SpendRefused } from './spend/spend.ts'
import { NoAnswer } from './stages/answer.ts'
import { AnswerRefused } from './stages/filter.ts'
import { TurnStop, type Turn } from './turn.ts'
import type { BreakerState } from './upstream/breaker.ts'
import type { AttemptReport } from './upstream/report.ts'

/** A customer who stops, a shutdown, a missing model and a word that the owner does not want are no faults. What a provider did wrong is a warning; all else is ours. */
export function logFault(log: Logger, turn: Turn, fault: unknown): void {
  const conversationId = turn.conversation.id
  if (fault instanceof NoAnswer || fault instanceof TurnStop || fault instanceof AnswerRefused) return
  // A budget that is used up is told once a day, by whoever counts.
  if (fault instanceof SpendRefused && fault.why !== 'unknown') return
  if (fault instanceof AnswerFault)
    log.warn({ conversationId, kind: fault.kind, status: fault.status, reason: fault.message }, 'the model gave no answer')
  else log.error({ err: fault, conversationId }, 'an answer failed')
}

export const BREAKER_NUMBERS: Record<BreakerState, number> = { closed: 0, probing: 1, open: 2 }

export function countAttempt(metrics: Metrics, { provider, result, status, isRepetition, latencyMs, firstTextMs }: AttemptReport): void {
  metrics.aiRequests.inc({ status: String(status) })
  metrics.aiAttempts.inc({ provider, result })
  if (isRepetition) metrics.aiRetries.inc({ provider })
  metrics.aiLatency.observe(latencyMs / 1000)
  if (firstTextMs !== undefined) metrics.aiFirstToken.observe(firstTextMs / 1000)
}
