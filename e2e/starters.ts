/**
 * A server process and a model double for every test: one of its own, or, where only the page matters, the one that all such tests of a worker
 * share. The next own one starts while a test runs, as most tests of a file want the same: a process takes a second and a half of the processor.
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
  /** With a model double that knows nothing of the test before. */
  share: (wanted: Wanted) => Promise<Ready>
} & AsyncDisposable

export function createStarters(): Starters {
  let next: { key: string; starting: Promise<Ready> } | undefined
  const shared = new Map<string, Ready>()

  const discard = async (): Promise<void> => {
    const unwanted = next
    next = undefined
    // One that did not start is nobody's trouble: who wants it tries again.
    await unwanted?.starting.then(
      (ready) => ready[Symbol.asyncDispose](),
      () => {},
    )
  }

  return {
    async take(wanted) {
      const key = JSON.stringify(wanted)
      if (next?.key !== key) await discard()
      const ready = await (next?.starting ?? start(wanted))
      next = { key, starting: start(wanted) }
      next.starting.catch(() => {})
      return ready
    },
    async share(wanted) {
      const key = JSON.stringify(wanted)
      const ready = shared.get(key) ?? (await start(wanted))
      shared.set(key, ready)
      const { upstream } = ready
      upstream.respond = undefined
      upstream.requests.length = upstream.failures.length = 0
      return ready
    },
    async [Symbol.asyncDispose]() {
      await discard()
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
