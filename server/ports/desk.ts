/** The part of the Database that agents need: who has a floor, the queue, the inbox, and what people at the desk write. */

import type { ConversationSummary, DeskEntry, FoundText, InboxView, Note, PersonName, ReadMark } from '../../shared/desk.ts'
import type { FloorState } from '../../shared/protocol.ts'
import type { AcceptedMessage } from './turns.ts'
import type { WordHit } from './word-lists.ts'

/** Who has a floor, or a customer who waits. Who was removed meanwhile, or is only a viewer now, may not answer any more. */
export type FloorHolder = { tenantId: string; personId: string; mayAnswer: boolean }

/** Over all tenants. */
export type DeskDirectory = {
  /** How many conversations wait for a person (`waiting`) or have one (`agent`). */
  floorCounts(): Promise<Record<string, number>>
  /** The people who have a floor, or a customer assigned to them. */
  floorHolders(): Promise<FloorHolder[]>
}

export type DeskDatabase = {
  /** Says who is to take a customer who waits; nobody in particular without `person`. Only if `fence` is still the present one; not logged. */
  assign(assignment: { conversationId: string; fence: number; person: PersonName | undefined }): Promise<boolean>
  /**
   * Appends what an agent says, exactly once, if that person has the floor: `undefined` otherwise. A `cid` already there changes nothing and answers with
   * what was accepted then, whoever has the floor.
   */
  acceptFromAgent(said: NewAgentMessage): Promise<AcceptedMessage | undefined>
  /** Exactly once, by `cid`. `undefined` when there is no such conversation, or its fence is another one. */
  addNote(note: NewNote): Promise<Note | undefined>
  /** The log as the desk sees it, in order. */
  deskEntries(query: EntriesQuery): Promise<DeskEntry[]>
  /** All notes of a conversation, in order. */
  notes(conversationId: string): Promise<Note[]>
  /** Newest activity first. A search may have to read everything: with `signal` it ends early, and rejects with the signal's reason. */
  inbox(query: InboxQuery, signal?: AbortSignal): Promise<ConversationSummary[]>
  /** What a search has found, for each of these conversations that has it: the newest message, as far as a row has room, by the conversation's id. */
  foundTexts(query: { conversationIds: readonly string[]; search: string }): Promise<Record<string, FoundText>>
  summary(conversationId: string): Promise<ConversationSummary | undefined>
  /** Who waits, longest first. */
  queue(): Promise<string[]>
  /** How long customers of a site waited until a person came, in ms, the newest first. */
  waits(wanted: { siteId: string; since: number; limit: number }): Promise<number[]>
  /** Of each person: how many floors they have, assigned customers included; and when they got one last, closed ones included. */
  floorLoad(): Promise<Record<string, { conversations: number; lastAt: number }>>
  /** The floors that this person has, and the customers who are assigned to them. */
  conversationsOf(personId: string): Promise<{ id: string; state: FloorState }[]>
  /** What the widget showed at the newest message. */
  newestLocale(conversationId: string): Promise<string | undefined>
  /** The customer has read so far. Only forward, in this epoch and within the log: false otherwise. */
  markRead(mark: NewReadMark): Promise<boolean>
  readMark(conversationId: string): Promise<ReadMark | undefined>
  /** An address that the customer left in the chat. It is erased with a conversation. */
  keepEmail(visitorId: string, email: string): Promise<void>
  /** What was left in the chat, else what the page says. */
  emailOf(visitorId: string): Promise<string | undefined>
}

export type NewAgentMessage = {
  id: string
  conversationId: string
  person: PersonName
  cid: string
  originalHash: string
  text: string
  at: number
  hits?: WordHit[]
  /** Sent by e-mail at this time as well, if the customer has not come to read it by then. */
  mailAt?: number | undefined
}

export type NewNote = {
  id: string
  conversationId: string
  cid: string
  person: PersonName
  text: string
  at: number
  /** Written only while the floor has this fence. */
  fence?: number
}

export type NewReadMark = ReadMark & { conversationId: string; visitorId: string; epoch: string }

/** Either what lies behind `after`, or the newest before `before`. */
export type EntriesQuery = { conversationId: string; limit: number } & ({ after: number } | { before: number })

export type InboxQuery = {
  view: InboxView
  /** Whose `mine` is. */
  person: string
  siteId?: string | undefined
  /** A piece of any message, whatever its case. */
  search?: string | undefined
  /** Only what was active longer ago than this one. */
  before?: { lastAt: number; id: string } | undefined
  limit: number
}
