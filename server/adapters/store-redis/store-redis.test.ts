import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { LogEntry } from '../../ports/conversations.ts'
import type { Hint } from '../../ports/store.ts'
import { openTestStore } from '../../testing/redis-store.ts'
import { hasRedis, needsRedis, startRedis, startRedisCluster, type RedisCluster, type RedisServer } from '../../testing/redis-server.ts'
import { storeContract } from '../store.contract.ts'

/** Time passes without being waited for: every key is that much nearer to its end, every bucket was last used that much earlier. */
const PASS = `
  for _, key in ipairs(redis.call('KEYS', '*')) do
    local left = redis.call('PTTL', key) - ARGV[1]
    if left <= 0 then
      redis.call('DEL', key)
    else
      redis.call('PEXPIRE', key, string.format('%.0f', left))
      if string.find(key, ':bucket:', 1, true) then
        local tokens, at = string.match(redis.call('GET', key), '^(%S+) (%S+)$')
        redis.call('SET', key, string.format('%s %.0f', tokens, at - ARGV[1]), 'KEEPTTL')
      end
      if string.find(key, ':presence:', 1, true) then
        for _, member in ipairs(redis.call('HKEYS', key)) do
          local till, state = string.match(redis.call('HGET', key, member), '^(%S+) (.*)$')
          redis.call('HSET', key, member, string.format('%.0f %s', till - ARGV[1], state))
        end
      end
    end
  end
`

const open = async (url: string, servers: RedisServer[]) => {
  const { store, faults } = await openTestStore(url)
  return {
    store,
    async pass(milliseconds: number) {
      for (const server of servers) await server.ask('EVAL', PASS, 0, Math.ceil(milliseconds))
    },
    async close() {
      await store.close()
      // What falls back quietly must not look like what works.
      expect(faults).toEqual([])
    },
  }
}

describe.skipIf(!hasRedis)(`one server${needsRedis}`, () => {
  let redis: RedisServer
  beforeAll(async () => {
    redis = await startRedis()
  })
  afterAll(() => redis[Symbol.asyncDispose]())
  beforeEach(() => redis.ask('FLUSHALL'))

  storeContract('Redis', () => open(redis.url, [redis]))

  test('every key belongs to a tenant, lies in its slot and has an end', async () => {
    await using opened = await openTestStore(redis.url)
    const tenant = opened.store.forTenant('shop {1}:é')
    await tenant.takeTokens([
      { key: 'visitor:1', perSecond: 1, burst: 5 },
      { key: 'never', perSecond: 0, burst: 2 },
    ])
    await tenant.keepAnswer('question', 'answer', 60_000)
    await tenant.keepSession('c1', { seq: 1, bytes: Uint8Array.of(1), ttlMs: 60_000 })
    await tenant.takeLease({ key: 'turn', holder: 'a', ttlMs: 60_000 })
    await tenant.seedBudget({ key: 'day', spent: 1, ttlMs: 60_000 })
    await tenant.reserve(1, [{ key: 'day', limit: 9 }])
    await tenant.settle({ keys: ['day', 'unknown'], reserved: 1, spent: 2 })
    const keys = (await redis.ask('KEYS', '*')) as string[]
    expect(keys.toSorted()).toEqual(
      ['answer:question', 'bucket:never', 'bucket:visitor:1', 'budget:day', 'lease:turn', 'session:c1'].map(
        (key) => `t:{shop%20%7B1%7D%3A%C3%A9}:${key}`,
      ),
    )
    for (const key of keys) expect(await redis.ask('PTTL', key), key).toBeGreaterThan(0)
    expect(opened.faults).toEqual([])
  })

  test('what was kept outlives the process that kept it', async () => {
    {
      await using before = await openTestStore(redis.url)
      await before.store.forTenant('one').keepAnswer('question', 'answer', 60_000)
      await before.store.forTenant('one').keepSession('c1', { seq: 3, bytes: Uint8Array.of(1, 2), ttlMs: 60_000 })
      await before.store.forTenant('one').seedBudget({ key: 'day', spent: 5, ttlMs: 60_000 })
    }
    await using after = await openTestStore(redis.url)
    const tenant = after.store.forTenant('one')
    expect(await tenant.keptAnswer('question')).toBe('answer')
    expect(await tenant.session('c1')).toEqual({ seq: 3, bytes: Uint8Array.of(1, 2) })
    expect(await tenant.reserve(1, [{ key: 'day', limit: 9 }])).toEqual({ state: 'reserved', spent: { day: 6 } })
  })

  test('two processes share buckets, sessions, leases and budgets', async () => {
    await using first = await openTestStore(redis.url)
    await using second = await openTestStore(redis.url)
    const [one, two] = [first.store.forTenant('t'), second.store.forTenant('t')]
    const bucket = { key: 'crowd', perSecond: 0.001, burst: 10 }
    const takes = await Promise.all(Array.from({ length: 40 }, (_, index) => (index % 2 ? one : two).takeTokens([bucket])))
    expect(takes.filter(({ taken }) => taken)).toHaveLength(10)
    expect(await one.keepSession('c1', { seq: 2, bytes: Uint8Array.of(2), ttlMs: 60_000 })).toBe(true)
    expect(await two.keepSession('c1', { seq: 4, basedOn: 1, bytes: Uint8Array.of(4), ttlMs: 60_000 })).toBe(false)
    expect(await one.takeLease({ key: 'turn', holder: 'a', ttlMs: 60_000 })).toBe(true)
    expect(await two.takeLease({ key: 'turn', holder: 'b', ttlMs: 60_000 })).toBe(false)
    await one.seedBudget({ key: 'day', spent: 0, ttlMs: 60_000 })
    const reserved = await Promise.all(
      Array.from({ length: 40 }, (_, index) => (index % 2 ? one : two).reserve(3, [{ key: 'day', limit: 30 }])),
    )
    expect(reserved.filter(({ state }) => state === 'reserved')).toHaveLength(10)
  })

  test('a script that Redis has forgotten is sent again', async () => {
    await using opened = await openTestStore(redis.url)
    const tenant = opened.store.forTenant('one')
    await tenant.takeLease({ key: 'turn', holder: 'a', ttlMs: 60_000 })
    await redis.ask('SCRIPT', 'FLUSH')
    expect(await tenant.takeLease({ key: 'turn', holder: 'b', ttlMs: 60_000 })).toBe(false)
    expect(opened.faults).toEqual([])
  })

  hintsBetweenProcesses(() => redis.url)
})

