/**
 * Our socket stack as the public protocol test suites of Socket.IO 5 and Engine.IO 4 expect a server: echoes, their ping times, Socket.IO's own
 * parser, no sites and no origins. For development only: it is nothing that a customer could be let near.
 */

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server } from 'socket.io'
import { HTTP_LIMITS, SOCKET_STACK } from './socket-stack.ts'

const EXPECTED = {
  ...SOCKET_STACK,
  pingInterval: 300,
  pingTimeout: 200,
  connectTimeout: 1_000,
  maxHttpBufferSize: 1_000_000,
  cors: { origin: '*' },
}

export type Conformance = { port: number; close: () => Promise<void> }

/** Listens on this machine only. Rejects when the port is taken. */
export async function startConformance(port: number): Promise<Conformance> {
  const http = createServer(HTTP_LIMITS)
  const io = new Server(http, EXPECTED)
  for (const namespace of ['/', '/custom']) {
    io.of(namespace).on('connection', (socket) => {
      socket.emit('auth', socket.handshake.auth)
      socket.on('message', (...values: unknown[]) => void socket.emit('message-back', ...values))
      socket.on('message-with-ack', (...values: unknown[]) => {
        const acknowledge = values.pop()
        if (typeof acknowledge === 'function') acknowledge(...values)
      })
    })
  }

  // Engine.IO's own suite wants no packets of Socket.IO on top.
  const { engine } = new Server(http, { ...EXPECTED, path: '/engine.io/' })
  engine.removeAllListeners('connection')
  engine.on('connection', (socket: { on(event: 'message', listener: (data: unknown) => void): void; send(data: unknown): void }) => {
    socket.on('message', (data) => socket.send(data))
  })

  await new Promise<void>((resolve, reject) => {
    http.once('error', reject)
    http.listen(port, 'localhost', resolve)
  })
  return { port: (http.address() as AddressInfo).port, close: () => new Promise((resolve) => void io.close(() => resolve())) }
}
