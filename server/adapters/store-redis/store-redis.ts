/**
 * The Store port on Redis, shared by several processes, and outliving each of them.
 *
 * Every key is `t:{TENANT}:KIND:…`: the braces put all keys of a tenant into one slot of a Cluster, so that one script may touch several.
 * Every key has an end. Redis may be away at any moment, and each kind of thing has its own answer to that: buckets are kept in this process
 * instead, answers and sessions are not there, leases are free, hints stay in this process; only budgets reject, as nothing may be spent that nobody
 * counts.
 */

import { randomUUID } from 'node:crypto'
import type { Budget, Present, Reservation, Store, TenantStore } from '../../ports/store.ts'
import { createTokenBuckets } from '../store-memory/token-buckets.ts'
import type { Connection } from './client.ts'
import { createOutages, type OutageLog, type StoreFault } from './outages.ts'
import { createScripts } from './scripts.ts'
import { createSharedHints } from './shared-hints.ts'

export type RedisStoreOptions = {
  connection: Connection
  log: OutageLog
  /** Counted by the metrics. */
  failed?: (kind: StoreFault) => void
  /** Milliseconds; only differences count. */
  now?: () => number
}

const MOST_TO_FORGET = 10_000

/** An id may hold anything; in a key it holds neither braces nor colons. */
const tenantPrefix = (tenantId: string): string => `t:{${encodeURIComponent(tenantId)}}:`

