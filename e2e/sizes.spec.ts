import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserContext } from '@playwright/test'
import { expect, test } from './harness.ts'
import { brotli, firstLoadOfDesk, grownSince, LIMITS, recordedSizes, sizesOfBuilt } from './sizes.ts'

const ROOT = join(import.meta.dirname, '..')

/** Fails with what has grown, so that nobody has to look for it. */
function expectAtMost(bytes: number, limit: number, what: string) {
  const sizes = sizesOfBuilt()
  const grown = grownSince(sizes.modules, recordedSizes().modules)
  expect(
    bytes,
    `${what}: ${bytes} B of at most ${limit}. Grown since it was written down:\n${grown.join('\n') || 'nothing'}`,
  ).toBeLessThanOrEqual(limit)
}

/** Bodies of everything that the chat's server is asked for by HTTP, compressed as it compresses them, by address. */
function fetched(context: BrowserContext, origin: string): Record<string, Promise<number>> {
  const files: Record<string, Promise<number>> = {}
  context.on('response', (response) => {
    const { origin: from, pathname } = new URL(response.url())
    if (from === origin) files[pathname] = response.body().then(brotli)
  })
  return files
}

test('the tag’s own file is at most 3 KB', () => {
  expectAtMost(sizesOfBuilt().loader, LIMITS.loader, 'loader')
})

test('all that a customer’s browser fetches up to the end of the first streamed answer, in English, is at most 25 KB', async ({
  page,
  shop,
  chat,
  upstream,
}) => {
  const answer = 'Yes, we **do** wrap presents: each lamp comes in a linen cloth, and it takes no extra day.'
  upstream.reply(answer, { tokensPerSecond: 40 })
  const files = fetched(page.context(), shop.url)
  await page.goto(shop.shopUrl)
  await chat.openOnline()
  await chat.say('Could you make it look like a present?')
  await expect.poll(() => chat.answers()).toEqual([answer.replaceAll('**', '')])
  await chat.settled()

  const names = Object.keys(files)
  const sizes = await Promise.all(Object.values(files))
  expect(names.map((name) => name.replace(/-[\w-]{6,8}\.js$/, '.js')).toSorted()).toEqual(['/assets/app.js', '/kefu-site.js', '/kefu.js'])
  const parts = names.map((name, index) => `${name} ${sizes[index]} B`).join(', ')
  expectAtMost(
    sizes.reduce((sum, bytes) => sum + bytes, 0),
    LIMITS.firstAnswer,
    parts,
  )
})

test('every other language and every rare part is at most 6 KB, and English costs no file of its own', () => {
  const { lazy } = sizesOfBuilt()
  expect(Object.keys(lazy).filter((source) => source.includes('/i18n/')).length).toBe(9)
  for (const [source, bytes] of Object.entries(lazy)) expectAtMost(bytes, LIMITS.lazy, source)
})

test('the desk’s list of conversations stands with at most 42 KB, in English', () => {
  expect(firstLoadOfDesk()).toBeGreaterThan(20_000)
  expect(firstLoadOfDesk()).toBeLessThanOrEqual(LIMITS.desk)
})

test('every bundle comes with the licences of the packages in it, and what browsers load says where they are', async ({ page, shop }) => {
  for (const [folder, address] of [
    ['dist/widget', '/assets'],
    ['dist/desk', '/desk/assets'],
  ] as const) {
    const entry = readdirSync(join(ROOT, folder, 'assets')).find((name) => /^(app|index)-[\w-]+\.js$/.test(name)) ?? ''
    const [, file] = /^\/\*! Third-party notices: (\S+) \*\//.exec(readFileSync(join(ROOT, folder, 'assets', entry), 'utf8')) ?? []
    const response = await page.request.get(`${shop.url}${address}/${file}`)
    expect(response.status(), folder).toBe(200)
    expect(await response.text()).toMatch(/^preact 11[^]*^MIT License|^preact 11[^]*The MIT License/m)
  }
  const ofServer = readFileSync(join(ROOT, 'dist/kefu/third-party-notices.txt'), 'utf8')
  for (const name of ['express', 'socket.io', 'openai', 'ioredis', 'kysely']) expect(ofServer).toMatch(new RegExp(`^${name} \\d`, 'm'))
  expect(ofServer).not.toContain('No licence text')
})

test('what has grown is named, the largest growth first', () => {
  expect(grownSince({ a: 10, b: 30, c: 5, d: 7 }, { a: 10, b: 10, d: 9 })).toEqual(['b: 30 B, 20 B more', 'c: 5 B, 5 B more'])
})
