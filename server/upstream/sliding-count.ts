/** How often something happened lately: counts in ten slices of a window, so that the past leaves little by little. */

export type SlidingCount = { add(): void; total(): number; clear(): void }

const SLICES = 10

export function createSlidingCount({ windowMs, now }: { windowMs: number; now: () => number }): SlidingCount {
  const sliceMs = windowMs / SLICES
  const counts: number[] = Array.from({ length: SLICES }, () => 0)
  /** Number of the slice that is being filled, since the clock's beginning. */
  let current = Math.floor(now() / sliceMs)

  function advance(): void {
    const slice = Math.floor(now() / sliceMs)
    const passed = Math.min(slice - current, SLICES)
    for (let step = 1; step <= passed; step++) counts[(current + step) % SLICES] = 0
    // A clock that is set back goes on filling the slice that it was in.
    if (passed > 0) current = slice
  }

  return {
    add() {
      advance()
      const place = current % SLICES
      counts[place] = (counts[place] ?? 0) + 1
    },
    total() {
      advance()
      return counts.reduce((sum, count) => sum + count, 0)
    },
    clear: () => void counts.fill(0),
  }
}
