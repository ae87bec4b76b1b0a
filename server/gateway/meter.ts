/** How much of something one connection may do: a bucket of its own, in memory, that answers at once. What is shared has the Store's. */

export type Meter = () => boolean

/** Holds `burst`, gains `perSecond`. Each call takes one; false when there was none. */
export function createMeter({ perSecond, burst }: { perSecond: number; burst: number }, now: () => number): Meter {
  let left = burst
  let filledAt = now()
  return function mayPass() {
    const at = now()
    left = Math.min(burst, left + (Math.max(0, at - filledAt) / 1000) * perSecond)
    filledAt = at
    if (left < 1) return false
    left -= 1
    return true
  }
}
