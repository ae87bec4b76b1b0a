/** Spend over the real store of one process and a database of a few lines: limits, seeding, settling, and many who ask at once. */

import { describe, expect, test, vi } from 'vitest'
import { createMemoryStore } from '../adapters/store-memory/store-memory.ts'
import { networkOf } from '../network.ts'
import type { Database, TenantDatabase } from '../ports/database.ts'
import type { Site } from '../ports/sites.ts'
import type { Notice, UsageBatch } from '../ports/spend.ts'
import type { TenantSettings } from '../ports/tenants.ts'
import type { Store } from '../ports/store.ts'
import { AnswerFault } from '../ports/answerer.ts'
import { DEFAULT_POLICY } from '../site-policy.ts'
import { createLedger } from './ledger.ts'
import { createSpend, type SpendRefused, type Payer, type SettledCall, type SpendOptions } from './spend.ts'

const NOON = Date.parse('2026-03-09T12:00:00Z')
const site: Site = { id: 'site', tenantId: 'tenant', key: 'key', name: 'Shop', origins: [], policy: DEFAULT_POLICY, wordsVersion: 0 }
/** 100 tokens of answer at 1 millionth each, a context of 16 bytes of frame and few of text for nothing: a call is reserved at 100. */
const prices = {
  currency: 'USD',
  models: { m: { input: 0, cachedInput: 0, output: 1 } },
  unknown: { input: 0, cachedInput: 0, output: 50 },
}
const limits = {
  inputCharacters: 1_000,
  historyCharacters: 1_000,
  answerTokens: 100,
  visitorDay: 10_000,
  networkDay: 10_000,
  tenantDay: 10_000,
  warnPercent: 80,
}
const call = { model: 'm', context: { system: '', history: [{ role: 'customer' as const, text: 'Hi' }], maxOutputTokens: 100 } }

const unexpected = (error: unknown): never => {
  throw new Error('this was not to fail', { cause: error })
}

type Kept = {
  budgets: Record<string, number>
  batches: UsageBatch[]
  notices: Notice[]
  settings: TenantSettings
  salts: Record<string, string>
}

function memoryDatabase() {
  const kept: Kept = { budgets: {}, batches: [], notices: [], settings: {}, salts: {} }
  const tenant: Partial<TenantDatabase> = {
    settings: async () => kept.settings,
    budgetSalt: async ({ day, salt }) => (kept.salts[day] ??= salt),
    settledBudgets: async ({ day, keys }) => Object.fromEntries(keys.map((key) => [key, kept.budgets[`${day} ${key}`] ?? 0])),
    async addUsage(batch) {
      kept.batches.push(batch)
      for (const { day, key, spent } of batch.budgets) kept.budgets[`${day} ${key}`] = (kept.budgets[`${day} ${key}`] ?? 0) + spent
    },
    async addNotice(notice) {
      if (kept.notices.some(({ day, kind }) => day === notice.day && kind === notice.kind)) return false
      return kept.notices.push(notice) > 0
    },
  }
  return { kept, database: { forTenant: () => tenant as TenantDatabase } as Pick<Database, 'forTenant'> }
}

function setUp(changes: Partial<SpendOptions> = {}, world = memoryDatabase(), store: Store = createMemoryStore()) {
  const settled: SettledCall[] = []
  const refused: string[] = []
  const warned = vi.fn<SpendOptions['warned']>()
  const unpriced = vi.fn<SpendOptions['unpriced']>()
  const failed = vi.fn<SpendOptions['failed']>()
  const ledger = createLedger({ database: world.database, failed: unexpected })
  const spend = createSpend({
    store,
    database: world.database,
    ledger,
    prices,
    limits,
    warned,
    unpriced,
    failed,
    now: () => NOON,
    settled: (one) => settled.push(one),
    refused: (why) => refused.push(why),
    ...changes,
  })
  return { ...world, store, spend, ledger, settled, refused, warned, unpriced, failed }
}

const payer = (visitorId: string, network?: string): Payer => ({ site, visitorId, network })
const usage = (completionTokens: number) => ({ promptTokens: 10, completionTokens })
const refusal = (why: string) => expect.objectContaining({ name: 'SpendRefused', why })

