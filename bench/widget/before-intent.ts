/**
 * What the tag costs a page on which nobody asks for the chat. It is little beside what a page costs by itself, and that differs from load to
 * load by more than the tag takes: so one tab loads the page with the tag and without it in turns, each time fresh from the network, and the
 * medians are compared. The page without it stands in every turn twice: how far those two are apart is what such a reading is worth.
 */

import { expect, type Browser } from '@playwright/test'
import { openTab, spent, type Reading, type Tab } from './browser.ts'
import { median } from './statistics.ts'

export type BeforeIntent = { taskMs: number; scriptMs: number; layoutMs: number; doubtMs: number }

/** After the page's `load`: until it has been idle. */
const SETTLE_MS = 500

/** `resting` is CSS of what shows that the chat is there. */
export type BeforeIntentOptions = { url: string; bareUrl: string; resting: string; turns: number; cpuSlowdown: number }

export async function beforeIntentOf(browser: Browser, options: BeforeIntentOptions): Promise<BeforeIntent> {
  const { url, bareUrl, resting, turns, cpuSlowdown } = options
  await using tab = await openTab(browser, { cpuSlowdown })
  const tools = await tab.context.newCDPSession(tab.page)
  // Neither the file nor what was compiled of it.
  await tools.send('Network.setCacheDisabled', { cacheDisabled: true })
  const settleMs = SETTLE_MS * (cpuSlowdown > 1 ? 2 : 1)
  const bare: Reading[] = []
  const again: Reading[] = []
  const withTag: Reading[] = []
  for (let turn = -1; turn < turns; turn++) {
    for (const [address, readings] of [
      [bareUrl, bare],
      [url, withTag],
      [bareUrl, again],
    ] as const) {
      const reading = await costOf(tab, address, settleMs)
      // What a new process does first is nobody's cost.
      if (turn >= 0) readings.push(reading)
      if (address === url) await expect(tab.page.locator(resting), 'the chat is on the page').toBeVisible()
    }
  }
  const middle = (readings: Reading[], of: keyof Reading): number => median(readings.map((reading) => reading[of]))
  const floor = [...bare, ...again]
  return {
    taskMs: middle(withTag, 'taskMs') - middle(floor, 'taskMs'),
    scriptMs: middle(withTag, 'scriptMs') - middle(floor, 'scriptMs'),
    layoutMs: middle(withTag, 'layoutMs') - middle(floor, 'layoutMs'),
    doubtMs: Math.abs(middle(bare, 'taskMs') - middle(again, 'taskMs')),
  }
}

async function costOf(tab: Tab, url: string, settleMs: number): Promise<Reading> {
  // From an empty page, so that taking down the page before is in no reading.
  await tab.page.goto('about:blank')
  const before = await tab.read()
  await tab.page.goto(url)
  await tab.page.waitForTimeout(settleMs)
  return spent(before, await tab.read())
}
