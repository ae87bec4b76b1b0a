/**
 * The part of the Database that knows what is paid and for what. Money is in whole millionths of the currency; a day is one of UTC, a `day` is written
 * `2026-03-09`.
 */

/** What a model's tokens cost, in units of the currency per million: which is also millionths of the currency per token. */
export type Price = { input: number; cachedInput: number; output: number }

/** Amounts of money are whole millionths of the currency. A day is a day of UTC. */
export type SpendLimits = {
  /** Of one message: characters (UTF-16 units) that the model reads of what is asked, and of what was said before; tokens of the answer. */
  inputCharacters: number
  historyCharacters: number
  answerTokens: number
  /** Of one visitor, of one network address (/64 for IPv6), and of the tenant, a day. */
  visitorDay: number
  networkDay: number
  tenantDay: number
  /** The share of the tenant's day at which the owner is warned. */
  warnPercent: number
}

/** `cache`: a kept answer of the model. `nobody`: an honest sentence in place of an answer. */
export const ANSWERED_BY = ['question', 'cache', 'model', 'person', 'nobody'] as const
export type AnsweredBy = (typeof ANSWERED_BY)[number]

/** Calls of one model on one day. `cachedTokens` are among `promptTokens`; `estimatedCalls` are those that the provider did not count. */
export type CallSum = {
  siteId: string
  day: string
  model: string
  calls: number
  estimatedCalls: number
  promptTokens: number
  cachedTokens: number
  completionTokens: number
  spent: number
}
export type TurnSum = { siteId: string; day: string; answeredBy: AnsweredBy; turns: number; messages: number }
export type Usage = { calls: CallSum[]; turns: TurnSum[] }
/** How often an approved question was asked on one day. */
export type QuestionSum = { siteId: string; day: string; questionId: string; asked: number }
/** Is added to what is there. The key of a budget names nobody. */
export type UsageBatch = Usage & { questions?: QuestionSum[]; budgets: { day: string; key: string; spent: number }[] }

/** What the owner has to know, once a day of each kind. */
export type NoticeKind = 'spend_near_limit' | 'spend_limit_reached'
export type Notice = { day: string; kind: NoticeKind; at: number; body: { spent: number; limit: number } }

/** Over all tenants. */
export type SpendDirectory = {
  /** Deletes the budgets of days before this one and their salts, of all tenants. The sums of usage stay. */
  forgetBudgets(before: string): Promise<void>
  /** Deletes how often questions were asked on days before this one, of all tenants. */
  forgetAskedQuestions(before: string): Promise<void>
}

export type SpendDatabase = {
  addUsage(batch: UsageBatch): Promise<void>
  /** A site's sums of these days, both included, in order. */
  usage(wanted: { siteId: string; from: string; to: string }): Promise<Usage>
  /** How often the site's approved questions were asked from this day on, the most asked first. */
  askedQuestions(wanted: { siteId: string; from: string; limit: number }): Promise<{ questionId: string; asked: number }[]>
  /** What was settled under these keys that day; a key without usage is left out. */
  settledBudgets(wanted: { day: string; keys: string[] }): Promise<Record<string, number>>
  /** With what the day's keys are made: this one, if there is none yet. */
  budgetSalt(offer: { day: string; salt: string }): Promise<string>
  /** False when the day has one of its kind. */
  addNotice(notice: Notice): Promise<boolean>
  /** The newest first. */
  notices(limit: number): Promise<Notice[]>
}