describe('a limit', () => {
  test.each([
    ['visitor', { visitorDay: 250 }, [payer('one', '192.0.2.1'), payer('one', '192.0.2.2')], payer('two', '192.0.2.1')],
    ['network', { networkDay: 250 }, [payer('one', '192.0.2.1'), payer('two', '192.0.2.1')], payer('three', '192.0.2.2')],
    ['network', { networkDay: 250 }, [payer('one'), payer('two')], payer('three', '192.0.2.2')],
  ])('[B-CAP] of a %s holds for it and for nobody else', async (why, less, same, other) => {
    const { spend, refused } = setUp({ limits: { ...limits, ...less } })
    for (const one of same) await spend.begin(one, call)
    for (const one of same) await expect(spend.begin(one, call)).rejects.toEqual(refusal(why))
    await expect(spend.begin(other, call)).resolves.toBeTypeOf('function')
    expect(refused).toEqual([why, why])
  })

  test('[B-CAP] of the tenant holds for all, and is warned of near it and at it, once a day', async () => {
    const { spend, warned, kept } = setUp({ limits: { ...limits, tenantDay: 500 } })
    for (let index = 0; index < 5; index++) await spend.begin(payer(`visitor ${index}`, `192.0.2.${index}`), call)
    for (let index = 0; index < 5; index++) await expect(spend.begin(payer('new', 'elsewhere'), call)).rejects.toEqual(refusal('tenant'))
    await vi.waitFor(() => expect(warned).toHaveBeenCalledTimes(2))
    expect(warned.mock.calls.map(([warning]) => warning)).toEqual([
      { tenantId: 'tenant', kind: 'spend_near_limit', spent: 400, limit: 500 },
      { tenantId: 'tenant', kind: 'spend_limit_reached', spent: 500, limit: 500 },
    ])
    expect(kept.notices.map(({ day, kind }) => `${day} ${kind}`)).toEqual(['2026-03-09 spend_near_limit', '2026-03-09 spend_limit_reached'])
  })

  test('[B-CAP] is told to the owner once, however many nodes see it', async () => {
    const world = memoryDatabase()
    const nodes = [setUp({ limits: { ...limits, tenantDay: 0 } }, world), setUp({ limits: { ...limits, tenantDay: 0 } }, world)]
    for (const { spend } of nodes) await expect(spend.begin(payer('one'), call)).rejects.toEqual(refusal('tenant'))
    await vi.waitFor(() => expect(nodes[0]?.warned).toHaveBeenCalledTimes(1))
    expect(nodes[1]?.warned).not.toHaveBeenCalled()
  })

  test('is the tenant’s own where it has decided one, and a price too', async () => {
    const world = memoryDatabase()
    world.kept.settings = { limits: { visitorDay: 150, answerTokens: 10 }, prices: { m: { input: 0, cachedInput: 0, output: 2 } } }
    const { spend } = setUp({}, world)
    await expect(spend.begin(payer('one'), call)).rejects.toEqual(refusal('visitor'))
    const context = await spend.fit(site, call.context)
    expect(context.maxOutputTokens).toBe(10)
    await expect(spend.begin(payer('one'), { ...call, context })).resolves.toBeTypeOf('function')
  })

  test('[B-CAP] begins anew with the day of UTC; what began before it counts for the day before', async () => {
    let at = Date.parse('2026-03-09T23:59:59.999Z')
    const { spend, kept, ledger } = setUp({ limits: { ...limits, visitorDay: 100 }, now: () => at })
    const end = await spend.begin(payer('one'), call)
    at += 1
    await expect(spend.begin(payer('one'), call)).resolves.toBeTypeOf('function')
    end({ usage: usage(80), text: '' })
    await ledger.close()
    expect(kept.batches[0]).toMatchObject({ calls: [{ day: '2026-03-09', spent: 80 }] })
  })
})

test.each([
  ['one IPv4 address', () => '203.0.113.7'],
  ['one IPv4 address, mapped', () => '::ffff:203.0.113.7'],
  ['one /64 of IPv6', (index: number) => `2001:db8:1:2:${(index * 7_919).toString(16).slice(0, 4)}::${index.toString(16)}`],
])('[B-CAP] 1,000 bots that make visitor after visitor behind %s get no further than its limit', async (_name, addressOf) => {
  const { spend, settled, ledger, kept } = setUp({ limits: { ...limits, networkDay: 1_050, tenantDay: 1_000_000 } })
  const bot = async (index: number): Promise<void> => {
    for (let round = 0; round < 3; round++) {
      const end = await spend.begin(payer(`bot ${index} ${round}`, networkOf(addressOf(index))), call)
      end({ usage: usage(60 + 20 * round), text: '' })
    }
  }
  const outcomes = await Promise.allSettled(Array.from({ length: 1_000 }, (_, index) => bot(index)))
  const failures = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as SpendRefused] : []))
  expect(new Set(failures.map(({ why }) => why))).toEqual(new Set(['network']))
  const spent = settled.reduce((sum, one) => sum + one.spent, 0)
  expect(settled.length).toBeGreaterThanOrEqual(10)
  expect(spent).toBeGreaterThan(1_050 - 100)
  expect(spent).toBeLessThanOrEqual(1_050)
  await ledger.close()
  expect(Object.values(kept.budgets).reduce((sum, one) => Math.max(sum, one), 0)).toBe(spent)
})

