/** Where the keyboard goes when an agent takes over: to the answer, but never away from where the agent is by then. */

import type { Route } from '@playwright/test'
import { en } from '../desk/i18n/en.ts'
import { enterAsOwner } from './desk.ts'
import { expect, test } from './harness.ts'

test.use({ server: 'own', answers: 'approved questions only' })

test('who takes over writes at once; who has gone to write elsewhere is left there, as is who was given the floor, and no finger calls up a keyboard', async ({
  page,
  browser,
  shop,
  chat,
}) => {
  await page.goto(shop.shopUrl)
  await chat.openOnline()
  await chat.say('Can I talk to a person please?')
  const context = await browser.newContext({ locale: 'en-IE' })
  const desk = await enterAsOwner(await context.newPage(), shop)
  const work = desk.page
  await desk.open('')
  await expect(desk.floor).toHaveText(en.floors.waiting)

  await desk.take.click()
  await expect(desk.field).toBeFocused()
  await work.keyboard.type('Here I am.')
  await expect(desk.field).toHaveValue('Here I am.')
  await desk.button(en.handBack).click()
  await expect(desk.floor).toHaveText(en.floors.bot)

  // The server takes its time, and the agent goes to the search meanwhile.
  const held: Route[] = []
  await work.route(/\/floor$/, (route) => void held.push(route))
  await desk.take.click()
  await expect.poll(() => held.length).toBe(1)
  await work.keyboard.press('/')
  const search = work.getByRole('searchbox', { name: en.search })
  await work.keyboard.type('a lamp')
  await held[0]?.continue()
  await expect(desk.floor).toHaveText(en.floors.mine)
  await expect(desk.button(en.handBack)).toHaveAttribute('aria-disabled', 'false')
  await expect(search).toBeFocused()
  await work.unroute(/\/floor$/)
  await desk.button(en.handBack).click()
  await expect(desk.floor).toHaveText(en.floors.bot)

  // A form begins in its first field, each time.
  const address = work.url()
  await work.goto(`${shop.url}/desk/settings/replies`)
  for (let time = 0; time < 2; time++) {
    await desk.button(en.newReply).click()
    await expect(work.getByLabel(en.shortcut)).toBeFocused()
    await work.keyboard.type('hi')
    await expect(work.getByLabel(en.shortcut)).toHaveValue('hi')
    await desk.button(en.cancel).click()
  }
  await work.goto(address)

  // In another window, on a phone.
  await work.getByRole('heading', { level: 2 }).first().focus()
  const phone = await browser.newContext({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    storageState: await context.storageState(),
  })
  const touched = await phone.newPage()
  await touched.goto(address)
  await touched.getByRole('button', { name: en.take }).first().tap()
  await expect(touched.getByRole('button', { name: en.handBack })).toHaveAttribute('aria-disabled', 'false')
  await expect(touched.getByRole('textbox', { name: en.replyField })).not.toBeFocused()
  await expect(desk.floor).toHaveText(en.floors.mine)
  await expect(desk.field).not.toBeFocused()
})