describe.skipIf(!hasRedis)(`a Cluster of three masters${needsRedis}`, () => {
  let cluster: RedisCluster
  beforeAll(async () => {
    cluster = await startRedisCluster()
  })
  afterAll(() => cluster[Symbol.asyncDispose]())
  beforeEach(async () => {
    for (const node of cluster.nodes) await node.ask('FLUSHALL')
  })

  storeContract('Redis Cluster', () => open(cluster.url, cluster.nodes))
  hintsBetweenProcesses(() => cluster.url)

  test('one node is enough to find the others', async () => {
    await using opened = await openTestStore(`redis-cluster://127.0.0.1:${cluster.nodes[1]!.port}`)
    for (const id of ['a', 'b', 'c', 'd', 'e', 'f']) {
      await opened.store.forTenant(id).keepAnswer('question', id, 60_000)
      expect(await opened.store.forTenant(id).keptAnswer('question')).toBe(id)
    }
    expect(opened.faults).toEqual([])
  })

  test('nothing is lost or counted twice while the tenant’s slot moves from one master to another', async () => {
    await using opened = await openTestStore(cluster.url)
    const tenant = opened.store.forTenant('moving')
    const budgets = ['visitor', 'address', 'tenant'].map((key) => ({ key, limit: 1_000_000 }))
    for (const { key } of budgets) await tenant.seedBudget({ key, spent: 0, ttlMs: 60_000 })
    let [reserved, isMoving] = [0, true]
    const working = Promise.all(
      Array.from({ length: 4 }, async () => {
        while (isMoving) if ((await tenant.reserve(1, budgets)).state === 'reserved') reserved++
      }),
    )
    const slot = Number(await cluster.nodes[0]!.ask('CLUSTER', 'KEYSLOT', '{moving}'))
    const owner = cluster.nodes.find((_, index) => slot < Math.floor((16_384 * (index + 1)) / 3))!
    const heir = cluster.nodes.find((node) => node !== owner)!
    await moveSlot(slot, owner, heir, () => reserved)
    await moveSlot(slot, heir, owner, () => reserved)
    isMoving = false
    await working
    expect(reserved).toBeGreaterThan(20)
    expect(await tenant.reserve(0, budgets)).toEqual({
      state: 'reserved',
      spent: { visitor: reserved, address: reserved, tenant: reserved },
    })
    expect(opened.faults).toEqual([])
  })

  /** Key by key, as `redis-cli --cluster reshard` does it, with commands of others between all steps. */
  async function moveSlot(slot: number, from: RedisServer, to: RedisServer, progress: () => number): Promise<void> {
    const others = async (): Promise<void> => {
      const before = progress()
      await vi.waitFor(() => expect(progress()).toBeGreaterThan(before), { timeout: 5_000, interval: 2 }).catch(() => {})
    }
    const [fromId, toId] = await Promise.all([from.ask('CLUSTER', 'MYID'), to.ask('CLUSTER', 'MYID')])
    await to.ask('CLUSTER', 'SETSLOT', slot, 'IMPORTING', String(fromId))
    await from.ask('CLUSTER', 'SETSLOT', slot, 'MIGRATING', String(toId))
    await others()
    for (const key of (await from.ask('CLUSTER', 'GETKEYSINSLOT', slot, 100)) as string[]) {
      await from.ask('MIGRATE', '127.0.0.1', to.port, key, 0, 1_000)
      // Between the keys, commands for several of them are told TRYAGAIN: nobody gets ahead.
      await from.ask('PING')
    }
    await others()
    for (const node of cluster.nodes) await node.ask('CLUSTER', 'SETSLOT', slot, 'NODE', String(toId))
    await others()
  }
})

