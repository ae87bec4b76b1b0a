/**
 * What arrives from the network. `shared/parser.ts` has checked it: an event that this widget does not know, or whose form is wrong, is skipped,
 * as old widgets stay in open tabs for days while the server moves on. If it has a place in the log, only that is taken over, as otherwise the log
 * would end there for good.
 */

import type { UnreadableEntry } from '../shared/log.ts'
import type { Unreadable } from '../shared/parser.ts'
import type { Acknowledgement, FromServer, ServerEvent, WidgetEvent } from '../shared/protocol.ts'

/** One event of the server with its payload; narrowing `event` narrows `payload`. */
export type ServerPacket = { [E in ServerEvent]: { event: E; payload: FromServer[E] } }[ServerEvent] | UnreadableEntry

export function readPacket(event: string, payload: unknown): ServerPacket | undefined {
  if (event !== 'unreadable') return { event, payload } as ServerPacket
  const { epoch, seq, id } = payload as Unreadable
  return epoch === undefined || seq === undefined ? undefined : { event: 'entry-unreadable', payload: { epoch, seq, id } }
}

/** One that could not be read leaves open what became of the request, like a fault of the server's: it may be sent again, after a pause. */
export const readAcknowledgement = <E extends WidgetEvent>(payload: Acknowledgement[E] | undefined): Acknowledgement[E] =>
  payload ?? { refused: { code: 'internal' } }

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
