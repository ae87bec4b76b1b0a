/** What every Store does, whatever it is made of. An adapter's test calls this with a way to open one. */

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Hint, LogEntry, Store } from '../ports.ts'

export type OpenStore = {
  store: Store
  /** Lets time pass: on a clock that is passed in, or really. */
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
      const visitor = { key: 'visitor:1', perSecond: 10, burst: 2 }

      test('give as many tokens at once as they hold, then say which was empty and when to come back', async () => {
        expect(await tenant().takeTokens([visitor])).toEqual({ taken: true })
        expect(await tenant().takeTokens([visitor])).toEqual({ taken: true })
        const refused = await tenant().takeTokens([visitor])
        expect(refused).toMatchObject({ taken: false, key: 'visitor:1' })
        expect(refused).toHaveProperty(
          'waitMs',
          expect.toSatisfy((waitMs: number) => waitMs > 0 && waitMs <= 100),
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
        await opened.pass(1_000)
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
        await tenant().keepAnswer('shipping', 'Within two days.', 500)
        expect(await tenant().keptAnswer('shipping')).toBe('Within two days.')
        await opened.pass(501)
        expect(await tenant().keptAnswer('shipping')).toBeUndefined()
      })

      test('are replaced by newer ones, with their own time', async () => {
        await tenant().keepAnswer('shipping', 'old', 100)
        await tenant().keepAnswer('shipping', 'new', 60_000)
        await opened.pass(101)
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
