/**
 * The pool of connections to one endpoint, and calls over it. The SDK makes the request and reads refusals; it is given
 * a `fetch` for that. The events of an answer come out beside it.
 */

import { Agent } from 'undici'

import type { Attempt, AttemptTimers } from './attempt.ts'
import type { EventBody } from './event-body.ts'
import type { StreamCaps } from './event-framer.ts'
import { exchange } from './exchange.ts'

export type PoolLimits = {
  /** At most this many connections, thus answers at once; more wait within their connect time. */
  sockets: number
  /** An unused connection is kept this long, less if the endpoint says so. */
  keepAliveMs: number
}

export type Transport = {
  call(attempt: Attempt): Call
  close(): Promise<void>
}

/** One request. `events` is there once the SDK has its response. */
export type Call = { fetch: typeof fetch; events(): EventBody }

const TCP_KEEP_ALIVE_MS = 60_000

export function createTransport(options: { pool: PoolLimits; timers: AttemptTimers; caps: StreamCaps; lingerMs: number }): Transport {
  const { pool, timers, caps, lingerMs } = options
  const agent = new Agent({
    connections: pool.sockets,
    pipelining: 1,
    keepAliveTimeout: pool.keepAliveMs,
    keepAliveMaxTimeout: pool.keepAliveMs,
    connect: { timeout: Math.max(timers.connectMs, timers.handshakeMs), keepAlive: true, keepAliveInitialDelay: TCP_KEEP_ALIVE_MS },
  })

  return {
    call(attempt) {
      let events: EventBody | undefined
      const onStream = (body: EventBody): void => {
        events = body
        attempt.onStream()
      }
      return {
        async fetch(input, init) {
          const { body, method, signal } = init ?? {}
          if (typeof body !== 'string' || !signal) throw new Error('only requests with a text body and a signal go this way')
          const url = new URL(typeof input === 'string' || input instanceof URL ? input : input.url)
          const request = { url, method: method ?? 'POST', headers: new Headers(init?.headers), body, signal }
          try {
            return await exchange(agent, request, { caps, lingerMs, onSent: attempt.onSent, onStream })
          } catch (error) {
            attempt.note(error)
            throw error
          }
        },
        events() {
          if (events === undefined) throw new Error('there is no response yet')
          return events
        },
      }
    },
    close: () => agent.destroy(),
  }
}
