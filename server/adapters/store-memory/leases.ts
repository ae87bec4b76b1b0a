/** Who works on what, in one process. The oldest are let go of when there are too many: a lease saves work and protects nothing. */

export function createLeases(now: () => number, most = 100_000) {
  /** Taken longest ago first. */
  const leases = new Map<string, { holder: string; until: number }>()

  return {
    take({ key, holder, ttlMs }: { key: string; holder: string; ttlMs: number }): boolean {
      const held = leases.get(key)
      if (held && held.holder !== holder && held.until > now()) return false
      leases.delete(key)
      for (const oldest of leases.keys()) {
        if (leases.size < most) break
        leases.delete(oldest)
      }
      leases.set(key, { holder, until: now() + ttlMs })
      return true
    },
    giveBack({ key, holder }: { key: string; holder: string }): void {
      if (leases.get(key)?.holder === holder) leases.delete(key)
    },
    clear: () => leases.clear(),
    get size() {
      return leases.size
    },
  }
}
