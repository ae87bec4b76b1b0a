/** The part of the Database that holds conversations: the log, the floor, and what customers thought of answers. */

import type { PersonName } from '../../shared/desk.ts'
import type { Author, Floor, Message, Rating } from '../../shared/protocol.ts'
import type { TicketMove } from './tickets.ts'
import type { Visitor } from './visitors.ts'

export type NewConversation = { id: string; epoch: string }

export type Conversation = {
  id: string
  siteId: string
  visitorId: string
  /** Random; changed by erase, restore and move. A client with another one starts over. */
  epoch: string
  /** `seq` of the last entry of the log; 0 for an empty one. */
  top: number
  floor: Floor
  /** Grows at every change of the floor. What was begun under an older one cannot be recorded. */
  fence: number
  /** Of `agent`: who has the floor. Of `waiting`: to whom it is assigned. Of `closed`: who did it. */
  person?: PersonName
  /** Since when the customer has waited for a person, or did until one came; absent with the bot and when it is closed. */
  queuedAt?: number
  /** Why a person was asked for last. */
  lastReason?: string
}

/** One durable entry that the customer may see. The database assigns `seq`, from 1, without gaps. */
export type LogEntry = { seq: number; epoch: string } & ({ kind: 'message'; message: Message } | { kind: 'floor'; floor: Floor })

export type NewAnswer = {
  id: string
  author: Author
  text: string
  at: number
  origin?: Message['origin']
  outcome?: Message['outcome']
  suggestions?: string[]
}

export type FloorChange = {
  conversationId: string
  fence: number
  floor: Floor
  person?: PersonName | undefined
  notice?: NewAnswer | undefined
  ticket?: TicketMove | undefined
}

export type ConversationsDatabase = {
  /** A new conversation becomes the visitor's newest one; an empty newest one is given back instead of a second. Rejects when there is no such visitor. */
  startConversation(start: { visitor: Visitor; conversation: NewConversation; at: number }): Promise<Conversation>
  conversation(conversationId: string): Promise<Conversation | undefined>
  newestConversation(visitorId: string): Promise<Conversation | undefined>
  /** Conversations whose floor is in this state, longest first. */
  conversationsByFloor(floor: Floor['state'], limit: number): Promise<Conversation[]>
  /**
   * Changes the floor, logged, only if `fence` is still the present one. Who waits keeps the place in the queue until the bot has the floor again, or
   * nobody.
   */
  changeFloor(change: FloorChange): Promise<LogEntry[] | undefined>

  /** Entries with `seq` > `after` in order, at most `limit`. */
  readLog(conversationId: string, after: number, limit: number): Promise<LogEntry[]>
  /** The newest `limit` entries at or below `upTo`, in order. */
  readLogBack(conversationId: string, upTo: number, limit: number): Promise<LogEntry[]>
  /**
   * Keeps what the customer thinks of an answer; without `rating` that is taken back. `true` when it changed, `undefined` when the visitor has no
   * such conversation or it has no such answer.
   */
  rateAnswer(rated: {
    conversationId: string
    visitorId: string
    answerId: string
    rating: Rating | undefined
  }): Promise<boolean | undefined>
  /**
   * Deletes the whole log with its turns, cids, hashes and ratings, and gives the floor back to the bot: an empty conversation with this epoch,
   * in which nothing can be recorded that was begun before. When it has left the files too, `scrubbed` tells. An empty one is given
   * back as it is; `undefined` when the visitor has no such conversation.
   */
  eraseConversation(erasure: { conversationId: string; visitorId: string; epoch: string; at: number }): Promise<Conversation | undefined>
}
