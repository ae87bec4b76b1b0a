/** The core's view of the network. `connection.ts` is the real one; tests script their own. */

import type { Acknowledgement, FromWidget, Hello, WidgetEvent } from '../shared/protocol.ts'
import type { ServerPacket } from './wire.ts'

export type LineHandlers = {
  /** Asked at every attempt to connect, because what we hold has grown meanwhile. */
  hello(): Hello
  received(packet: ServerPacket): void
  /** The line is down, or could not be had; it is being tried again. */
  lost(): void
  /** The server does not want us and trying again would not help: a code of the error table. */
  refused(code: string): void
}

export type Line = {
  /** Begins to connect and keeps trying. */
  open(handlers: LineHandlers): void
  close(): void
  /** The customer waits: the next attempt is made at once, unless the server asked to wait or the last one was a moment ago. Else nothing. */
  hurry(): void
  /** Drops what there is and connects at once: after a forgotten token, or an answer that never came. */
  renew(): void
  /** Resolves with the checked acknowledgement; rejects when none came in time or the line was lost. */
  request<E extends WidgetEvent>(event: E, payload: FromWidget[E]): Promise<Acknowledgement[E]>
}
