/**
 * The one way by which an event reaches the house: the acknowledgement's presence, and any error. Its form was checked when it was decoded
 * (`shared/parser.ts`). No packet ends the process, and none goes unanswered where an answer was asked for. How many may come is counted before,
 * in `connections.ts`.
 */

import { Malformed } from '../../shared/codec.ts'
import type { Unreadable } from '../../shared/parser.ts'
import { fromServer, type Acknowledgement, type FromServer, type FromWidget, type WidgetEvent } from '../../shared/protocol.ts'
import type { Logger } from '../log.ts'
import { asRefusal, Refusal } from '../refusal.ts'

/** All that can arrive: events of the server are in the same table, and nobody else may say them. */
export type ArrivingEvent = WidgetEvent | keyof FromServer | 'unreadable'

export type PacketSocket = {
  on: (event: ArrivingEvent, listener: (payload: never, acknowledge?: (answer: object) => void) => void) => unknown
  emit: (event: 'turn-error', message: FromServer['turn-error']) => unknown
}

export type Handle = <E extends WidgetEvent>(event: E, carryOut: (message: FromWidget[E]) => Promise<Acknowledgement[E]>) => void

export function createPacketHandler(socket: PacketSocket, { log }: { log: Logger }): Handle {
  function on<Message>(event: ArrivingEvent, carryOut: (message: Message) => Promise<object>): void {
    // A client may send without asking for an answer: then only a refusal is worth a word, and goes as an event.
    socket.on(event, (payload, acknowledge) => {
      void Promise.resolve(payload as Message)
        .then(carryOut)
        .catch((error: unknown) => {
          const refusal = refusalOf(error)
          if (refusal.code === 'internal') log.error({ err: error, event }, 'a packet failed')
          if (!acknowledge) socket.emit('turn-error', refusal.toRefused())
          return { refused: refusal.toRefused() }
        })
        .then(acknowledge)
    })
  }

  on<Unreadable>('unreadable', ({ code }) => Promise.reject(new Refusal(code)))
  for (const event of Object.keys(fromServer) as (keyof FromServer)[]) on(event, () => Promise.reject(new Refusal('message_malformed')))
  return on
}

/** A packet that does not fit the table is refused with the code of what is wrong with it. */
export const refusalOf = (error: unknown): Refusal => (error instanceof Malformed ? new Refusal(error.code) : asRefusal(error))
