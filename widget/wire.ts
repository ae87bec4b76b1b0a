/**
 * What arrives from the network, checked once at the door. An event that this widget does not know, or whose form is
 * wrong, is skipped: old widgets stay in open tabs for days while the server moves on.
 */

import { conform } from '../shared/guard.ts'
import {
  acknowledgements,
  fromServer,
  type Acknowledgement,
  type FromServer,
  type ServerEvent,
  type WidgetEvent,
} from '../shared/protocol.ts'

/** One event of the server with its payload; narrowing `event` narrows `payload`. */
export type ServerPacket = { [E in ServerEvent]: { event: E; payload: FromServer[E] } }[ServerEvent]

export function readPacket(event: string, payload: unknown): ServerPacket | undefined {
  if (!Object.hasOwn(fromServer, event)) return undefined
  try {
    return { event, payload: conform(fromServer[event as ServerEvent], payload) } as ServerPacket
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
