/** The part of the Database that makes delivery exact: a message is accepted once and opens a turn, and what a run came to is recorded once. */

import type { Floor } from '../../shared/protocol.ts'
import type { Conversation, LogEntry, NewAnswer } from './conversations.ts'
import type { TicketMove } from './tickets.ts'
import type { WordHit } from './word-lists.ts'

export type NewMessage = {
  id: string
  conversationId: string
  /** Checked too: a conversation of another visitor is not there. */
  visitorId: string
  cid: string
  /** SHA-256 of the text as it was sent, so that a repeated `cid` with another text can be told. */
  originalHash: string
  text: string
  locale: string
  at: number
  /** Kept with the message. One whose action is `handoff` asks for a person. */
  hits?: WordHit[]
}

export type AcceptedMessage = { id: string; cid: string; seq: number; epoch: string; at: number; text: string; originalHash: string }

export type ClaimedTurns = {
  /** Names this claim; a later claim makes it worthless. */
  claim: number
  conversation: Conversation
  /** The customer's messages to answer, in order. `runs` is 1 the first time; `asksForPerson` through a word of the owner's. */
  turns: { id: string; seq: number; text: string; locale: string; openedAt: number; runs: number; asksForPerson: boolean }[]
}

/** Who answered, and why: stored with the turn, counted in metrics, assertable in tests. */
export type Route = { to: 'human' | 'question' | 'model'; reason: string }

export type TurnOutcome = {
  conversationId: string
  claim: number
  fence: number
  turnIds: string[]
  route: Route
  /** What became of the turn, for the desk and for reports: `answered`, `stopped`, `fallback`, … */
  result: string
  at: number
  answer?: NewAnswer
  floor?: Floor
  /** Said after the floor has changed. */
  notice?: NewAnswer
  /** With the change of the floor. */
  ticket?: TicketMove | undefined
  /** What was found in the answer. */
  hits?: WordHit[]
}

/** Over all tenants. */
export type TurnsDirectory = {
  /** Conversations with open turns, oldest first: what a crash left behind. */
  unfinished(limit: number): Promise<{ tenantId: string; conversationId: string }[]>
}

export type TurnsDatabase = {
  /** What was accepted under this `cid`, however long ago. */
  recall(conversationId: string, cid: string): Promise<AcceptedMessage | undefined>
  /**
   * Appends the message and opens its turn in one transaction, exactly once: a `cid` already there changes nothing
   * and answers with what was accepted then. `undefined` when there is no such conversation.
   */
  accept(message: NewMessage): Promise<AcceptedMessage | undefined>
  /**
   * Takes all open turns of the conversation to answer them together, and counts one more run of each. `undefined` when none is open.
   * What was taken by an earlier claim can no longer be recorded under it.
   */
  claimTurns(conversationId: string): Promise<ClaimedTurns | undefined>
  /**
   * Appends what a run came to and closes its turns, in one transaction and only if the floor and the claim are still
   * those it began with: the answer first, then the floor. A claim is recorded at most once. Answers the entries in order, or `undefined`
   * when it came too late: then nothing was changed.
   */
  record(outcome: TurnOutcome): Promise<LogEntry[] | undefined>
}
