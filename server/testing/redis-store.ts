/** The Redis store for a test, with all that it complained of. */

import { connectTo } from '../adapters/store-redis/client.ts'
import { createRedisStore } from '../adapters/store-redis/store-redis.ts'
import type { Store } from '../ports/store.ts'
import { parseRedisAddress } from '../redis-address.ts'

export type TestStore = {
  store: Store
  /** The kinds of faults that were counted, in order. */
  faults: string[]
  /** Everything that was logged, a line each. */
  logged: string[]
} & AsyncDisposable

/** Resolves when the store can be used. */
export async function openTestStore(url: string): Promise<TestStore> {
  const connection = connectTo(parseRedisAddress(url)!)
  const [faults, logged]: [string[], string[]] = [[], []]
  const note = (details: object, message: string): void => void logged.push(`${message} ${JSON.stringify(details)}`)
  const ready = new Promise<void>((resolve) => connection.onReady(resolve))
  const store = createRedisStore({ connection, log: { warn: note, error: note }, failed: (kind) => void faults.push(kind) })
  await ready
  return { store, faults, logged, [Symbol.asyncDispose]: () => store.close() }
}
