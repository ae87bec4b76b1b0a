/** How long a customer's words take to an agent: from Enter in the customer's browser until they stand on the agent's screen, and in the agent's list. */

import type { Browser, Page } from '@playwright/test'
import { chatOn } from '../../e2e/chat.ts'
import { en } from '../../desk/i18n/en.ts'
import type { DeskPage } from '../../e2e/desk.ts'
import type { Shop } from '../../e2e/shop.ts'
import { newPage } from './agent.ts'

export type Arrivals = { openMs: number[]; listMs: number[] }

/** Both pages live on this machine and have one clock. */
const untilShown = (page: Page, place: string, words: string): Promise<number> =>
  page.evaluate(
    ({ selector, wanted }) =>
      new Promise<number>((resolve) => {
        const look = (): void => {
          if (!document.querySelector(selector)?.textContent.includes(wanted)) return void requestAnimationFrame(look)
          resolve(performance.timeOrigin + performance.now())
        }
        look()
      }),
    { selector: place, wanted: words },
  )

/** `desk` has the list of all conversations before it, as many as it has loaded. */
export async function keyToScreen(browser: Browser, shop: Shop, { desk, keys }: { desk: DeskPage; keys: number }): Promise<Arrivals> {
  const page = await newPage(browser)
  const chat = chatOn(page)
  await page.goto(shop.shopUrl)
  await chat.openOnline()
  await chat.say('I want to talk to a person please')
  await desk.page.locator('.list [data-scrolls]').evaluate((list) => list.scrollTo(0, 0))
  await desk.list.locator('.row', { hasText: 'I want to talk' }).or(desk.list.locator('[data-floor="waiting"]')).first().click()
  await desk.button(`${en.take} t`).or(desk.take).first().click()
  await desk.button(en.handBack).waitFor()
  const arrivals: Arrivals = { openMs: [], listMs: [] }
  for (let key = 0; key < keys; key++) {
    const words = `Message number ${key} of the bench`
    const seen = [untilShown(desk.page, '.timeline', words), untilShown(desk.page, '.list li', words)] as const
    await chat.field.fill(words)
    const pressedAt = await page.evaluate(() => {
      const field = document.querySelector('kefu-chat')?.shadowRoot?.querySelector('textarea')
      const at = performance.timeOrigin + performance.now()
      field?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }))
      return at
    })
    const [open, list] = await Promise.all(seen)
    arrivals.openMs.push(open - pressedAt)
    arrivals.listMs.push(list - pressedAt)
    // Below what a visitor may send in a minute.
    await page.waitForTimeout(600)
  }
  await page.context().close()
  return arrivals
}
