/** Contract: what customers think of answers, and what pages say of their customers. */

import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Rating } from '../../../shared/protocol.ts'
import type { LogEntry } from '../../ports/conversations.ts'
import { answerSaying, messageIn, world, type Present } from './fixture.contract.ts'

/** A conversation with one question and one answer. */
async function answered(present: Present) {
  const origin = await world(present.database)
  const { tenant, conversation, visitor } = origin
  const message = messageIn(origin)
  await tenant.accept(message)
  const { claim } = (await tenant.claimTurns(conversation.id))!
  const outcome = { conversationId: conversation.id, claim, fence: 0, turnIds: [message.id], at: 3_000 }
  const answer = answerSaying('Two days.')
  await tenant.record({ ...outcome, route: { to: 'model', reason: 'r' }, result: 'answered', answer })
  const rate = (rating: Rating | undefined, what: { answerId?: string; conversationId?: string; visitorId?: string } = {}) =>
    tenant.rateAnswer({ conversationId: conversation.id, visitorId: visitor.id, answerId: answer.id, rating, ...what })
  const ratings = async (): Promise<unknown[]> => (await tenant.readLog(conversation.id, 0, 10)).map(ratingIn)
  return { ...origin, message, answer, rate, ratings }
}

const ratingIn = (entry: LogEntry): Rating | undefined => (entry.kind === 'message' ? entry.message.rating : undefined)