function hintsBetweenProcesses(url: () => string): void {
  describe('hints between processes', () => {
    const entries: LogEntry[] = [
      {
        seq: 4,
        epoch: 'e1',
        kind: 'message',
        message: {
          id: 'm1',
          cid: 'c',
          author: { kind: 'bot', name: 'Shop 助手' },
          text: '好 🙂',
          at: 1_700_000_000_000,
          origin: 'model',
          outcome: 'complete',
          suggestions: ['a', 'b'],
          attachments: [],
          rating: 'up',
        },
      },
      { seq: 5, epoch: 'e1', kind: 'floor', floor: { state: 'waiting', reason: 'wish_for_person', since: 5 } },
    ]
    const hints: Hint[] = [
      { topic: 'c1', entries },
      { topic: 'c1', entries: [] },
      { topic: 'c1', entries: [], rated: { answer: 'm1', rating: 'down' } },
      { topic: 'c1', entries: [], rated: { answer: 'm1' } },
      { topic: 'c1', entries: [], typing: { name: 'Ada' } },
    ]

    test('arrive whole, in order, once, and not at another topic or tenant', async () => {
      await using first = await openTestStore(url())
      await using second = await openTestStore(url())
      const [heard, other, foreign, own] = [1, 2, 3, 4].map(() => vi.fn<(hint: Hint) => void>()) as [Heard, Heard, Heard, Heard]
      second.store.forTenant('one').subscribe('c1', heard)
      second.store.forTenant('one').subscribe('c2', other)
      second.store.forTenant('two').subscribe('c1', foreign)
      first.store.forTenant('one').subscribe('c1', own)
      // The first word of every subscription says that from now on hints are heard.
      await vi.waitFor(() => {
        for (const listener of [heard, other, foreign, own]) expect(listener.mock.calls).toHaveLength(1)
      })
      for (const listener of [heard, other, foreign, own]) listener.mockClear()
      for (const hint of hints) await first.store.forTenant('one').publish(hint)
      expect(own.mock.calls).toEqual(hints.map((hint) => [hint]))
      await vi.waitFor(() => expect(heard.mock.calls).toEqual(hints.map((hint) => [hint])))
      await first.store.forTenant('one').publish({ topic: 'c2', entries })
      await vi.waitFor(() => expect(other).toHaveBeenCalledTimes(1))
      expect(heard).toHaveBeenCalledTimes(hints.length)
      expect(own).toHaveBeenCalledTimes(hints.length)
      expect(foreign).not.toHaveBeenCalled()
      expect([...first.faults, ...second.faults]).toEqual([])
    })

    test('stop when the last listener of a tenant leaves, and begin again with the next', async () => {
      await using first = await openTestStore(url())
      await using second = await openTestStore(url())
      const heard = vi.fn<(hint: Hint) => void>()
      for (let round = 0; round < 3; round++) {
        heard.mockClear()
        const leave = second.store.forTenant('one').subscribe('c1', heard)
        await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(1))
        await first.store.forTenant('one').publish({ topic: 'c1', entries })
        await vi.waitFor(() => expect(heard.mock.lastCall).toEqual([{ topic: 'c1', entries }]))
        leave()
      }
      expect([...first.faults, ...second.faults]).toEqual([])
    })
  })
}

type Heard = ReturnType<typeof vi.fn<(hint: Hint) => void>>
