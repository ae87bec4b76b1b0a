/**
 * Socket.IO's protocol as far as the widget speaks it: the handshake of the one namespace, events that come, requests that are acknowledged. Socket.IO's
 * own `Socket` and its emitters are 1.1 KB more, for what is kept and sent later, other namespaces, and listeners of every kind: here nothing is kept that was not sent,
 * as that is the outbox's to do.
 */

import { PacketType, type SocketPacket } from '../shared/parser.ts'
import { createCarrier, type CarrierError } from './carrier.ts'
import type { Environment } from './environment.ts'

/** `data` is what the server said at CONNECT; `body` what it answered to a request that it refused before. */
export type ConnectError = CarrierError & { data?: { code?: unknown; retryAfterMs?: unknown } }

export type SocketOptions = {
  address: string
  environment: Environment
  acknowledgementMs: number
  /** What is said at CONNECT. */
  hello(): object
  connected(): void
  received(event: string, payload: unknown): void
  /** Could not be had, was refused, or is over without our doing. */
  lost(error: ConnectError): void
}

export type Socket = {
  isConnected(): boolean
  connect(): void
  /** Says goodbye, and tells nobody here. */
  disconnect(): void
  /** The line is known to be lost before it shows. */
  lose(): void
  /** Resolves with what the server acknowledges; rejects when that does not come in time, or the connection is over. */
  request(event: string, payload: unknown): Promise<unknown>
}

export function createSocket(options: SocketOptions): Socket {
  const { address, environment, acknowledgementMs, hello, connected, received, lost } = options
  let isConnected = false
  let requests = 0
  /** What each request that was not acknowledged yet waits for. Without packet: nothing comes any more. */
  const pending = new Map<number, (packet?: SocketPacket) => void>()

  const carrier = createCarrier(address, environment, {
    carries: () => send(PacketType.CONNECT, hello()),
    arrived,
    broken(error) {
      end()
      lost(error)
    },
  })

  const send = (type: number, data?: unknown, id?: number) => carrier.send({ type, nsp: '/', id, data })

  function end() {
    carrier.drop()
    isConnected = false
    for (const settle of pending.values()) settle()
  }

  function arrived(packet: SocketPacket) {
    const { type, id = -1, data } = packet
    if (type === PacketType.CONNECT && (data as { sid?: string }).sid) {
      isConnected = true
      connected()
    } else if (type === PacketType.EVENT) {
      received(...(data as [string, unknown]))
    } else if (type === PacketType.ACK) {
      pending.get(id)?.(packet)
    } else {
      // The server does not want us, or sends us away.
      end()
      lost(Object.assign(new Error('refused'), data))
    }
  }

  return {
    isConnected: () => isConnected,
    connect: carrier.reach,
    disconnect() {
      if (isConnected) send(PacketType.DISCONNECT)
      end()
    },
    lose: () => carrier.snap('offline'),
    request: (event, payload) =>
      new Promise((resolve, reject) => {
        if (!isConnected) return reject(new Error('not connected'))
        const id = requests++
        const settle = (packet?: SocketPacket) => {
          callOff()
          pending.delete(id)
          if (packet) resolve((packet.data as unknown[])[0])
          else reject(new Error('not acknowledged'))
        }
        const callOff = environment.after(acknowledgementMs, settle)
        pending.set(id, settle)
        send(PacketType.EVENT, [event, payload], id)
      }),
  }
}
