/** Contract: canned replies. */

import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { CannedReply } from '../../../shared/tickets.ts'
import { Duplicate } from '../../ports/database.ts'
import { siteNamed, world, type Present } from './fixture.contract.ts'

export const replyOf = (reply: Partial<CannedReply> = {}): CannedReply => ({
  id: randomUUID(),
  shortcut: 'hello',
  title: 'Greeting',
  text: 'Hello, how can I **help**?',
  updatedAt: 5_000,
  ...reply,
})

export function cannedRepliesContract(present: Present): void {
  describe('canned replies', () => {
    test('are made, listed by shortcut, changed in the fields that are given, and deleted once', async () => {
      const { tenant, site } = await world(present.database)
      const [thanks, hello] = [replyOf({ shortcut: 'thanks', siteId: site.id, locale: 'en' }), replyOf()]
      for (const reply of [thanks, hello]) await tenant.createCannedReply(reply)
      expect(await tenant.cannedReplies()).toEqual([hello, thanks])
      const changed = { ...thanks, text: 'Thank you!', shortcut: 'ty', updatedAt: 6_000 }
      const { locale: _, ...anyLanguage } = changed
      const changes = { text: 'Thank you!', shortcut: 'ty', updatedAt: 6_000 }
      expect(await tenant.updateCannedReply(thanks.id, changes)).toEqual(changed)
      expect(await tenant.updateCannedReply(thanks.id, { locale: undefined } as never)).toEqual(anyLanguage)
      expect(await tenant.updateCannedReply('unknown', changes)).toBeUndefined()
      expect(await tenant.deleteCannedReply(hello.id)).toBe(true)
      expect(await tenant.deleteCannedReply(hello.id)).toBe(false)
      expect(await tenant.cannedReplies()).toEqual([anyLanguage])
    })

    test('have one shortcut once for each site and language', async () => {
      const { tenant, site } = await world(present.database)
      await tenant.createSite(siteNamed('second'))
      const taken = replyOf()
      await tenant.createCannedReply(taken)
      await expect(tenant.createCannedReply(replyOf())).rejects.toBeInstanceOf(Duplicate)
      for (const others of [{ locale: 'zh' }, { siteId: site.id }, { siteId: 'second' }]) await tenant.createCannedReply(replyOf(others))
      await expect(tenant.createCannedReply(replyOf({ siteId: site.id }))).rejects.toBeInstanceOf(Duplicate)
      const another = replyOf({ shortcut: 'bye' })
      await tenant.createCannedReply(another)
      await expect(tenant.updateCannedReply(another.id, { shortcut: 'hello' })).rejects.toBeInstanceOf(Duplicate)
      expect(await tenant.cannedReplies()).toHaveLength(5)
      await expect(tenant.createCannedReply(replyOf({ siteId: 'unknown' }))).rejects.toThrow('no such site')
    })
  })
}