export function createRedisStore(options: RedisStoreOptions): Store {
  const { connection, log, failed = () => {}, now = () => performance.now() } = options
  const { client } = connection
  const run = createScripts(client)
  const outages = createOutages({ log, failed, now })
  const ownBuckets = createTokenBuckets(now)
  const hints = createSharedHints({
    connection,
    run,
    processId: randomUUID(),
    channelOf: (tenantId) => `${tenantPrefix(tenantId)}hints`,
    outages,
    failed: (error) => log.error({ err: error }, 'a listener to hints threw'),
  })
  /** What had to be forgotten while Redis was away is forgotten when it is back. */
  const toForget = new Set<string>()
  async function forget(key: string): Promise<void> {
    try {
      await client.call('UNLINK', key)
    } catch (error) {
      outages.report('session', error)
      if (toForget.size < MOST_TO_FORGET) toForget.add(key)
    }
  }
  connection.onReady(() => {
    const keys = Array.from(toForget)
    toForget.clear()
    for (const key of keys) void forget(key)
  })
  connection.onFault((error) => outages.report('connection', error))

  /** What cannot be had is not worth a fault. */
  async function orElse<Value>(kind: StoreFault, otherwise: Value, asked: Promise<Value>): Promise<Value> {
    try {
      return await asked
    } catch (error) {
      outages.report(kind, error)
      return otherwise
    }
  }

  /** Counted and logged, and still a fault. */
  const orReject = <Value>(asked: Promise<Value>): Promise<Value> =>
    asked.catch((error: unknown) => {
      outages.report('budget', error)
      // Not the error itself: it carries the command.
      throw new Error(`the budget cannot be asked: ${error instanceof Error ? error.message : 'unknown'}`)
    })

  function forTenant(tenantId: string): TenantStore {
    const prefix = tenantPrefix(tenantId)
    const keyOf = (kind: string) => (name: string) => `${prefix}${kind}:${name}`
    const [bucketKey, answerKey, sessionKey, leaseKey, budgetKey, presenceKey] = [
      'bucket',
      'answer',
      'session',
      'lease',
      'budget',
      'presence',
    ].map(keyOf) as [Key, Key, Key, Key, Key, Key]
    return {
      async takeTokens(buckets) {
        const keys = buckets.map(({ key }) => bucketKey(key))
        const limits = buckets.flatMap(({ perSecond, burst }) => [perSecond, burst])
        try {
          const [taken, place, waitMs] = (await run('take-tokens', keys, limits)) as [number, number, number]
          return taken === 1 ? { taken: true } : { taken: false, key: buckets[place - 1]?.key ?? '', waitMs }
        } catch (error) {
          outages.report('tokens', error)
          return ownBuckets.take(prefix, buckets)
        }
      },
      keepAnswer: (key, text, ttlMs) => orElse('answer', undefined, client.call('SET', answerKey(key), text, 'PX', ttlMs).then(nothing)),
      keptAnswer: (key) =>
        orElse(
          'answer',
          undefined,
          client.call('GET', answerKey(key)).then((text) => (typeof text === 'string' ? text : undefined)),
        ),
      session: (id) => orElse('session', undefined, client.callBuffer('GET', sessionKey(id)).then(readSession)),
      keepSession: (id, { seq, bytes, basedOn, ttlMs }) =>
        orElse('session', false, run('keep-session', [sessionKey(id)], [basedOn ?? '', seq, Buffer.from(bytes), ttlMs]).then(isOne)),
      forgetSession: (id) => forget(sessionKey(id)),
      takeLease: ({ key, holder, ttlMs }) => orElse('lease', true, run('take-lease', [leaseKey(key)], [holder, ttlMs]).then(isOne)),
      returnLease: ({ key, holder }) => orElse('lease', undefined, run('return-lease', [leaseKey(key)], [holder]).then(nothing)),
      reserve: async (amount, budgets) => {
        const [keys, limits] = [budgets.map(({ key }) => budgetKey(key)), budgets.map(({ limit }) => limit)]
        return readReservation(await orReject(run('reserve', keys, [amount, ...limits])), budgets)
      },
      settle: ({ keys, reserved, spent }) =>
        orElse('budget', undefined, run('settle', keys.map(budgetKey), [spent - reserved]).then(nothing)),
      seedBudget: ({ key, spent, ttlMs }) => orReject(run('seed-budget', [budgetKey(key)], [spent, ttlMs]).then(nothing)),
      keepPresence: ({ room, member, state, ttlMs }) =>
        orElse('presence', undefined, run('keep-presence', [presenceKey(room)], [member, state, ttlMs]).then(nothing)),
      leavePresence: ({ room, member }) => orElse('presence', undefined, client.call('HDEL', presenceKey(room), member).then(nothing)),
      presences: (room) => orElse('presence', [], run('presences', [presenceKey(room)], []).then(readPresences)),
      publish: async (hint) => hints.publish(tenantId, hint),
      subscribe: (topic, heard) => hints.subscribe(tenantId, topic, heard),
    }
  }

  return {
    forTenant,
    async close() {
      outages.close()
      hints.close()
      connection.close()
      ownBuckets.clear()
    },
  }
}

type Key = (name: string) => string

const nothing = (): undefined => undefined
const isOne = (answer: unknown): boolean => answer === 1

/** "seq " and the bytes; a copy of them, as the answer may be a piece of something larger. */
function readSession(kept: unknown): { seq: number; bytes: Uint8Array } | undefined {
  if (!Buffer.isBuffer(kept)) return undefined
  const space = kept.indexOf(32)
  return { seq: Number(kept.toString('latin1', 0, space)), bytes: Uint8Array.from(kept.subarray(space + 1)) }
}

function readPresences(answer: unknown): Present[] {
  const words = (answer as (string | Buffer)[]).map(String)
  return words.flatMap((member, place) => (place % 2 === 0 ? [{ member, state: words[place + 1] ?? '' }] : []))
}

function readReservation(answer: unknown, budgets: Budget[]): Reservation {
  const [state, ...numbers] = answer as [Reservation['state'], ...(number | string)[]]
  const keyAt = (place: number | string | undefined): string => budgets[Number(place) - 1]?.key ?? ''
  switch (state) {
    case 'unknown':
      return { state, keys: numbers.map(keyAt) }
    case 'full':
      return { state, key: keyAt(numbers[0]) }
    case 'reserved':
      return { state, spent: Object.fromEntries(budgets.map(({ key }, index) => [key, Number(numbers[index])])) }
  }
}
