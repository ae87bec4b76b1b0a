/** Contract: what is erased is gone, and nothing that was begun before comes back into it. */

import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { TurnOutcome } from '../../ports/turns.ts'
import { answerSaying, messageIn, world, type Present, type World } from './fixture.contract.ts'

const erasureOf = ({ conversation, visitor }: World) => ({
  conversationId: conversation.id,
  visitorId: visitor.id,
  epoch: randomUUID(),
  at: 8_000,
})

/** Somebody asked twice, was answered once and waits for a person; one more turn is open. */
async function talk(present: Present) {
  const origin = await world(present.database)
  const { tenant, conversation } = origin
  const [first, open] = [messageIn(origin), messageIn(origin)]
  await tenant.accept(first)
  const claimed = (await tenant.claimTurns(conversation.id))!
  const outcome: TurnOutcome = {
    conversationId: conversation.id,
    claim: claimed.claim,
    fence: 0,
    turnIds: [first.id],
    route: { to: 'human', reason: 'wish_for_person' },
    result: 'handed_off',
    at: 3_000,
    answer: answerSaying('A person will come.'),
    floor: { state: 'waiting', reason: 'wish_for_person', since: 3_000 },
  }
  await tenant.record(outcome)
  await tenant.accept(open)
  return { ...origin, first, open, outcome }
}

export function erasureContract(present: Present): void {
  describe('an erased conversation', () => {
    test('[D-ERASE] is empty, has another epoch and the bot’s floor, is on no list, and a message in it is the first', async () => {
      const origin = await talk(present)
      const { tenant, tenantId, conversation, visitor } = origin
      const erasure = erasureOf(origin)
      const erased = await tenant.eraseConversation(erasure)
      expect(erased).toEqual({
        ...conversation,
        epoch: erasure.epoch,
        top: 0,
        floor: { state: 'bot', reason: 'erased', since: 8_000 },
        fence: 2,
      })
      expect(await tenant.conversation(conversation.id)).toEqual(erased)
      expect(await tenant.newestConversation(visitor.id)).toEqual(erased)
      expect(await tenant.readLog(conversation.id, 0, 100)).toEqual([])
      expect(await tenant.readLogBack(conversation.id, 100, 100)).toEqual([])
      expect(await tenant.conversationsByFloor('waiting', 10)).toEqual([])
      expect(await tenant.claimTurns(conversation.id)).toBeUndefined()
      expect(await present.database.unfinished(1_000)).not.toContainEqual({ tenantId, conversationId: conversation.id })
      expect(await tenant.accept(messageIn(origin, { at: 8_500 }))).toMatchObject({ seq: 1, epoch: erasure.epoch, at: 8_500 })
      expect((await tenant.claimTurns(conversation.id))?.turns).toHaveLength(1)
    })

    test('[D-ERASE] has forgotten its cids: one that comes again is a new message', async () => {
      const origin = await talk(present)
      const { tenant, conversation, first } = origin
      await tenant.eraseConversation(erasureOf(origin))
      expect(await tenant.recall(conversation.id, first.cid)).toBeUndefined()
      const again = { ...first, id: randomUUID(), text: 'another text', originalHash: 'another hash' }
      expect(await tenant.accept(again)).toMatchObject({ id: again.id, seq: 1, text: 'another text' })
    })

    test('[D-ERASE] [D-LATE] takes nothing from a run or a change of the floor that began before', async () => {
      const origin = await talk(present)
      const { tenant, conversation, open, outcome } = origin
      const claimed = (await tenant.claimTurns(conversation.id))!
      await tenant.eraseConversation(erasureOf(origin))
      const late = { ...outcome, claim: claimed.claim, fence: claimed.conversation.fence, turnIds: [open.id] }
      expect(await tenant.record(late)).toBeUndefined()
      const { fence } = claimed.conversation
      expect(await tenant.changeFloor({ conversationId: conversation.id, fence, floor: late.floor! })).toBeUndefined()
      const [afresh] = [await tenant.accept(messageIn(origin))]
      expect(afresh?.seq).toBe(1)
      expect(await tenant.record(late)).toBeUndefined()
      expect((await tenant.claimTurns(conversation.id))?.turns).toMatchObject([{ id: afresh?.id, runs: 1 }])
      expect(await tenant.readLog(conversation.id, 0, 100)).toHaveLength(1)
    })

    test('[D-ERASE] is erased once: again, it stays as it is', async () => {
      const origin = await talk(present)
      const { tenant } = origin
      const erased = await tenant.eraseConversation(erasureOf(origin))
      expect(await tenant.eraseConversation(erasureOf(origin))).toEqual(erased)
      const all = await Promise.all(Array.from({ length: 5 }, () => tenant.eraseConversation(erasureOf(origin))))
      for (const one of all) expect(one).toEqual(erased)
    })

    test('[D-ERASE] is soon out of the files; where nothing was erased, there is nothing to wait for', async () => {
      const { database } = present
      await database.scrubbed()
      const origins = [await talk(present), await talk(present)]
      await Promise.all(origins.map((origin) => origin.tenant.eraseConversation(erasureOf(origin))))
      await Promise.all([database.scrubbed(), database.scrubbed()])
      await database.scrubbed()
      for (const { tenant, conversation } of origins) expect(await tenant.readLog(conversation.id, 0, 100)).toEqual([])
    })

    test('[D-ERASE] among messages that come at the same time: what is left is numbered from 1 without gaps, in the new epoch', async () => {
      const origin = await talk(present)
      const { tenant, conversation } = origin
      const erasure = erasureOf(origin)
      const send = (): ReturnType<typeof tenant.accept> => tenant.accept(messageIn(origin))
      const before = Array.from({ length: 10 }, send)
      const erased = tenant.eraseConversation(erasure)
      const after = Array.from({ length: 10 }, send)
      await erased
      const accepted = await Promise.all([...before, ...after])
      const kept = accepted.filter((one) => one?.epoch === erasure.epoch)
      expect(accepted.length - kept.length).toBeGreaterThan(0)
      const log = await tenant.readLog(conversation.id, 0, 100)
      expect(log.map(({ seq, epoch }) => [seq, epoch])).toEqual(kept.map((_, index) => [index + 1, erasure.epoch]))
      expect(log.flatMap((entry) => (entry.kind === 'message' ? [entry.message.id] : []))).toEqual(kept.map((one) => one?.id))
      expect((await tenant.claimTurns(conversation.id))?.turns).toHaveLength(kept.length)
    })

    test('[D-ERASE] [T-APART] is the visitor’s own, and no other conversation changes', async () => {
      const [mine, other] = [await talk(present), await talk(present)]
      const before = await mine.tenant.readLog(mine.conversation.id, 0, 100)
      expect(await mine.tenant.eraseConversation({ ...erasureOf(mine), visitorId: randomUUID() })).toBeUndefined()
      expect(await mine.tenant.eraseConversation({ ...erasureOf(mine), conversationId: randomUUID() })).toBeUndefined()
      await other.tenant.eraseConversation(erasureOf(other))
      const { tenant, visitor, conversation } = mine
      const next = await tenant.startConversation({ visitor, conversation: { id: randomUUID(), epoch: 'next' }, at: 5_000 })
      await tenant.accept(messageIn({ ...mine, conversation: next }))
      await tenant.eraseConversation(erasureOf({ ...mine, conversation: next }))
      expect(await tenant.readLog(conversation.id, 0, 100)).toEqual(before)
      expect(await tenant.newestConversation(visitor.id)).toMatchObject({ id: next.id, top: 0 })
    })
  })
}
