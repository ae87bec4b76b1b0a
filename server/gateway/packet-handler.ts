/**
 * The one way by which an event reaches the house: its form, the acknowledgement's presence, and any error. No packet ends the
 * process, and none goes unanswered where an answer was asked for. How many may come is counted before, in `connections.ts`.
 */

import { conform, Malformed } from '../../shared/guard.ts'
import { fromWidget, type Acknowledgement, type FromServer, type FromWidget, type WidgetEvent } from '../../shared/protocol.ts'
import type { Logger } from '../log.ts'
import { asRefusal, Refusal } from '../refusal.ts'

export type PacketSocket = {
  on: (event: WidgetEvent, listener: (payload: unknown, ...rest: unknown[]) => void) => unknown
  emit: (event: 'turn-error', message: FromServer['turn-error']) => unknown
}

export type Handle = <E extends WidgetEvent>(event: E, carryOut: (message: FromWidget[E]) => Promise<Acknowledgement[E]>) => void

export function createPacketHandler(socket: PacketSocket, { log }: { log: Logger }): Handle {
  return function handle(event, carryOut) {
    socket.on(event, (payload, ...rest) => {
      const last = rest.at(-1)
      // A client may send without asking for an answer: then only a refusal is worth a word, and goes as an event.
      const acknowledge = typeof last === 'function' ? (last as (answer: object) => void) : undefined
      void Promise.resolve()
        .then(() => carryOut(conform(fromWidget[event], payload, event) as FromWidget[typeof event]))
        .catch((error: unknown) => {
          const refusal = refusalOf(error)
          if (refusal.code === 'internal') log.error({ err: error, event }, 'a packet failed')
          if (!acknowledge) socket.emit('turn-error', refusal.toRefused())
          return { refused: refusal.toRefused() }
        })
        .then(acknowledge)
    })
  }
}

/** A packet that does not fit the table is refused with the code of what is wrong with it. */
export const refusalOf = (error: unknown): Refusal => (error instanceof Malformed ? new Refusal(error.code) : asRefusal(error))
