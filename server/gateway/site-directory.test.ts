import { parse } from 'node:querystring'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import type { Site } from '../ports/sites.ts'
import { createSiteDirectory } from './site-directory.ts'

function directory() {
  const asked: string[] = []
  const site: Site = {
    id: 'site',
    tenantId: 'tenant',
    key: 'shop',
    name: 'Shop',
    origins: [],
    policy: {} as Site['policy'],
    wordsVersion: 0,
  }
  const sites = createSiteDirectory({
    async siteByKey(key) {
      asked.push(key)
      return key === site.key ? site : undefined
    },
    forTenant: () => {
      throw new Error('not asked for here')
    },
  })
  return { sites, asked, site }
}

test('a site is asked for once, however many requests name it', async () => {
  const { sites, asked, site } = directory()
  for (let index = 0; index < 3; index++) expect(await sites.byKey('shop')).toBe(site)
  expect(asked).toEqual(['shop'])
  expect(await sites.byId('tenant', 'site')).toBe(site)
})

test('a wrong key is asked for once', async () => {
  const { sites, asked } = directory()
  for (let index = 0; index < 3; index++) expect(await sites.byKey('shpo')).toBeUndefined()
  expect(asked).toEqual(['shpo'])
})

test.each(['', 'x'.repeat(65), 'a b', 'key\0', '../key', 'schlüssel', 'key\n'])('%j can be no key and is asked for never', async (key) => {
  const { sites, asked } = directory()
  expect(await sites.byKey(key)).toBeUndefined()
  expect(asked).toEqual([])
})

test('keys asked for in vain push no site out', async () => {
  const { sites, asked } = directory()
  await sites.byKey('shop')
  for (let index = 0; index < 12_000; index++) await sites.byKey(`wrong-${index}`)
  asked.length = 0
  await sites.byKey('shop')
  expect(asked).toEqual([])
})

test.each([
  ['as keys', (index: number) => `site=${index}${'x'.repeat(15_000)}`],
  ['around keys', (index: number) => `site=a-wrong-key-number-${index}&padding=${'x'.repeat(15_000)}${index}`],
])('long queries %s leave no memory behind', async (_name, query) => {
  const { sites, asked } = directory()
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  const before = process.memoryUsage().heapUsed
  for (let index = 0; index < 2_000; index++) {
    // As Express parses it: values are pieces of the query, which lives as long as any of them.
    await sites.byKey(String(parse(Buffer.from(query(index)).toString())['site']))
    asked.length = 0
  }
  collect()
  expect((process.memoryUsage().heapUsed - before) / 1_000_000).toBeLessThan(5)
  expect(await sites.byKey('shop'), 'the directory was still in use').toBeDefined()
})