test('[B-CAP] a provider that bills more than it was allowed to gets one call beyond the limit', async () => {
  const { spend, settled } = setUp({ limits: { ...limits, visitorDay: 250 } })
  for (let index = 0; index < 2; index++) {
    const end = await spend.begin(payer('one'), call)
    end({ usage: usage(index === 0 ? 100 : 900), text: '' })
  }
  await expect(spend.begin(payer('one'), call)).rejects.toEqual(refusal('visitor'))
  expect(settled.map(({ spent }) => spent)).toEqual([100, 900])
})

describe('what is settled', () => {
  test('[B-SETTLED] takes the place of what was reserved', async () => {
    const { spend, settled, ledger, kept } = setUp({ limits: { ...limits, visitorDay: 110 } })
    for (let index = 0; index < 3; index++) {
      const end = await spend.begin(payer('one'), call)
      end({ usage: usage(5), text: 'Yes.' })
    }
    expect(settled).toHaveLength(3)
    expect(settled[0]).toEqual({ model: 'm', promptTokens: 10, cachedTokens: 0, completionTokens: 5, spent: 5, isEstimate: false })
    await expect(spend.begin(payer('one'), call)).rejects.toEqual(refusal('visitor'))
    await ledger.close()
    const counted = { siteId: 'site', day: '2026-03-09', model: 'm', calls: 1, estimatedCalls: 0, promptTokens: 10, cachedTokens: 0 }
    expect(kept.batches[0]?.calls).toEqual([{ ...counted, completionTokens: 5, spent: 5 }])
    expect(kept.budgets['2026-03-09 tenant']).toBe(15)
  })

  test('[B-SETTLED] is an estimate of the text where the provider did not count, as after an abort', async () => {
    const { spend, settled } = setUp()
    const end = await spend.begin(payer('one'), call)
    end({ text: 'Four tokens, so', fault: new Error('stopped by customer') })
    expect(settled).toEqual([{ model: 'm', promptTokens: 17, cachedTokens: 0, completionTokens: 4, spent: 4, isEstimate: true }])
  })

  test.each([
    ['status', '', 0],
    ['network', '', 0],
    ['network', 'It broke', 1],
    ['first_text_timeout', '', 1],
    ['incomplete', 'It broke', 1],
  ] as const)('[B-SETTLED] after %s with the text “%s”, %d calls are on the bill', async (kind, text, calls) => {
    const { spend, settled } = setUp({ limits: { ...limits, visitorDay: 100 } })
    const end = await spend.begin(payer('one'), call)
    end({ text, fault: new AnswerFault(kind) })
    expect(settled).toHaveLength(calls)
    if (calls === 0) await expect(spend.begin(payer('one'), call)).resolves.toBeTypeOf('function')
  })

  test('[B-NOBODY] names neither the visitor nor the address, and the same ones otherwise the next day', async () => {
    let at = NOON
    const { spend, ledger, kept } = setUp({ now: () => at })
    for (let day = 0; day < 2; day++) {
      const end = await spend.begin(payer('visitor-7f3a', '203.0.113.7'), call)
      end({ usage: usage(5), text: '' })
      at += 86_400_000
    }
    await ledger.close()
    expect(JSON.stringify(kept.batches)).not.toMatch(/7f3a|203\.0\.113/)
    const keys = kept.batches.flatMap(({ budgets }) => budgets.map(({ key }) => key)).filter((key) => key !== 'tenant')
    expect(new Set(keys).size).toBe(4)
  })

  test('a model without a price costs the stated one, and is told of once', async () => {
    const { spend, settled, unpriced } = setUp()
    for (let index = 0; index < 2; index++) {
      const end = await spend.begin(payer('one'), { ...call, model: 'unheard-of' })
      end({ usage: usage(2), text: '' })
    }
    expect(settled.map(({ spent }) => spent)).toEqual([100, 100])
    expect(unpriced.mock.calls).toEqual([['unheard-of']])
  })
})

