/** Contract: who a visitor is for sure, and how visitors and old conversations are forgotten. */

import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { messageIn, world, type Present } from './fixture.contract.ts'

const SECRET_TEXT = 'Where is my parcel?'

/** A visitor with two conversations: one message in the first, none in the second. */
async function chatted(present: Present) {
  const origin = await world(present.database)
  const { tenant, visitor, conversation } = origin
  await tenant.describeVisitor(visitor.id, { name: 'Ada', attributes: [] })
  await tenant.accept(messageIn(origin, { text: SECRET_TEXT }))
  const next = await tenant.startConversation({ visitor, conversation: { id: randomUUID(), epoch: 'e' }, at: 5_000 })
  return { ...origin, first: conversation, next }
}

export function visitorsContract(present: Present): void {
  describe('who a visitor is for sure', () => {
    test('[P-IDENTITY] the secrets of a site are kept in their order, and are no part of the site', async () => {
      const { tenant, site } = await world(present.database)
      expect(await tenant.identitySecrets(site.id)).toEqual([])
      expect(await tenant.setIdentitySecrets({ siteId: site.id, secrets: ['new', 'old'] })).toBe(true)
      expect(await tenant.identitySecrets(site.id)).toEqual(['new', 'old'])
      expect(await present.database.siteByKey(site.key)).toEqual(site)
      expect(await tenant.setIdentitySecrets({ siteId: randomUUID(), secrets: ['x'] })).toBe(false)
    })

    test('[P-MERGE] a visitor who is one user never becomes another', async () => {
      const { tenant, site, visitor, tokenHash } = await world(present.database)
      expect(await tenant.vouchForVisitor({ visitorId: visitor.id, userId: '42' })).toBe(true)
      expect(await tenant.vouchForVisitor({ visitorId: visitor.id, userId: '42' })).toBe(true)
      expect(await tenant.vouchForVisitor({ visitorId: visitor.id, userId: '43' })).toBe(false)
      expect(await tenant.vouchForVisitor({ visitorId: randomUUID(), userId: '42' })).toBe(false)
      const known = await tenant.visitorByToken({ siteId: site.id, tokenHash, usedSince: 0, at: 2_000 })
      expect(known?.visitor).toEqual({ ...visitor, userId: '42' })
      const record = { ...visitor, userId: '42', createdAt: 1_000, usedAt: 1_000 }
      expect(await tenant.visitor(visitor.id)).toEqual(record)
      expect(await tenant.visitorsOfUser({ siteId: site.id, userId: '42' })).toEqual([record])
      expect(await tenant.visitorsOfUser({ siteId: randomUUID(), userId: '42' })).toEqual([])
    })

    test('[P-MERGE] a token that moves to a new visitor leads to the old one no more', async () => {
      const { tenant, site, visitor, tokenHash, conversation } = await world(present.database)
      const next = { id: randomUUID(), siteId: site.id, userId: '43' }
      const move = { from: visitor.id, visitor: next, conversation: { id: randomUUID(), epoch: 'e' }, at: 4_000 }
      expect(await tenant.moveToken({ ...move, from: randomUUID() })).toBeUndefined()
      expect(await tenant.moveToken({ ...move, visitor: { ...next, siteId: randomUUID() } })).toBeUndefined()
      expect(await tenant.moveToken(move)).toMatchObject({ id: move.conversation.id, epoch: 'e', top: 0, visitorId: next.id })
      const known = await tenant.visitorByToken({ siteId: site.id, tokenHash, usedSince: 0, at: 4_000 })
      expect(known).toMatchObject({ visitor: next, conversation: { id: move.conversation.id } })
      expect(await tenant.newestConversation(visitor.id)).toMatchObject({ id: conversation.id })
    })
  })

  describe('forgetting', () => {
    test('[P-FORGET] erases a visitor with every conversation, and counts what is gone', async () => {
      const { tenant, tenantId, site, visitor, tokenHash, first, next } = await chatted(present)
      expect((await tenant.conversationsOfVisitor(visitor.id)).map(({ id, createdAt }) => [id, createdAt])).toEqual([
        [first.id, 1_000],
        [next.id, 5_000],
      ])
      const forgotten = await tenant.eraseVisitor({ visitorId: visitor.id, at: 9_000 })
      expect(forgotten?.counts).toEqual({ visitors: 1, conversations: 2, messages: 1, notes: 0, tickets: 0, mails: 0 })
      expect(forgotten?.conversations.map(({ id }) => id).toSorted()).toEqual([first.id, next.id].toSorted())
      expect(await tenant.visitor(visitor.id)).toBeUndefined()
      expect(await tenant.visitorDescription(visitor.id)).toBeUndefined()
      expect(await tenant.visitorByToken({ siteId: site.id, tokenHash, usedSince: 0, at: 9_000 })).toBeUndefined()
      for (const { id } of [first, next]) {
        expect(await tenant.conversation(id)).toBeUndefined()
        expect(await tenant.readLog(id, 0, 10)).toEqual([])
        expect(await tenant.claimTurns(id)).toBeUndefined()
      }
      expect(await tenant.eraseVisitor({ visitorId: visitor.id, at: 9_000 })).toBeUndefined()
      expect((await present.database.unfinished(1_000)).filter((left) => left.tenantId === tenantId)).toEqual([])
    })

    test('[P-RETAIN] deletes conversations past their days, at most so many at once, and visitors who have none left', async () => {
      const { tenant, visitor, first, next } = await chatted(present)
      expect(await tenant.eraseOld({ before: 2_000, limit: 10, at: 9_000 })).toMatchObject({ conversations: [], counts: { visitors: 0 } })
      // The first one ended at 2,000, the second began at 5,000.
      const some = await tenant.eraseOld({ before: 2_001, limit: 10, at: 9_000 })
      expect(some.conversations.map(({ id }) => id)).toEqual([first.id])
      expect(some.counts).toMatchObject({ visitors: 0, conversations: 1, messages: 1 })
      expect(await tenant.newestConversation(visitor.id)).toMatchObject({ id: next.id })
      const rest = await tenant.eraseOld({ before: 5_001, limit: 10, at: 9_000 })
      expect(rest.counts).toMatchObject({ visitors: 1, conversations: 1, messages: 0 })
      expect(await tenant.visitor(visitor.id)).toBeUndefined()
    })

    test('[P-RETAIN] a visitor whose newest conversation is past its days goes on with the one that is left', async () => {
      const origin = await chatted(present)
      const { tenant, visitor, first } = origin
      await tenant.accept(messageIn(origin, { at: 8_000 }))
      expect((await tenant.eraseOld({ before: 6_000, limit: 1, at: 9_000 })).counts).toMatchObject({ visitors: 0, conversations: 1 })
      expect(await tenant.newestConversation(visitor.id)).toMatchObject({ id: first.id })
    })

    test('[P-RETAIN] at most so many at once, the oldest first', async () => {
      const { tenant, first } = await chatted(present)
      expect((await tenant.eraseOld({ before: 9_000, limit: 1, at: 9_000 })).conversations.map(({ id }) => id)).toEqual([first.id])
    })

    test('[T-APART] [P-FORGET] another tenant’s visitors are neither found, nor moved, nor forgotten', async () => {
      const [mine, other] = [await chatted(present), await world(present.database)]
      const { visitor, site, first } = mine
      await mine.tenant.vouchForVisitor({ visitorId: visitor.id, userId: '42' })
      await mine.tenant.setIdentitySecrets({ siteId: site.id, secrets: ['mine'] })
      const foreign = other.tenant
      expect(await foreign.identitySecrets(site.id)).toEqual([])
      expect(await foreign.setIdentitySecrets({ siteId: site.id, secrets: ['theirs'] })).toBe(false)
      expect(await foreign.vouchForVisitor({ visitorId: visitor.id, userId: '42' })).toBe(false)
      expect(await foreign.visitor(visitor.id)).toBeUndefined()
      expect(await foreign.visitorsOfUser({ siteId: site.id, userId: '42' })).toEqual([])
      expect(await foreign.conversationsOfVisitor(visitor.id)).toEqual([])
      const move = {
        from: visitor.id,
        visitor: { id: randomUUID(), siteId: site.id },
        conversation: { id: randomUUID(), epoch: 'e' },
        at: 1,
      }
      expect(await foreign.moveToken(move)).toBeUndefined()
      expect(await foreign.eraseVisitor({ visitorId: visitor.id, at: 9_000 })).toBeUndefined()
      await foreign.eraseOld({ before: 99_000, limit: 10, at: 99_000 })
      expect(await mine.tenant.identitySecrets(site.id)).toEqual(['mine'])
      expect(await mine.tenant.conversation(first.id)).toMatchObject({ top: 1 })
    })
  })
}
