/**
 * Who of the visitors is connected, to any process: a lease for each, prolonged while a connection of theirs is open. It is asked before a customer is sent
 * an e-mail. What the Store forgets is said again at the next beat.
 */

import type { Store } from '../ports/store.ts'

export type VisitorPresence = {
  /** Until the returned function is called, one connection of this visitor is open. */
  arrive: (tenantId: string, visitorId: string) => () => void
  isHere: (tenantId: string, visitorId: string) => Promise<boolean>
  stop: () => void
}

type Here = { tenantId: string; key: string; connections: number }

const BEAT_MS = 30_000
/** Two beats may be lost. */
const LEASE_MS = 3 * BEAT_MS

/** All connections hold it together, and whoever asks is somebody else. */
const HOLDER = 'visitor'
const ASKER = 'asker'

export function createVisitorPresence({ store, failed }: { store: Store; failed: (error: unknown) => void }): VisitorPresence {
  const here = new Map<string, Here>()
  const hold = ({ tenantId, key }: Here): void => {
    void store.forTenant(tenantId).takeLease({ key, holder: HOLDER, ttlMs: LEASE_MS }).catch(failed)
  }
  const beat = setInterval(() => {
    for (const one of here.values()) hold(one)
  }, BEAT_MS)
  beat.unref()

  return {
    arrive(tenantId, visitorId) {
      const key = keyOf(visitorId)
      const name = `${tenantId} ${key}`
      const one = here.get(name) ?? { tenantId, key, connections: 0 }
      here.set(name, one)
      one.connections++
      hold(one)
      return () => {
        one.connections--
        if (one.connections > 0) return
        here.delete(name)
        // Where another process has a tab of this visitor, that takes it again at its next beat.
        void store.forTenant(tenantId).returnLease({ key, holder: HOLDER }).catch(failed)
      }
    },
    async isHere(tenantId, visitorId) {
      const tenant = store.forTenant(tenantId)
      const lease = { key: keyOf(visitorId), holder: ASKER }
      if (!(await tenant.takeLease({ ...lease, ttlMs: 1_000 }))) return true
      await tenant.returnLease(lease)
      return false
    },
    stop: () => clearInterval(beat),
  }
}

const keyOf = (visitorId: string): string => `here:${visitorId}`
