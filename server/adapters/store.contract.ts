/** What every Store does, whatever it is made of. An adapter's test calls this with a way to open one. */

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { LogEntry } from '../ports/conversations.ts'
import type { Hint, Store } from '../ports/store.ts'

export type OpenStore = {
  store: Store
  /** Lets time pass, on a clock that is passed in. What an adapter takes in truth is nothing beside it. */
  pass(milliseconds: number): Promise<void>
  close(): Promise<void>
}

const listener = () => vi.fn<(hint: Hint) => void>()

export function storeContract(name: string, open: () => Promise<OpenStore>): void {
  describe(`${name} as a Store`, () => {
    let opened: OpenStore
    beforeEach(async () => {
      opened = await open()
    })
    afterEach(() => opened.close())
    const tenant = (id = 'one') => opened.store.forTenant(id)

    describe('token buckets', () => {
      const visitor = { key: 'visitor:1', perSecond: 0.1, burst: 2 }

      test('give as many tokens at once as they hold, then say which was empty and when to come back', async () => {
        expect(await tenant().takeTokens([visitor])).toEqual({ taken: true })
        expect(await tenant().takeTokens([visitor])).toEqual({ taken: true })
        const refused = await tenant().takeTokens([visitor])
        expect(refused).toMatchObject({ taken: false, key: 'visitor:1' })
        expect(refused).toHaveProperty(
          'waitMs',
          expect.toSatisfy((waitMs: number) => waitMs > 0 && waitMs <= 10_000),
        )
      })

      test('give a token to who waited as long as told, and not another one', async () => {
        await tenant().takeTokens([visitor])
        await tenant().takeTokens([visitor])
        const refused = await tenant().takeTokens([visitor])
        await opened.pass(refused.taken ? 0 : refused.waitMs)
        expect(await tenant().takeTokens([visitor])).toEqual({ taken: true })
        expect(await tenant().takeTokens([visitor])).toMatchObject({ taken: false })
      })

      test('never hold more than their burst, however long nobody came', async () => {
        await tenant().takeTokens([visitor])
        await opened.pass(100_000)
        const takes = await Promise.all(Array.from({ length: 5 }, () => tenant().takeTokens([visitor])))
        expect(takes.filter(({ taken }) => taken)).toHaveLength(2)
      })

      test('give from all buckets or from none', async () => {
        const narrow = { key: 'narrow', perSecond: 0.001, burst: 1 }
        const wide = { key: 'wide', perSecond: 0.001, burst: 2 }
        expect(await tenant().takeTokens([wide, narrow])).toEqual({ taken: true })
        expect(await tenant().takeTokens([wide, narrow])).toMatchObject({ taken: false, key: 'narrow' })
        expect(await tenant().takeTokens([wide])).toEqual({ taken: true })
        expect(await tenant().takeTokens([wide])).toMatchObject({ taken: false, key: 'wide' })
      })

      test('name the bucket that takes longest when several are empty', async () => {
        const quick = { key: 'quick', perSecond: 1, burst: 1 }
        const slow = { key: 'slow', perSecond: 0.01, burst: 1 }
        await tenant().takeTokens([slow, quick])
        expect(await tenant().takeTokens([slow, quick])).toMatchObject({ taken: false, key: 'slow' })
      })

      test('are exact under many takers at once', async () => {
        const bucket = { key: 'crowd', perSecond: 0.001, burst: 20 }
        const takes = await Promise.all(Array.from({ length: 400 }, () => tenant().takeTokens([bucket])))
        expect(takes.filter(({ taken }) => taken)).toHaveLength(20)
      })

      test('[T-APART] of two tenants have nothing to do with each other', async () => {
        const bucket = { key: 'same', perSecond: 0.001, burst: 1 }
        expect(await tenant('one').takeTokens([bucket])).toEqual({ taken: true })
        expect(await tenant('two').takeTokens([bucket])).toEqual({ taken: true })
        expect(await tenant('one').takeTokens([bucket])).toMatchObject({ taken: false })
      })
    })

    describe('kept answers', () => {
      test('are given back until their time is over', async () => {
        await tenant().keepAnswer('shipping', 'Within two days.', 50_000)
        expect(await tenant().keptAnswer('shipping')).toBe('Within two days.')
        await opened.pass(50_001)
        expect(await tenant().keptAnswer('shipping')).toBeUndefined()
      })

      test('are replaced by newer ones, with their own time', async () => {
        await tenant().keepAnswer('shipping', 'old', 10_000)
        await tenant().keepAnswer('shipping', 'new', 60_000)
        await opened.pass(10_001)
        expect(await tenant().keptAnswer('shipping')).toBe('new')
      })

      test('keep every character', async () => {
        const text = '客服 🙂 “quotes”\n\u200d end'
        await tenant().keepAnswer('odd:key{}', text, 60_000)
        expect(await tenant().keptAnswer('odd:key{}')).toBe(text)
      })

      test('[T-APART] of one tenant are not there for another', async () => {
        await tenant('one').keepAnswer('canary', 'mine', 60_000)
        expect(await tenant('two').keptAnswer('canary')).toBeUndefined()
        // Names made to run into each other: tenant `a` with key `b:c`, tenant `a:b` with key `c`.
        await tenant('a').keepAnswer('b:c', 'mine', 60_000)
        expect(await tenant('a:b').keptAnswer('c')).toBeUndefined()
      })
    })

    describe('sessions', () => {
      const bytes = (...numbers: number[]) => Uint8Array.from(numbers)
      const keep = (seq: number, basedOn?: number, ttlMs = 60_000) => tenant().keepSession('c1', { seq, basedOn, bytes: bytes(seq), ttlMs })

      test('are given back byte for byte, also an empty one', async () => {
        const every = Uint8Array.from({ length: 256 }, (_, index) => index)
        expect(await tenant().keepSession('c1', { seq: 7, bytes: every, ttlMs: 60_000 })).toBe(true)
        expect(await tenant().session('c1')).toEqual({ seq: 7, bytes: every })
        expect(await tenant().keepSession('c2', { seq: 0, bytes: bytes(), ttlMs: 60_000 })).toBe(true)
        expect(await tenant().session('c2')).toEqual({ seq: 0, bytes: bytes() })
        expect(await tenant().session('c3')).toBeUndefined()
      })

      test('are replaced by who knows what is kept, and by nobody else', async () => {
        expect(await keep(2)).toBe(true)
        expect(await keep(4, 2)).toBe(true)
        expect(await keep(5, 2), 'based on an older one').toBe(false)
        expect(await keep(6), 'based on nothing').toBe(false)
        expect(await keep(7, 6), 'based on one that never was').toBe(false)
        expect(await tenant().session('c1')).toEqual({ seq: 4, bytes: bytes(4) })
      })

      test('are never replaced by one that has read less, but by one that has read as much', async () => {
        await keep(4)
        expect(await keep(3, 4)).toBe(false)
        expect(await tenant().keepSession('c1', { seq: 4, basedOn: 4, bytes: bytes(9), ttlMs: 60_000 })).toBe(true)
        expect(await tenant().session('c1')).toEqual({ seq: 4, bytes: bytes(9) })
      })

      test('are not kept on the ground of one that is gone', async () => {
        expect(await keep(4, 2)).toBe(false)
        expect(await tenant().session('c1')).toBeUndefined()
      })

      test('of many writers at once keep one', async () => {
        await keep(1)
        const kept = await Promise.all(Array.from({ length: 50 }, (_, index) => keep(2 + index, 1)))
        expect(kept.filter(Boolean)).toHaveLength(1)
        expect((await tenant().session('c1'))?.seq).toBe(2 + kept.indexOf(true))
      })

      test('are gone when their time is over, counted from the last writing', async () => {
        await keep(1, undefined, 40_000)
        await opened.pass(20_000)
        await keep(2, 1, 40_000)
        await opened.pass(25_000)
        expect((await tenant().session('c1'))?.seq).toBe(2)
        await opened.pass(20_000)
        expect(await tenant().session('c1')).toBeUndefined()
        expect(await keep(3)).toBe(true)
      })

      test('are forgotten at once, and forgetting what is not there is no fault', async () => {
        await keep(3)
        await tenant().forgetSession('c1')
        await tenant().forgetSession('c1')
        expect(await tenant().session('c1')).toBeUndefined()
        expect(await keep(5, 3), 'by who had read the forgotten one').toBe(false)
        expect(await keep(1)).toBe(true)
      })

      test('[T-APART] of one tenant are neither read nor forgotten by another', async () => {
        await keep(3)
        expect(await tenant('two').session('c1')).toBeUndefined()
        await tenant('two').forgetSession('c1')
        expect((await tenant().session('c1'))?.seq).toBe(3)
      })
    })

    describe('leases', () => {
      const take = (holder: string, ttlMs = 60_000) => tenant().takeLease({ key: 'turn', holder, ttlMs })

      test('have one holder at a time, who may take them again', async () => {
        expect(await take('a')).toBe(true)
        expect(await take('b')).toBe(false)
        expect(await take('a')).toBe(true)
      })

      test('go to one of many who want them at once', async () => {
        const taken = await Promise.all(Array.from({ length: 50 }, (_, index) => take(`holder ${index}`)))
        expect(taken.filter(Boolean)).toHaveLength(1)
      })

      test('are free when they were returned, and only their holder returns them', async () => {
        await take('a')
        await tenant().returnLease({ key: 'turn', holder: 'b' })
        expect(await take('b')).toBe(false)
        await tenant().returnLease({ key: 'turn', holder: 'a' })
        await tenant().returnLease({ key: 'turn', holder: 'a' })
        expect(await take('b')).toBe(true)
      })

      test('are free when their time is over, which taking them again prolongs', async () => {
        await take('a', 40_000)
        await opened.pass(20_000)
        await take('a', 40_000)
        await opened.pass(25_000)
        expect(await take('b', 40_000)).toBe(false)
        await opened.pass(20_000)
        expect(await take('b')).toBe(true)
        expect(await take('a')).toBe(false)
      })

      test('[T-APART] of two tenants have nothing to do with each other', async () => {
        await take('a')
        await tenant('two').returnLease({ key: 'turn', holder: 'a' })
        expect(await take('b')).toBe(false)
        expect(await tenant('two').takeLease({ key: 'turn', holder: 'b', ttlMs: 60_000 })).toBe(true)
      })
    })

    describe('budgets', () => {
      const seed = (key: string, spent = 0, ttlMs = 60_000) => tenant().seedBudget({ key, spent, ttlMs })
      const reserve = (amount: number, ...budgets: [key: string, limit: number][]) =>
        tenant().reserve(
          amount,
          budgets.map(([key, limit]) => ({ key, limit })),
        )
      const spentOf = async (key: string) => await reserve(0, [key, Number.MAX_SAFE_INTEGER])

      test('are unknown until they were seeded, all of those that are, and then nothing is reserved', async () => {
        await seed('tenant', 10)
        expect(await reserve(1, ['visitor', 100], ['tenant', 100], ['address', 100])).toEqual({
          state: 'unknown',
          keys: ['visitor', 'address'],
        })
        expect(await spentOf('tenant')).toEqual({ state: 'reserved', spent: { tenant: 10 } })
      })

      test('give what is asked up to their limit, and nothing beyond it', async () => {
        await seed('tenant', 10)
        expect(await reserve(60, ['tenant', 100])).toEqual({ state: 'reserved', spent: { tenant: 70 } })
        expect(await reserve(31, ['tenant', 100])).toEqual({ state: 'full', key: 'tenant' })
        expect(await reserve(30, ['tenant', 100])).toEqual({ state: 'reserved', spent: { tenant: 100 } })
        expect(await reserve(1, ['tenant', 100])).toEqual({ state: 'full', key: 'tenant' })
      })

      test('give from all or from none, and name the first that is full', async () => {
        for (const key of ['visitor', 'address', 'tenant']) await seed(key)
        expect(await reserve(5, ['visitor', 5], ['address', 20], ['tenant', 4])).toEqual({ state: 'full', key: 'tenant' })
        expect(await reserve(5, ['visitor', 5], ['address', 4], ['tenant', 4])).toEqual({ state: 'full', key: 'address' })
        expect(await reserve(5, ['visitor', 5], ['address', 20], ['tenant', 100])).toEqual({
          state: 'reserved',
          spent: { visitor: 5, address: 5, tenant: 5 },
        })
      })

      test('are exact under many who reserve at once', async () => {
        await seed('tenant')
        const results = await Promise.all(Array.from({ length: 100 }, () => reserve(7, ['tenant', 100])))
        expect(results.filter(({ state }) => state === 'reserved')).toHaveLength(14)
        expect(await spentOf('tenant')).toEqual({ state: 'reserved', spent: { tenant: 98 } })
      })

      test('count the real amount once it is known, be it less or more than was reserved', async () => {
        for (const key of ['visitor', 'tenant']) await seed(key, 100)
        await reserve(50, ['visitor', 1_000], ['tenant', 1_000])
        await tenant().settle({ keys: ['visitor', 'tenant'], reserved: 50, spent: 20 })
        expect(await spentOf('visitor')).toEqual({ state: 'reserved', spent: { visitor: 120 } })
        await reserve(50, ['tenant', 1_000])
        await tenant().settle({ keys: ['tenant'], reserved: 50, spent: 90 })
        expect(await spentOf('tenant')).toEqual({ state: 'reserved', spent: { tenant: 210 } })
      })

      test('are not made by settling: who knows nothing of a budget learns it from the settled usage', async () => {
        await tenant().settle({ keys: ['tenant'], reserved: 5, spent: 3 })
        expect(await spentOf('tenant')).toEqual({ state: 'unknown', keys: ['tenant'] })
      })

      test('keep what they know when they are seeded again', async () => {
        await seed('tenant', 10)
        await reserve(5, ['tenant', 100])
        await seed('tenant', 0)
        expect(await spentOf('tenant')).toEqual({ state: 'reserved', spent: { tenant: 15 } })
      })

      test('count in whole numbers as large as JavaScript has them', async () => {
        const most = Number.MAX_SAFE_INTEGER
        await seed('tenant', most - 1)
        expect(await reserve(1, ['tenant', most])).toEqual({ state: 'reserved', spent: { tenant: most } })
        expect(await reserve(1, ['tenant', most])).toEqual({ state: 'full', key: 'tenant' })
      })

      test('are forgotten when nobody has used them for their time', async () => {
        await seed('tenant', 10, 40_000)
        await opened.pass(20_000)
        await reserve(1, ['tenant', 100])
        await opened.pass(25_000)
        expect(await reserve(1, ['tenant', 100])).toEqual({ state: 'reserved', spent: { tenant: 12 } })
        await opened.pass(45_000)
        expect(await reserve(1, ['tenant', 100])).toEqual({ state: 'unknown', keys: ['tenant'] })
      })

      test('nothing is asked of nobody: no budget at all always has room', async () => {
        expect(await reserve(5)).toEqual({ state: 'reserved', spent: {} })
      })

      test('[T-APART] of two tenants have nothing to do with each other', async () => {
        await seed('day', 10)
        expect(await tenant('two').reserve(1, [{ key: 'day', limit: 100 }])).toEqual({ state: 'unknown', keys: ['day'] })
        await tenant('two').settle({ keys: ['day'], reserved: 10, spent: 0 })
        expect(await spentOf('day')).toEqual({ state: 'reserved', spent: { day: 10 } })
      })
    })

    describe('rooms', () => {
      const ada = { room: 'team', member: 'ada', state: 'online', ttlMs: 30_000 }
      const names = (here: { member: string; state: string }[]) => here.map(({ member, state }) => `${member} ${state}`).toSorted()

      test('hold whoever said so, with what was said last, until it is over or left', async () => {
        expect(await tenant().presences('team')).toEqual([])
        await tenant().keepPresence(ada)
        await tenant().keepPresence({ ...ada, member: 'ben', state: 'Ben the second' })
        await tenant().keepPresence({ ...ada, state: 'busy' })
        expect(names(await tenant().presences('team'))).toEqual(['ada busy', 'ben Ben the second'])
        await opened.pass(20_000)
        await tenant().keepPresence(ada)
        await opened.pass(15_000)
        expect(names(await tenant().presences('team'))).toEqual(['ada online'])
        await tenant().leavePresence({ room: 'team', member: 'ada' })
        expect(await tenant().presences('team')).toEqual([])
        await tenant().leavePresence({ room: 'team', member: 'ada' })
      })

      test('[T-APART] of two tenants, and two rooms of one, have nothing to do with each other', async () => {
        await tenant('one').keepPresence(ada)
        await tenant('one').keepPresence({ ...ada, room: 'other', member: 'ben' })
        expect(await tenant('two').presences('team')).toEqual([])
        await tenant('two').leavePresence({ room: 'team', member: 'ada' })
        expect(names(await tenant('one').presences('team'))).toEqual(['ada online'])
      })
    })

    describe('hints', () => {
      const entries: LogEntry[] = [{ seq: 1, epoch: 'e', kind: 'floor', floor: { state: 'waiting', reason: 'wish_for_person', since: 5 } }]
      const hint: Hint = { topic: 'c1', entries }

      test('reach everyone who listens to the conversation, and nobody else', async () => {
        const [first, second, other] = [listener(), listener(), listener()]
        tenant().subscribe('c1', first)
        tenant().subscribe('c1', second)
        tenant().subscribe('c2', other)
        await tenant().publish(hint)
        await vi.waitFor(() => {
          expect(first.mock.calls).toEqual([[hint]])
          expect(second.mock.calls).toEqual([[hint]])
        })
        expect(other).not.toHaveBeenCalled()
      })

      test('all reach whoever listens to everything of a tenant, with what is for the desk', async () => {
        const [all, foreign] = [listener(), listener()]
        tenant().subscribe('*', all)
        tenant('two').subscribe('*', foreign)
        const note = { id: 'n', cid: 'c', number: 1, after: 2, person: { id: 'ada', name: 'Ada' }, text: 'x', at: 3 }
        const desk: Hint = { topic: 'desk', entries: [], desk: { 'note-added': { conversation: 'c1', note } } }
        await tenant().publish(hint)
        await tenant().publish(desk)
        await vi.waitFor(() => expect(all.mock.calls).toEqual([[hint], [desk]]))
        expect(foreign).not.toHaveBeenCalled()
      })

      test('stop for who left, and go on for who stayed', async () => {
        const [left, stayed] = [listener(), listener()]
        const leave = tenant().subscribe('c1', left)
        tenant().subscribe('c1', stayed)
        leave()
        leave()
        await tenant().publish(hint)
        await vi.waitFor(() => expect(stayed).toHaveBeenCalledTimes(1))
        expect(left).not.toHaveBeenCalled()
      })

      test('reach the others when one listener throws, and the publisher hears nothing of it', async () => {
        const heard = listener()
        tenant().subscribe('c1', () => {
          throw new Error('a faulty listener')
        })
        tenant().subscribe('c1', heard)
        await expect(tenant().publish(hint)).resolves.toBeUndefined()
        await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(1))
      })

      test('[T-APART] do not cross to another tenant with the same conversation id', async () => {
        const [mine, foreign] = [listener(), listener()]
        tenant('one').subscribe('c1', mine)
        tenant('two').subscribe('c1', foreign)
        await tenant('one').publish(hint)
        await vi.waitFor(() => expect(mine).toHaveBeenCalledTimes(1))
        expect(foreign).not.toHaveBeenCalled()
      })
    })
  })
}
