import { describe, expect, test } from 'vitest'
import type { Database, TenantDatabase } from '../ports/database.ts'
import type { Site } from '../ports/sites.ts'
import type { DocumentContent, KnowledgeDocument } from '../ports/documents.ts'
import { createDocuments } from './documents.ts'

/** A site's documents as the database has them, and what was read of them. */
function library(tenantId = 'tenant') {
  const documents = new Map<string, KnowledgeDocument & { revision: number }>()
  const read: string[] = []
  let version = 0
  let isAway = false
  const tenant = {
    knowledgeVersion: async () => version,
    documents: async () => [...documents.values()].map(({ text, ...entry }) => ({ ...entry, units: text.length })),
    document: async (id: string) => {
      if (isAway) throw new Error('the database is away')
      read.push(id)
      return documents.get(id)
    },
  } as unknown as TenantDatabase
  const put = (id: string, text: string, more: Partial<DocumentContent> = {}): void => {
    version++
    const document = { id, siteId: 'site', name: id, locale: 'en', type: 'text' as const, text, updatedAt: 1, ...more }
    documents.set(id, { ...document, revision: version })
  }
  return {
    tenant,
    site: { id: 'site', tenantId } as Site,
    read,
    put,
    remove(id: string) {
      version++
      documents.delete(id)
    },
    /** A question was edited. */
    otherChange: () => void version++,
    setAway: (away: boolean) => void (isAway = away),
  }
}

const databaseOf = (libraries: Record<string, TenantDatabase>) => ({ forTenant: (id) => libraries[id] }) as Pick<Database, 'forTenant'>

describe('the documents of a site', () => {
  test('are read once, and again only what has changed of them', async () => {
    const { tenant, site, read, put, remove, otherChange } = library()
    const documents = createDocuments({ database: databaseOf({ tenant }) })
    const found = async (question: string) => (await documents.of(site)).search(question, 'en').map(({ title }) => title)

    expect(await found('how many gears')).toEqual([])
    put('bicycles', 'Our bicycles have 21 gears.')
    put('lamps', 'Our lamps are cordless.')
    expect(await found('how many gears')).toEqual(['bicycles'])
    expect(read.splice(0)).toEqual(['bicycles', 'lamps'])

    otherChange()
    expect(await found('cordless lamps')).toEqual(['lamps'])
    expect(read).toEqual([])
    put('bicycles', 'We sell no two-wheelers any more.')
    expect(await found('how many gears')).toEqual([])
    expect(await found('two-wheelers')).toEqual(['bicycles'])
    expect(read.splice(0)).toEqual(['bicycles'])
    remove('bicycles')
    expect(await found('two-wheelers')).toEqual([])
    expect(read).toEqual([])
  })

  test('are read once for questions that come together, also while they change', async () => {
    const { tenant, site, read, put } = library()
    const documents = createDocuments({ database: databaseOf({ tenant }) })
    put('lamps', 'Our lamps are cordless.')
    const first = Array.from({ length: 20 }, () => documents.of(site))
    put('bicycles', 'Our bicycles have 21 gears.')
    const indexes = await Promise.all([...first, ...Array.from({ length: 20 }, () => documents.of(site))])
    expect(new Set(indexes).size).toBe(1)
    expect(indexes.at(-1)?.search('how many gears', 'en')).toHaveLength(1)
    expect(read.toSorted()).toEqual(['bicycles', 'lamps'])
  })

  test('that could not be read are read with the next question', async () => {
    const { tenant, site, put, setAway } = library()
    const documents = createDocuments({ database: databaseOf({ tenant }) })
    put('lamps', 'Our lamps are cordless.')
    setAway(true)
    await expect(documents.of(site)).rejects.toThrow('away')
    setAway(false)
    expect((await documents.of(site)).search('cordless lamps', 'en')).toHaveLength(1)
  })

  test('[T-APART] of one tenant are not those of another with the same ids', async () => {
    const [mine, theirs] = [library('mine'), library('theirs')]
    const documents = createDocuments({ database: databaseOf({ mine: mine.tenant, theirs: theirs.tenant }) })
    mine.put('lamps', 'Our lamps are cordless.')
    theirs.put('lamps', 'Nobody else knows of this canary.')
    await documents.of(mine.site)
    expect((await documents.of(theirs.site)).search('canary', 'en')).toHaveLength(1)
    expect((await documents.of(mine.site)).search('canary', 'en')).toEqual([])
  })
})
