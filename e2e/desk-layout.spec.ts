/** The desk in narrow windows, with long names and with names that are written from right to left: words stay whole, and nothing is cut off. */

import type { Page } from '@playwright/test'
import { en } from '../desk/i18n/en.ts'
import { withDatabase } from './database.ts'
import { enterAsOwner } from './desk.ts'
import { expect, test } from './harness.ts'

const LONG_NAME = 'Maximiliane-Friederike von Wolkenstein-Trostburg'
const RIGHT_TO_LEFT = 'عبد الرحمن بن محمد بن عبد العزيز بن سعود الغامدي الشريف'

test.use({ server: 'own', answers: 'approved questions only' })

/** Words of the desk's own that go on in another line, and controls of which a part is outside of what holds them. */
const faultsOf = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const isShown = (element: Element) => !element.closest('.hidden') && element.getClientRects().length > 0
    const ours = [...document.querySelectorAll('button, label, th, nav a, kbd, dd, .rail-label')].filter(isShown)
    const broken = ours.flatMap(({ childNodes }) =>
      [...childNodes].flatMap((node) =>
        node.nodeType !== Node.TEXT_NODE
          ? []
          : [...(node.nodeValue ?? '').matchAll(/\S+/g)].flatMap(({ 0: word, index }) => {
              const range = document.createRange()
              range.setStart(node, index)
              range.setEnd(node, index + word.length)
              return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1 ? [`broken: ${word}`] : []
            }),
      ),
    )
    const cut = [...document.querySelectorAll('main :is(button, input, select, textarea, kbd)')].filter(isShown).flatMap((control) => {
      const { left, right } = control.getBoundingClientRect()
      const holder = (control.closest('.card, .texts') ?? document.body).getBoundingClientRect()
      return left < holder.left - 1 || right > holder.right + 1 ? [`cut off: ${control.outerHTML.slice(0, 80)}`] : []
    })
    return [...broken, ...cut]
  })

test('from a phone to a desktop no word of the desk’s own breaks, no control is cut off, and a name from right to left is cut at its end', async ({
  page,
  browser,
  shop,
  chat,
}) => {
  await withDatabase(shop, async (database) => {
    const reply = {
      id: 'long',
      shortcut: 'send-it-back-in-its-own-box-please',
      title: `How to ${'send'.repeat(20)}`,
      text: 'So.',
      updatedAt: 1,
    }
    await database.forTenant('demo').createCannedReply(reply)
  })
  await page.goto(shop.shopUrl)
  await page.evaluate((name) => (window as unknown as { Kefu: unknown[] }).Kefu.push(['identify', { name }]), RIGHT_TO_LEFT)
  await chat.openOnline()
  await chat.say('Can I talk to a person please?')

  const work = await (await browser.newContext({ locale: 'en-IE' })).newPage()
  const desk = await enterAsOwner(work, shop, LONG_NAME)
  await expect(desk.rows).toHaveCount(1)
  const found: unknown[] = []
  for (const [place, shows] of [
    ['inbox/waiting', '.row'],
    ['settings/me', 'td'],
    ['settings/replies', '.text-head'],
    ['settings/desk', 'td'],
    ['settings/people', 'td'],
    ['settings/audit', 'td'],
  ] as const) {
    await work.goto(`${shop.url}/desk/${place}`)
    await expect(work.locator(shows).first()).toBeVisible()
    if (place === 'inbox/waiting') await work.keyboard.press('?')
    for (const width of [390, 720, 1000, 1280]) {
      await work.setViewportSize({ width, height: 900 })
      const faults = await faultsOf(work)
      if (faults.length > 0) found.push({ place, width, faults })
    }
  }
  expect(found).toEqual([])

  await work.goto(`${shop.url}/desk/inbox/waiting`)
  await work.setViewportSize({ width: 390, height: 844 })
  await desk.open(RIGHT_TO_LEFT)
  const ends = await work.getByRole('heading', { name: RIGHT_TO_LEFT }).evaluate((heading) => {
    const text = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT).nextNode() ?? heading
    const box = heading.getBoundingClientRect()
    return [0, (text.nodeValue ?? '').length - 1].map((at) => {
      const range = document.createRange()
      range.setStart(text, at)
      range.setEnd(text, at + 1)
      const { left, right } = range.getBoundingClientRect()
      return left >= box.left - 1 && right <= box.right + 1
    })
  })
  expect(ends, 'are the first letter and the last in sight').toEqual([true, false])
})

test('on a phone the tab of the settings that are open is in sight, and of the places only the one where one is looks so', async ({
  browser,
  shop,
}) => {
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
  const page = await (await browser.newContext({ locale: 'en-IE', ...phone })).newPage()
  await enterAsOwner(page, shop)
  await page.goto(`${shop.url}/desk/settings/audit`)
  const tab = (name: string) => page.getByRole('navigation', { name: en.settings }).getByRole('link', { name })
  await expect(tab(en.settingsPages.audit)).toBeInViewport({ ratio: 1 })
  await tab(en.settingsPages.people).tap()
  await expect(page.getByRole('heading', { name: en.settingsPages.people })).toBeVisible()
  await expect(tab(en.settingsPages.people)).toBeInViewport({ ratio: 1 })
  const places = page.getByRole('navigation', { name: en.navigation })
  await places.getByRole('link', { name: en.tickets }).hover()
  await expect(places.getByRole('link', { name: en.tickets })).toHaveCSS('background-color', 'rgba(0, 0, 0, 0)')
})
