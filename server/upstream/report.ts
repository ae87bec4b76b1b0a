/** What is written down about one attempt while it runs: for the breaker, for what it cost, and for the metrics. */

import { AnswerFault, type AnswerDelta, type AnswerFaultKind } from '../ports/answerer.ts'
import type { AttemptCost, Usage } from './asked.ts'
import type { CallOutcome } from './breaker.ts'
import { judge } from './judge.ts'

export type AttemptReport = {
  provider: string
  model: string
  /** The same provider had been asked for this message before. */
  isRepetition: boolean
  /** `stopped`: it was us who ended it. */
  result: 'answered' | 'stopped' | AnswerFaultKind
  /** As an HTTP status: the endpoint's own where it gave one; 504 for our time limits, 502 for what else it did wrong, 499 where we hung up. */
  status: number
  latencyMs: number
  firstTextMs: number | undefined
  usage: Usage | undefined
}

export type Report = {
  heard(delta: AnswerDelta): void
  failed(fault: unknown): void
  hasText(): boolean
  end(): AttemptReport & { outcome: CallOutcome; cost: AttemptCost }
}

type ReportOptions = Pick<AttemptReport, 'provider' | 'model' | 'isRepetition'> & { slowMs: number; now: () => number }

export function startReport({ slowMs, now, ...about }: ReportOptions): Report {
  const startedAt = now()
  let text = ''
  /** Beside the text: what a call of a tool said, which is paid for as well. */
  let called = ''
  let firstTextMs: number | undefined
  let usage: Usage | undefined
  let result: AttemptReport['result'] = 'stopped'
  let status = 499
  let outcome: CallOutcome = 'none'
  let fault: unknown

  return {
    heard(delta) {
      if (delta.type === 'text') {
        firstTextMs ??= now() - startedAt
        text += delta.text
      } else if (delta.type === 'transfer') {
        called = delta.reason + delta.intent
      } else if (delta.type === 'finish') {
        result = 'answered'
        status = 200
        outcome = firstTextMs !== undefined && firstTextMs > slowMs ? 'bad' : 'good'
      } else {
        const { type: _type, ...counted } = delta
        usage = counted
      }
    },
    failed(thrown) {
      fault = thrown
      outcome = judge(fault).outcome
      if (!(fault instanceof AnswerFault)) {
        result = 'stopped'
        status = 499
        return
      }
      result = fault.kind
      status = fault.status ?? (fault.kind.endsWith('timeout') ? 504 : 502)
    },
    hasText: () => text !== '',
    end: () => ({
      ...about,
      result,
      status,
      latencyMs: now() - startedAt,
      firstTextMs,
      usage,
      outcome,
      cost: { usage, text: text + called, fault },
    }),
  }
}
