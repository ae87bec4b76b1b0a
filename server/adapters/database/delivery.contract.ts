/** Contract: nothing lost, nothing doubled, everything in its place. */

import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { answerSaying, messageIn, world, type Present } from './fixture.contract.ts'

export function deliveryContract(present: Present): void {
  describe('delivery', () => {
    test('an accepted message is in the log exactly as it goes on the wire, with its turn open', async () => {
      const origin = await world(present.database)
      const { tenant, conversation, tenantId } = origin
      const message = messageIn(origin, { text: 'Hëllo 你好 🙂 "quoted" \\ \n end' })
      const accepted = await tenant.accept(message)
      expect(accepted).toEqual({
        id: message.id,
        cid: message.cid,
        seq: 1,
        epoch: conversation.epoch,
        at: 2_000,
        text: message.text,
        originalHash: 'hash',
      })
      expect(await tenant.readLog(conversation.id, 0, 10)).toStrictEqual([
        {
          seq: 1,
          epoch: conversation.epoch,
          kind: 'message',
          message: {
            id: message.id,
            cid: message.cid,
            author: { kind: 'visitor' },
            text: message.text,
            at: 2_000,
            suggestions: [],
            attachments: [],
          },
        },
      ])
      expect(await tenant.conversation(conversation.id)).toMatchObject({ top: 1 })
      expect(await present.database.unfinished(1_000)).toContainEqual({ tenantId, conversationId: conversation.id })
    })

    test('[D-ONCE] the same cid again changes nothing and answers with the first acknowledgement, also years later', async () => {
      const origin = await world(present.database)
      const { tenant, conversation } = origin
      const message = messageIn(origin)
      const first = await tenant.accept(message)
      await tenant.accept(messageIn(origin))
      const again = await tenant.accept({ ...message, id: randomUUID(), text: 'changed', originalHash: 'other', at: 90_000_000 })
      expect(again).toEqual(first)
      expect(await tenant.recall(conversation.id, message.cid)).toEqual(first)
      expect(await tenant.readLog(conversation.id, 0, 10)).toHaveLength(2)
      expect(await tenant.conversation(conversation.id)).toMatchObject({ top: 2 })
      expect((await tenant.claimTurns(conversation.id))?.turns).toHaveLength(2)
      expect(await tenant.accept(messageIn(origin))).toMatchObject({ seq: 3 })
    })

    test('[D-ONCE] the same cid many times at once is one entry and one acknowledgement', async () => {
      const origin = await world(present.database)
      const message = messageIn(origin)
      const answers = await Promise.all(Array.from({ length: 50 }, () => origin.tenant.accept({ ...message, id: randomUUID() })))
      expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
      expect(await origin.tenant.readLog(origin.conversation.id, 0, 100)).toHaveLength(1)
    })

    test('[D-ONCE] the same cid in another conversation is another message', async () => {
      const origin = await world(present.database)
      const { tenant, visitor } = origin
      const message = messageIn(origin)
      await tenant.accept(message)
      const other = await tenant.startConversation({ visitor, conversation: { id: randomUUID(), epoch: 'e' }, at: 3_000 })
      expect(await tenant.recall(other.id, message.cid)).toBeUndefined()
      expect(await tenant.accept({ ...message, id: randomUUID(), conversationId: other.id })).toMatchObject({ seq: 1, epoch: 'e' })
    })

    test('a message to a conversation that is not there, or is another visitor’s, is not accepted', async () => {
      const origin = await world(present.database)
      const { tenant, conversation } = origin
      const message = messageIn(origin)
      await tenant.accept(message)
      expect(await tenant.accept(messageIn(origin, { conversationId: 'unknown' }))).toBeUndefined()
      expect(await tenant.accept(messageIn(origin, { visitorId: 'another' }))).toBeUndefined()
      expect(await tenant.accept({ ...message, visitorId: 'another' })).toBeUndefined()
      expect(await tenant.recall('unknown', message.cid)).toBeUndefined()
      expect(await tenant.recall(conversation.id, 'unknown')).toBeUndefined()
      expect(await tenant.readLog(conversation.id, 0, 10)).toHaveLength(1)
    })

    test('times in a log never run backwards, though the clock does', async () => {
      const origin = await world(present.database)
      const { tenant, conversation } = origin
      expect(await tenant.accept(messageIn(origin, { at: 9_000 }))).toMatchObject({ at: 9_000 })
      expect(await tenant.accept(messageIn(origin, { at: 4_000 }))).toMatchObject({ at: 9_000 })
      const floor = { state: 'waiting', reason: 'wish_for_person', since: 100 } as const
      const entries = await tenant.changeFloor({ conversationId: conversation.id, fence: 0, floor, notice: answerSaying('Soon.', 9_500) })
      expect(entries).toMatchObject([{ floor: { since: 9_000 } }, { message: { at: 9_500 } }])
      expect(await tenant.conversation(conversation.id)).toMatchObject({ floor: { since: 9_000 } })
      expect(await tenant.accept(messageIn(origin, { at: 9_400 }))).toMatchObject({ at: 9_500 })
    })

    test('the log is read in pages, forwards and backwards', async () => {
      const origin = await world(present.database)
      const { tenant, conversation } = origin
      for (let index = 0; index < 10; index++) await tenant.accept(messageIn(origin))
      const seqs = async (entries: ReturnType<typeof tenant.readLog>) => (await entries).map(({ seq }) => seq)
      expect(await seqs(tenant.readLog(conversation.id, 0, 4))).toEqual([1, 2, 3, 4])
      expect(await seqs(tenant.readLog(conversation.id, 8, 4))).toEqual([9, 10])
      expect(await seqs(tenant.readLog(conversation.id, 10, 4))).toEqual([])
      expect(await seqs(tenant.readLogBack(conversation.id, 10, 3))).toEqual([8, 9, 10])
      expect(await seqs(tenant.readLogBack(conversation.id, 2, 3))).toEqual([1, 2])
      expect(await seqs(tenant.readLogBack(conversation.id, 99, 1))).toEqual([10])
      expect(await seqs(tenant.readLog('unknown', 0, 4))).toEqual([])
    })

    test('[D-SEQ] [D-ONCE] 1,000 messages at once into 20 conversations, many sent twice: no gap, no double', async () => {
      const origins = await Promise.all(Array.from({ length: 20 }, () => world(present.database)))
      const sent = origins.flatMap((origin) => {
        const messages = Array.from({ length: 40 }, () => messageIn(origin))
        return [...messages, ...messages.filter((_, index) => index % 4 === 0)].map((message) => ({ origin, message }))
      })
      expect(sent).toHaveLength(1_000)
      // Interleaved by a fixed step that meets every one, so that conversations mix within each batch.
      const mixed = sent.map((_, index) => sent[(index * 37) % sent.length]!)
      const acknowledged = await Promise.all(mixed.map(({ origin, message }) => origin.tenant.accept({ ...message, id: randomUUID() })))
      for (const origin of origins) {
        const log = await origin.tenant.readLog(origin.conversation.id, 0, 1_000)
        expect(log.map(({ seq }) => seq)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1))
        const cids = log.map((entry) => (entry.kind === 'message' ? entry.message.cid : undefined))
        expect(new Set(cids).size).toBe(40)
      }
      const bySeq = new Map(mixed.map(({ message }, index) => [message.cid, acknowledged[index]!]))
      for (const [index, { message }] of mixed.entries()) expect(acknowledged[index]).toEqual(bySeq.get(message.cid))
    })

    test('a message is there to read as soon as it is acknowledged', async () => {
      const origin = await world(present.database)
      for (let index = 1; index <= 20; index++) {
        await origin.tenant.accept(messageIn(origin))
        expect(await origin.tenant.readLog(origin.conversation.id, index - 1, 10)).toHaveLength(1)
      }
    })

    test('a call that fails takes nothing with it of those that came together with it', async () => {
      const origin = await world(present.database)
      const { tenant, tokenHash, site } = origin
      const bad = { visitor: { id: randomUUID(), siteId: site.id }, tokenHash, conversation: { id: randomUUID(), epoch: 'e' }, at: 1 }
      const settled = await Promise.allSettled([
        tenant.accept(messageIn(origin)),
        tenant.createVisitor(bad),
        tenant.accept(messageIn(origin)),
      ])
      expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
      expect(await tenant.readLog(origin.conversation.id, 0, 10)).toHaveLength(2)
    })
  })
}
