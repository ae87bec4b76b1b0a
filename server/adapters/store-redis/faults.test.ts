/** What customers notice of a Redis that is away, full, read-only or starting: next to nothing, and not for long. */

import type { EventEmitter } from 'node:events'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Hint, TenantStore } from '../../ports/store.ts'
import { parseRedisAddress } from '../../redis-address.ts'
import { openTestStore, type TestStore } from '../../testing/redis-store.ts'
import { hasRedis, needsRedis, startRedis, startRedisCluster, type RedisCluster, type RedisServer } from '../../testing/redis-server.ts'
import { connectTo } from './client.ts'

const session = (seq: number) => ({ seq, bytes: Uint8Array.of(seq), ttlMs: 60_000 })
const day = [{ key: 'day', limit: 1_000 }]
const RECOVERY_MS = 5_000

/** Everything that may be asked, at once. */
async function useAll(tenant: TenantStore) {
  const bucket = { key: `visitor:${Math.random()}`, perSecond: 0.001, burst: 2 }
  const begun = performance.now()
  const [tokens, kept, read, sessionKept, lease, reserved] = await Promise.all([
    Promise.all(Array.from({ length: 4 }, () => tenant.takeTokens([bucket]))),
    tenant.keptAnswer('question'),
    tenant.session('c1'),
    tenant.keepSession('c1', session(9)),
    tenant.takeLease({ key: 'turn', holder: 'a', ttlMs: 60_000 }),
    tenant.reserve(1, day).then(
      ({ state }) => state,
      () => 'rejected' as const,
    ),
    tenant.keepAnswer('canary', 'what a customer wrote', 60_000),
    tenant.forgetSession('c2'),
    tenant.returnLease({ key: 'other', holder: 'a' }),
    tenant.settle({ keys: ['day'], reserved: 0, spent: 0 }),
    tenant.publish({ topic: 'c1', entries: [] }),
  ])
  const taken = tokens.filter((token) => token.taken).length
  return { taken, kept, read: read?.seq, sessionKept, lease, reserved, tookMs: performance.now() - begun }
}

/** The customer is served, nothing is spent, nobody waits. */
const DEGRADED = { taken: 2, kept: undefined, read: undefined, sessionKept: false, lease: true, reserved: 'rejected' }

const serves = (tenant: TenantStore): Promise<void> =>
  vi.waitFor(
    async () => {
      await tenant.seedBudget({ key: 'day', spent: 0, ttlMs: 60_000 })
      expect((await tenant.reserve(1, day)).state).toBe('reserved')
    },
    { timeout: RECOVERY_MS, interval: 25 },
  )

async function fill(tenant: TenantStore): Promise<void> {
  await tenant.seedBudget({ key: 'day', spent: 0, ttlMs: 60_000 })
  await tenant.keepAnswer('question', 'answer', 60_000)
  await tenant.keepSession('c1', session(3))
  await tenant.keepSession('c2', session(3))
}

