/** The demo's two websites and its shop, without a browser: what strangers may ask of them, and starts that were cut short. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { openDatabase } from '../main.ts'
import { parseConfig } from '../config.ts'
import { readIntent } from '../intent/read-intent.ts'
import { DEMO_FOLDER } from '../places.ts'
import { createDemoPages, listen } from './pages.ts'
import { DEMO_SITE_KEY, seedDemo } from './seed.ts'

const folder = mkdtempSync(join(tmpdir(), 'kefu-demo-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const addresses = {
  shopUrl: 'http://localhost:7071',
  blogUrl: 'http://127.0.0.1:7072',
  snippet: '<script async src="http://x/kefu.js?site=k"></script>',
}

test('none of the demo’s approved questions is taken for a wish for a person or a complaint', () => {
  for (const language of ['en', 'zh']) {
    const questions = JSON.parse(readFileSync(join(DEMO_FOLDER, `questions.${language}.json`), 'utf8')) as {
      text: string
      variants: string[]
    }[]
    expect(questions.length).toBeGreaterThan(10)
    for (const wording of questions.flatMap(({ text, variants }) => [text, ...variants]))
      expect(['person', 'complaint'], wording).not.toContain(readIntent(wording).intent)
  }
})

describe('the demo’s pages', () => {
  test('carry the snippet, and survive addresses that are none', async () => {
    const pages = createDemoPages('shop', Promise.resolve(addresses))
    await listen(pages, 0)
    const { port } = pages.address() as AddressInfo
    const get = (path: string): Promise<number> =>
      new Promise((resolve, reject) => {
        request({ port, path }, (response) => {
          response.resume()
          resolve(response.statusCode ?? 0)
        })
          .on('error', reject)
          .end()
      })
    for (const path of ['//', '/\\', '/%', '/..', '/shop.html', '/nothing']) expect(await get(path), path).toBe(404)
    for (const path of ['/', '/zh', '/?utm=1', '/zh?x']) expect(await get(path), path).toBe(200)
    const page = await (await fetch(`http://localhost:${port}/`)).text()
    expect(page).toContain(addresses.snippet)
    expect(page).not.toMatch(/\{\{|KEFU_SNIPPET/)
    pages.close()
    pages.closeAllConnections()
  })
})

describe('the demo’s shop', () => {
  test('is made once, keeps edits, follows its ports, and is completed after a first start that was cut short', async () => {
    const database = await openDatabase(parseConfig({ DATA_DIR: folder }))
    await database.migrate()
    const counted = await seedDemo(database, { origins: ['http://localhost:7071'], shopUrl: 'http://localhost:7071' })
    expect(counted).toBe('90 in English, 90 in Chinese')
    const site = (await database.siteByKey(DEMO_SITE_KEY))!
    const tenant = database.forTenant(site.tenantId)
    const [edited] = await tenant.questions(site.id)
    await tenant.updateQuestion(edited!.id, { answer: 'Mine. [Lamps](http://localhost:7071#lamps)' })

    await seedDemo(database, { origins: ['http://localhost:8081'], shopUrl: 'http://localhost:8081' })
    expect((await database.siteByKey(DEMO_SITE_KEY))?.origins).toEqual(['http://localhost:8081'])
    expect((await tenant.question(edited!.id))?.answer).toBe('Mine. [Lamps](http://localhost:8081#lamps)')
    expect((await tenant.questions(site.id)).some(({ answer }) => answer.includes(':7071'))).toBe(false)

    const documents = await tenant.documents(site.id)
    expect(documents.map(({ name, url }) => [name, url])).toEqual([
      ['Returns and warranty', 'http://localhost:8081/'],
      ['Shipping', 'http://localhost:8081/'],
      ['退货与保修', 'http://localhost:8081/zh'],
      ['配送', 'http://localhost:8081/zh'],
    ])

    for (const { id } of await tenant.questions(site.id)) await tenant.deleteQuestion(id)
    expect(await seedDemo(database, { origins: ['http://localhost:8081'], shopUrl: 'http://localhost:8081' })).toBe(
      '90 in English, 90 in Chinese',
    )
    await database.close()
  })
})
