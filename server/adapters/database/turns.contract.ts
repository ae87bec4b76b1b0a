/** Contract: claims, records and the floor: who answers, and whether it still counts. */

import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { TurnOutcome } from '../../ports/turns.ts'
import { answerSaying, messageIn, world, type Present, type World } from './fixture.contract.ts'

const WAITING = { state: 'waiting', reason: 'wish_for_person', since: 4_000 } as const

/** A world with messages accepted and their turns claimed, and the outcome that would be recorded for them. */
async function claimedTurns(present: Present, messages = 2) {
  const origin = await world(present.database)
  for (let index = 0; index < messages; index++) await origin.tenant.accept(messageIn(origin, { text: `message ${index + 1}` }))
  const claimed = (await origin.tenant.claimTurns(origin.conversation.id))!
  const outcome: TurnOutcome = {
    conversationId: origin.conversation.id,
    claim: claimed.claim,
    fence: claimed.conversation.fence,
    turnIds: claimed.turns.map(({ id }) => id),
    route: { to: 'model', reason: 'open_question' },
    result: 'answered',
    at: 3_000,
  }
  return { ...origin, claimed, outcome }
}

const everything = async ({ tenant, conversation }: World) => ({
  conversation: await tenant.conversation(conversation.id),
  log: await tenant.readLog(conversation.id, 0, 1_000),
})

