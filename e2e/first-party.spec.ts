/**
 * What a page pays for its guest: one request before the customer shows intent, never a cookie, never a stranger, nothing moved, and
 * the browser's back button as quick as before.
 */

import type { Page } from '@playwright/test'
import { en } from '../widget/i18n/en.ts'
import { expectConversation, type Chat } from './chat.ts'
import { chromium } from './chromium.ts'
import { expect, test } from './harness.ts'
import { holdAnswer } from './model.ts'
import type { Shop } from './shop.ts'

// The driver switches the back/forward cache off, as it complicates its own life.
test.use({ launchOptions: { ...chromium.launchOptions, ignoreDefaultArgs: ['--disable-back-forward-cache'] } })

/** Everything that this origin has stored, by name. */
const stored = (page: Page): Promise<string[]> =>
  page.evaluate(async () => [
    ...Object.keys(localStorage).map((key) => `localStorage ${key}`),
    ...Object.keys(sessionStorage).map((key) => `sessionStorage ${key}`),
    ...(await indexedDB.databases()).map(({ name }) => `indexedDB ${name}`),
    ...(await caches.keys()).map((name) => `caches ${name}`),
    ...document.cookie.split('; ').filter(Boolean),
  ])

/** Requests and sockets of the page, and every header by which a server could ask for a cookie. */
async function watchNetwork(page: Page) {
  const seen = { addresses: [] as string[], sockets: [] as string[], cookies: [] as string[] }
  page.on('request', (request) => request.url().startsWith('data:') || seen.addresses.push(request.url()))
  page.on('websocket', (socket) => seen.sockets.push(socket.url()))
  // Only the browser's own log has the headers as they came, those of a WebSocket included.
  const log = await page.context().newCDPSession(page)
  await log.send('Network.enable')
  const look = ({ headers }: { headers: Record<string, string> }): void => {
    for (const [name, value] of Object.entries(headers)) if (/^set-cookie/i.test(name)) seen.cookies.push(value)
  }
  log.on('Network.responseReceivedExtraInfo', look)
  log.on('Network.webSocketHandshakeResponseReceived', ({ response }) => look(response))
  return seen
}

const originOf = (address: string): string => new URL(address).origin.replace(/^ws/, 'http')

test('before the customer shows intent there is one request and nothing else: no line, no storage', async ({ page, shop, chat }) => {
  const seen = await watchNetwork(page)
  await page.goto(shop.shopUrl)
  await expect(chat.launcher).toBeVisible()
  await page.mouse.move(600, 400)
  await page.mouse.wheel(0, 1_500)
  await page.keyboard.press('Tab')
  // Whatever was put off until the page has nothing to do has had its turn after this.
  await page.evaluate(() => new Promise<unknown>((done) => requestIdleCallback(() => requestIdleCallback(done))))
  expect(seen.addresses.filter((address) => originOf(address) === shop.url)).toEqual([`${shop.url}/kefu.js?site=late-light`])
  expect(seen.addresses.filter((address) => ![shop.url, shop.shopUrl].includes(originOf(address)))).toEqual([])
  expect(seen.sockets).toEqual([])
  expect(await stored(page)).toEqual([])
})

for (const transport of ['WebSocket', 'long-polling']) {
  test(`a whole conversation by ${transport} sets no cookie, asks no stranger, and stores under one name`, async ({
    page,
    shop,
    chat,
    upstream,
  }) => {
    upstream.reply('See https://elsewhere.example/lamp.png and ![a picture](https://elsewhere.example/lamp.png).')
    if (transport === 'long-polling') await page.addInitScript(() => Reflect.deleteProperty(window, 'WebSocket'))
    const seen = await watchNetwork(page)
    await page.goto(shop.shopUrl)
    await chat.open()
    await chat.say('Do you have a picture?')
    await expect.poll(async () => (await chat.answers()).length).toBe(1)
    await chat.settled()
    await page.reload()
    await chat.open()
    await expect.poll(chat.customer).toEqual(['Do you have a picture?'])

    expect(seen.sockets.length > 0).toBe(transport === 'WebSocket')
    expect(seen.addresses.length).toBeGreaterThan(4)
    const origins = new Set([...seen.addresses, ...seen.sockets].map(originOf))
    expect([...origins].toSorted()).toEqual([shop.url, shop.shopUrl].toSorted())
    expect(seen.cookies).toEqual([])
    expect(await page.context().cookies()).toEqual([])
    const names = await stored(page)
    expect(names).toContain('localStorage kefu:late-light:token')
    expect(names.filter((name) => !name.startsWith('localStorage kefu:late-light:'))).toEqual([])
  })
}

