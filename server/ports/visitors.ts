/** The part of the Database that knows visitors: by their token, for sure, by what their page says; and that forgets them. */

import type { ReadMark } from '../../shared/desk.ts'
import type { Page } from '../../shared/page.ts'
import type { Floor, FromWidget } from '../../shared/protocol.ts'
import type { Satisfaction, Ticket } from '../../shared/tickets.ts'
import type { Conversation, LogEntry, NewConversation } from './conversations.ts'

/** `userId`: for whom the site's backend vouched by its signature. */
export type Visitor = { id: string; siteId: string; userId?: string }

/** What the site's page says of its visitor, and the page that the last message was written on. Nobody has checked any of it. */
export type VisitorDescription = FromWidget['visitor-describe'] & { page?: Page }

/** What was deleted: only how much of it. */
export type ForgottenCounts = { visitors: number; conversations: number; messages: number; notes: number; tickets: number; mails: number }

/** `conversations`: what they were, for whoever may still be at work in them. */
export type Forgotten = { conversations: { id: string; visitorId: string; siteId: string; top: number }[]; counts: ForgottenCounts }

export type VisitorRecord = Visitor & { createdAt: number; usedAt: number; email?: string }

export type VisitorsDatabase = {
  /** A visitor and the first conversation, in one transaction. */
  createVisitor(arrival: { visitor: Visitor; tokenHash: string; conversation: NewConversation; at: number }): Promise<Conversation>
  /** The visitor with this token at this site, not unused for longer than `since`; and the newest conversation. */
  visitorByToken(token: {
    siteId: string
    tokenHash: string
    usedSince: number
    at: number
  }): Promise<{ visitor: Visitor; conversation: Conversation } | undefined>
  /** Replaces what was said of the visitor before, but for the page; `undefined` takes it away. */
  describeVisitor(visitorId: string, description: FromWidget['visitor-describe'] | undefined): Promise<void>
  /** Keeps the page that the visitor wrote from last, beside the description. */
  visitPage(visitorId: string, page: Page): Promise<void>
  visitorDescription(visitorId: string): Promise<VisitorDescription | undefined>

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
