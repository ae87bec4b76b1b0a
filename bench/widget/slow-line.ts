/**
 * A phone's line before a server, as a proxy that holds back bytes: everything that travels is slow, sockets too, which the developer tools' own
 * throttling leaves out. A connection begins with a round trip. There is no TLS; it would add one or two more.
 */

import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

export type SlowLine = AsyncDisposable & { url: string }

export type LineOptions = { roundTripMs: number; downBitsPerSecond: number; upBitsPerSecond: number }

/** “3G Fast” of public page tests. */
export const FAST_3G: LineOptions = { roundTripMs: 150, downBitsPerSecond: 1_600_000, upBitsPerSecond: 768_000 }

export async function startSlowLine(
  targetUrl: string,
  { roundTripMs, downBitsPerSecond, upBitsPerSecond }: LineOptions,
): Promise<SlowLine> {
  const target = new URL(targetUrl)
  // All connections share the line.
  const up = direction(upBitsPerSecond, roundTripMs / 2)
  const down = direction(downBitsPerSecond, roundTripMs / 2)
  const sockets = new Set<Socket>()

  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname)
    const begin = performance.now() + roundTripMs
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.setNoDelay(true)
      socket.on('error', () => socket.destroy())
      socket.on('close', () => sockets.delete(socket))
    }
    near.on('data', (bytes: Buffer) => up(bytes.length, begin, () => far.write(bytes)))
    far.on('data', (bytes: Buffer) => down(bytes.length, begin, () => near.write(bytes)))
    near.on('close', () => up(0, begin, () => far.end()))
    far.on('close', () => down(0, begin, () => near.end()))
  }).listen(0)
  await once(server, 'listening')
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}

/** One way of the line: bytes leave one after another at its rate, and arrive when they have travelled. */
function direction(bitsPerSecond: number, travelMs: number) {
  let freeAt = 0
  return (bytes: number, notBefore: number, arrive: () => void): void => {
    freeAt = Math.max(freeAt, performance.now(), notBefore) + (bytes * 8_000) / bitsPerSecond
    setTimeout(arrive, freeAt + travelMs - performance.now())
  }
}
