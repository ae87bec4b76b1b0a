/**
 * What the desk and the server say to each other over a socket, besides what visitors hear: the same way of writing (`fields.ts`), the same bytes,
 * and numbers from 64 on, so that the widget knows nothing of it. Commands go by HTTP; this is for what is live.
 *
 * The desk's socket is one of its own, at `DESK_SOCKET_PATH`, in the default namespace: `io({ path: DESK_SOCKET_PATH, parser: deskParser })`. The
 * session cookie says who connects.
 */

import { list, nested, oneOf, optional, text, uint, type Field, type MessageOf, type Schema } from './fields.ts'
import type { ConversationSummary, DeskFloor } from './desk.ts'
import { fromServer, packet } from './protocol.ts'
import { TICKET_STATUSES } from './tickets.ts'

export const DESK_SOCKET_PATH = '/desk/live'

const person = { id: text(1), name: text(2) }

const route = { to: oneOf(1, ['human', 'question', 'model']), reason: text(2), result: text(3) }

const filterMark = { direction: text(1), list: text(2), category: text(3), action: text(4), start: uint(5), end: uint(6) }

const ticketMark = { number: uint(1), status: oneOf(2, TICKET_STATUSES), revision: uint(3) }

/** All states in one form, for the wire; `DeskFloor` (`desk.ts`) says which has what. */
const floor = {
  state: oneOf(1, ['bot', 'waiting', 'agent', 'closed']),
  reason: text(2),
  since: uint(3),
  queuedAt: optional(uint(4)),
  position: optional(uint(5)),
  assigned: optional(nested(6, person)),
  person: optional(nested(7, person)),
}

const summary = {
  id: text(1),
  site: text(2),
  revision: uint(3),
  fence: uint(4),
  epoch: text(5),
  top: uint(6),
  floor: nested(7, floor),
  visitor: nested(8, { id: text(1), name: optional(text(2)) }),
  createdAt: uint(9),
  lastAt: uint(10),
  last: optional(nested(11, { author: oneOf(1, ['visitor', 'bot', 'agent', 'system']), text: text(2) })),
  ticket: optional(nested(12, ticketMark)),
}

/** Events from the desk. Each may be sent with an acknowledgement: `{}` or `{ refused }`. */
export const fromDesk = {
  /**
   * From here on the events of this conversation are sent, first what lies behind `after` in this epoch. Where that does not fit, as for who holds nothing
   * and says an empty `epoch`, `history-reset` comes first, and then the newest page: with `from`, everything from that `seq` on at least.
   */
  'desk-watch': { conversation: text(1), epoch: text(2), after: uint(3), from: optional(uint(4)) },
  'desk-leave': { conversation: text(1) },
  /** Somebody is writing here; said again while it lasts. */
  typing: { conversation: text(1) },
  /** So far it was read. */
  read: { conversation: text(1), seq: uint(2) },
}

