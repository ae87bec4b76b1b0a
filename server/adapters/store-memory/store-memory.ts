/** The Store port in the memory of one process. Everything is bounded, and everything is gone after a restart. */

import { LRUCache } from 'lru-cache'
import type { KeptSession, Store } from '../../ports/store.ts'
import { createBudgets } from './budgets.ts'
import { createPresences } from './presences.ts'
import { createHints } from './hints.ts'
import { createLeases } from './leases.ts'
import { createTokenBuckets } from './token-buckets.ts'

export type MemoryStoreOptions = {
  /** Milliseconds; only differences count. */
  now?: () => number
  /** Told when a listener throws. Pino fits. */
  log?: { error(details: object, message: string): void }
}

/** Kept answers: at most 32 Mi UTF-16 units of keys and texts, the least recently used go first. */
const KEPT_UNITS = 32 * 1_024 * 1_024

/** Session context: at most 64 MiB. */
const SESSION_BYTES = 64 * 1_024 * 1_024

export function createMemoryStore({ now = () => performance.now(), log }: MemoryStoreOptions = {}): Store {
  const buckets = createTokenBuckets(now)
  const hints = createHints((error) => log?.error({ err: error }, 'a listener to hints threw'))
  const answers = new LRUCache<string, { text: string; until: number }>({
    maxSize: KEPT_UNITS,
    sizeCalculation: ({ text }, key) => text.length + key.length,
  })

  const sessions = new LRUCache<string, KeptSession & { until: number }>({
    maxSize: SESSION_BYTES,
    sizeCalculation: ({ bytes }, key) => bytes.length + key.length + 64,
  })
  const sessionOf = (key: string): KeptSession | undefined => {
    const kept = sessions.get(key)
    return kept && now() < kept.until ? kept : undefined
  }
  const leases = createLeases(now)
  const budgets = createBudgets(now)
  const presences = createPresences(now)

  return {
    forTenant(tenantId) {
      // The length in front makes it unambiguous where the tenant ends and the key begins.
      const scope = `${tenantId.length}:${tenantId}:`
      return {
        takeTokens: async (wanted) => buckets.take(scope, wanted),
        keepAnswer: async (key, text, ttlMs) => {
          answers.set(scope + key, { text, until: now() + ttlMs })
        },
        keptAnswer: async (key) => {
          const kept = answers.get(scope + key)
          if (!kept) return undefined
          if (now() < kept.until) return kept.text
          answers.delete(scope + key)
          return undefined
        },
        session: async (id) => {
          const kept = sessionOf(scope + id)
          return kept && { seq: kept.seq, bytes: kept.bytes }
        },
        keepSession: async (id, { seq, bytes, basedOn, ttlMs }) => {
          if (sessionOf(scope + id)?.seq !== basedOn || seq < (basedOn ?? 0)) return false
          sessions.set(scope + id, { seq, bytes, until: now() + ttlMs })
          return true
        },
        forgetSession: async (id) => void sessions.delete(scope + id),
        takeLease: async (lease) => leases.take({ ...lease, key: scope + lease.key }),
        returnLease: async (lease) => leases.giveBack({ ...lease, key: scope + lease.key }),
        reserve: async (amount, wanted) => budgets.reserve(scope, amount, wanted),
        settle: async (settlement) => budgets.settle(scope, settlement),
        seedBudget: async (budget) => budgets.seed(scope, budget),
        keepPresence: async ({ room, ...present }) => presences.keep(scope + room, present),
        leavePresence: async ({ room, member }) => presences.leave(scope + room, member),
        presences: async (room) => presences.in(scope + room),
        publish: async (hint) => {
          hints.publish(scope + hint.topic, hint)
          hints.publish(`${scope}*`, hint)
        },
        subscribe: (topic, heard) => hints.subscribe(scope + topic, heard),
      }
    },
    close: async () => {
      buckets.clear()
      answers.clear()
      sessions.clear()
      leases.clear()
      budgets.clear()
      presences.clear()
      hints.clear()
    },
  }
}