describe('a store', () => {
  test('[B-CLOSED] that is away lets nothing be called', async () => {
    const store = createMemoryStore()
    const away = { ...store, forTenant: () => ({ ...store.forTenant('t'), reserve: () => Promise.reject(new Error('away')) }) }
    const { spend, refused } = setUp({}, undefined, away)
    await expect(spend.begin(payer('one'), call)).rejects.toEqual(refusal('unknown'))
    expect(refused).toEqual(['unknown'])
  })

  test('[B-CLOSED] that forgets faster than it is told lets nothing be called', async () => {
    const store = createMemoryStore()
    const forgetful = { ...store, forTenant: () => ({ ...store.forTenant('t'), seedBudget: () => Promise.resolve() }) }
    await expect(setUp({}, undefined, forgetful).spend.begin(payer('one'), call)).rejects.toEqual(refusal('unknown'))
  })

  test('[B-CLOSED] that has forgotten, with a database that cannot say, lets nothing be called', async () => {
    const world = memoryDatabase()
    const broken = {
      forTenant: (id: string) => ({ ...world.database.forTenant(id), settledBudgets: () => Promise.reject(new Error('broken')) }),
    }
    await expect(setUp({ database: broken }, world).spend.begin(payer('one'), call)).rejects.toEqual(refusal('unknown'))
  })

  test('[B-SEED] that has forgotten is told what was settled today, and what is under way', async () => {
    const world = memoryDatabase()
    let store = createMemoryStore()
    const changing: Store = { ...store, forTenant: (id) => store.forTenant(id) }
    const { spend, ledger, kept } = setUp({ limits: { ...limits, visitorDay: 450 } }, world, changing)
    const first = await spend.begin(payer('one'), call)
    first({ usage: usage(90), text: '' })
    const second = await spend.begin(payer('one'), call)
    store = createMemoryStore()
    await spend.begin(payer('one'), call)
    await spend.begin(payer('one'), call)
    // 90 settled and three times 100 under way: there is no room for another hundred.
    await expect(spend.begin(payer('one'), call)).rejects.toEqual(refusal('visitor'))
    second({ usage: usage(40), text: '' })
    await expect(spend.begin(payer('one'), call)).resolves.toBeTypeOf('function')
    await ledger.close()
    expect(kept.budgets['2026-03-09 tenant']).toBe(130)
  })

  test('[B-SEED] that has forgotten is told also what is on its way into the database', async () => {
    const world = memoryDatabase()
    const tenant = world.database.forTenant('tenant')
    let letGo = (): void => undefined
    const held = new Promise<void>((resolve) => (letGo = resolve))
    const slow = { ...tenant, addUsage: (batch: UsageBatch) => held.then(() => tenant.addUsage(batch)) }
    let store = createMemoryStore()
    const changing: Store = { ...store, forTenant: (id) => store.forTenant(id) }
    const database = { forTenant: () => slow }
    const { spend, ledger } = setUp({ limits: { ...limits, visitorDay: 150 } }, { ...world, database }, changing)
    const end = await spend.begin(payer('one'), call)
    end({ usage: usage(90), text: '' })
    store = createMemoryStore()
    const next = spend.begin(payer('one'), call)
    // All that needs no database has happened by then.
    await new Promise((resolve) => setImmediate(resolve))
    letGo()
    await expect(next).rejects.toEqual(refusal('visitor'))
    await ledger.close()
  })

  test('[B-SEED] of another process begins with what the database knows', async () => {
    const world = memoryDatabase()
    const before = setUp({}, world)
    const end = await before.spend.begin(payer('one', '192.0.2.1'), call)
    end({ usage: usage(90), text: '' })
    await before.ledger.close()
    const after = setUp({ limits: { ...limits, networkDay: 180 } }, world)
    await expect(after.spend.begin(payer('two', '192.0.2.1'), call)).rejects.toEqual(refusal('network'))
    await expect(after.spend.begin(payer('two', '192.0.2.2'), call)).resolves.toBeTypeOf('function')
  })

  test('that is away at the settlement keeps the reservation, and the database the truth', async () => {
    const store = createMemoryStore()
    const half: Store = { ...store, forTenant: (id) => ({ ...store.forTenant(id), settle: () => Promise.reject(new Error('away')) }) }
    const { spend, failed, ledger, kept } = setUp({ limits: { ...limits, visitorDay: 150 } }, undefined, half)
    const end = await spend.begin(payer('one'), call)
    end({ usage: usage(5), text: '' })
    await vi.waitFor(() => expect(failed).toHaveBeenCalledTimes(1))
    await expect(spend.begin(payer('one'), call)).rejects.toEqual(refusal('visitor'))
    await ledger.close()
    expect(kept.budgets['2026-03-09 tenant']).toBe(5)
  })
})
