/** Contract: e-mails that are to go out. Other tests leave none that are due. */

import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { world, type Present, type World } from './fixture.contract.ts'
import { agentMessage, moveFloor, opening } from './tickets.contract.ts'

const agentSays = (origin: World, mailAt?: number) =>
  origin.tenant.acceptFromAgent(agentMessage(origin, { at: 11_000, ...(mailAt !== undefined && { mailAt }) }))

const waiting = async (present: Present): Promise<World> => {
  const origin = await world(present.database)
  await moveFloor(origin, { state: 'waiting', ticket: opening() })
  await moveFloor(origin, { state: 'agent' })
  return origin
}

export function mailsContract(present: Present): void {
  const claim = (now: number, limit = 100) => present.database.claimMail({ now, leaseMs: 60_000, limit })

  describe('mail', () => {
    test('[T-MAIL] gathers the messages of agents until it is due, is taken by one, and again when that one has died', async () => {
      const origin = await waiting(present)
      const { tenantId, conversation } = origin
      await agentSays(origin)
      expect(await claim(1_000_000)).toEqual([])
      await agentSays(origin, 20_000)
      await agentSays(origin, 25_000)
      expect(await claim(19_999)).toEqual([])
      const taken = (await Promise.all([claim(20_000), claim(20_000)])).flat()
      expect(taken).toMatchObject([{ tenantId, conversationId: conversation.id, after: 3, through: 5, attempts: 1 }])
      // The next one begins where this one ended.
      await agentSays(origin, 30_000)
      expect(await claim(79_999)).toMatchObject([{ after: 5, through: 6 }])
      expect(await claim(80_000)).toEqual([{ ...taken[0], attempts: 2 }])
      for (const { id, attempts } of [{ ...taken[0]!, attempts: 2 }]) {
        expect(await origin.tenant.settleMail({ id, attempts: 1, outcome: { to: 'sent', at: 81_000 } })).toBe(false)
        expect(await origin.tenant.settleMail({ id, attempts, outcome: { to: 'retry', dueAt: 90_000 } })).toBe(true)
      }
      expect(await claim(89_999)).toEqual([])
      const again = await claim(200_000)
      expect(again.map(({ attempts }) => attempts)).toEqual([3, 2])
      const outcomes = [{ to: 'sent', at: 200_000 } as const, { to: 'dropped', at: 200_000, why: 'refused' } as const]
      for (const [index, { id, attempts }] of again.entries())
        expect(await origin.tenant.settleMail({ id, attempts, outcome: outcomes[index]! })).toBe(true)
      expect(await claim(9_000_000)).toEqual([])
      const history = await origin.tenant.ticketHistory(1)
      expect(history.slice(-2)).toMatchObject([{ kind: 'mailed' }, { kind: 'mail_failed', why: 'refused' }])
    })

    test('[T-MAIL] [T-ERASE] leaves no trace where the customer has come, and is gone with an erased conversation', async () => {
      const origin = await waiting(present)
      const { tenant, conversation, visitor } = origin
      await agentSays(origin, 20_000)
      const [seen] = await claim(20_000)
      const before = await tenant.ticketHistory(1)
      expect(await tenant.settleMail({ id: seen!.id, attempts: 1, outcome: { to: 'dropped', at: 20_000, why: 'seen' } })).toBe(true)
      expect(await tenant.ticketHistory(1)).toEqual(before)

      await agentSays(origin, 30_000)
      const [inFlight] = await claim(30_000)
      await agentSays(origin, 40_000)
      await tenant.eraseConversation({ conversationId: conversation.id, visitorId: visitor.id, epoch: randomUUID(), at: 31_000 })
      expect(await claim(9_000_000)).toEqual([])
      expect(await tenant.settleMail({ id: inFlight!.id, attempts: 1, outcome: { to: 'sent', at: 32_000 } })).toBe(false)
    })

    test('[T-MAIL] is taken a few at a time, the oldest first', async () => {
      const origins = [await waiting(present), await waiting(present), await waiting(present)]
      for (const [index, origin] of origins.entries()) await agentSays(origin, 30_000 - index)
      expect((await claim(50_000, 2)).map(({ conversationId }) => conversationId)).toEqual(
        [origins[2], origins[1]].map((one) => one?.conversation.id),
      )
      expect((await claim(50_000, 2)).map(({ conversationId }) => conversationId)).toEqual([origins[0]?.conversation.id])
      for (const { tenantId, id, attempts } of await claim(500_000))
        await present.database.forTenant(tenantId).settleMail({ id, attempts, outcome: { to: 'sent', at: 1 } })
    })
  })
}
