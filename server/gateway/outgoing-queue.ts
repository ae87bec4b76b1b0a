/**
 * What waits to leave on one connection: handed to Engine.IO, not yet taken by its transport. A client that does not read, and is sent to all the
 * same, would grow this without end, so who sends much looks here first, and a queue that grew in spite of that ends its connection.
 */

import type { EventEmitter } from 'node:events'

export type OutgoingQueue = {
  /** In UTF-16 units for text, bytes for binary: what they hold of memory, not of line. */
  waiting: () => { packets: number; units: number }
  /** Resolves when nothing waits any more, or the connection is over. */
  drained: () => Promise<void>
}

/** The part of Engine.IO's socket that is used here, all of it documented. */
export type QueuedConnection = Pick<EventEmitter, 'on' | 'once' | 'off'> & { close: (discard: boolean) => unknown; readyState: string }

/**
 * Four times what a feed puts here before it waits (`AHEAD_UNITS` there), and room for the acknowledgements of a burst, so nobody who reads
 * comes near it. Times the connections of one address, and twice because the transport holds as much again, it bounds what not reading can cost.
 */
export const QUEUE_LIMIT = { packets: 1_000, units: 1_048_576 }

export function createOutgoingQueue(connection: QueuedConnection): OutgoingQueue {
  let packets = 0
  let units = 0

  connection.on('packetCreate', ({ data }: { data?: string | Buffer }) => {
    packets += 1
    units += data?.length ?? 0
    // Discarding: an orderly close would wait for the reader that there is not.
    if (packets > QUEUE_LIMIT.packets || units > QUEUE_LIMIT.units) connection.close(true)
  })
  connection.on('flush', () => {
    packets = 0
    units = 0
  })

  return {
    waiting: () => ({ packets, units }),
    drained: () =>
      new Promise((resolve) => {
        if (packets === 0 || connection.readyState === 'closed') {
          resolve()
          return
        }
        const done = (): void => {
          connection.off('drain', done)
          connection.off('close', done)
          resolve()
        }
        connection.once('drain', done)
        connection.once('close', done)
      }),
  }
}
