/** Contract: tenants, sites, keys, visitors and their conversations. */

import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { Duplicate } from '../../ports/database.ts'
import { answerSaying, messageIn, siteNamed, world, type Present } from './fixture.contract.ts'

const HOUR = 3_600_000

export function sitesContract(present: Present): void {
  describe('tenants, sites and keys', () => {
    test('a tenant is made once and listed', async () => {
      const { database } = present
      const tenant = { id: randomUUID(), name: 'Müller & 王' }
      await database.createTenant(tenant)
      await expect(database.createTenant({ ...tenant, name: 'again' })).rejects.toBeInstanceOf(Duplicate)
      expect(await database.tenants()).toContainEqual(tenant)
    })

    test('a site is found by its key, and by its tenant', async () => {
      const { site, tenant } = await world(present.database)
      expect(await present.database.siteByKey(site.key)).toEqual(site)
      expect(await present.database.siteByKey('unknown')).toBeUndefined()
      expect(await tenant.sites()).toEqual([site])
    })

    test('a site key belongs to one site in the whole house', async () => {
      const { site } = await world(present.database)
      const { tenant } = await world(present.database)
      await expect(tenant.createSite({ ...siteNamed('another'), key: site.key })).rejects.toBeInstanceOf(Duplicate)
    })

    test('a site changes in the fields that are given, and keeps fields that this version does not know', async () => {
      const { site, tenant } = await world(present.database)
      const policy = { ...site.policy, fromTheFuture: { kept: true } }
      expect(await tenant.updateSite(site.id, { policy })).toEqual({ ...site, policy })
      expect(await tenant.updateSite(site.id, { name: 'New name', origins: [] })).toEqual({
        ...site,
        policy,
        name: 'New name',
        origins: [],
      })
      expect(await tenant.updateSite(site.id, {})).toMatchObject({ name: 'New name', policy })
      expect(await tenant.updateSite('unknown', { name: 'x' })).toBeUndefined()
    })

    test('[A-EDIT] make the version of their knowledge grow with name and policy, which the model is told', async () => {
      const { tenant, site } = await world(present.database)
      const versions = [await tenant.knowledgeVersion(site.id)]
      for (const changes of [{ origins: [] }, { name: 'New name' }, { policy: site.policy }]) {
        await tenant.updateSite(site.id, changes)
        versions.push(await tenant.knowledgeVersion(site.id))
      }
      const [first = 0] = versions
      expect(versions).toEqual([first, first, first + 1, first + 2])
    })

    test('an API key is found by the hash of its secret only', async () => {
      const { tenant, tenantId } = await world(present.database)
      const key = { id: randomUUID(), name: 'import', scopes: ['questions:write'] }
      const secretHash = randomUUID()
      await tenant.createApiKey({ ...key, secretHash, createdAt: 1 })
      expect(await present.database.apiKeyByHash(secretHash)).toEqual({ ...key, tenantId })
      expect(await present.database.apiKeyByHash(key.id)).toBeUndefined()
      await expect(tenant.createApiKey({ ...key, id: randomUUID(), secretHash, createdAt: 2 })).rejects.toBeInstanceOf(Duplicate)
    })
  })

  describe('visitors and conversations', () => {
    test('a conversation begins empty, with the bot on the floor', async () => {
      const { conversation, visitor, site, tenant } = await world(present.database)
      expect(conversation).toEqual({
        id: conversation.id,
        siteId: site.id,
        visitorId: visitor.id,
        epoch: conversation.epoch,
        top: 0,
        floor: { state: 'bot', reason: 'start', since: 1_000 },
        fence: 0,
      })
      expect(await tenant.conversation(conversation.id)).toEqual(conversation)
      expect(await tenant.conversation('unknown')).toBeUndefined()
      expect(await tenant.readLog(conversation.id, 0, 10)).toEqual([])
    })

    test('when a visitor cannot be made, neither is the conversation', async () => {
      const { tenant, site, tokenHash } = await world(present.database)
      const arrival = { visitor: { id: randomUUID(), siteId: site.id }, tokenHash, conversation: { id: randomUUID(), epoch: 'e' }, at: 1 }
      await expect(tenant.createVisitor(arrival)).rejects.toBeInstanceOf(Duplicate)
      expect(await tenant.conversation(arrival.conversation.id)).toBeUndefined()
    })

    test('a visitor is known by the token, at its site, unless it was unused for too long', async () => {
      const { tenant, site, visitor, tokenHash, conversation } = await world(present.database)
      const use = { siteId: site.id, tokenHash, usedSince: 1_000, at: 1_500 }
      expect(await tenant.visitorByToken(use)).toEqual({ visitor, conversation })
      expect(await tenant.visitorByToken({ ...use, usedSince: 1_001 })).toBeUndefined()
      expect(await tenant.visitorByToken({ ...use, tokenHash: 'forged' })).toBeUndefined()
      expect(await tenant.visitorByToken({ ...use, siteId: 'another' })).toBeUndefined()
    })

    test('using a token keeps it alive: noted once an hour, never backwards', async () => {
      const { tenant, site, tokenHash } = await world(present.database)
      const use = (usedSince: number, at: number) => tenant.visitorByToken({ siteId: site.id, tokenHash, usedSince, at })
      await use(0, 1_000 + HOUR - 1)
      expect(await use(1_001, 1_000)).toBeUndefined()
      await use(0, 1_000 + HOUR)
      expect(await use(1_000 + HOUR, 0)).toBeDefined()
      await use(0, 500)
      expect(await use(1_000 + HOUR, 0)).toBeDefined()
    })

    test('a new conversation becomes the newest, whatever the clock says; an empty one is given back instead of a second', async () => {
      const origin = await world(present.database)
      const { tenant, visitor, site, tokenHash, conversation } = origin
      const start = (at: number) => tenant.startConversation({ visitor, conversation: { id: randomUUID(), epoch: randomUUID() }, at })
      expect(await start(2_000)).toEqual(conversation)
      await tenant.accept(messageIn(origin))
      const second = await start(500)
      expect(second).toMatchObject({ visitorId: visitor.id, siteId: site.id, top: 0, fence: 0 })
      expect(second.id).not.toBe(conversation.id)
      expect(await start(3_000)).toEqual(second)
      const known = await tenant.visitorByToken({ siteId: site.id, tokenHash, usedSince: 0, at: 600 })
      expect(known?.conversation).toEqual(second)
      expect(await tenant.newestConversation(visitor.id)).toEqual(second)
      expect(await tenant.newestConversation('unknown')).toBeUndefined()
      expect(await tenant.conversation(conversation.id)).toMatchObject({ top: 1 })
    })

    test('many starts at once make one conversation', async () => {
      const origin = await world(present.database)
      const { tenant, visitor } = origin
      await tenant.accept(messageIn(origin))
      const started = await Promise.all(
        Array.from({ length: 10 }, () => tenant.startConversation({ visitor, conversation: { id: randomUUID(), epoch: 'e' }, at: 5_000 })),
      )
      expect(new Set(started.map(({ id }) => id)).size).toBe(1)
    })

    test('nobody starts a conversation for a visitor who is not there, or at another site', async () => {
      const { tenant, visitor } = await world(present.database)
      const conversation = { id: randomUUID(), epoch: 'e' }
      await expect(tenant.startConversation({ visitor: { ...visitor, id: 'unknown' }, conversation, at: 1 })).rejects.toThrow(
        'no such visitor',
      )
      await expect(tenant.startConversation({ visitor: { ...visitor, siteId: 'x' }, conversation, at: 1 })).rejects.toThrow(
        'no such visitor',
      )
      expect(await tenant.conversation(conversation.id)).toBeUndefined()
    })

    test('conversations are listed by floor, those that wait longest first', async () => {
      const first = await world(present.database)
      const { tenant, visitor } = first
      const waitSince = async (conversationId: string, since: number) => {
        const floor = { state: 'waiting', reason: 'wish_for_person', since } as const
        expect(await tenant.changeFloor({ conversationId, fence: 0, floor })).toBeDefined()
      }
      await waitSince(first.conversation.id, 9_000)
      const later = await tenant.startConversation({ visitor, conversation: { id: randomUUID(), epoch: 'e' }, at: 2_000 })
      await waitSince(later.id, 4_000)
      const third = await tenant.startConversation({ visitor, conversation: { id: randomUUID(), epoch: 'e' }, at: 3_000 })
      expect((await tenant.conversationsByFloor('waiting', 10)).map(({ id }) => id)).toEqual([later.id, first.conversation.id])
      expect(await tenant.conversationsByFloor('waiting', 1)).toHaveLength(1)
      expect(await tenant.conversationsByFloor('bot', 10)).toEqual([third])
      expect(await tenant.conversationsByFloor('agent', 10)).toEqual([])
    })

    test('conversations that wait for a person or have one are counted over all tenants', async () => {
      const before = await present.database.floorCounts()
      const { tenant, conversation } = await world(present.database)
      await world(present.database)
      await tenant.changeFloor({ conversationId: conversation.id, fence: 0, floor: { state: 'agent', reason: 'r', since: 2_000 } })
      const counts = await present.database.floorCounts()
      expect(counts).toEqual({ ...before, agent: before['agent']! + 1 })
    })

    test('an empty conversation whose floor has changed is not empty', async () => {
      const { tenant, visitor, conversation } = await world(present.database)
      const notice = answerSaying('A person will write to you.')
      await tenant.changeFloor({
        conversationId: conversation.id,
        fence: 0,
        floor: { state: 'closed', reason: 'done', since: 2_000 },
        notice,
      })
      const next = await tenant.startConversation({ visitor, conversation: { id: randomUUID(), epoch: 'e' }, at: 3_000 })
      expect(next.id).not.toBe(conversation.id)
    })
  })
}
