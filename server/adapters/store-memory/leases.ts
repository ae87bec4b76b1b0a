/** Who works on what, in one process. */

const MOST = 100_000

export function createLeases(now: () => number) {
  const leases = new Map<string, { holder: string; until: number }>()

  function drop(): void {
    const at = now()
    for (const [key, { until }] of leases) if (until <= at) leases.delete(key)
  }

  return {
    take({ key, holder, ttlMs }: { key: string; holder: string; ttlMs: number }): boolean {
      const held = leases.get(key)
      if (held && held.holder !== holder && held.until > now()) return false
      if (leases.size >= MOST) drop()
      leases.set(key, { holder, until: now() + ttlMs })
      return true
    },
    giveBack({ key, holder }: { key: string; holder: string }): void {
      if (leases.get(key)?.holder === holder) leases.delete(key)
    },
    clear: () => leases.clear(),
  }
}
