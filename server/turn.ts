/** The two shapes that travel down the pipeline: a message on its way in, and the turn that answers it. */

import type { Language } from '../shared/language.ts'
import type { Author, Message } from '../shared/protocol.ts'
import type { Reason } from '../shared/reasons.ts'
import type { Conversation } from './ports/conversations.ts'
import type { Site } from './ports/sites.ts'
import type { ClaimedTurns, Route } from './ports/turns.ts'
import type { Visitor } from './ports/visitors.ts'
import type { WordHit } from './ports/word-lists.ts'
import type { Transfer } from './ports/answerer.ts'

/** A customer's message between its packet and its acknowledgement. */
export type Incoming = {
  site: Site
  visitor: Visitor
  conversationId: string
  cid: string
  text: string
  /** BCP 47 tag of what the widget shows. */
  locale: string
  /** The client's IP address, for throttling only: never stored, never logged. */
  address: string
}

/** A customer's text as it is kept, and what was found in it. */
export type FilteredText = { text: string; hits: WordHit[] }

/** Open turns of one conversation, taken together to be answered together. */
export type Turn = {
  site: Site
  conversation: Conversation
  claim: number
  /** What the customer said, in order; one or more. */
  messages: ClaimedTurns['turns']
  /** All of it as one text. */
  question: string
  language: Language
  /** Where its newest message came from, as `networkOf` names it, for budgets only: never stored as it is. Unknown after a crash. */
  network?: string | undefined
  /** The id that the answer's bubble and its final message share. */
  answerId: string
  /** Ends the work, down to the model's socket. Its reason is a `TurnStop`. */
  signal: AbortSignal
}

/** After an `erasure`, and once an `agent` has the floor, nothing is said any more, not even that it was stopped. */
export type StoppedBy = 'customer' | 'shutdown' | 'erasure' | 'agent'

export const isSilenced = (error: unknown): boolean => error instanceof TurnStop && (error.by === 'erasure' || error.by === 'agent')

/** Why a turn was stopped from outside. */
export class TurnStop extends Error {
  override readonly name = 'TurnStop'
  readonly by: StoppedBy
  constructor(by: StoppedBy) {
    super(`stopped by ${by}`)
    this.by = by
  }
}

/** What route decided. */
export type Decision = Pick<Route, 'to'> & {
  reason: Reason
  /** What kind of matter it is, where the kind of the reason does not say. */
  intent?: string
  /** The words, where the decision already knows them. */
  answer?: string
  /** The model is not to be asked: there is none (then a greeting is answered in our own words), or the message has failed too often or waited too long. */
  unanswerable?: 'no_model' | 'not_answered' | SmallTalk
}

/** Has an answer that needs no knowledge. */
export type SmallTalk = 'greeting' | 'thanks'

/** Something to say, as a stream of raw text: not yet filtered, not yet shown. */
export type Reply = {
  author: Author
  origin: NonNullable<Message['origin']>
  text: AsyncIterable<string>
  /** Asked when the text has ended: was it cut at a limit? */
  wasCut?: () => boolean
  /** Asked when the text has ended: does the model ask for a person, instead of this or after it? */
  transfer?: () => Transfer | undefined
  /** Asked when it stands in the log, complete: the raw text that another conversation may be given. Nothing, or absent, where nothing is to be kept. */
  worthKeeping?: () => string | undefined
  /** Asked when its text has failed with this: another try, from the beginning, where there is one to make. */
  again?: (fault: unknown) => Reply | undefined
  suggestions?: string[]
  /** Asked when it has ended: was it paid for when it was given to somebody else? */
  isKept?: () => boolean
}

/** What became of showing a reply. */
export type Shown = {
  /** The filtered text, as the customer saw it. */
  text: string
  outcome: NonNullable<Message['outcome']> | 'failed'
  /** Why it failed. */
  fault?: unknown
}
