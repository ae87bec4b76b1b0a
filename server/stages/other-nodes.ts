/**
 * The same question at another node. Whoever asks the model for an answer that will be kept holds a lease meanwhile; a node that finds it taken waits for the
 * kept answer, a little while and no longer: then it asks for itself. A lost lease or hint costs one more call of the model, or a moment of waiting.
 */

import type { Store } from '../ports/store.ts'

export type OtherNodesOptions = {
  store: Store
  /** Names this process among those that share the store. */
  holder: string
  /** How long an answer of another node is waited for. */
  waitMs?: number
}

const WAIT_MS = 5_000
/** A hint may get lost. */
const LOOK_EVERY_MS = 500
/** Of a node that died nobody waits for longer. */
const LEASE_MS = 20_000

export type OtherNodes = ReturnType<typeof createOtherNodes>

export function createOtherNodes({ store, holder, waitMs = WAIT_MS }: OtherNodesOptions) {
  const leaseOf = (key: string) => ({ key: `answer:${key}`, holder, ttlMs: LEASE_MS })
  const topicOf = (key: string): string => `answer:${key}`

  return {
    /** What is kept by the time that it is known who writes. `undefined`: this node does, from now on or beside the other. */
    async answer(tenantId: string, key: string, { look, signal }: { look: () => Promise<string | undefined>; signal: AbortSignal }) {
      const tenant = store.forTenant(tenantId)
      const lease = leaseOf(key)
      // The other one may have kept its answer since it was looked for.
      if (await tenant.takeLease(lease)) return look()
      const ear = createEar(signal)
      const leave = tenant.subscribe(topicOf(key), ear.heard)
      const over = setTimeout(ear.tire, waitMs)
      try {
        for (;;) {
          const isFree = await tenant.takeLease(lease)
          const kept = await look()
          signal.throwIfAborted()
          if (kept !== undefined || isFree || ear.isTired()) return kept
          await ear.listen(LOOK_EVERY_MS)
        }
      } finally {
        clearTimeout(over)
        leave()
        ear.close()
      }
    },

    /** This node writes no longer; if it has kept the answer, that is there to be looked for. */
    async done(tenantId: string, key: string): Promise<void> {
      const tenant = store.forTenant(tenantId)
      await tenant.returnLease(leaseOf(key))
      await tenant.publish({ topic: topicOf(key), entries: [] })
    },
  }
}

/** Sleeps until a hint is heard, some time has passed, the signal is aborted, or there is no patience left. */
function createEar(signal: AbortSignal) {
  let isTired = false
  let hasHeard = false
  let wake = (): void => undefined
  const heard = (): void => {
    hasHeard = true
    wake()
  }
  signal.addEventListener('abort', heard)
  return {
    heard,
    tire(): void {
      isTired = true
      wake()
    },
    isTired: () => isTired,
    async listen(mostMs: number): Promise<void> {
      let timer: NodeJS.Timeout | undefined
      if (!hasHeard && !isTired)
        await new Promise<void>((resolve) => {
          wake = resolve
          timer = setTimeout(resolve, mostMs)
        })
      clearTimeout(timer)
      hasHeard = false
    },
    close: () => signal.removeEventListener('abort', heard),
  }
}
