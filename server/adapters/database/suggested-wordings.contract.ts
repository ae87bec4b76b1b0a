/** Contract: wordings of customers that are suggested as variants. */

import { describe, expect, test } from 'vitest'
import type { SuggestedWording } from '../../ports/questions.ts'
import { messageIn, questionOf, siteNamed, world, type Present } from './fixture.contract.ts'

/** A question, a conversation in which something was said, and one way to ask it. */
async function asking(present: Present) {
  const origin = await world(present.database)
  const { tenant, site, conversation } = origin
  await tenant.accept(messageIn(origin))
  const question = questionOf(site.id)
  await tenant.createQuestion(question)
  const wording = {
    id: 'wording',
    siteId: site.id,
    questionId: question.id,
    conversationId: conversation.id,
    epoch: conversation.epoch,
    text: 'When does it come?',
    at: 3_000,
    most: 3,
  }
  return { ...origin, question, wording }
}

/** One more conversation of the same visitor, with something said in it. */
async function another({ tenant, visitor, conversation }: Awaited<ReturnType<typeof asking>>, id: string) {
  const started = await tenant.startConversation({ visitor, conversation: { id, epoch: 'other' }, at: 2_000 })
  await tenant.accept(messageIn({ visitor, conversation: { ...conversation, ...started } } as never))
  return { conversationId: started.id, epoch: started.epoch }
}

const texts = (wordings: SuggestedWording[]): string[] => wordings.map(({ text }) => text)

export function suggestedWordingsContract(present: Present): void {
  describe('suggested wordings', () => {
    test('are counted by conversation, and the most asked stand first', async () => {
      const origin = await asking(present)
      const { tenant, site, question, wording } = origin
      await tenant.keepWording(wording)
      await tenant.keepWording({ ...wording, text: 'WHEN does it come?', at: 4_000 })
      const second = await another(origin, 'second')
      await tenant.keepWording({ ...wording, id: 'other', text: 'And the date?', ...second, at: 9_000 })
      const common = { siteId: site.id, questionId: question.id }
      const other = { ...common, id: 'other', text: 'And the date?', count: 1, lastAt: 9_000 }
      expect(await tenant.suggestedWordings(site.id)).toEqual([
        other,
        { ...common, id: 'wording', text: 'WHEN does it come?', count: 1, lastAt: 4_000 },
      ])
      await tenant.keepWording({ ...wording, ...second, at: 5_000 })
      expect(await tenant.suggestedWordings(site.id)).toEqual([
        { ...common, id: 'wording', text: 'When does it come?', count: 2, lastAt: 5_000 },
        other,
      ])
      expect(await tenant.suggestedWordings('unknown')).toEqual([])
    })

    test('are variants once they are accepted, and the site’s knowledge is another', async () => {
      const { tenant, site, question, wording } = await asking(present)
      await tenant.keepWording(wording)
      const version = await tenant.knowledgeVersion(site.id)
      expect(await tenant.acceptWording({ wordingId: 'wording', at: 7_000, most: 1 })).toBe('full')
      expect(await tenant.suggestedWordings(site.id)).toHaveLength(1)
      const changed = { ...question, variants: [...question.variants, wording.text], updatedAt: 7_000 }
      expect(await tenant.acceptWording({ wordingId: 'wording', at: 7_000, most: 50 })).toEqual(changed)
      expect(await tenant.question(question.id)).toEqual(changed)
      expect(await tenant.knowledgeVersion(site.id)).toBeGreaterThan(version)
      expect(await tenant.suggestedWordings(site.id)).toEqual([])
      expect(await tenant.acceptWording({ wordingId: 'wording', at: 7_000, most: 50 })).toBeUndefined()
    })

    test('do not come again once they were dismissed', async () => {
      const origin = await asking(present)
      const { tenant, site, wording } = origin
      await tenant.keepWording(wording)
      expect(await tenant.dismissWording('wording')).toBe(true)
      expect(await tenant.dismissWording('wording')).toBe(false)
      await tenant.keepWording({ ...wording, ...(await another(origin, 'second')) })
      expect(await tenant.suggestedWordings(site.id)).toEqual([])
      expect(await tenant.acceptWording({ wordingId: 'wording', at: 1, most: 50 })).toBeUndefined()
    })

    test('make room for newer ones', async () => {
      const { tenant, site, wording } = await asking(present)
      for (const [index, id] of ['a', 'b', 'c', 'd', 'e'].entries())
        await tenant.keepWording({ ...wording, id, text: id, at: 3_000 + index })
      expect(texts(await tenant.suggestedWordings(site.id))).toEqual(['e', 'd', 'c'])
    })

    test('[D-ERASE] go with their conversation, and are not kept after it', async () => {
      const origin = await asking(present)
      const { tenant, site, visitor, conversation, wording } = origin
      await tenant.keepWording({ ...wording, ...(await another(origin, 'second')) })
      await tenant.keepWording(wording)
      await tenant.eraseConversation({ conversationId: conversation.id, visitorId: visitor.id, epoch: 'next', at: 8_000 })
      expect(await tenant.suggestedWordings(site.id)).toMatchObject([{ count: 1 }])
      await tenant.keepWording(wording)
      expect(await tenant.suggestedWordings(site.id)).toMatchObject([{ count: 1 }])
      await tenant.eraseVisitor({ visitorId: visitor.id, at: 9_000 })
      expect(await tenant.suggestedWordings(site.id)).toEqual([])
    })

    test('go with their question, and need one of the same site', async () => {
      const { tenant, site, question, wording } = await asking(present)
      await tenant.createSite(siteNamed('second'))
      await tenant.keepWording({ ...wording, siteId: 'second' })
      await tenant.keepWording({ ...wording, questionId: 'unknown' })
      expect([...(await tenant.suggestedWordings(site.id)), ...(await tenant.suggestedWordings('second'))]).toEqual([])
      await tenant.keepWording(wording)
      expect(await tenant.deleteQuestion(question.id)).toBe(true)
      expect(await tenant.suggestedWordings(site.id)).toEqual([])
    })
  })
}
