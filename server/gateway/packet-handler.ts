/**
 * The one way by which a packet reaches the house: its rate, its form, the acknowledgement's presence, and any error. No packet ends the
 * process, and none goes unanswered where an answer was asked for.
 */

import { conform, Malformed } from '../../shared/guard.ts'
import { fromWidget, type Acknowledgement, type FromServer, type FromWidget, type WidgetEvent } from '../../shared/protocol.ts'
import type { Logger } from '../log.ts'
import { asRefusal, Refusal } from '../refusal.ts'

/** Packets that one socket may send: far above any human, far below what hurts. Who sends more is disconnected. */
const PACKETS = { perSecond: 50, burst: 200 }

export type PacketSocket = {
  on: (event: WidgetEvent, listener: (payload: unknown, ...rest: unknown[]) => void) => unknown
  emit: (event: 'turn-error', message: FromServer['turn-error']) => unknown
  disconnect: () => unknown
}

export type Handle = <E extends WidgetEvent>(event: E, carryOut: (message: FromWidget[E]) => Promise<Acknowledgement[E]>) => void

/** Each socket has its own, with its own count of packets. */
export function createPacketHandler(socket: PacketSocket, { log, now }: { log: Logger; now: () => number }): Handle {
  const mayPass = createMeter(now)

  return function handle(event, carryOut) {
    socket.on(event, (payload, ...rest) => {
      if (!mayPass()) {
        socket.disconnect()
        return
      }
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

/** A bucket of packets; answers false when it is empty. */
function createMeter(now: () => number): () => boolean {
  let left = PACKETS.burst
  let filledAt = now()
  return () => {
    const at = now()
    left = Math.min(PACKETS.burst, left + (Math.max(0, at - filledAt) / 1000) * PACKETS.perSecond)
    filledAt = at
    left -= 1
    return left >= 0
  }
}
