import { afterEach, expect, test } from 'vitest'
import { connectTo } from '../../database-sqlite/connection.ts'
import { siteWords } from '../word-rules.ts'
import { up as first } from './001-first-conversation.ts'
import { up as second } from './002-ratings-and-descriptions.ts'
import { up as third } from './003-word-lists.ts'

let close = (): void => undefined
afterEach(() => close())

test('the words that a site’s policy masked become its first list, and leave the policy', async () => {
  const connection = connectTo(':memory:')
  close = connection.close
  const { db } = connection
  const old = db as unknown as Parameters<typeof first>[0]
  await first(old)
  await second(old)
  await db.insertInto('tenants').values({ id: 't', name: 'T' }).execute()
  const policies = {
    with: { color: '#000000', maskedWords: ['darn', ' Heck ', 'darn', ''] },
    without: { color: '#ffffff', maskedWords: [] },
  }
  for (const [id, policy] of Object.entries(policies)) {
    const site = { tenant_id: 't', id, key: id, name: id, origins: '[]', policy: JSON.stringify(policy) }
    await db.insertInto('sites').values(site).execute()
  }
  await third(old)

  const sites = await db.selectFrom('sites').select(['id', 'policy', 'words_version']).orderBy('id').execute()
  expect(sites).toEqual([
    { id: 'with', policy: '{"color":"#000000"}', words_version: 1 },
    { id: 'without', policy: '{"color":"#ffffff"}', words_version: 0 },
  ])
  const { version, lists } = await siteWords(db, 't', 'with')
  expect(version).toBe(1)
  expect(lists).toMatchObject([
    { name: 'Masked words', enabled: true, directions: ['customer', 'answer'], foldings: ['case'], wholeWords: false, ruleCount: 2 },
  ])
  const rules = lists[0]!.documents.flatMap((document) => JSON.parse(document) as unknown[])
  expect(rules).toHaveLength(2)
  expect(rules).toContainEqual([1, 'darn', '', 'mask'])
  expect(rules).toContainEqual([2, 'Heck', '', 'mask'])
})
