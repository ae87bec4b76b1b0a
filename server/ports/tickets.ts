/** The part of the Database that tickets, canned replies, ratings of conversations and mail need. */

import type { CannedReply, Satisfaction, Ticket, TicketActor, TicketEvent, TicketPriority, TicketStatus } from '../../shared/tickets.ts'
import type { NewAnswer } from './conversations.ts'

/** What a new ticket says. Its number is given when it is written. */
export type NewTicket = {
  siteId: string
  conversation?: string
  subject: string
  intent: string
  reason: string
  priority: TicketPriority
  assignee?: string
  tags?: string[]
  email?: string
  locale: string
  at: number
  firstResponseDueAt: number
  solutionDueAt: number
}

/**
 * What becomes of a conversation's ticket when its floor changes, in the same transaction. `open`: the one that is not solved stays, or one that was
 * solved after `reopenSince` is opened again, or this one is made; so there is exactly one. One that was there before gets the matter and the priority of this
 * one where that presses more. `summary` becomes a note in its history. `{ticket}` in the text of `said` becomes its number.
 */
export type TicketMove =
  | {
      to: 'open'
      by: TicketActor
      ticket: Omit<NewTicket, 'siteId' | 'conversation'>
      reopenSince: number
      said?: NewAnswer
      summary?: string
    }
  | { to: 'assigned'; by: TicketActor; person: string; at: number }
  | { to: 'solved'; by: TicketActor; at: number }

export type TicketChanges = {
  subject?: string
  intent?: string
  priority?: TicketPriority
  status?: TicketStatus
  /** `undefined` takes it away, where the key is there. */
  assignee?: string | undefined
  tags?: string[]
  email?: string | undefined
  firstResponseDueAt?: number
  solutionDueAt?: number
}

export type TicketQuery = {
  status?: TicketStatus
  /** A person's id; `nobody` is not one: use `unassigned`. */
  assignee?: string
  unassigned?: boolean
  siteId?: string
  conversation?: string
  tag?: string
  /** Below this number. */
  before?: number
  limit: number
}

/** An e-mail that is due: the agents' messages of a conversation after `after` up to `through`. The same `id` is always the same e-mail. */
export type DueMail = { tenantId: string; id: string; conversationId: string; after: number; through: number; attempts: number }

/** Over, with or without an e-mail: `why` none was sent is told in the ticket's history, but for `seen`: the customer has been here. Or tried again later. */
export type MailOutcome = { to: 'sent'; at: number } | { to: 'dropped'; at: number; why: string } | { to: 'retry'; dueAt: number }

/** A ticket that is not solved has an assignee only while that person works here and may answer: another one who is named is left out. */
export type TicketsDatabase = {
  /** Rejects with `Duplicate` when its conversation has one that is not solved; `undefined` when there is no such site or conversation there. */
  openTicket(opening: { ticket: NewTicket; by: TicketActor }): Promise<Ticket | undefined>
  ticket(number: number): Promise<Ticket | undefined>
  /** The newest one of the conversation. */
  ticketOfConversation(conversationId: string): Promise<Ticket | undefined>
  /** The newest first. */
  tickets(query: TicketQuery): Promise<Ticket[]>
  /** How many there are of each status. */
  ticketCounts(): Promise<Record<TicketStatus, number>>
  /**
   * Changes the fields that are given, and writes each change into the history. With `revision`, only if that is still the present one. Rejects with
   * `Duplicate` when it would be the second of its conversation that is not solved.
   */
  updateTicket(change: {
    number: number
    changes: TicketChanges
    by: TicketActor
    at: number
    revision?: number
  }): Promise<Ticket | 'changed' | undefined>
  /** `undefined` when there is no such ticket. */
  addTicketNote(note: { number: number; text: string; by: TicketActor; at: number }): Promise<TicketEvent | undefined>
  /** In order. */
  ticketHistory(number: number): Promise<TicketEvent[]>

  /**
   * Keeps what the visitor thought of a closed conversation, with it and with its newest ticket; a later one takes the place of an earlier one.
   * `false` while it is not closed, `undefined` when the visitor has no such conversation.
   */
  rateConversation(rated: {
    conversationId: string
    visitorId: string
    score: number
    comment?: string
    at: number
  }): Promise<boolean | undefined>
  satisfaction(conversationId: string): Promise<Satisfaction | undefined>

  /** By shortcut. */
  cannedReplies(): Promise<CannedReply[]>
  /** Rejects with `Duplicate` for a shortcut that is taken, and when there is no such site. */
  createCannedReply(reply: CannedReply): Promise<void>
  updateCannedReply(replyId: string, changes: Partial<Omit<CannedReply, 'id' | 'siteId'>>): Promise<CannedReply | undefined>
  deleteCannedReply(replyId: string): Promise<boolean>

  /** Does nothing when the mail is no longer waited for under this claim: it was erased, or another process took it over. False then. */
  settleMail(settlement: { id: string; attempts: number; outcome: MailOutcome }): Promise<boolean>
}

/** Over all tenants. */
export type TicketsDirectory = {
  /**
   * Takes up to `limit` e-mails that are due, over all tenants, the oldest first, so that nobody else does for `leaseMs`. What they hold is fixed by then:
   * later messages go into the next one.
   */
  claimMail(claim: { now: number; leaseMs: number; limit: number }): Promise<DueMail[]>
  /** How many there are of each status. */
  allTicketCounts(): Promise<Record<TicketStatus, number>>
}
