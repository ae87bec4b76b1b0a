/**
 * Tickets as the desk and the API see them: a hand-over, or any other matter, that someone must finish. Beside them canned replies, which are
 * kept with them. Times are milliseconds since 1970, by the server's clock.
 */

/** Not finished: `open` waits for us, `pending` for the customer. */
export const TICKET_STATUSES = ['open', 'pending', 'solved'] as const
export type TicketStatus = (typeof TICKET_STATUSES)[number]

/** From the least to the most pressing. */
export const TICKET_PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const
export type TicketPriority = (typeof TICKET_PRIORITIES)[number]

/** Something that has to be done by a time. It is late when `doneAt`, or now where nobody has done it, is after `dueAt`. */
export type Target = { dueAt: number; doneAt?: number }

/** What a customer thought of how a conversation ended. `score` is 1 to 5. */
export type Satisfaction = { score: number; comment?: string; at: number }

export type Ticket = {
  /** The tenant's own count, from 1. It is never given twice. */
  number: number
  siteId: string
  /** Absent on tickets that came by other ways, and once the customer has erased the conversation. */
  conversation?: string
  /** Empty once the customer has erased the conversation. */
  subject: string
  /** What kind of matter it is: `person_wanted`, `complaint`, … */
  intent: string
  /** Why a person was needed: the reason of the hand-over. Empty where there was none. */
  reason: string
  priority: TicketPriority
  status: TicketStatus
  /** The id of the person who has taken it on. */
  assignee?: string
  tags: string[]
  /** Where answers are sent while the customer is away: instead of the address that the page gave. */
  email?: string
  /** BCP 47 tag of the language in which the customer is written to. */
  locale: string
  createdAt: number
  updatedAt: number
  /** Grows with every change: an older one is never shown over a newer one. */
  revision: number
  firstResponse: Target
  solution: Target
  satisfaction?: Satisfaction
}

/** Who did something: a person at the desk or an API key, by id; the customer; or the system. */
export type TicketActor = { kind: 'person' | 'key'; id: string } | { kind: 'customer' | 'system' }

/** One line of a ticket's history, in the order of `place`. Notes are internal: customers never see any of it. */
export type TicketEvent = { place: number; at: number; by: TicketActor } & (
  | { kind: 'opened' | 'answered' | 'mailed' | 'erased' }
  | { kind: 'note'; text: string }
  /** A field that was changed, as text; `tags` are joined by commas. */
  | { kind: 'status' | 'priority' | 'assignee' | 'subject' | 'intent' | 'tags' | 'email'; from: string; to: string }
  | { kind: 'rated'; score: number }
  /** An answer that was to go out by e-mail did not: why, in one word. */
  | { kind: 'mail_failed'; why: string }
)

/** Whether answers reach a customer who is away: mail is not set up here, there is no address, or they do. */
export type MailState = 'off' | 'no_address' | 'ready'

/** Text that agents use again and again. */
export type CannedReply = {
  id: string
  /** One site's; absent for all sites of the tenant. */
  siteId?: string
  /** What is typed after `/`. Unique at its site and in its language. */
  shortcut: string
  title: string
  /** Markdown. */
  text: string
  /** BCP 47 primary language; absent for any. */
  locale?: string
  updatedAt: number
}