test('nothing of the page is moved: not by the bubble, not by the panel, not by an answer', async ({ page, shop, chat, upstream }) => {
  upstream.reply('One line.\n\nAnother line.\n\n- a list\n- of two')
  await page.addInitScript(() => {
    const moved: string[] = []
    Object.assign(window, { moved })
    // What moves inside the panel is reported without its name or as the host element.
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { sources: { node: Node | null }[] })[])
        for (const { node } of entry.sources) if (node && node.nodeName !== 'KEFU-CHAT') moved.push(node.nodeName)
    }).observe({ type: 'layout-shift', buffered: true })
  })
  await page.goto(shop.shopUrl)
  await chat.open()
  await chat.say('Say a little')
  await expect.poll(async () => (await chat.answers()).length).toBe(1)
  await chat.button(en.close).click()
  await expect(chat.launcher).toBeVisible()
  const moved = (): Promise<string[]> => page.evaluate(() => (window as unknown as { moved: string[] }).moved)
  expect(await moved()).toEqual([])

  // The eye sees what moves.
  await page.evaluate(() => document.querySelector('h1')?.before(Object.assign(document.createElement('div'), { style: 'height: 200px' })))
  await expect.poll(async () => (await moved()).length).toBeGreaterThan(0)
})

test.describe('the back button brings the page back as it was left', () => {
  const cases: [string, (chat: Chat) => Promise<void>][] = [
    ['before anybody opened the chat', async (chat) => expect(chat.launcher).toBeVisible()],
    [
      'after a conversation',
      async (chat) => {
        await expectConversation(chat)
        await chat.button(en.close).click()
      },
    ],
  ]
  for (const [name, act] of cases) {
    test(name, async ({ page, shop, chat }) => {
      await page.goto(shop.shopUrl)
      await act(chat)
      await leaveAndReturn(page, shop)
      await chat.open()
      await chat.say('Do you ship to Ireland?')
      await expect.poll(async () => (await chat.customer()).at(-1)).toBe('Do you ship to Ireland?')
      await expect.poll(async () => (await chat.said()).at(-1)?.by).toBe('assistant')
    })
  }

  for (const transport of ['WebSocket', 'long-polling']) {
    test(`[D-RESUME] with the panel open, and with what was answered meanwhile, by ${transport}`, async ({
      page,
      shop,
      chat,
      upstream,
    }) => {
      const held = holdAnswer(upstream, 'Wait for it,', ' there.')
      if (transport === 'long-polling') await page.addInitScript(() => Reflect.deleteProperty(window, 'WebSocket'))
      await page.goto(shop.shopUrl)
      await chat.open()
      await chat.say('Say something while I am away')
      await expect(chat.streaming).toContainText('Wait for it')
      await leaveAndReturn(page, shop, async () => {
        held.release()
        await expect.poll(() => upstream.openRequests()).toBe(0)
      })
      await expect.poll(chat.answers).toEqual(['Wait for it, there.'])
      await chat.settled()
    })
  }
})

/** Fails if the browser had to load the page again, and says why. */
async function leaveAndReturn(page: Page, shop: Shop, meanwhile = async (): Promise<void> => {}): Promise<void> {
  await page.evaluate(() => window.addEventListener('pageshow', (event) => Object.assign(window, { wasKept: event.persisted })))
  await page.goto(shop.blogUrl)
  await meanwhile()
  // A page that comes from the cache is not loaded, so there is no load to wait for.
  await page.goBack({ waitUntil: 'commit' })
  const why = (): Promise<unknown> =>
    page.evaluate(() => {
      const [visit] = performance.getEntriesByType('navigation') as (PerformanceEntry & { notRestoredReasons?: unknown })[]
      return (window as { wasKept?: boolean }).wasKept === true || JSON.stringify(visit?.notRestoredReasons)
    })
  await expect.poll(why).toBe(true)
}
