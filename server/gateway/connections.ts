/**
 * What is counted for each connection, below namespaces and events: its place, the packets that come of whatever kind, what waits to
 * leave, and that it says CONNECT once. Socket.IO shows its listeners only what it understands, after it has made a socket of it; here everything passes.
 */

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Server } from 'socket.io'
import type { Metrics } from '../metrics.ts'
import type { Admission } from './admission.ts'
import { createMeter } from './meter.ts'
import { createOutgoingQueue, type OutgoingQueue, type QueuedConnection } from './outgoing-queue.ts'

/** Packets that one connection may send: far above any human, far below what hurts. Who sends more is cut off. */
const PACKETS = { perSecond: 50, burst: 200 }

/** The documented part of Engine.IO's socket, and its id, which Socket.IO too takes from there. */
type Connection = QueuedConnection & { id: string; request: IncomingMessage }

export type ConnectionsOptions = { engine: Server['engine']; admission: Admission; metrics: Metrics; now: () => number }

export function createConnections({ engine, admission, metrics, now }: ConnectionsOptions) {
  const connecting = new WeakSet<object>()
  const queues = new WeakMap<object, OutgoingQueue>()

  engine.use((request: IncomingMessage, response: ServerResponse, next: (error?: Error) => void) =>
    admission.check(request, response, next),
  )
  engine.on('connection', (connection: Connection) => {
    const leave = admission.enter(connection.request, connection.id)
    const mayPass = createMeter(PACKETS, now)
    queues.set(connection, createOutgoingQueue(connection))
    metrics.connections.inc()
    connection.on('packet', () => {
      if (!mayPass()) connection.close(true)
    })
    connection.once('close', () => {
      leave()
      metrics.connections.dec()
    })
  })

  return {
    /** True the first time. While a CONNECT is looked at, Socket.IO takes another for the first again, and each would get the whole log. */
    mayConnect(connection: object): boolean {
      if (connecting.has(connection)) return false
      connecting.add(connection)
      return true
    },

    queueOf(connection: object): OutgoingQueue {
      const queue = queues.get(connection)
      if (!queue) throw new Error('a socket on a connection that never was announced')
      return queue
    },
  }
}
