/**
 * A server process and a model double for every test: the one that the tests of a worker share, or, where it would not be the same afterwards, one of
 * its own, as a process takes most of a second of the processor.
 */

import { startUpstream, type Upstream } from '../server/testing/upstream.ts'
import { startShop, type Shop } from './shop.ts'

export type Wanted = {
  /** Who answers what no approved question does. */
  answers: 'model' | 'approved questions only'
  /** Settings of the server, as they would stand in the environment. */
  settings: Record<string, string>
  host: 'localhost' | '127.0.0.1'
  /** Tells apart test workers that look for ports at the same moment. */
  slot: number
}

export type Ready = { upstream: Upstream; shop: Shop } & AsyncDisposable

export type Starters = {
  /** Whoever takes it disposes of it. */
  take: (wanted: Wanted) => Promise<Ready>
  /** Alive, and with a model double that knows nothing of the test before. */
  share: (wanted: Wanted) => Promise<Ready>
} & AsyncDisposable

export function createStarters(): Starters {
  const shared = new Map<string, Ready>()

  return {
    take: start,
    async share(wanted) {
      const key = JSON.stringify(wanted)
      const ready = shared.get(key) ?? (await start(wanted))
      shared.set(key, ready)
      const { upstream, shop } = ready
      if (!shop.isRunning()) await shop.restart()
      upstream.respond = undefined
      upstream.requests.length = upstream.failures.length = 0
      return ready
    },
    async [Symbol.asyncDispose]() {
      for (const ready of shared.values()) await ready[Symbol.asyncDispose]()
    },
  }
}

async function start({ answers, settings, host, slot }: Wanted): Promise<Ready> {
  const upstream = await startUpstream()
  const model: Record<string, string> = answers === 'model' ? { OPENAI_BASE_URL: upstream.url, OPENAI_MODEL: 'recorded' } : {}
  try {
    const shop = await startShop({ slot, host, settings: { ...model, ...settings } })
    return {
      upstream,
      shop,
      async [Symbol.asyncDispose]() {
        await shop.close()
        await upstream.close()
      },
    }
  } catch (error) {
    await upstream.close()
    throw error
  }
}
