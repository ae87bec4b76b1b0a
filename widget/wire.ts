/**
 * What arrives from the network, checked once at the door. An event that this widget does not know, or whose form is
 * wrong, is skipped: old widgets stay in open tabs for days while the server moves on. If it has a place in the log, only
 * that is taken over, as otherwise the log would end there for good.
 */

import { nested, text, uint, type MessageOf, type Schema } from '../shared/fields.ts'
import { conform } from '../shared/guard.ts'
import {
  acknowledgements,
  fromServer,
  type Acknowledgement,
  type FromServer,
  type ServerEvent,
  type WidgetEvent,
} from '../shared/protocol.ts'

const place = { epoch: text(1), seq: uint(2) }
const named = { message: nested(3, { id: text(1) }) }

/** A durable event that says something which this widget cannot read. `id` is its message's, if it has one. */
export type UnreadableEntry = { event: 'entry-unreadable'; payload: MessageOf<typeof place> & { id: string | undefined } }

/** One event of the server with its payload; narrowing `event` narrows `payload`. */
export type ServerPacket = { [E in ServerEvent]: { event: E; payload: FromServer[E] } }[ServerEvent] | UnreadableEntry

export function readPacket(event: string, payload: unknown): ServerPacket | undefined {
  const read = Object.hasOwn(fromServer, event) ? attempt(fromServer[event as ServerEvent], payload) : undefined
  if (read) return { event, payload: read } as ServerPacket
  const entry = attempt(place, payload)
  return entry && { event: 'entry-unreadable', payload: { ...entry, id: attempt(named, payload)?.message.id } }
}

function attempt<S extends Schema>(schema: S, payload: unknown): MessageOf<S> | undefined {
  try {
    return conform(schema, payload)
  } catch {
    return undefined
  }
}

/** Throws `Malformed` for an acknowledgement that is none: to the sender that is the same as no answer. */
export const readAcknowledgement = <E extends WidgetEvent>(event: E, payload: unknown): Acknowledgement[E] =>
  conform(acknowledgements[event], payload) as Acknowledgement[E]

/**
 * Refusals after which the same request may succeed later, unchanged. The error table in `shared/errors.ts` is the
 * source and a test compares the two; its sentences are for developers and need not travel to every customer.
 */
export const RETRYABLE: readonly string[] = ['throttled', 'connections_exceeded', 'unavailable', 'internal']

/**
 * Refusals of a connection after which trying again would change nothing. Only these end the trying: whatever else stands
 * in the body of a refused request may be some proxy's, or a later server's.
 */
export const FINAL: readonly string[] = [
  'message_malformed',
  'text_invalid',
  'protocol_unsupported',
  'site_unknown',
  'origin_refused',
  'token_unknown',
]