describe.skipIf(!hasRedis)(`a Redis that fails${needsRedis}`, () => {
  let redis: RedisServer
  let opened: TestStore
  let tenant: TenantStore
  beforeAll(async () => {
    redis = await startRedis()
  })
  afterAll(() => redis[Symbol.asyncDispose]())
  beforeEach(async () => {
    redis.launch()
    redis.thaw()
    await redis.serves()
    await redis.ask('CONFIG', 'SET', 'maxmemory', '0')
    await redis.ask('FLUSHALL')
    opened = await openTestStore(redis.url)
    tenant = opened.store.forTenant('one')
    await fill(tenant)
    return () => opened[Symbol.asyncDispose]()
  })

  test('killed: everything answers at once, budgets are closed, and a new one is used within five seconds', async () => {
    await redis.kill()
    expect(await useAll(tenant)).toMatchObject(DEGRADED)
    expect((await useAll(tenant)).tookMs).toBeLessThan(500)
    redis.launch()
    await serves(tenant)
    expect(await useAll(tenant)).toMatchObject({ taken: 2, kept: undefined, reserved: 'reserved', sessionKept: true })
  })

  test('silent, with the line open: after a second nobody waits any more, and it is used again when it wakes', async () => {
    redis.freeze()
    const first = await useAll(tenant)
    expect(first).toMatchObject(DEGRADED)
    expect(first.tookMs).toBeLessThan(2_000)
    await vi.waitFor(async () => expect((await useAll(tenant)).tookMs).toBeLessThan(500), { timeout: 3_000 })
    redis.thaw()
    await serves(tenant)
    expect(await useAll(tenant)).toMatchObject({ kept: 'answer', read: 3, reserved: 'reserved' })
  })

  test('what had to be forgotten meanwhile is forgotten when it is back', async () => {
    redis.freeze()
    await tenant.forgetSession('c2')
    redis.thaw()
    await serves(tenant)
    await vi.waitFor(async () => expect(await tenant.session('c2')).toBeUndefined())
    expect((await tenant.session('c1'))?.seq).toBe(3)
  })

  test('full: what is kept is read, known budgets go on counting, nothing new is kept and no new budget opened, throttling goes on', async () => {
    await redis.ask('CONFIG', 'SET', 'maxmemory', '1mb')
    const used = await useAll(tenant)
    await expect(tenant.seedBudget({ key: 'new', spent: 0, ttlMs: 60_000 })).rejects.toThrow('OOM')
    expect(await tenant.reserve(1, [...day, { key: 'new', limit: 9 }])).toEqual({ state: 'unknown', keys: ['new'] })
    await redis.ask('CONFIG', 'SET', 'maxmemory', '0')
    expect(used).toMatchObject({ taken: 2, kept: 'answer', read: 3, sessionKept: false, reserved: 'reserved' })
    await serves(tenant)
    expect(await tenant.reserve(0, day)).toEqual({ state: 'reserved', spent: { day: 2 } })
  })

  test('become a replica: nothing is written to it, and it is used again when it is a master', async () => {
    await redis.ask('REPLICAOF', '127.0.0.1', '1')
    expect(await useAll(tenant)).toMatchObject({ taken: 2, sessionKept: false, reserved: 'rejected' })
    await redis.ask('REPLICAOF', 'NO', 'ONE')
    await serves(tenant)
  })

  test('loading: it is waited for, and nobody waits for it', async () => {
    await using slow = await startRedis([
      '--key-load-delay',
      '2000',
      '--loading-process-events-interval-bytes',
      '1024',
      '--enable-debug-command',
      'yes',
    ])
    await slow.ask('DEBUG', 'POPULATE', 1_000)
    await slow.ask('SAVE')
    await using other = await openTestStore(slow.url)
    const loaded = other.store.forTenant('one')
    await slow.kill()
    slow.launch()
    await vi.waitFor(async () => expect(String(await slow.ask('INFO', 'persistence'))).toContain('loading:1'))
    const during = await useAll(loaded)
    expect(during).toMatchObject({ ...DEGRADED })
    expect(during.tookMs).toBeLessThan(1_500)
    await vi.waitFor(async () => expect(String(await slow.ask('INFO', 'persistence'))).toContain('loading:0'), 5_000)
    await serves(loaded)
  })

  test('the log says so at most once a second, and holds nothing that anybody wrote', async () => {
    await redis.kill()
    for (let round = 0; round < 20; round++) await useAll(tenant)
    expect(opened.faults.length).toBeGreaterThan(200)
    expect(new Set(opened.faults.filter((kind) => kind !== 'connection'))).toEqual(
      new Set(['tokens', 'answer', 'session', 'lease', 'budget', 'hint']),
    )
    expect(opened.logged.length).toBeLessThan(5)
    expect(opened.logged.join('')).not.toMatch(/customer|canary|question/)
    redis.launch()
    await serves(tenant)
  })

  test('a listener that may have missed a hint is told to look, whichever side was cut off', async () => {
    await using other = await openTestStore(redis.url)
    const heard = vi.fn<(hint: Hint) => void>()
    other.store.forTenant('one').subscribe('c7', heard)
    await vi.waitFor(() => expect(heard).toHaveBeenCalled())
    heard.mockClear()
    // The publisher's connection alone.
    await redis.ask('CLIENT', 'PAUSE', 1_500, 'ALL')
    await tenant.publish({ topic: 'c7', entries: [] })
    await vi.waitFor(() => expect(heard).toHaveBeenCalledWith({ topic: 'c7', entries: [] }), RECOVERY_MS)
    heard.mockClear()
    await redis.kill()
    await tenant.publish({ topic: 'c7', entries: [] })
    redis.launch()
    await vi.waitFor(() => expect(heard).toHaveBeenCalledWith({ topic: 'c7', entries: [] }), RECOVERY_MS)
    // Whoever is back first tells the listener; the publisher may come later.
    await serves(tenant)
    heard.mockClear()
    await tenant.publish({ topic: 'c7', entries: [], rated: { answer: 'm' } })
    await vi.waitFor(() => expect(heard).toHaveBeenCalledWith({ topic: 'c7', entries: [], rated: { answer: 'm' } }))
  })

  test('a connection may report its failure more than once', async () => {
    const connection = connectTo(parseRedisAddress(redis.url)!)
    const fault = vi.fn<(error: Error) => void>()
    connection.onFault(fault)
    await new Promise<void>((ready) => connection.onReady(ready))
    const { stream } = connection.masters()[0] as unknown as { stream: EventEmitter }
    for (let round = 0; round < 3; round++) expect(() => stream.emit('error', new Error('alert'))).not.toThrow()
    expect(fault).toHaveBeenCalledTimes(1)
    connection.close()
  })

  test('listeners in the same process hear each other without it', async () => {
    await redis.kill()
    const heard = vi.fn<(hint: Hint) => void>()
    tenant.subscribe('c1', heard)
    await tenant.publish({ topic: 'c1', entries: [] })
    expect(heard).toHaveBeenCalledTimes(1)
    redis.launch()
    await serves(tenant)
  })
})

