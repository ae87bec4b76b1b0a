/** Contract: sums of usage, budgets of a day, notices, and what a tenant decided. */

import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Question } from '../../ports/questions.ts'
import type { CallSum, TurnSum } from '../../ports/spend.ts'
import { answerSaying, messageIn, questionOf, world, type Present } from './fixture.contract.ts'

const DAY = '2026-03-09'

export const callsOf = (siteId: string, sum: Partial<CallSum> = {}): CallSum => ({
  siteId,
  day: DAY,
  model: 'gpt-4o-mini',
  calls: 1,
  estimatedCalls: 0,
  promptTokens: 900,
  cachedTokens: 100,
  completionTokens: 80,
  spent: 175,
  ...sum,
})

const turnsOf = (siteId: string, sum: Partial<TurnSum> = {}): TurnSum => ({
  siteId,
  day: DAY,
  answeredBy: 'model',
  turns: 1,
  messages: 2,
  ...sum,
})

export function usageContract(present: Present): void {
  describe('usage', () => {
    test('[B-SETTLED] adds up by site, day and model, or by who answered, and is read by days', async () => {
      const { tenant, site } = await world(present.database)
      const batch = { calls: [callsOf(site.id)], turns: [turnsOf(site.id)], budgets: [{ day: DAY, key: 'tenant', spent: 175 }] }
      await tenant.addUsage(batch)
      await tenant.addUsage({
        ...batch,
        calls: [callsOf(site.id, { estimatedCalls: 1, spent: 25 }), callsOf(site.id, { model: 'gpt-4o' })],
      })
      await tenant.addUsage({
        calls: [callsOf(site.id, { day: '2026-03-10' })],
        turns: [turnsOf(site.id, { answeredBy: 'cache' })],
        budgets: [],
      })
      const both = { calls: 2, estimatedCalls: 1, promptTokens: 1_800, cachedTokens: 200, completionTokens: 160, spent: 200 }
      expect(await tenant.usage({ siteId: site.id, from: DAY, to: DAY })).toEqual({
        calls: [callsOf(site.id, { model: 'gpt-4o' }), callsOf(site.id, both)],
        turns: [turnsOf(site.id, { answeredBy: 'cache' }), turnsOf(site.id, { turns: 2, messages: 4 })],
      })
      expect((await tenant.usage({ siteId: site.id, from: '2026-03-10', to: '2026-04-01' })).calls).toHaveLength(1)
      expect(await tenant.usage({ siteId: site.id, from: '2026-03-01', to: '2026-03-08' })).toEqual({ calls: [], turns: [] })
    })

    test('[B-SETTLED] is added all or not at all', async () => {
      const { tenant, site } = await world(present.database)
      const batch = { calls: [callsOf(site.id), callsOf('no such site')], turns: [], budgets: [{ day: DAY, key: 'tenant', spent: 1 }] }
      await expect(tenant.addUsage(batch)).rejects.toThrow()
      expect((await tenant.usage({ siteId: site.id, from: DAY, to: DAY })).calls).toEqual([])
      expect(await tenant.settledBudgets({ day: DAY, keys: ['tenant'] })).toEqual({})
    })

    test('[B-NOBODY] stays when a conversation is erased', async () => {
      const origin = await world(present.database)
      const { tenant, site, conversation, visitor } = origin
      const message = messageIn(origin)
      await tenant.accept(message)
      const { claim } = (await tenant.claimTurns(conversation.id))!
      const route = { to: 'model', reason: 'r' } as const
      const outcome = { conversationId: conversation.id, claim, fence: 0, turnIds: [message.id], route, result: 'answered', at: 3_000 }
      await tenant.record({ ...outcome, answer: answerSaying('Yes.') })
      await tenant.addUsage({ calls: [callsOf(site.id)], turns: [turnsOf(site.id)], budgets: [] })
      await tenant.eraseConversation({ conversationId: conversation.id, visitorId: visitor.id, epoch: randomUUID(), at: 8_000 })
      expect(await tenant.usage({ siteId: site.id, from: DAY, to: DAY })).toEqual({ calls: [callsOf(site.id)], turns: [turnsOf(site.id)] })
    })

    test('[B-SETTLED] of a day’s budgets adds up by key', async () => {
      const { tenant } = await world(present.database)
      const add = (day: string, key: string, spent: number) => tenant.addUsage({ calls: [], turns: [], budgets: [{ day, key, spent }] })
      await add(DAY, 'tenant', 5)
      await add(DAY, 'tenant', 7)
      await add(DAY, 'visitor:a', 7)
      await add('2026-03-10', 'tenant', 100)
      expect(await tenant.settledBudgets({ day: DAY, keys: ['tenant', 'visitor:a', 'visitor:b'] })).toEqual({ tenant: 12, 'visitor:a': 7 })
    })

    test('[B-NOBODY] of budgets is forgotten with its day, salt and all; the sums stay', async () => {
      const { tenant, site } = await world(present.database)
      await tenant.addUsage({ calls: [callsOf(site.id)], turns: [], budgets: [{ day: DAY, key: 'visitor:a', spent: 5 }] })
      expect(await tenant.budgetSalt({ day: DAY, salt: 'first' })).toBe('first')
      expect(await tenant.budgetSalt({ day: DAY, salt: 'second' })).toBe('first')
      await present.database.forgetBudgets(DAY)
      expect(await tenant.settledBudgets({ day: DAY, keys: ['visitor:a'] })).toEqual({ 'visitor:a': 5 })
      await present.database.forgetBudgets('2026-03-10')
      expect(await tenant.settledBudgets({ day: DAY, keys: ['visitor:a'] })).toEqual({})
      expect(await tenant.budgetSalt({ day: DAY, salt: 'third' })).toBe('third')
      expect((await tenant.usage({ siteId: site.id, from: DAY, to: DAY })).calls).toEqual([callsOf(site.id)])
    })

    test('of approved questions tells which were asked most, also by other wordings, and forgets old days and deleted questions', async () => {
      const { tenant, site } = await world(present.database)
      const [first, second, third] = [
        questionOf(site.id),
        questionOf(site.id, { text: 'Second?' }),
        questionOf(site.id, { text: 'Third?' }),
      ]
      for (const question of [first, second, third]) await tenant.createQuestion(question)
      const add = (day: string, { id }: Question, asked: number) =>
        tenant.addUsage({ calls: [], turns: [], budgets: [], questions: [{ siteId: site.id, day, questionId: id, asked }] })
      const askedFrom = (from: string, limit = 10) => tenant.askedQuestions({ siteId: site.id, from, limit })
      await add('2026-03-01', first, 9)
      await add(DAY, second, 2)
      await add(DAY, second, 3)
      await add(DAY, third, 4)
      expect(await askedFrom('2026-03-01')).toEqual([
        { questionId: first.id, asked: 9 },
        { questionId: second.id, asked: 5 },
        { questionId: third.id, asked: 4 },
      ])
      expect(await askedFrom(DAY, 1)).toEqual([{ questionId: second.id, asked: 5 }])
      await tenant.deleteQuestion(second.id)
      expect(await askedFrom(DAY)).toEqual([{ questionId: third.id, asked: 4 }])
      await present.database.forgetAskedQuestions(DAY)
      expect(await askedFrom('2026-03-01')).toEqual([{ questionId: third.id, asked: 4 }])
    })

    test('notices are kept once a day and kind, and read newest first', async () => {
      const { tenant } = await world(present.database)
      const notice = { day: DAY, kind: 'spend_near_limit', at: 5_000, body: { spent: 8, limit: 10 } } as const
      expect(await tenant.addNotice(notice)).toBe(true)
      expect(await tenant.addNotice({ ...notice, at: 6_000, body: { spent: 9, limit: 10 } })).toBe(false)
      const reached = { ...notice, kind: 'spend_limit_reached', at: 7_000 } as const
      expect(await tenant.addNotice(reached)).toBe(true)
      expect(await tenant.notices(10)).toEqual([reached, notice])
      expect(await tenant.notices(1)).toEqual([reached])
    })

    test('a tenant’s settings are empty until it decides something', async () => {
      const { tenant } = await world(present.database)
      expect(await tenant.settings()).toEqual({})
      const settings = { limits: { tenantDay: 5_000_000 }, prices: { mine: { input: 1, cachedInput: 0.5, output: 2 } } }
      await tenant.updateSettings(settings)
      expect(await tenant.settings()).toEqual(settings)
    })

    test('[T-APART] of one tenant is not another’s, under the same ids', async () => {
      const one = await world(present.database, { site: 'same' })
      const two = await world(present.database, { site: 'same' })
      await one.tenant.addUsage({ calls: [callsOf('same')], turns: [turnsOf('same')], budgets: [{ day: DAY, key: 'tenant', spent: 5 }] })
      const question = questionOf('same')
      for (const { tenant } of [one, two]) await tenant.createQuestion(question)
      const asked = [{ siteId: 'same', day: DAY, questionId: question.id, asked: 1 }]
      await one.tenant.addUsage({ calls: [], turns: [], budgets: [], questions: asked })
      expect(await two.tenant.askedQuestions({ siteId: 'same', from: DAY, limit: 10 })).toEqual([])
      await one.tenant.updateSettings({ limits: { tenantDay: 1 } })
      await one.tenant.addNotice({ day: DAY, kind: 'spend_near_limit', at: 1, body: { spent: 1, limit: 1 } })
      await one.tenant.budgetSalt({ day: DAY, salt: 'of one' })
      expect(await two.tenant.usage({ siteId: 'same', from: DAY, to: DAY })).toEqual({ calls: [], turns: [] })
      expect(await two.tenant.settledBudgets({ day: DAY, keys: ['tenant'] })).toEqual({})
      expect(await two.tenant.settings()).toEqual({})
      expect(await two.tenant.notices(10)).toEqual([])
      expect(await two.tenant.budgetSalt({ day: DAY, salt: 'of two' })).toBe('of two')
    })
  })
}
