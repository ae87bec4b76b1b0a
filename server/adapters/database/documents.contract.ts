/** Contract: documents. */

import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { Duplicate } from '../../ports/database.ts'
import type { KnowledgeDocument } from '../../ports/documents.ts'
import { siteNamed, world, type Present } from './fixture.contract.ts'

export const documentOf = (siteId: string, document: Partial<KnowledgeDocument> = {}): KnowledgeDocument => ({
  id: randomUUID(),
  siteId,
  name: 'Returns',
  url: 'https://shop.example/returns',
  locale: 'en',
  type: 'markdown',
  text: '# Returns\n\nWithin 30 days. 退货',
  updatedAt: 5_000,
  ...document,
})

export function documentsContract(present: Present): void {
  describe('documents', () => {
    test('are made, listed by name without their texts, and read one by one', async () => {
      const { tenant, site } = await world(present.database)
      const made = ['c', 'a', 'b'].map((name) => documentOf(site.id, { name }))
      for (const document of made) await tenant.createDocument(document)
      const listed = await tenant.documents(site.id)
      expect(listed.map(({ name }) => name)).toEqual(['a', 'b', 'c'])
      const { text, ...about } = made[1]!
      expect(listed[0]).toEqual({ ...about, units: text.length, revision: expect.any(Number) as number })
      expect(new Set(listed.map(({ revision }) => revision)).size).toBe(3)
      expect(await tenant.document(made[1]!.id)).toEqual(made[1])
      expect(await tenant.document('unknown')).toBeUndefined()
      expect(await tenant.documents('unknown')).toEqual([])
    })

    test('have one name once for each site', async () => {
      const { tenant, site } = await world(present.database)
      await tenant.createSite(siteNamed('second'))
      await tenant.createDocument(documentOf(site.id))
      await tenant.createDocument(documentOf('second'))
      const other = documentOf(site.id, { name: 'Delivery' })
      await tenant.createDocument(other)
      const version = await tenant.knowledgeVersion(site.id)
      await expect(tenant.createDocument(documentOf(site.id, { locale: 'zh' }))).rejects.toBeInstanceOf(Duplicate)
      await expect(tenant.replaceDocument(other.id, documentOf(site.id))).rejects.toBeInstanceOf(Duplicate)
      expect(await tenant.knowledgeVersion(site.id)).toBe(version)
      expect(await tenant.document(other.id)).toEqual(other)
    })

    test('are replaced as a whole, and nothing of the old one stays', async () => {
      const { tenant, site } = await world(present.database)
      const document = documentOf(site.id)
      await tenant.createDocument(document)
      const [before] = await tenant.documents(site.id)
      const content = { name: 'Back', locale: 'zh', type: 'text', text: '七天', updatedAt: 6_000 } as const
      const replaced = { id: document.id, siteId: site.id, ...content }
      expect(await tenant.replaceDocument(document.id, content)).toEqual(replaced)
      expect(await tenant.document(document.id)).toEqual(replaced)
      const [after] = await tenant.documents(site.id)
      expect(after).toMatchObject({ units: 2 })
      expect(after!.revision).toBeGreaterThan(before!.revision)
      expect(await tenant.replaceDocument('unknown', content)).toBeUndefined()
    })

    test('are deleted once', async () => {
      const { tenant, site } = await world(present.database)
      const document = documentOf(site.id)
      await tenant.createDocument(document)
      expect(await tenant.deleteDocument(document.id)).toBe(true)
      expect(await tenant.deleteDocument(document.id)).toBe(false)
      expect(await tenant.documents(site.id)).toEqual([])
      await tenant.createDocument(document)
    })

    test('make their site’s knowledge version grow with every change, and no other site’s', async () => {
      const { tenant, site } = await world(present.database)
      await tenant.createSite(siteNamed('second'))
      const document = documentOf(site.id)
      const versions = [await tenant.knowledgeVersion(site.id)]
      const after = async (change: Promise<unknown>) => {
        await change
        versions.push(await tenant.knowledgeVersion(site.id))
      }
      await after(tenant.createDocument(document))
      await after(tenant.replaceDocument(document.id, { ...document, text: 'Other.' }))
      await after(tenant.deleteDocument(document.id))
      expect(versions).toEqual([...new Set(versions)].toSorted((one, other) => one - other))
      await tenant.deleteDocument(document.id)
      expect(await tenant.knowledgeVersion(site.id)).toBe(versions.at(-1))
      expect(await tenant.knowledgeVersion('second')).toBe(0)
    })

    test('[T-APART] are one tenant’s: another one’s are not there, cannot be changed, and may have the same ids', async () => {
      const [mine, other] = [await world(present.database), await world(present.database)]
      const document = documentOf(mine.site.id, { id: 'document' })
      await mine.tenant.createDocument(document)
      expect(await other.tenant.document('document')).toBeUndefined()
      expect(await other.tenant.documents(mine.site.id)).toEqual([])
      expect(await other.tenant.replaceDocument('document', { ...document, text: 'taken over' })).toBeUndefined()
      expect(await other.tenant.deleteDocument('document')).toBe(false)
      await expect(other.tenant.createDocument(documentOf(mine.site.id))).rejects.toThrow('no such site')
      await other.tenant.createDocument(documentOf(other.site.id, { id: 'document', text: 'theirs' }))
      expect(await mine.tenant.document('document')).toEqual(document)
    })
  })
}
