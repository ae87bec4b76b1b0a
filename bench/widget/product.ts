/** One product on a page of its own, as every measurement needs it: ours, a peer, or no chat at all. */

import { expect, type Browser, type FrameLocator, type Page } from '@playwright/test'
import { networkLog, total, type NetworkLog } from './bytes.ts'
import { openTab, spent, type Tab } from './browser.ts'
import { median } from './statistics.ts'

export type Product = {
  name: string
  url: string
  /** The frame that it draws in, where it has one. */
  frame?: string
  /** CSS of what shows that it works, and what is tapped. */
  resting: string
  /** CSS of what the tap brings. Without one, the chat is no bubble but stands in the page from the start. */
  opened?: string
}

/** Up to the load of the page, and with the chat open. */
export type Bytes = { first: number; opened: number; otherHosts: string[]; layoutShift: number }

/** What is still to come after the page's `load`, deferred work included. */
const SETTLE_MS = 2_000

const partOf = (page: Page, { frame }: Product): Page | FrameLocator => (frame === undefined ? page : page.frameLocator(frame))

async function settle(page: Page, url: string, factor = 1): Promise<void> {
  await page.goto(url)
  await page.waitForTimeout(SETTLE_MS * factor)
}

/** What is fetched before anybody asks for a chat, and when somebody does. */
export async function weighProduct(browser: Browser, product: Product): Promise<Bytes> {
  await using tab = await openTab(browser)
  const { page } = tab
  const log: NetworkLog = networkLog(tab.context)
  await settle(page, product.url)
  const part = partOf(page, product)
  const resting = part.locator(product.resting).last()
  await expect(resting, `${product.name} is on the page`).toBeVisible()
  const { layoutShift } = await tab.trouble()
  const first = await log.files()
  if (product.opened !== undefined) {
    await resting.click()
    await expect(part.locator(product.opened).last(), `${product.name} opens`).toBeVisible()
    await page.waitForTimeout(SETTLE_MS)
  }
  const opened = await log.files()
  return {
    first: total(first),
    opened: total(opened),
    otherHosts: log.otherHosts(),
    layoutShift,
  }
}

export type Rest = { taskMs: number; scriptMs: number; heapBytes: number }

/**
 * What a product costs a page on which nobody asks for it: the main thread's time from navigation until all is quiet, and the memory it holds then,
 * less what the same page without a chat needs. Every round visits all of them, so that what the machine does meanwhile hits all.
 */
export async function restOf(
  browser: Browser,
  products: readonly Product[],
  { bareUrl, rounds, cpuSlowdown }: { bareUrl: string; rounds: number; cpuSlowdown: number },
): Promise<Map<Product, Rest>> {
  const readings = new Map(products.map((product) => [product, [] as Rest[]]))
  for (let round = 0; round < rounds; round++) {
    const bare = await costOf(browser, { name: 'a page without a chat', url: bareUrl, resting: 'h1' }, { bareUrl, cpuSlowdown })
    for (const product of products) {
      const cost = await costOf(browser, product, { bareUrl, cpuSlowdown })
      readings.get(product)?.push({
        taskMs: cost.taskMs - bare.taskMs,
        scriptMs: cost.scriptMs - bare.scriptMs,
        heapBytes: cost.heapBytes - bare.heapBytes,
      })
    }
  }
  return new Map(
    [...readings].map(([product, rests]) => {
      const middle = (of: keyof Rest): number => median(rests.map((rest) => rest[of]))
      return [product, { taskMs: middle('taskMs'), scriptMs: middle('scriptMs'), heapBytes: middle('heapBytes') }]
    }),
  )
}

async function costOf(
  browser: Browser,
  product: Product,
  { bareUrl, cpuSlowdown }: { bareUrl: string; cpuSlowdown: number },
): Promise<Rest> {
  await using tab: Tab = await openTab(browser, { cpuSlowdown })
  // Once without a chat: what a new process does first is nobody's cost.
  await settle(tab.page, bareUrl, 0.25)
  const before = await tab.read()
  await settle(tab.page, product.url, cpuSlowdown > 1 ? 2 : 1)
  const { taskMs, scriptMs } = spent(before, await tab.read())
  const heapBytes = await tab.heapBytes()
  // Only now: looking for something costs the page, too.
  await expect(partOf(tab.page, product).locator(product.resting).last(), `${product.name} is on the page`).toBeVisible()
  return { taskMs, scriptMs, heapBytes }
}
