/** What is done from time to time without being asked: turns that nobody works on are taken up, and what is over is forgotten. */

import type { Forgetting } from './forgetting.ts'
import type { Logger } from './log.ts'
import type { People } from './people/people.ts'
import type { Database } from './ports/database.ts'
import { ASKED_DAYS } from './knowledge/suggestions.ts'
import { dayOf, daysBefore } from './spend/day.ts'
import type { Turns } from './turns.ts'

export type HousekeepingOptions = {
  database: Database
  turns: Pick<Turns, 'sweep'>
  forgetting: Pick<Forgetting, 'forgetOld'>
  personSessions: Pick<People['sessions'], 'forgetOld'>
  log: Logger
  now: () => number
}

const SWEEP_MS = 30_000
/** How often conversations are looked for that are past what their tenant keeps. */
const RETENTION_EVERY_MS = 3_600_000

export function createHousekeeping({ database, turns, forgetting, personSessions, log, now }: HousekeepingOptions) {
  let sweeping: NodeJS.Timeout | undefined
  let forgottenBefore = ''
  let forgotOldAt = 0
  let forgettingOld = Promise.resolve()

  /** Turns that nobody works on, and once a day the budgets of days that are over and sessions that have ended. Yesterday's stay: an answer may have begun before midnight. */
  async function sweep(): Promise<number> {
    const yesterday = daysBefore(dayOf(now()), 1)
    if (forgottenBefore !== yesterday) {
      const unasked = database.forgetAskedQuestions(daysBefore(yesterday, ASKED_DAYS))
      await Promise.all([database.forgetBudgets(yesterday), unasked, personSessions.forgetOld()])
    }
    forgottenBefore = yesterday
    if (now() - forgotOldAt >= RETENTION_EVERY_MS) {
      forgotOldAt = now()
      // Not waited for: what a customer has asked is more urgent than what is old.
      forgettingOld = forgetting.forgetOld().then(
        (count) => void (count > 0 && log.info({ conversations: count }, 'conversations are past their days and deleted')),
        (error: unknown) => log.error({ err: error }, 'old conversations could not be deleted'),
      )
    }
    return turns.sweep()
  }

  return {
    /** Takes up what a crash left behind, now and every half minute. */
    async start(): Promise<void> {
      const left = await sweep()
      if (left > 0) log.info({ conversations: left }, 'taking up turns that were left open')
      sweeping = setInterval(() => void sweep().catch((error: unknown) => log.error({ err: error }, 'a sweep failed')), SWEEP_MS)
      sweeping.unref()
    },
    /** Begins nothing new. */
    stop: () => clearInterval(sweeping),
    finished: (): Promise<void> => forgettingOld,
  }
}
