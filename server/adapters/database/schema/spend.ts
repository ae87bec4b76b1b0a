/** Tables of what is paid and for what. */

import type { AnsweredBy, NoticeKind } from '../../../ports/spend.ts'

/** Calls of a model: the sum of a day. Money is in whole millionths of the currency, days are those of UTC (`2026-03-09`). */
export type UsageCallTable = {
  tenant_id: string
  site_id: string
  day: string
  model: string
  calls: number
  estimated_calls: number
  prompt_tokens: number
  cached_tokens: number
  completion_tokens: number
  spent: number
}

export type UsageTurnTable = {
  tenant_id: string
  site_id: string
  day: string
  answered_by: AnsweredBy
  turns: number
  messages: number
}

export type UsageQuestionTable = {
  tenant_id: string
  site_id: string
  day: string
  question_id: string
  asked: number
}

/** What was settled under a budget's key; visitors and networks only as hashes with the salt of their day. */
export type BudgetTable = { tenant_id: string; day: string; key: string; spent: number }

/** With what the keys of a day's budgets are made. */
export type BudgetSaltTable = { tenant_id: string; day: string; salt: string }

export type NoticeTable = {
  tenant_id: string
  day: string
  kind: NoticeKind
  at: number
  /** JSON. */
  body: string
}
