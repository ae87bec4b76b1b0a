/**
 * What a site's answers came to, day by day: who answered, what the model cost, and what approved questions and kept answers saved. Saved is an estimate: what
 * the model would have cost for them, at the mean cost of a turn that it answered that day; on a day without such a turn, at the mean of all days of the report.
 */

import { ANSWERED_BY, type AnsweredBy, type CallSum, type Usage } from '../ports/spend.ts'
import { daysFrom } from './day.ts'
import { addCalls, type CallCounts } from './ledger.ts'

/** Money is in whole millionths of the currency. */
export type ReportSums = CallCounts & {
  messages: number
  /** Turns, of one message or of several that were answered together. */
  answeredBy: Record<AnsweredBy, number>
  saved: { questions: number; cache: number }
}

export type Report = {
  days: (ReportSums & { day: string; models: ({ model: string } & CallCounts)[] })[]
  total: ReportSums
}

export function reportOf(usage: Usage, { from, to }: { from: string; to: string }): Report {
  const days = daysFrom(from, to).map((day) => {
    const models = usage.calls.filter((call) => call.day === day).map(modelOf)
    const sums = noSums()
    for (const { model: _, ...counts } of models) addCalls(sums, counts)
    for (const { answeredBy, turns, messages } of usage.turns.filter((turn) => turn.day === day)) {
      sums.answeredBy[answeredBy] += turns
      sums.messages += messages
    }
    return { day, ...sums, models }
  })
  const total = noSums()
  for (const day of days) addSums(total, day)
  for (const day of days) {
    const { spent, answeredBy } = day.answeredBy.model > 0 ? day : total
    const mean = answeredBy.model > 0 ? spent / answeredBy.model : 0
    day.saved = { questions: Math.round(day.answeredBy.question * mean), cache: Math.round(day.answeredBy.cache * mean) }
    total.saved.questions += day.saved.questions
    total.saved.cache += day.saved.cache
  }
  return { days, total }
}

const modelOf = ({ siteId: _site, day: _day, ...counts }: CallSum): { model: string } & CallCounts => counts

const noSums = (): ReportSums => ({
  messages: 0,
  answeredBy: { question: 0, cache: 0, model: 0, person: 0, nobody: 0 },
  calls: 0,
  estimatedCalls: 0,
  promptTokens: 0,
  cachedTokens: 0,
  completionTokens: 0,
  spent: 0,
  saved: { questions: 0, cache: 0 },
})

function addSums(total: ReportSums, day: ReportSums): void {
  addCalls(total, day)
  total.messages += day.messages
  for (const by of ANSWERED_BY) total.answeredBy[by] += day.answeredBy[by]
}
