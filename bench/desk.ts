/**
 * The desk in numbers: `npm run build && npm run bench:desk [conversations]`. What its first load costs, how an inbox of 10,000 opens and scrolls, and how long a
 * customer's key takes to an agent's screen. One real server, one real Chromium on this machine.
 */

import { randomBytes } from 'node:crypto'
import { chromium, type Browser, type Page } from '@playwright/test'
import { chatOn } from '../e2e/chat.ts'
import { chromium as settings } from '../e2e/chromium.ts'
import { withDatabase } from '../e2e/database.ts'
import { enterAsOwner, type DeskPage } from '../e2e/desk.ts'
import { startShop, type Shop } from '../e2e/shop.ts'
import { uuidv7 } from '../shared/identity.ts'

const CONVERSATIONS = Number(process.argv[2] ?? 10_000)
const LOADS = 5
const KEYS = 30
const FRAMES = 120

const id = (at = Date.now()): string => uuidv7(at, randomBytes(16))
const sorted = (numbers: readonly number[]): number[] => numbers.toSorted((one, other) => one - other)
const quantile = (numbers: readonly number[], share: number): number =>
  Math.round((sorted(numbers)[Math.min(numbers.length - 1, Math.floor(share * numbers.length))] ?? NaN) * 10) / 10

/** A page in a browser of its own. The compiler in front of this script gives functions their names by a helper that pages do not have. */
async function newPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-IE' })
  await context.addInitScript('globalThis.__name = (given) => given')
  return context.newPage()
}

/** So many customers, each with one message, as they would be after some weeks. */
async function seed(shop: Shop): Promise<void> {
  await withDatabase(shop, async (database) => {
    const site = await database.siteByKey('late-light')
    if (!site) throw new Error('the demo has no site')
    const tenant = database.forTenant(site.tenantId)
    for (let done = 0; done < CONVERSATIONS; done += 500) {
      await Promise.all(
        Array.from({ length: Math.min(500, CONVERSATIONS - done) }, async (_, index) => {
          const at = Date.now() - (CONVERSATIONS - done - index) * 1_000
          const visitor = { id: id(at), siteId: site.id }
          const tokenHash = randomBytes(32).toString('hex')
          const conversation = await tenant.createVisitor({ visitor, tokenHash, conversation: { id: id(at), epoch: id() }, at })
          const text = `Message ${done + index}: where is my lamp?`
          const words = { text, originalHash: tokenHash, locale: 'en' }
          await tenant.accept({ id: id(at), conversationId: conversation.id, visitorId: visitor.id, cid: id(at), at, ...words })
        }),
      )
    }
  })
}

/** Over the wire and until the first row stands, with an empty cache each time. */
async function firstLoad(browser: Browser, shop: Shop, desk: DeskPage) {
  const cookies = await desk.page.context().cookies()
  const times: number[] = []
  let bytes: Record<string, number> = {}
  for (let load = 0; load < LOADS; load++) {
    const context = await browser.newContext({ locale: 'en-IE' })
    await context.addCookies(cookies)
    const page = await context.newPage()
    bytes = {}
    const session = await context.newCDPSession(page)
    const urls = new Map<string, string>()
    await session.send('Network.enable')
    session.on('Network.responseReceived', ({ requestId, response }) => void urls.set(requestId, new URL(response.url).pathname))
    session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      const path = urls.get(requestId) ?? ''
      const kind = /\.(js|css)$/.exec(path)?.[1] ?? (path.startsWith('/desk/api') ? 'api' : 'page')
      bytes[kind] = (bytes[kind] ?? 0) + encodedDataLength
    })
    const startedAt = performance.now()
    await page.goto(`${shop.url}/desk/inbox/all`)
    await page.locator('.row').first().waitFor()
    times.push(performance.now() - startedAt)
    await context.close()
  }
  return { bytes, firstRowsMs: { p50: quantile(times, 0.5), max: quantile(times, 1) } }
}

/** How long the page takes from one frame to the next while the list is scrolled a screen a frame, loading on as it goes. */
async function scrolling(page: Page): Promise<{ p50: number; p95: number; max: number; rows: number }> {
  const measured = await page.evaluate(async (count) => {
    const list = document.querySelector('.virtual')
    if (!list) throw new Error('there is no list')
    const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve))
    const gaps: number[] = []
    let before = await frame()
    for (let step = 0; step < count; step++) {
      list.scrollTop += list.clientHeight / 2
      const now = await frame()
      gaps.push(now - before)
      before = now
    }
    return { gaps, rows: Number(list.querySelector('li')?.getAttribute('aria-setsize')) }
  }, FRAMES)
  return { p50: quantile(measured.gaps, 0.5), p95: quantile(measured.gaps, 0.95), max: quantile(measured.gaps, 1), rows: measured.rows }
}

/** From Enter in the customer's browser until the words stand on the agent's screen; both clocks are this machine's. */
async function keyToScreen(browser: Browser, shop: Shop, desk: DeskPage): Promise<{ p50: number; p95: number; max: number }> {
  const page = await newPage(browser)
  const chat = chatOn(page)
  await page.goto(shop.shopUrl)
  await chat.openOnline()
  await chat.say('I want to talk to a person please')
  await desk.view('waiting')
  await desk.rows.first().waitFor()
  await desk.page.reload()
  await desk.rows.first().click()
  await desk.take.click()
  await desk.button('Hand back').waitFor()
  const times: number[] = []
  for (let key = 0; key < KEYS; key++) {
    const words = `Message number ${key} of the bench`
    const seen = desk.page.evaluate(
      (wanted) =>
        new Promise<number>((resolve) => {
          const look = (): void => {
            if (!document.querySelector('.timeline')?.textContent.includes(wanted)) return void requestAnimationFrame(look)
            resolve(performance.timeOrigin + performance.now())
          }
          look()
        }),
      words,
    )
    await chat.field.fill(words)
    const pressedAt = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const field = document.querySelector('kefu-chat')?.shadowRoot?.querySelector('textarea')
          const at = performance.timeOrigin + performance.now()
          field?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }))
          resolve(at)
        }),
    )
    times.push((await seen) - pressedAt)
    await page.waitForTimeout(600)
  }
  return { p50: quantile(times, 0.5), p95: quantile(times, 0.95), max: quantile(times, 1) }
}

const shop = await startShop({ slot: 9, host: 'localhost', settings: {} })
const browser = await chromium.launch(settings.launchOptions)
try {
  const desk = await enterAsOwner(await newPage(browser), shop)
  await seed(shop)
  console.log(`an inbox of ${CONVERSATIONS} conversations`)
  console.log('first load', await firstLoad(browser, shop, desk))
  await desk.page.goto(`${shop.url}/desk/inbox/all`)
  await desk.rows.first().waitFor()
  console.log('a frame while scrolling, ms', await scrolling(desk.page))
  console.log('from the customer’s key to the agent’s screen, ms', await keyToScreen(browser, shop, desk))
} finally {
  await browser.close()
  await shop.close()
}
