/**
 * Token buckets that refill continuously. A bucket that nobody has used for as long as it takes to fill is the same as no
 * bucket, and is forgotten; so memory follows the number of keys in use, and never passes a limit.
 */

import type { Bucket } from '../../ports/store.ts'

export type Taken = { taken: true } | { taken: false; key: string; waitMs: number }

export type TokenBuckets = {
  /** One token from every bucket, or none at all. `scope` keeps equal keys of different owners apart. */
  take(scope: string, buckets: Bucket[]): Taken
  clear(): void
  readonly size: number
}

/** `fullAt` is when it will have filled up if nobody takes from it. */
type Level = { tokens: number; at: number; fullAt: number }

/** Sums of fractions miss a whole by a hair; whoever waited as long as told must not be refused for that. */
const HAIR = 1e-6
/** Never told to come back later than tomorrow, also by a bucket that never refills. */
const LONGEST_WAIT_MS = 86_400_000

export function createTokenBuckets(now: () => number, most = 200_000): TokenBuckets {
  /** Least recently used first. */
  const levels = new Map<string, Level>()
  let sweepAtSize = 1_024

  function take(scope: string, buckets: Bucket[]): Taken {
    const at = now()
    const found = buckets.map((bucket) => {
      const name = `${scope}${bucket.key}`
      return { bucket, name, tokens: tokensIn(levels.get(name), bucket, at) }
    })
    let empty: { key: string; waitMs: number } | undefined
    for (const { bucket, tokens } of found) {
      if (tokens >= 1 - HAIR) continue
      const waitMs = Math.min(LONGEST_WAIT_MS, Math.ceil(((1 - tokens) / bucket.perSecond) * 1_000))
      if (!empty || waitMs > empty.waitMs) empty = { key: bucket.key, waitMs }
    }
    if (empty) return { taken: false, ...empty }
    for (const { bucket, name, tokens } of found) {
      const left = Math.max(0, tokens - 1)
      levels.delete(name)
      levels.set(name, { tokens: left, at, fullAt: at + ((bucket.burst - left) / bucket.perSecond) * 1_000 })
    }
    if (levels.size > sweepAtSize) sweep(at)
    return { taken: true }
  }

  /**
   * Looks at everything, but only after the number has doubled or a quarter of the room was filled: a constant cost per
   * bucket made.
   */
  function sweep(at: number): void {
    for (const [name, { fullAt }] of levels) if (fullAt <= at) levels.delete(name)
    const keep = Math.floor(most * 0.75)
    for (const name of levels.keys()) {
      if (levels.size <= keep) break
      levels.delete(name)
    }
    sweepAtSize = Math.min(most, Math.max(1_024, levels.size * 2))
  }

  return {
    take,
    clear: () => levels.clear(),
    get size() {
      return levels.size
    },
  }
}

/** A clock that was set back adds nothing and takes nothing away. */
const tokensIn = (level: Level | undefined, { perSecond, burst }: Bucket, at: number): number =>
  level ? Math.min(burst, level.tokens + (Math.max(0, at - level.at) / 1_000) * perSecond) : burst
