/**
 * What widget and server say to each other: version, messages, and nothing else. The written text is `docs/protocol.md`.
 *
 * Server events of a conversation share one ordered stream. Only durable events (`message-added`, `floor-changed`) carry
 * a `seq`; streamed text (`answer-*`) is volatile and the durable message that follows always wins.
 */

import { list, nested, oneOf, optional, text, uint, type Field, type MessageOf, type Schema } from './fields.ts'

/** Grows only when an old widget could no longer understand the server at all. New events and fields do not count. */
export const PROTOCOL_VERSION = 1

/** Who may answer in a conversation now. Each state carries its own data once it has any. */
const floor = {
  state: oneOf(1, ['bot', 'waiting', 'agent', 'closed']),
  /** Why it changed: `wish_for_person`, `customer_returned`, … */
  reason: text(2),
  /** Milliseconds since 1970, by the server's clock. */
  since: uint(3),
  /** Of `agent`: who has it, as customers call that person. Entries of earlier versions have none. */
  name: optional(text(4)),
}

const author = {
  kind: oneOf(1, ['visitor', 'bot', 'agent', 'system']),
  name: optional(text(2)),
}

/** Where an answer's words come from: an approved question, the model, or one of our own fixed sentences. */
const ORIGINS = ['question', 'model', 'notice'] as const

/** What a customer thinks of an answer. */
const RATINGS = ['up', 'down'] as const

/** One entry of the log that people read. Positions: `seq` stands in the event that carries it. */
const message = {
  id: text(1),
  /** Set on customers' messages: the id that the widget made before the first send. */
  cid: optional(text(2)),
  author: nested(3, author),
  text: text(4),
  /** Milliseconds since 1970, by the server's clock. */
  at: uint(5),
  /** Absent on customers' messages. */
  origin: optional(oneOf(6, ORIGINS)),
  /** `complete`; `stopped` by the customer; `cut` at a length limit. Absent on customers' messages. */
  outcome: optional(oneOf(7, ['complete', 'stopped', 'cut'])),
  /** Questions that the widget offers as buttons below this message. */
  suggestions: list(text(8)),
  /** Reserved: files go by HTTP, the message will name them. */
  attachments: list(text(9)),
  /** Absent on customers' messages, and where the customer has not said. */
  rating: optional(oneOf(10, RATINGS)),
}

const refused = {
  /** A key of the error table (`errors.ts`). */
  code: text(1),
  retryAfterMs: optional(uint(2)),
}

const accepted = {
  /** The server's id of the message. */
  id: text(1),
  seq: uint(2),
  epoch: text(3),
  at: uint(4),
  /** The text as it was kept: differs from what was sent where a word was masked. */
  text: text(5),
}

/** What the widget says at CONNECT (Socket.IO's `auth`). The site key is in the query, the token never is. */
export const hello = {
  protocol: uint(1),
  token: optional(text(2)),
  /** The conversation whose events the widget already holds up to `after`, and the epoch they belong to. */
  conversation: optional(text(3)),
  epoch: optional(text(4)),
  after: uint(5),
  /** BCP 47 tag of the language that the widget shows. */
  locale: text(6),
}

/** Events from the widget. */
export const fromWidget = {
  'message-send': {
    conversation: text(1),
    cid: text(2),
    text: text(3),
    locale: text(4),
    /** The page that the customer writes from; only where the site wants to know it. */
    page: optional(nested(5, { address: text(1), title: text(2) })),
  },
  'answer-stop': { answer: text(1) },
  'conversation-start': { locale: text(1) },
  'handoff-cancel': { conversation: text(1) },
  'history-request': { conversation: text(1), epoch: text(2), after: uint(3) },
  /** Everything that was said in this conversation is forgotten, by everybody and for good. */
  'conversation-erase': { conversation: text(1) },
  /** `none` takes an earlier one back. It is a word of its own, as a word of a later version must not be read as that. */
  'answer-rate': { conversation: text(1), answer: text(2), rating: oneOf(3, [...RATINGS, 'none']) },
  /** What the customer thinks of a closed conversation: `score` is 1 to 5, and `comment` may be empty. A later one takes its place. */
  'conversation-rate': { conversation: text(1), score: uint(2), comment: text(3) },
  /** What the page says of its customer. Nobody has checked it. What is said replaces all that was said before. */
  'visitor-describe': {
    name: optional(text(1)),
    email: optional(text(2)),
    userId: optional(text(3)),
    attributes: list(nested(4, { name: text(1), value: text(2) })),
    /** By the site's backend: HMAC-SHA256 of `userId` under the site's secret, in hex. */
    userHash: optional(text(5)),
  },
  /** The customer is writing to a person, or while waiting for one. Said again every few seconds while it lasts; what is written, never. */
  typing: { conversation: text(1) },
  /** The customer has seen everything up to `seq`. Said once after what agents wrote. */
  read: { conversation: text(1), epoch: text(2), seq: uint(3) },
}