export function ratingsContract(present: Present): void {
  describe('a rating', () => {
    test('[D-RATE] stands with its answer wherever the log is read, is replaced and taken back, and says whether it changed', async () => {
      const { tenant, conversation, rate, ratings } = await answered(present)
      const before = await tenant.readLog(conversation.id, 0, 10)
      expect(await ratings()).toEqual([undefined, undefined])
      expect(await rate('up')).toBe(true)
      expect(await rate('up')).toBe(false)
      expect(await ratings()).toEqual([undefined, 'up'])
      expect((await tenant.readLogBack(conversation.id, 10, 1)).map(ratingIn)).toEqual(['up'])
      expect(await rate('down')).toBe(true)
      expect(await ratings()).toEqual([undefined, 'down'])
      expect(await rate(undefined)).toBe(true)
      expect(await rate(undefined)).toBe(false)
      expect(await tenant.readLog(conversation.id, 0, 10)).toStrictEqual(before)
    })

    test('[D-RATE] changes neither epoch nor top nor floor nor claim', async () => {
      const origin = await answered(present)
      const { tenant, conversation, rate } = origin
      await tenant.accept(messageIn(origin))
      const before = await tenant.conversation(conversation.id)
      const claimed = (await tenant.claimTurns(conversation.id))!
      await rate('up')
      expect(await tenant.conversation(conversation.id)).toEqual(before)
      const outcome = {
        conversationId: conversation.id,
        claim: claimed.claim,
        fence: 0,
        turnIds: claimed.turns.map(({ id }) => id),
        at: 4_000,
      }
      expect(await tenant.record({ ...outcome, route: { to: 'model', reason: 'r' }, result: 'answered' })).toEqual([])
    })

    test('[D-RATE] is kept through closing and opening again', async () => {
      const { tenantId, conversation, rate } = await answered(present)
      await rate('down')
      await present.reopen()
      expect((await present.database.forTenant(tenantId).readLog(conversation.id, 1, 10)).map(ratingIn)).toEqual(['down'])
    })

    test('[D-RATE] is for answers only: not for the customer’s own message, a floor, or what is not there', async () => {
      const { tenant, conversation, message, rate, ratings } = await answered(present)
      await tenant.changeFloor({ conversationId: conversation.id, fence: 0, floor: { state: 'waiting', reason: 'r', since: 4_000 } })
      expect(await rate('up', { answerId: message.id })).toBeUndefined()
      expect(await rate('up', { answerId: message.cid })).toBeUndefined()
      expect(await rate('up', { answerId: '' })).toBeUndefined()
      expect(await rate('up', { answerId: randomUUID() })).toBeUndefined()
      expect(await ratings()).toEqual([undefined, undefined, undefined])
    })

    test('[D-RATE] [T-APART] is the visitor’s own, in the answer’s own conversation', async () => {
      const [mine, other] = [await answered(present), await answered(present)]
      expect(await mine.rate('up', { visitorId: other.visitor.id })).toBeUndefined()
      expect(await mine.rate('up', { conversationId: other.conversation.id })).toBeUndefined()
      expect(await mine.rate('up', { answerId: other.answer.id })).toBeUndefined()
      expect(await mine.ratings()).toEqual([undefined, undefined])
      expect(await other.ratings()).toEqual([undefined, undefined])
    })

    test('[D-RATE] [D-ERASE] is erased with its answer', async () => {
      const { tenant, conversation, visitor, rate } = await answered(present)
      await rate('up')
      await tenant.eraseConversation({ conversationId: conversation.id, visitorId: visitor.id, epoch: 'e', at: 5_000 })
      expect(await rate('down')).toBeUndefined()
    })

    test('[D-RATE] the notice with a change of the floor can be rated like any other answer', async () => {
      const { tenant, conversation, rate, ratings } = await answered(present)
      const notice = answerSaying('Somebody will come.')
      await tenant.changeFloor({
        conversationId: conversation.id,
        fence: 0,
        floor: { state: 'waiting', reason: 'r', since: 4_000 },
        notice,
      })
      expect(await rate('down', { answerId: notice.id })).toBe(true)
      expect(await ratings()).toEqual([undefined, undefined, undefined, 'down'])
    })
  })

  describe('what a page says of its visitor', () => {
    const ADA = { name: 'Ada', email: 'ada@shop.example', userId: '42', attributes: [{ name: 'plan', value: 'gold' }] }

    test('is kept as it was said, replaced as a whole, and taken away', async () => {
      const { tenant, visitor } = await world(present.database)
      expect(await tenant.visitorDescription(visitor.id)).toBeUndefined()
      await tenant.describeVisitor(visitor.id, ADA)
      await tenant.describeVisitor(visitor.id, ADA)
      expect(await tenant.visitorDescription(visitor.id)).toStrictEqual(ADA)
      await tenant.describeVisitor(visitor.id, { email: 'other@shop.example', attributes: [] })
      expect(await tenant.visitorDescription(visitor.id)).toStrictEqual({ email: 'other@shop.example', attributes: [] })
      await tenant.describeVisitor(visitor.id, undefined)
      expect(await tenant.visitorDescription(visitor.id)).toBeUndefined()
    })

    test('[S-PAGE] stands beside the page that the visitor wrote from last, each replaced without the other', async () => {
      const { tenant, visitor } = await world(present.database)
      const page = { address: 'https://shop.example/lamps', title: 'Lamps' }
      await tenant.visitPage(visitor.id, { ...page, title: 'Before' })
      await tenant.visitPage(visitor.id, page)
      expect(await tenant.visitorDescription(visitor.id)).toStrictEqual({ attributes: [], page })
      await tenant.describeVisitor(visitor.id, ADA)
      expect(await tenant.visitorDescription(visitor.id)).toStrictEqual({ ...ADA, page })
      await tenant.visitPage(visitor.id, { ...page, title: 'More lamps' })
      expect(await tenant.visitorDescription(visitor.id)).toStrictEqual({ ...ADA, page: { ...page, title: 'More lamps' } })
      await tenant.describeVisitor(visitor.id, undefined)
      expect((await tenant.visitorDescription(visitor.id))?.page?.title).toBe('More lamps')
      await tenant.visitPage(randomUUID(), page)
    })

    test('survives an erased conversation, and is nobody else’s', async () => {
      const { tenant, visitor, conversation, ...origin } = await world(present.database)
      await tenant.describeVisitor(visitor.id, ADA)
      await tenant.accept(messageIn({ ...origin, tenant, visitor, conversation }))
      await tenant.eraseConversation({ conversationId: conversation.id, visitorId: visitor.id, epoch: 'e', at: 5_000 })
      expect(await tenant.visitorDescription(visitor.id)).toStrictEqual(ADA)
      expect(await tenant.visitorDescription(randomUUID())).toBeUndefined()
    })
  })
}
