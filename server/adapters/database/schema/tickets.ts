/** Tables of tickets, ratings of conversations, canned replies and mail. */

import type { Generated } from 'kysely'
import type { TicketPriority, TicketStatus } from '../../../../shared/tickets.ts'

export type TicketNumberTable = { tenant_id: string; last: number }

export type TicketTable = {
  tenant_id: string
  number: number
  site_id: string
  conversation_id: string | null
  subject: string
  intent: string
  reason: string
  priority: TicketPriority
  status: TicketStatus
  assignee: string | null
  /** JSON: `string[]`. */
  tags: string
  email: string | null
  locale: string
  created_at: number
  updated_at: number
  revision: Generated<number>
  first_response_due_at: number
  first_response_at: number | null
  solution_due_at: number
  solved_at: number | null
  score: number | null
  comment: string | null
  rated_at: number | null
}

export type TicketEventTable = {
  tenant_id: string
  number: number
  place: number
  at: number
  /** JSON: the `TicketEvent` without its place. */
  body: string
}

export type SatisfactionTable = { tenant_id: string; conversation_id: string; score: number; comment: string | null; at: number }

export type CannedReplyTable = {
  tenant_id: string
  id: string
  site_id: string | null
  /** The site's id; empty for all sites: null would be unlike null in a unique index. */
  scope: string
  shortcut: string
  title: string
  text: string
  /** Empty for any. */
  locale: string
  updated_at: number
}

export type MailTable = {
  tenant_id: string
  id: string
  conversation_id: string
  /** `seq` after which the messages begin that it holds, and of the last entry that it holds; null while it still gathers. */
  after: number
  through: number | null
  /** When it is to be sent, or to be taken up again from one who died over it. */
  due_at: number
  attempts: Generated<number>
}
