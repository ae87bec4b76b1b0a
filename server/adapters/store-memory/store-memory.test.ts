import { describe, expect, test, vi } from 'vitest'
import type { Hint } from '../../ports/store.ts'
import { storeContract } from '../store.contract.ts'
import { createBudgets } from './budgets.ts'
import { createHints } from './hints.ts'
import { createLeases } from './leases.ts'
import { createMemoryStore } from './store-memory.ts'
import { createTokenBuckets } from './token-buckets.ts'

storeContract('memory', async () => {
  let time = 1_000
  const store = createMemoryStore({ now: () => time })
  const pass = async (milliseconds: number): Promise<void> => {
    time += milliseconds
  }
  return { store, pass, close: () => store.close() }
})

describe('the memory of token buckets', () => {
  const daily = (key: string) => ({ key, perSecond: 1 / 86_400, burst: 3 })
  const quick = (key: string) => ({ key, perSecond: 10, burst: 10 })

  test('forgets buckets that have filled up again, and keeps those that have not', () => {
    let time = 0
    const buckets = createTokenBuckets(() => time)
    buckets.take('', [daily('slow')])
    for (let index = 0; index < 50_000; index++) {
      time += 1
      buckets.take('', [quick(`visitor:${index}`)])
    }
    expect(buckets.size).toBeLessThan(2_000)
    buckets.take('', [daily('slow')])
    buckets.take('', [daily('slow')])
    expect(buckets.take('', [daily('slow')])).toMatchObject({ taken: false, key: 'slow' })
  })

  test('stays below its limit even when no bucket ever fills, and lets go of those unused longest', () => {
    const buckets = createTokenBuckets(() => 0, 2_000)
    for (let index = 0; index < 10_000; index++) {
      buckets.take('', [daily(`visitor:${index}`)])
      buckets.take('', [{ ...daily('tenant'), burst: 1_000_000 }])
    }
    expect(buckets.size).toBeLessThanOrEqual(2_001)
    const [drained] = [3, 2, 1].map(() => buckets.take('', [daily('visitor:9999')])).slice(-1)
    expect(drained).toMatchObject({ taken: false })
  })

  test('is not filled by refusals', () => {
    const buckets = createTokenBuckets(() => 0)
    for (let index = 0; index < 100; index++) buckets.take('', [{ key: `never:${index}`, perSecond: 1, burst: 0 }])
    expect(buckets.size).toBe(0)
  })

  test('a clock that is set back neither fills nor empties a bucket', () => {
    let time = 10_000
    const buckets = createTokenBuckets(() => time)
    buckets.take('', [quick('a')])
    time = 0
    const takes = Array.from({ length: 12 }, () => buckets.take('', [quick('a')]))
    expect(takes.filter(({ taken }) => taken)).toHaveLength(9)
  })

  test('a bucket that never refills says to come back tomorrow, not never', () => {
    const buckets = createTokenBuckets(() => 0)
    const closed = { key: 'closed', perSecond: 0, burst: 0 }
    expect(buckets.take('', [closed])).toEqual({ taken: false, key: 'closed', waitMs: 86_400_000 })
  })
})

describe('the memory of budgets and leases', () => {
  test('stays below its limit and lets go of budgets unused longest', () => {
    const budgets = createBudgets(() => 0, 100)
    for (let index = 0; index < 1_000; index++) {
      budgets.seed('', { key: `visitor:${index}`, spent: 5, ttlMs: 1_000 })
      budgets.seed('', { key: 'tenant', spent: 7, ttlMs: 1_000 })
    }
    expect(budgets.size).toBe(100)
    expect(budgets.reserve('', 1, [{ key: 'tenant', limit: 10 }])).toMatchObject({ state: 'reserved' })
    expect(budgets.reserve('', 1, [{ key: 'visitor:0', limit: 10 }])).toMatchObject({ state: 'unknown' })
  })

  test('stays below its limit and lets go of the oldest leases', () => {
    const leases = createLeases(() => 0, 100)
    for (let index = 0; index < 1_000; index++) leases.take({ key: `turn ${index}`, holder: 'a', ttlMs: 1_000 })
    expect(leases.size).toBe(100)
    expect(leases.take({ key: 'turn 999', holder: 'b', ttlMs: 1_000 })).toBe(false)
  })
})

describe('hints in one process', () => {
  const hint = { topic: 'c', entries: [] }

  test('are delivered before publishing returns', () => {
    const heard = vi.fn<(hint: Hint) => void>()
    const hints = createHints(() => {})
    hints.subscribe('c', heard)
    hints.publish('c', hint)
    expect(heard).toHaveBeenCalledWith(hint)
  })

  test('leave nothing behind when the last listener leaves', () => {
    const hints = createHints(() => {})
    const leave = [hints.subscribe('a', () => {}), hints.subscribe('a', () => {}), hints.subscribe('b', () => {})]
    expect(hints.size).toBe(2)
    for (const go of leave) go()
    expect(hints.size).toBe(0)
  })

  test('do not reach a listener that another one removed a moment before, nor one that came during delivery', () => {
    const hints = createHints(() => {})
    const [removed, late] = [vi.fn<(hint: Hint) => void>(), vi.fn<(hint: Hint) => void>()]
    let leave = (): void => {}
    hints.subscribe('c', () => {
      leave()
      hints.subscribe('c', late)
    })
    leave = hints.subscribe('c', removed)
    hints.publish('c', hint)
    expect(removed).not.toHaveBeenCalled()
    expect(late).not.toHaveBeenCalled()
  })

  test('the fault of a listener is told to the log', async () => {
    const log = { error: vi.fn<(details: object, message: string) => void>() }
    const store = createMemoryStore({ log })
    const fault = new Error('a faulty listener')
    store.forTenant('one').subscribe('c', () => {
      throw fault
    })
    await store.forTenant('one').publish(hint)
    expect(log.error).toHaveBeenCalledWith({ err: fault }, expect.any(String))
  })
})
