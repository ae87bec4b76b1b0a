/** What a tenant may decide about its tickets, and what holds where it decided nothing. */

import type { DeskSettings, Targets } from '../../shared/desk-settings.ts'
import { TICKET_PRIORITIES, type TicketPriority } from '../../shared/tickets.ts'
import type { NewTicket } from '../ports/tickets.ts'

export type TicketRules = Pick<DeskSettings, 'reopenDays'> & { targets: Partial<DeskSettings['targets']> }

const HOUR = 60

/** Answered within a working day where nothing presses, and at once where something does. */
export const USUAL_TARGETS: Record<TicketPriority, Targets> = {
  low: { firstResponseMinutes: 24 * HOUR, solutionMinutes: 7 * 24 * HOUR },
  normal: { firstResponseMinutes: 8 * HOUR, solutionMinutes: 3 * 24 * HOUR },
  high: { firstResponseMinutes: 2 * HOUR, solutionMinutes: 24 * HOUR },
  urgent: { firstResponseMinutes: HOUR / 2, solutionMinutes: 8 * HOUR },
}
const USUAL_REOPEN_DAYS = 7

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

export const targetsOf = (rules: Partial<TicketRules> = {}): Record<TicketPriority, Targets> => ({ ...USUAL_TARGETS, ...rules.targets })

export const reopenDaysOf = ({ reopenDays = USUAL_REOPEN_DAYS }: Partial<TicketRules> = {}): number => reopenDays

/** A ticket that was solved after this may be opened again. */
export const reopenSince = (at: number, rules?: Partial<TicketRules>): number => at - reopenDaysOf(rules) * DAY_MS

export type DueTimes = Pick<NewTicket, 'firstResponseDueAt' | 'solutionDueAt'>

/** Counted from when the ticket was opened, also where its priority is changed later. */
export function dueTimes({ priority, createdAt }: { priority: TicketPriority; createdAt: number }, rules?: Partial<TicketRules>): DueTimes {
  const { firstResponseMinutes, solutionMinutes } = targetsOf(rules)[priority]
  return { firstResponseDueAt: createdAt + firstResponseMinutes * MINUTE_MS, solutionDueAt: createdAt + solutionMinutes * MINUTE_MS }
}

export const isPriority = (value: string): value is TicketPriority => (TICKET_PRIORITIES as readonly string[]).includes(value)
