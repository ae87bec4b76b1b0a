/** Tickets between their rows and their nouns. */

import type { Selectable } from 'kysely'
import type { Satisfaction, Target, Ticket, TicketEvent } from '../../../shared/tickets.ts'
import type { TicketChanges } from '../../ports/tickets.ts'
import type { TicketTable } from './schema/tickets.ts'

export const TICKET_COLUMNS = [
  'number',
  'site_id',
  'conversation_id',
  'subject',
  'intent',
  'reason',
  'priority',
  'status',
  'assignee',
  'tags',
  'email',
  'locale',
  'created_at',
  'updated_at',
  'revision',
  'first_response_due_at',
  'first_response_at',
  'solution_due_at',
  'solved_at',
  'score',
  'comment',
  'rated_at',
] as const

export type TicketRow = Pick<Selectable<TicketTable>, (typeof TICKET_COLUMNS)[number]>

export const ticketOf = (row: TicketRow): Ticket => ({
  number: row.number,
  siteId: row.site_id,
  ...(row.conversation_id !== null && { conversation: row.conversation_id }),
  subject: row.subject,
  intent: row.intent,
  reason: row.reason,
  priority: row.priority,
  status: row.status,
  ...(row.assignee !== null && { assignee: row.assignee }),
  tags: JSON.parse(row.tags) as string[],
  ...(row.email !== null && { email: row.email }),
  locale: row.locale,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  revision: row.revision,
  firstResponse: targetOf(row.first_response_due_at, row.first_response_at),
  solution: targetOf(row.solution_due_at, row.solved_at),
  ...(row.score !== null && { satisfaction: satisfactionOf({ score: row.score, comment: row.comment, at: row.rated_at ?? 0 }) }),
})

const targetOf = (dueAt: number, doneAt: number | null): Target => (doneAt === null ? { dueAt } : { dueAt, doneAt })

export const satisfactionOf = ({ score, comment, at }: { score: number; comment: string | null; at: number }): Satisfaction => ({
  score,
  ...(comment !== null && { comment }),
  at,
})

/** A line of the history that says what a field was and is. */
export type Changed = { kind: Extract<TicketEvent, { from: string }>['kind']; from: string; to: string }

/** What changes in the row, and what the history says of it. Fields that are as they were already are left out of both. */
export function difference(row: TicketRow, changes: TicketChanges, at: number): { columns: Partial<TicketRow>; events: Changed[] } {
  const columns: Partial<TicketRow> = {}
  const events: Changed[] = []
  const before = ticketOf(row)
  const note = (kind: Changed['kind'], to: string | undefined): boolean => {
    const from = String(before[kind] ?? '')
    if (to === undefined || to === from) return false
    events.push({ kind, from, to })
    return true
  }
  if (note('subject', changes.subject)) columns.subject = changes.subject ?? ''
  if (note('intent', changes.intent)) columns.intent = changes.intent ?? ''
  if (changes.priority && note('priority', changes.priority)) columns.priority = changes.priority
  if (changes.tags && note('tags', String(changes.tags))) columns.tags = JSON.stringify(changes.tags)
  if ('assignee' in changes && note('assignee', changes.assignee ?? '')) columns.assignee = changes.assignee ?? null
  if ('email' in changes && note('email', changes.email ?? '')) columns.email = changes.email ?? null
  if (changes.status && note('status', changes.status)) {
    columns.status = changes.status
    columns.solved_at = changes.status === 'solved' ? at : null
  }
  if (changes.firstResponseDueAt !== undefined) columns.first_response_due_at = changes.firstResponseDueAt
  if (changes.solutionDueAt !== undefined) columns.solution_due_at = changes.solutionDueAt
  return { columns, events }
}
