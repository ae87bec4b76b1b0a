/**
 * What the desk sees: the nouns of its HTTP answers, as JSON. What comes over its socket is in `desk-protocol.ts` and uses the same words. Times are
 * milliseconds since 1970 by the server's clock.
 */

import type { Author, FloorState, Message } from './protocol.ts'
import type { Ticket } from './tickets.ts'

/** Somebody at the desk, with the name that they had then. */
export type PersonName = { id: string; name: string }

// ── The floor ───────────────────────────────────────────────────────────────────────────────────────────────────

/** Who may answer now, as the desk knows it: each state with its own data. */
export type DeskFloor =
  | { state: 'bot'; reason: string; since: number }
  /** `position` counts from 1. `assigned`: who is to take it; anybody may. */
  | { state: 'waiting'; reason: string; since: number; queuedAt: number; position: number; assigned?: PersonName }
  | { state: 'agent'; reason: string; since: number; person: PersonName }
  /** Without `person` nobody did: the system closed it. */
  | { state: 'closed'; reason: string; since: number; person?: PersonName }

export const FLOOR_ACTIONS = ['take', 'hand_back', 'close', 'assign'] as const
export type FloorAction = (typeof FLOOR_ACTIONS)[number]

// ── The inbox ───────────────────────────────────────────────────────────────────────────────────────────────────

/** `mine`: who is with me, or waits for me in particular. `all`: whatever anybody wrote in. */
export const INBOX_VIEWS = ['mine', 'waiting', 'all', 'closed'] as const
export type InboxView = (typeof INBOX_VIEWS)[number]

/** A row of the inbox. */
export type ConversationSummary = {
  id: string
  /** The id of its site. */
  site: string
  /** Grows with every change of anything below: of two summaries the one with the lower number is old. */
  revision: number
  /** Goes along with every change of the floor: it says which floor was looked at. */
  fence: number
  epoch: string
  /** `seq` of the last entry of the log. */
  top: number
  floor: DeskFloor
  /** As the page says; nobody has checked it. */
  visitor: { id: string; name?: string }
  createdAt: number
  lastAt: number
  /** The newest message, shortened. */
  last?: SaidText
  ticket?: TicketMark
}

/** As much of a message as a row has room for. */
export type SaidText = { author: Author['kind']; text: string }

/** What a search has found, from a little before it. */
export type FoundText = SaidText & { seq: number }

/** What an inbox has to know of a ticket. */
export type TicketMark = Pick<Ticket, 'number' | 'status' | 'revision'>

/** Newest activity first. `next` goes into `before` to go on; absent at the end. `found`: of a search, what it has found, by the conversation's id. */
export type InboxPage = { conversations: ConversationSummary[]; next?: string; found?: Record<string, FoundText> }

export type InboxCounts = { mine: number; waiting: number }

// ── One conversation ────────────────────────────────────────────────────────────────────────────────────────────

export type ConversationDetail = {
  summary: ConversationSummary
  /** What the page says of its visitor. */
  visitor: VisitorDetail
  /** The id of the answer that is being written now. */
  answering?: string
  /** Absent until the customer has read something that a person wrote. */
  read?: ReadMark
}

/** How far the customer has read, and since when: `seq` of the newest message of an agent. */
export type ReadMark = { seq: number; at: number }

export type VisitorDetail = {
  id: string
  name?: string
  /** Said by the page, or left by the customer in the chat. */
  email?: string
  userId?: string
  /** The site's backend vouches for `userId`; without it that is a label like the others. */
  isSigned?: true
  attributes: { name: string; value: string }[]
  /** Of the widget, at the newest message. */
  locale?: string
  /** From which the newest message was written, where the site shares that. */
  page?: { address: string; title: string }
}

/** Why an answer was given by whom. `result`: what came of it (`answered`, `handed_off`, `left_to_person`, `stopped`, …). */
export type RouteMark = { to: 'human' | 'question' | 'model'; reason: string; result: string }

/** What the word filter found in a message: by which list, called by its name, and where in the text before masking. */
export type FilterMark = { direction: string; list: string; category: string; action: string; start: number; end: number }

/** One line of the conversation as the desk shows it: the customer's log by `seq`, and what only the desk has. */
export type DeskEntry =
  | { kind: 'message'; epoch: string; seq: number; message: Message; route?: RouteMark; marks: FilterMark[] }
  | { kind: 'floor'; epoch: string; seq: number; floor: { state: FloorState; reason: string; since: number } }
  | ({ kind: 'note' } & Note)

/** The `id` of no person: the model wrote the note, when an agent handed back. */
export const BY_MODEL = ''

/** Written at the desk, read at the desk. `number` counts the notes of a conversation from 1; `after` is the log's `seq` behind which it stands. */
export type Note = { id: string; cid: string; number: number; after: number; person: PersonName; text: string; at: number }

/** In the order in which they are shown. `top`: of the log; there may be more beyond either end. */
export type EntriesPage = { epoch: string; top: number; entries: DeskEntry[] }

export type NotesPage = { notes: Note[] }

/** Answer to `POST …/messages` and `…/notes`; the same `cid` again gets the same. */
export type AcceptedText = { id: string; seq: number; epoch: string; at: number; text: string }

/** Help by the model: never sent by itself. */
export type Help = { text: string }

// ── People ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** `online`: may be given conversations. `busy`: here, and wants no more. `away`: not here, with the desk open. */
export const PRESENCE_STATES = ['online', 'busy', 'away'] as const
export type PresenceState = (typeof PRESENCE_STATES)[number]

/** Of one person. `offline` has no desk open. */
export type Presence = { person: string; state: PresenceState | 'offline' }

/** `conversations`: how many floors the person has now. */
export type TeamMember = PersonName & { role: string; presence: Presence['state']; conversations: number }