/** Events to the desk. */
export const toDesk = {
  /** First event of every connection. */
  'desk-ready': { person: nested(1, person) },
  /** Exactly one of the fields besides `conversation`: the event that the customer is sent, with what only the desk may know. */
  'conversation-event': {
    conversation: text(1),
    'message-added': optional(
      nested(2, { ...fromServer['message-added'], route: optional(nested(4, route)), marks: list(nested(5, filterMark)) }),
    ),
    'floor-changed': optional(nested(3, fromServer['floor-changed'])),
    /** The entries that follow are those behind `after`; earlier ones are read in pages by HTTP. */
    'history-reset': optional(nested(4, { ...fromServer['history-reset'], after: uint(4) })),
    'answer-start': optional(nested(5, fromServer['answer-start'])),
    'answer-delta': optional(nested(6, fromServer['answer-delta'])),
    'answer-end': optional(nested(7, fromServer['answer-end'])),
    'answer-rated': optional(nested(8, fromServer['answer-rated'])),
  },
  /** For the inbox. Of two summaries the one with the lower `revision` is old. */
  'conversation-changed': { summary: nested(1, summary) },
  'note-added': {
    conversation: text(1),
    note: nested(2, { id: text(1), cid: text(2), number: uint(3), after: uint(4), person: nested(5, person), text: text(6), at: uint(7) }),
  },
  /** Who has it open at the desk now, the reader of this included. */
  'viewers-changed': { conversation: text(1), people: list(nested(2, person)) },
  'presence-changed': { person: text(1), state: oneOf(2, ['online', 'busy', 'away', 'offline']) },
  /** Over after a few seconds in which it is not said again. Without `person` it is the customer. */
  'typing-changed': { conversation: text(1), person: optional(nested(2, person)) },
  /** How far each of them has read. Without `person` it is the customer, and `at` says when that was. */
  'read-changed': { conversation: text(1), person: optional(nested(2, person)), seq: uint(3), at: optional(uint(4)) },
  'ticket-changed': { conversation: optional(text(1)), ticket: nested(2, ticketMark) },
  /** It was deleted, with its visitor or for its age: nothing of it may be shown any more. */
  'conversation-gone': { conversation: text(1) },
}

const events = { ...fromDesk, ...toDesk }
type Events = typeof events

/** Each has the number of its place, from 64 on, so events are only ever appended. */
const ORDER = [
  'desk-watch',
  'desk-leave',
  'typing',
  'read',
  'desk-ready',
  'conversation-event',
  'conversation-changed',
  'note-added',
  'viewers-changed',
  'presence-changed',
  'typing-changed',
  'read-changed',
  'ticket-changed',
  'conversation-gone',
] as const satisfies readonly (keyof Events)[]

const FIRST = 64

/** A packet with one of these events; any other packet is that of `protocol.ts`. */
export const deskPacket = {
  kind: packet.kind,
  namespace: packet.namespace,
  id: packet.id,
  ...(Object.fromEntries(ORDER.map((event, index) => [event, optional(nested(index + FIRST, events[event] as Schema))])) as unknown as {
    [E in (typeof ORDER)[number]]: Field<MessageOf<Events[E]>, true>
  }),
}

/** What processes tell each other for their desks; all the rest is read from the database. */
export const deskHint = {
  'note-added': optional(nested(1, toDesk['note-added'])),
  'viewers-changed': optional(nested(2, toDesk['viewers-changed'])),
  'presence-changed': optional(nested(3, toDesk['presence-changed'])),
  'typing-changed': optional(nested(4, toDesk['typing-changed'])),
  'read-changed': optional(nested(5, toDesk['read-changed'])),
  'ticket-changed': optional(nested(6, toDesk['ticket-changed'])),
  /** Only what has no entry in the log: a customer was assigned, or everything was deleted. */
  'conversation-changed': optional(nested(7, { conversation: text(1) })),
}
export type DeskHint = MessageOf<typeof deskHint>

export type DeskEvent = keyof typeof fromDesk
export type FromDesk = { [E in DeskEvent]: MessageOf<(typeof fromDesk)[E]> }
export type ToDesk = { [E in keyof typeof toDesk]: MessageOf<(typeof toDesk)[E]> }
export type ConversationEvent = ToDesk['conversation-event']

/** As JSON has it: each state with its own data. */
export function floorFromWire({ state, reason, since, queuedAt, position, assigned, person: holder }: MessageOf<typeof floor>): DeskFloor {
  switch (state) {
    case 'bot':
      return { state, reason, since }
    case 'waiting':
      return { state, reason, since, queuedAt: queuedAt ?? since, position: position ?? 1, ...(assigned && { assigned }) }
    case 'agent':
      return { state, reason, since, person: holder ?? { id: '', name: '' } }
    case 'closed':
      return { state, reason, since, ...(holder && { person: holder }) }
  }
}

export const summaryFromWire = (said: MessageOf<typeof summary>): ConversationSummary => ({ ...said, floor: floorFromWire(said.floor) })