/** Events from the server. */
export const fromServer = {
  /**
   * First event of every connection. `token` is there once, when it was minted. `top` is the log's last `seq`;
   * `answer` is the id of the answer that is streaming now.
   */
  'visitor-ready': { token: optional(text(1)), conversation: text(2), epoch: text(3), top: uint(4), answer: optional(text(5)) },
  /** Forget what you hold; the conversation's events follow from 1. */
  'history-reset': { conversation: text(1), epoch: text(2), top: uint(3) },
  'message-added': { epoch: text(1), seq: uint(2), message: nested(3, message) },
  'floor-changed': { epoch: text(1), seq: uint(2), floor: nested(3, floor) },
  /** A bubble appears, or starts over when `attempt` grew. `answer` is the id that the final message will have. */
  'answer-start': { epoch: text(1), answer: text(2), attempt: uint(3), origin: optional(oneOf(4, ORIGINS)) },
  /** `offset` counts UTF-16 units of the filtered text from the answer's beginning. */
  'answer-delta': { answer: text(1), attempt: uint(2), offset: uint(3), text: text(4) },
  /** The bubble is over. With `recorded` its final message is in the log; with `dropped` nothing of it is kept. */
  'answer-end': { answer: text(1), attempt: uint(2), outcome: oneOf(3, ['recorded', 'dropped']) },
  /** The customer rated this answer, in this tab or another. What is rated is already in the log, so this takes no `seq`. */
  'answer-rated': { answer: text(1), rating: optional(oneOf(2, RATINGS)) },
  /** The person who has the floor is writing. Over after a few seconds in which it is not said again, and with the next entry of the log. */
  'typing-changed': { name: text(1) },
  /** A turn or a packet went wrong in a way that no acknowledgement can say. */
  'turn-error': refused,
}

/** Exactly one of the two fields is set; `{}` says done. One form for all, because a packet that acknowledges does not say what. */
const acknowledgement = { accepted: optional(nested(1, accepted)), refused: optional(nested(2, refused)) }

const events = { ...fromServer, ...fromWidget }
type Events = typeof events

/** Each has the number of its place, from 8 on, so events are only ever appended. */
const ORDER = [
  'answer-delta',
  'answer-start',
  'answer-end',
  'message-added',
  'message-send',
  'visitor-ready',
  'history-reset',
  'history-request',
  'floor-changed',
  'turn-error',
  'answer-stop',
  'conversation-start',
  'handoff-cancel',
  'conversation-erase',
  'answer-rate',
  'answer-rated',
  'visitor-describe',
  'conversation-rate',
  'typing',
  'read',
  'typing-changed',
] as const satisfies readonly (keyof Events)[]

/**
 * One frame on the wire: a packet of Socket.IO, with what it carries under a number of its own. The first word's places are Socket.IO's
 * packet types. 5 to 7 belong to connecting.
 */
export const packet = {
  kind: oneOf(1, ['connect', 'disconnect', 'event', 'acknowledgement', 'connect-error']),
  /** Absent for visitors. */
  namespace: optional(text(2)),
  /** What the acknowledgement of this packet will say, or says, that it belongs to. */
  id: optional(uint(3)),
  acknowledgement: optional(nested(4, acknowledgement)),
  hello: optional(nested(5, hello)),
  /** Socket.IO's id of the connection: the answer to `hello`. */
  session: optional(text(6)),
  refused: optional(nested(7, refused)),
  ...(Object.fromEntries(ORDER.map((event, index) => [event, optional(nested(index + 8, events[event] as Schema))])) as unknown as {
    [E in (typeof ORDER)[number]]: Field<MessageOf<Events[E]>, true>
  }),
}

/**
 * What every durable event begins with, whatever else it says, and the id of its message if it has one: so a widget that cannot read an event
 * of a later version still knows its place in the log.
 */
export const place = { epoch: text(1), seq: uint(2), message: optional(nested(3, { id: optional(text(1)) })) }

export type WidgetEvent = keyof typeof fromWidget
export type ServerEvent = keyof typeof fromServer
export type FromWidget = { [E in WidgetEvent]: MessageOf<(typeof fromWidget)[E]> }
export type FromServer = { [E in ServerEvent]: MessageOf<(typeof fromServer)[E]> }
export type Acknowledgement = { [E in WidgetEvent]: MessageOf<typeof acknowledgement> }

export type Hello = MessageOf<typeof hello>
export type Floor = MessageOf<typeof floor>
export type FloorState = Floor['state']
export type Message = MessageOf<typeof message>
export type Author = MessageOf<typeof author>
export type Accepted = MessageOf<typeof accepted>
export type Packet = MessageOf<typeof packet>
export type Refused = MessageOf<typeof refused>
export type Rating = (typeof RATINGS)[number]