export function turnsContract(present: Present): void {
  describe('turns', () => {
    test('a claim takes all open turns in order, with the conversation as it is then, and counts the run', async () => {
      const { tenant, conversation, claimed } = await claimedTurns(present)
      expect(claimed.conversation).toEqual({ ...conversation, top: 2 })
      expect(claimed.turns).toEqual([
        { id: expect.any(String), seq: 1, text: 'message 1', locale: 'en', openedAt: 2_000, runs: 1, asksForPerson: false },
        { id: expect.any(String), seq: 2, text: 'message 2', locale: 'en', openedAt: 2_000, runs: 1, asksForPerson: false },
      ])
      const again = await tenant.claimTurns(conversation.id)
      expect(again?.turns.map(({ runs }) => runs)).toEqual([2, 2])
      expect(again?.claim).toBeGreaterThan(claimed.claim)
    })

    test('without open turns there is nothing to claim', async () => {
      const { tenant, conversation } = await world(present.database)
      expect(await tenant.claimTurns(conversation.id)).toBeUndefined()
      expect(await tenant.claimTurns('unknown')).toBeUndefined()
    })

    test('a record appends the answer, closes the turns and is told as it will be read', async () => {
      const origin = await claimedTurns(present)
      const { tenant, tenantId, conversation, outcome } = origin
      const answer = { ...answerSaying('In two days.'), suggestions: ['And abroad?'] }
      const entries = await tenant.record({ ...outcome, answer })
      const message = { ...answer, attachments: [] }
      expect(entries).toStrictEqual([{ seq: 3, epoch: conversation.epoch, kind: 'message', message }])
      expect(await tenant.readLog(conversation.id, 2, 10)).toStrictEqual(entries)
      expect(await tenant.claimTurns(conversation.id)).toBeUndefined()
      expect(await present.database.unfinished(1_000)).not.toContainEqual({ tenantId, conversationId: conversation.id })
    })

    test('a record with an answer and a floor appends the answer first, then the floor, and the fence grows', async () => {
      const { tenant, conversation, outcome } = await claimedTurns(present)
      const entries = await tenant.record({ ...outcome, answer: answerSaying('A person will come.'), floor: WAITING })
      expect(entries?.map(({ seq, kind }) => [seq, kind])).toEqual([
        [3, 'message'],
        [4, 'floor'],
      ])
      expect(entries?.[1]).toStrictEqual({ seq: 4, epoch: conversation.epoch, kind: 'floor', floor: WAITING })
      expect(await tenant.conversation(conversation.id)).toMatchObject({ top: 4, fence: 1, floor: WAITING })
    })

    test('a record without words closes its turns and appends nothing', async () => {
      const { tenant, conversation, outcome } = await claimedTurns(present)
      expect(await tenant.record({ ...outcome, result: 'left_to_person' })).toEqual([])
      expect(await tenant.conversation(conversation.id)).toMatchObject({ top: 2, fence: 0 })
      expect(await tenant.claimTurns(conversation.id)).toBeUndefined()
    })

    test('turns that were opened after the claim stay open', async () => {
      const origin = await claimedTurns(present)
      const { tenant, conversation, outcome } = origin
      const late = messageIn(origin, { text: 'one more' })
      await tenant.accept(late)
      expect(await tenant.record({ ...outcome, answer: answerSaying('Answered.') })).toMatchObject([{ seq: 4 }])
      expect((await tenant.claimTurns(conversation.id))?.turns).toMatchObject([{ id: late.id, runs: 1 }])
    })

    test('[D-LATE] a record under an older claim changes nothing', async () => {
      const origin = await claimedTurns(present)
      const { tenant, conversation, outcome } = origin
      const newer = await tenant.claimTurns(conversation.id)
      const before = await everything(origin)
      expect(await tenant.record({ ...outcome, answer: answerSaying('late'), floor: WAITING })).toBeUndefined()
      expect(await everything(origin)).toEqual(before)
      expect(await tenant.record({ ...outcome, claim: newer!.claim, answer: answerSaying('in time') })).toHaveLength(1)
    })

    test('[D-LATE] a record after the floor changed changes nothing, and its turns stay open', async () => {
      const origin = await claimedTurns(present)
      const { tenant, conversation, outcome } = origin
      await tenant.changeFloor({ conversationId: conversation.id, fence: 0, floor: { ...WAITING, state: 'agent' } })
      const before = await everything(origin)
      expect(await tenant.record({ ...outcome, answer: answerSaying('late') })).toBeUndefined()
      expect(await everything(origin)).toEqual(before)
      expect((await tenant.claimTurns(conversation.id))?.turns).toHaveLength(2)
    })

    test('[D-LATE] [D-ONCE] a claim is recorded once, however often and however close together it is tried', async () => {
      const { tenant, conversation, outcome } = await claimedTurns(present)
      const tries = Array.from({ length: 10 }, () => tenant.record({ ...outcome, answer: answerSaying('once') }))
      const recorded = (await Promise.all(tries)).filter((entries) => entries !== undefined)
      expect(recorded).toHaveLength(1)
      expect(await tenant.record({ ...outcome, answer: answerSaying('again') })).toBeUndefined()
      expect(await tenant.readLog(conversation.id, 2, 10)).toHaveLength(1)
    })

    test('[D-LATE] of many claims at once only the last one can be recorded', async () => {
      const { tenant, conversation, outcome } = await claimedTurns(present, 1)
      const claims = await Promise.all(Array.from({ length: 20 }, () => tenant.claimTurns(conversation.id)))
      const numbers = claims.map((claim) => claim!.claim)
      expect(new Set(numbers).size).toBe(20)
      const records = await Promise.all(
        numbers.map((claim) => tenant.record({ ...outcome, claim, answer: answerSaying(`claim ${claim}`) })),
      )
      const winners = records.flatMap((entries, index) => (entries ? [numbers[index]] : []))
      expect(winners).toEqual([Math.max(...numbers)])
      expect(await tenant.readLog(conversation.id, 1, 10)).toHaveLength(1)
    })

    test('a record that names a turn which its claim did not take is refused as a whole', async () => {
      const origin = await claimedTurns(present)
      const { tenant, outcome } = origin
      const late = messageIn(origin)
      await tenant.accept(late)
      const before = await everything(origin)
      await expect(tenant.record({ ...outcome, turnIds: [...outcome.turnIds, late.id], answer: answerSaying('too much') })).rejects.toThrow(
        'claim',
      )
      expect(await everything(origin)).toEqual(before)
      expect(await tenant.record({ ...outcome, answer: answerSaying('right') })).toHaveLength(1)
    })

    test('nothing is recorded in a conversation that is not there', async () => {
      const { tenant, outcome } = await claimedTurns(present)
      expect(await tenant.record({ ...outcome, conversationId: randomUUID() })).toBeUndefined()
    })

    test('conversations with open turns are listed oldest first, each once', async () => {
      const [early, late] = [await world(present.database), await world(present.database)]
      await late.tenant.accept(messageIn(late, { at: 5_000 }))
      await late.tenant.accept(messageIn(late, { at: 6_000 }))
      await early.tenant.accept(messageIn(early, { at: 4_000 }))
      const left = await present.database.unfinished(1_000)
      const ours = left.filter(({ tenantId }) => tenantId === early.tenantId || tenantId === late.tenantId)
      expect(ours).toEqual([early, late].map(({ tenantId, conversation }) => ({ tenantId, conversationId: conversation.id })))
      expect(await present.database.unfinished(1)).toHaveLength(1)
    })
  })

  describe('the floor', () => {
    test('changes with a logged entry and then the notice, and the fence grows', async () => {
      const { tenant, conversation } = await world(present.database)
      const notice = {
        id: randomUUID(),
        author: { kind: 'system' } as const,
        text: 'Somebody will come.',
        at: 4_100,
        origin: 'notice' as const,
      }
      const entries = await tenant.changeFloor({ conversationId: conversation.id, fence: 0, floor: WAITING, notice })
      expect(entries).toStrictEqual([
        { seq: 1, epoch: conversation.epoch, kind: 'floor', floor: WAITING },
        { seq: 2, epoch: conversation.epoch, kind: 'message', message: { ...notice, suggestions: [], attachments: [] } },
      ])
      expect(await tenant.readLog(conversation.id, 0, 10)).toStrictEqual(entries)
      expect(await tenant.conversation(conversation.id)).toEqual({
        ...conversation,
        top: 2,
        fence: 1,
        floor: WAITING,
        queuedAt: WAITING.since,
        lastReason: WAITING.reason,
      })
    })

    test('[D-LATE] of many changes from the same fence one wins', async () => {
      const { tenant, conversation } = await world(present.database)
      const change = { conversationId: conversation.id, fence: 0, floor: WAITING }
      const results = await Promise.all(Array.from({ length: 10 }, () => tenant.changeFloor(change)))
      expect(results.filter((entries) => entries !== undefined)).toHaveLength(1)
      expect(await tenant.conversation(conversation.id)).toMatchObject({ fence: 1, top: 1 })
      expect(await tenant.changeFloor({ ...change, conversationId: 'unknown' })).toBeUndefined()
    })
  })
}
