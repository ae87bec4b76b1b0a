/** The desk has lost its server: what it says of that covers nothing of what one works with. */

import type { Locator } from '@playwright/test'
import { en } from '../desk/i18n/en.ts'
import { enterAsOwner } from './desk.ts'
import { DEAD_LINE, expect, test } from './harness.ts'

test.use({ server: 'own', answers: 'approved questions only' })

/** Where the top of this has been since it was asked for, in pixels: each place once, in their order. */
async function watchTop(seen: Locator): Promise<() => Promise<number[]>> {
  const tops = await seen.evaluateHandle((element) => {
    const places: number[] = []
    const look = () => {
      const { top } = element.getBoundingClientRect()
      if (places.at(-1) !== top) places.push(top)
      requestAnimationFrame(look)
    }
    look()
    return places
  })
  return () => tops.jsonValue()
}

for (const [width, height] of [
  [1280, 720],
  [1000, 720],
  [390, 844],
] as const) {
  test(`a lost line is told above everything at ${width} px: the customer’s name, the composer and the details stay in sight, and nothing jumps twice`, async ({
    page,
    browser,
    shop,
    chat,
    expectTrouble,
  }) => {
    expectTrouble(DEAD_LINE)
    await page.goto(shop.shopUrl)
    await chat.openOnline()
    await chat.say('Can I talk to a person please?')
    const mira = await enterAsOwner(await browser.newPage({ viewport: { width, height } }), shop)
    await mira.open('')
    const name = mira.page.locator('.conversation-head h2')
    const back = mira.page.locator('.conversation-head').getByRole('link').first()
    const lost = mira.page.getByText(en.lineLost)
    const tops = await watchTop(name)

    await mira.page.context().setOffline(true)
    await expect(lost).toBeVisible()
    await expect.poll(async () => (await lost.boundingBox())!.height).toBeGreaterThan(20)
    const strip = (await lost.boundingBox())!
    await expect.poll(tops).toHaveLength(2)
    const [top, moved] = await tops()
    expect(moved).toBeGreaterThanOrEqual(strip.y + strip.height)
    expect(strip.x).toBeGreaterThanOrEqual(0)
    expect(strip.x + strip.width).toBeLessThanOrEqual(width)
    await expect(mira.field).toBeInViewport({ ratio: 1 })
    if (width <= 720) await expect(back).toBeInViewport({ ratio: 1 })

    const details = mira.page.getByRole('complementary', { name: en.details })
    if (!(await details.isVisible())) await mira.button(en.details).click()
    expect((await details.boundingBox())!.y).toBeGreaterThanOrEqual(strip.y + strip.height)

    await mira.page.context().setOffline(false)
    await expect(lost).toHaveCount(0)
    await expect.poll(tops).toEqual([top, moved, top])
  })
}
