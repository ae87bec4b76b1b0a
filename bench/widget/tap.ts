/** From the tap on the bubble to a field that has the focus and a line that is connected. */

import { expect, type Browser, type Page } from '@playwright/test'
import { chatOn } from '../../e2e/chat.ts'
import { openTab, type Tab } from './browser.ts'
import { median } from './statistics.ts'

export type Taps = {
  /** A first visit: nothing is in the browser's cache. */
  coldMs: number
  /** Another page of the same website. */
  warmMs: number
  /** A customer who has written before: the chat was connected while the page was idle. */
  returningMs: number
}

declare global {
  interface Window {
    benchTap: { tappedAt?: number; focusedAt?: number; connectedAt?: number }
  }
}

/** What the page saw, by its own clock. The server's word that the line is there brings a token, which is stored at once. */
async function watch({ context }: Tab): Promise<void> {
  await context.addInitScript(() => {
    const seen: Window['benchTap'] = {}
    window.benchTap = seen
    addEventListener(
      'click',
      (event) => {
        seen.tappedAt ??= event.timeStamp
        // Where the focus goes within a shadow root is heard only there.
        document.querySelector('kefu-chat')?.shadowRoot?.addEventListener('focusin', ({ target }) => {
          if ((target as Element).localName === 'textarea') seen.focusedAt ??= performance.now()
        })
      },
      { capture: true },
    )
    const keep = Storage.prototype.setItem
    Storage.prototype.setItem = function (key, value) {
      if (key.endsWith(':token')) seen.connectedAt ??= performance.now()
      keep.call(this, key, value)
    }
  })
}

async function tap(page: Page, { connects }: { connects: boolean }): Promise<number> {
  const chat = chatOn(page)
  await chat.launcher.click()
  await expect(chat.panel).toBeVisible()
  const seen = async (): Promise<Window['benchTap']> => page.evaluate(() => window.benchTap)
  await expect.poll(async () => Object.keys(await seen()).length, 'tapped, focused and connected').toBe(connects ? 3 : 2)
  const { tappedAt = Number.NaN, focusedAt = Number.NaN, connectedAt = focusedAt } = await seen()
  return Math.max(focusedAt, connectedAt) - tappedAt
}

export async function tapsOn(browser: Browser, { url, bareUrl, rounds }: { url: string; bareUrl: string; rounds: number }): Promise<Taps> {
  const all: Taps[] = []
  for (let round = 0; round < rounds; round++) all.push(await once(browser, url, bareUrl))
  const middle = (of: keyof Taps): number => median(all.map((taps) => taps[of]))
  return { coldMs: middle('coldMs'), warmMs: middle('warmMs'), returningMs: middle('returningMs') }
}

async function once(browser: Browser, url: string, bareUrl: string): Promise<Taps> {
  await using tab = await openTab(browser)
  const { page } = tab
  await watch(tab)
  await page.goto(url)
  const coldMs = await tap(page, { connects: true })

  // From a page without a chat: ours would keep what it knows.
  await page.goto(bareUrl)
  await page.evaluate(() => localStorage.clear())
  await page.goto(url)
  const warmMs = await tap(page, { connects: true })

  const app = page.waitForResponse(/\/assets\/app-/)
  const socket = page.waitForEvent('websocket')
  await page.goto(url)
  await (await app).finished()
  await (await socket).waitForEvent('framereceived', { timeout: 10_000 })
  const returningMs = await tap(page, { connects: false })
  return { coldMs, warmMs, returningMs }
}
