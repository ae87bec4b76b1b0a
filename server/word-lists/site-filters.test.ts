import { describe, expect, test } from 'vitest'
import { createMemoryStore } from '../adapters/store-memory/store-memory.ts'
import type { Database } from '../ports/database.ts'
import type { Site } from '../ports/sites.ts'
import type { Store } from '../ports/store.ts'
import { hasRedis, needsRedis, startRedis } from '../testing/redis-server.ts'
import { openTestStore } from '../testing/redis-store.ts'
import { compileSite, type WholeList } from './compile.ts'
import { newList } from './new-list.ts'
import { createSiteFilters } from './site-filters.ts'

const listWith = (...words: string[]): WholeList => ({
  ...newList('site', { name: 'l' }, 1),
  ruleCount: words.length,
  rules: words.map((word, index) => ({ word, category: '', action: 'mask', list: 'l', place: index + 1 })),
})

const site = (wordsVersion: number, id = 'site') => ({ id, tenantId: 'tenant', wordsVersion }) as Site

/** A database whose lists a test changes, and a compiler that it can hold up or break. */
function setUp({ store = createMemoryStore(), ...options }: { memory?: number; store?: Store } = {}) {
  const state = { version: 1, lists: [listWith('old')], reads: 0, gate: Promise.resolve(), fails: false, now: 0 }
  const built: string[] = []
  const filters = createSiteFilters({
    database: {
      forTenant: () => ({
        siteWords: async () => {
          state.reads += 1
          return { version: state.version, lists: state.lists }
        },
      }),
    } as unknown as Pick<Database, 'forTenant'>,
    store,
    built: (result) => built.push(result),
    now: () => state.now,
    async compile(lists) {
      const made = await compileSite(lists)
      await state.gate
      if (state.fails) throw new Error('broken')
      return made
    },
    ...options,
  })
  const mask = async (version: number, text = 'old new') => (await filters.of(site(version))).customer.mask(text).text
  const change = (word: string) => {
    state.version += 1
    state.lists = [listWith(word)]
  }
  const hint = () => store.forTenant('tenant').publish({ topic: 'words:site', entries: [] })
  const held = () => {
    let release = (): void => undefined
    state.gate = new Promise((resolve) => (release = resolve))
    return release
  }
  return { state, filters, built, mask, change, hint, held }
}

describe('the filters of a site', () => {
  test('are built for the first message, once for many at the same time', async () => {
    const { mask, state } = setUp()
    expect(await Promise.all([mask(1), mask(1), mask(1)])).toEqual(['••• new', '••• new', '••• new'])
    expect(await mask(1)).toBe('••• new')
    expect(state.reads).toBe(1)
  })

  test('[W-SWAP] are built anew when the site tells of a newer version; the old ones serve until then', async () => {
    const { mask, change, state, held, built } = setUp()
    await mask(1)
    change('new')
    expect(await mask(1)).toBe('••• new')
    const release = held()
    expect(await mask(2)).toBe('••• new')
    expect(await mask(2)).toBe('••• new')
    release()
    await expect.poll(() => built).toEqual(['ok', 'ok'])
    expect(await mask(2)).toBe('old •••')
    expect(await mask(1)).toBe('old •••')
    expect(state.reads).toBe(2)
  })

  test('[W-SWAP] are waited for by everybody where the change may be old', async () => {
    const { mask, change, state, held } = setUp()
    await mask(1)
    change('new')
    state.now += 3_000
    const release = held()
    const first = mask(2)
    state.now += 1
    const second = mask(2)
    release()
    expect(await Promise.all([first, second])).toEqual(['old •••', 'old •••'])
    expect(state.reads).toBe(2)
  })

  test('are waited for by who asks for the newest', async () => {
    const { filters, mask, change } = setUp()
    await mask(1)
    change('new')
    expect((await filters.newest(site(2))).customer.mask('old new').text).toBe('old •••')
  })

  test('[W-SWAP] after a hint are built while the old ones serve, and then take their place at once', async () => {
    const { mask, change, hint, held, built } = setUp()
    await mask(1)
    change('new')
    const release = held()
    await hint()
    expect(await mask(1)).toBe('••• new')
    release()
    await expect.poll(() => built).toEqual(['ok', 'ok'])
    expect(await mask(1)).toBe('old •••')
  })

  test('of many changes at once are built twice at most', async () => {
    const { mask, change, hint, held, state, built } = setUp()
    await mask(1)
    const release = held()
    for (let index = 0; index < 20; index++) {
      change(`new-${index}`)
      await hint()
    }
    release()
    await expect.poll(() => built.length).toBe(3)
    expect(state.reads).toBe(3)
    expect(await mask(21, 'new-19')).toBe('••••••')
  })

  test('[W-SWAP] that cannot be built leave the old ones in force, and are tried again later', async () => {
    const { mask, change, state, built } = setUp()
    await mask(1)
    change('new')
    state.fails = true
    expect(await mask(2)).toBe('••• new')
    await expect.poll(() => built).toEqual(['ok', 'failed'])
    state.fails = false
    expect(await mask(2)).toBe('••• new')
    state.now += 3_000
    expect(await mask(2)).toBe('old •••')
    expect(built).toEqual(['ok', 'failed', 'ok'])
  })

  test('that were never built let nothing through', async () => {
    const { mask, state } = setUp()
    state.fails = true
    await expect(mask(1)).rejects.toThrow('broken')
    state.fails = false
    expect(await mask(1)).toBe('••• new')
  })

  test('are for a version that the site does not have yet what they are, and not built for ever', async () => {
    const { mask, state } = setUp()
    expect(await mask(7)).toBe('••• new')
    expect(state.reads).toBeLessThanOrEqual(2)
  })

  test('that were given out stay as they are', async () => {
    const { filters, mask, change } = setUp()
    const before = await filters.of(site(1))
    change('new')
    await filters.newest(site(2))
    expect(await mask(2)).toBe('old •••')
    expect(before.answer.mask('old new').text).toBe('••• new')
  })

  test('of sites not asked for longest are forgotten when there are many, and hear nothing any more', async () => {
    const { filters, state, hint } = setUp({ memory: 5_000 })
    await filters.of(site(1))
    for (let index = 0; index < 20; index++) await filters.of(site(1, `other-${index}`))
    const { reads } = state
    await hint()
    expect(state.reads).toBe(reads)
    await filters.of(site(1))
    expect(state.reads).toBe(reads + 1)
  })
})

test('directions with the same lists share one filter', async () => {
  const [both, agents] = [
    { ...listWith('a'), id: 'both' },
    { ...listWith('b'), id: 'agents', directions: ['agent'] as const },
  ]
  const { filters } = await compileSite([both, agents])
  expect(filters.customer).toBe(filters.answer)
  expect(filters.agent).not.toBe(filters.answer)
  expect(filters.agent.mask('a b').text).toBe('a •')
})

test.skipIf(!hasRedis)(`[W-SWAP] are built anew on another node as soon as Redis tells it${needsRedis}`, async () => {
  await using redis = await startRedis()
  await using near = await openTestStore(redis.url)
  await using far = await openTestStore(redis.url)
  const node = setUp({ store: far.store })
  expect(await node.mask(1)).toBe('••• new')
  node.change('new')
  await expect
    .poll(async () => {
      await near.store.forTenant('tenant').publish({ topic: 'words:site', entries: [] })
      return node.mask(1)
    })
    .toBe('old •••')
})