describe.skipIf(!hasRedis)(`a Cluster that fails${needsRedis}`, () => {
  let cluster: RedisCluster
  beforeAll(async () => {
    cluster = await startRedisCluster()
  })
  afterAll(() => cluster[Symbol.asyncDispose]())
  const says = (state: string): Promise<void> =>
    vi.waitFor(async () => expect(String(await cluster.nodes[1]!.ask('CLUSTER', 'INFO'))).toContain(`cluster_state:${state}`), 10_000)

  test('with one master gone nothing hangs and nothing is spent; it is used again within five seconds', async () => {
    await using opened = await openTestStore(cluster.url)
    const tenants = ['a', 'b', 'c', 'd'].map((id) => opened.store.forTenant(id))
    for (const tenant of tenants) await fill(tenant)
    const [gone] = cluster.nodes as [RedisServer]
    await gone.kill()
    // Until the others have noticed, tenants of theirs are still served; then the Cluster is down as a whole.
    await says('fail')
    for (const tenant of tenants) {
      const used = await useAll(tenant)
      expect(used).toMatchObject({ taken: 2, sessionKept: false, lease: true, reserved: 'rejected' })
      expect(used.tookMs).toBeLessThan(1_500)
    }
    gone.launch()
    await says('ok')
    for (const tenant of tenants) await serves(tenant)
  })

  test('with all masters gone nothing hangs and nothing is spent; it is used again when they are back', async () => {
    await using opened = await openTestStore(cluster.url)
    const tenant = opened.store.forTenant('one')
    await fill(tenant)
    await Promise.all(cluster.nodes.map((node) => node.kill()))
    expect(await useAll(tenant)).toMatchObject(DEGRADED)
    expect((await useAll(tenant)).tookMs).toBeLessThan(500)
    for (const node of cluster.nodes) node.launch()
    await says('ok')
    await serves(tenant)
  })
})
