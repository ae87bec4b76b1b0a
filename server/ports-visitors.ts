/** The part of the Database that knows for sure who a visitor is, and forgets visitors. */

import type { LogEntry, NewConversation, Conversation, Visitor } from './ports.ts'
import type { ReadMark } from '../shared/desk.ts'
import type { Satisfaction, Ticket } from '../shared/tickets.ts'
import type { Floor } from '../shared/protocol.ts'

/** What was deleted: only how much of it. */
export type ForgottenCounts = { visitors: number; conversations: number; messages: number; notes: number; tickets: number; mails: number }

/** `conversations`: what they were, for whoever may still be at work in them. */
export type Forgotten = { conversations: { id: string; visitorId: string; siteId: string; top: number }[]; counts: ForgottenCounts }

export type VisitorRecord = Visitor & { createdAt: number; usedAt: number; email?: string }

export type VisitorsDatabase = {
  /** With what the site's backend signs who a visitor is, the newest first; empty where it does not. */
  identitySecrets(siteId: string): Promise<string[]>
  /** False when there is no such site. */
  setIdentitySecrets(change: { siteId: string; secrets: string[] }): Promise<boolean>
  /** The visitor is this user, for good. False when they are another one already, or not there. */
  vouchForVisitor(vouched: { visitorId: string; userId: string }): Promise<boolean>
  /**
   * The visitor's token is that of a new visitor from now on, with an empty conversation; the old one has none any more. `undefined` when there is no such
   * visitor.
   */
  moveToken(move: { from: string; visitor: Visitor; conversation: NewConversation; at: number }): Promise<Conversation | undefined>

  visitor(visitorId: string): Promise<VisitorRecord | undefined>
  /** Whoever the site's backend vouched for as this user: one for each browser. */
  visitorsOfUser(user: { siteId: string; userId: string }): Promise<VisitorRecord[]>
  /** The oldest first. */
  conversationsOfVisitor(visitorId: string): Promise<(Conversation & { createdAt: number; lastAt: number })[]>
  /** Deletes the visitor with everything that was said with them. `undefined` when there is no such visitor. When it has left the files too, `scrubbed` tells. */
  eraseVisitor(erasure: { visitorId: string; at: number }): Promise<Forgotten | undefined>
  /** Deletes conversations whose last entry is older, and visitors that have none left: at most `limit` of them at once. */
  eraseOld(erasure: { before: number; limit: number; at: number }): Promise<Forgotten>
}

/** A visitor as they may be handed out to themselves. */
export type VisitorExport = {
  visitor: { id: string; createdAt: number; usedAt: number; userId?: string; email?: string }
  /** What the page said of them. */
  description?: { name?: string; email?: string; userId?: string; attributes: { name: string; value: string }[] }
  conversations: ExportedConversation[]
}

export type ExportedConversation = {
  id: string
  createdAt: number
  lastAt: number
  floor: Floor
  entries: LogEntry[]
  /** What agents wrote of the customer for each other. */
  notes: ExportedNote[]
  tickets: ExportedTicket[]
  satisfaction?: Satisfaction
  /** How far the visitor has read what agents wrote. */
  read?: ReadMark
}
export type ExportedNote = { at: number; text: string }
export type ExportedTicket = Pick<Ticket, 'number' | 'createdAt' | 'status' | 'subject' | 'intent' | 'tags' | 'email'> & {
  notes: ExportedNote[]
}
