/** Contract: approved questions. */

import { describe, expect, test } from 'vitest'
import { Duplicate } from '../../ports/database.ts'
import { questionOf, siteNamed, world, type Present } from './fixture.contract.ts'

export function questionsContract(present: Present): void {
  describe('approved questions', () => {
    test('are made, read one by one, and listed in the order in which they were made', async () => {
      const { tenant, site } = await world(present.database)
      const made = ['c', 'a', 'b'].map((text) => questionOf(site.id, { text, suggested: text === 'a' }))
      for (const question of made) await tenant.createQuestion(question)
      expect(await tenant.questions(site.id)).toEqual(made)
      expect(await tenant.question(made[1]!.id)).toEqual(made[1])
      expect(await tenant.question('unknown')).toBeUndefined()
      expect(await tenant.questions('unknown')).toEqual([])
    })

    test('are listed page by page, whatever is taken away or put in between', async () => {
      const { tenant, site } = await world(present.database)
      await tenant.createSite(siteNamed('second'))
      const made = ['c', 'a', 'b', 'd', 'e'].map((text) => questionOf(site.id, { text }))
      for (const question of made) await tenant.createQuestion(question)
      await tenant.createQuestion(questionOf('second'))
      const first = await tenant.questionsPage(site.id, { after: 0, limit: 2 })
      expect(first).toEqual({ questions: made.slice(0, 2), next: expect.any(Number) })
      await tenant.deleteQuestion(made[1]!.id)
      const second = await tenant.questionsPage(site.id, { after: first.next!, limit: 2 })
      expect(second.questions).toEqual(made.slice(2, 4))
      expect(await tenant.questionsPage(site.id, { after: second.next!, limit: 2 })).toEqual({ questions: [made[4]] })
      expect(await tenant.questionsPage('unknown', { after: 0, limit: 2 })).toEqual({ questions: [] })
    })

    test('have one text once for each site and language', async () => {
      const { tenant, site } = await world(present.database)
      await tenant.createSite(siteNamed('second'))
      await tenant.createQuestion(questionOf(site.id))
      const version = await tenant.knowledgeVersion(site.id)
      await expect(tenant.createQuestion(questionOf(site.id))).rejects.toBeInstanceOf(Duplicate)
      expect(await tenant.knowledgeVersion(site.id)).toBe(version)
      await tenant.createQuestion(questionOf(site.id, { locale: 'zh' }))
      await tenant.createQuestion(questionOf('second'))
      expect(await tenant.questions(site.id)).toHaveLength(2)
    })

    test('change in the fields that are given', async () => {
      const { tenant, site } = await world(present.database)
      const question = questionOf(site.id)
      await tenant.createQuestion(question)
      const changes = { answer: 'Three days.', variants: [], tags: ['a', 'b'], suggested: false, updatedAt: 6_000 }
      expect(await tenant.updateQuestion(question.id, changes)).toEqual({ ...question, ...changes })
      expect(await tenant.question(question.id)).toEqual({ ...question, ...changes })
      expect(await tenant.updateQuestion('unknown', changes)).toBeUndefined()
    })

    test('hold from one moment to another, until a date is taken away', async () => {
      const { tenant, site } = await world(present.database)
      const question = questionOf(site.id)
      await tenant.createQuestion({ ...question, validFrom: 1_000, validTo: 2_000 })
      expect(await tenant.question(question.id)).toEqual({ ...question, validFrom: 1_000, validTo: 2_000 })
      expect(await tenant.updateQuestion(question.id, { validFrom: null })).toEqual({ ...question, validTo: 2_000 })
      expect(await tenant.updateQuestion(question.id, { validTo: null })).toEqual(question)
    })

    test('are put many at once: new ones behind the others, those with a known text changed in their place', async () => {
      const { tenant, site } = await world(present.database)
      const known = questionOf(site.id, { text: 'Known?', validTo: 9_000 })
      await tenant.createQuestion(known)
      const version = await tenant.knowledgeVersion(site.id)
      const many = Array.from({ length: 1_200 }, (_, index) => questionOf(site.id, { text: `Number ${index}?` }))
      const { validTo: _, ...changed } = { ...known, answer: 'Changed.', tags: [] }
      expect(await tenant.putQuestions(site.id, [...many, { ...changed, id: 'ignored' }])).toEqual({ added: 1_200, changed: 1 })
      expect(await tenant.questions(site.id)).toEqual([changed, ...many])
      expect(await tenant.knowledgeVersion(site.id)).toBeGreaterThan(version)
      await tenant.createQuestion(questionOf(site.id, { text: 'Last?' }))
      expect((await tenant.questions(site.id)).at(-1)?.text).toBe('Last?')
      await expect(tenant.putQuestions('unknown', [])).rejects.toThrow('no such site')
    })

    test('cannot take a text that another one has', async () => {
      const { tenant, site } = await world(present.database)
      const [first, second] = [questionOf(site.id), questionOf(site.id, { text: 'Another?' })]
      await tenant.createQuestion(first)
      await tenant.createQuestion(second)
      await expect(tenant.updateQuestion(second.id, { text: first.text })).rejects.toBeInstanceOf(Duplicate)
      expect(await tenant.question(second.id)).toEqual(second)
    })

    test('are deleted once', async () => {
      const { tenant, site } = await world(present.database)
      const question = questionOf(site.id)
      await tenant.createQuestion(question)
      expect(await tenant.deleteQuestion(question.id)).toBe(true)
      expect(await tenant.deleteQuestion(question.id)).toBe(false)
      expect(await tenant.questions(site.id)).toEqual([])
      await tenant.createQuestion(question)
    })

    test('make their site’s version grow with every change, and no other site’s', async () => {
      const { tenant, site } = await world(present.database)
      await tenant.createSite(siteNamed('second'))
      const question = questionOf(site.id)
      const versions = [await tenant.knowledgeVersion(site.id)]
      const after = async (change: Promise<unknown>) => {
        await change
        versions.push(await tenant.knowledgeVersion(site.id))
      }
      await after(tenant.createQuestion(question))
      await after(tenant.updateQuestion(question.id, { answer: 'Other.' }))
      await after(tenant.deleteQuestion(question.id))
      expect(versions).toEqual([...new Set(versions)].toSorted((one, other) => one - other))
      await tenant.deleteQuestion(question.id)
      expect(await tenant.knowledgeVersion(site.id)).toBe(versions.at(-1))
      expect(await tenant.knowledgeVersion('second')).toBe(await tenant.knowledgeVersion('unknown'))
    })

    test('need a site', async () => {
      const { tenant } = await world(present.database)
      await expect(tenant.createQuestion(questionOf('unknown'))).rejects.toThrow('no such site')
    })
  })
}
