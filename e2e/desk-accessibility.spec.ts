/** The desk for everybody who reads with something else than eyes, works without a mouse, sees differently, or has a small screen. */

import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { en } from '../desk/i18n/en.ts'
import { zh } from '../desk/i18n/zh.ts'
import { enterAsOwner } from './desk.ts'
import { expect, test } from './harness.ts'
import { holdAnswer } from './model.ts'

/** What axe finds wrong: everything in the light, and in the dark what may differ there. */
async function problemsOf(page: Page, name: string): Promise<unknown[]> {
  const found: unknown[] = []
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme })
    await expect(page.locator(`html[data-scheme="${scheme}"]`)).toHaveCount(1)
    // What is still fading in has colours that nobody will see.
    await page.evaluate(() =>
      Promise.all(
        document
          .getAnimations()
          .filter((animation) => animation.effect?.getTiming().iterations !== Infinity)
          .map((animation) => animation.finished.catch(() => {})),
      ),
    )
    // It would open a page of its own for each result, for the sake of frames, which the desk has none of.
    const axe = new AxeBuilder({ page }).setLegacyMode().options({ rules: { 'target-size': { enabled: true } } })
    const { violations } = await (scheme === 'dark' ? axe.withRules(['color-contrast']) : axe).analyze()
    found.push(
      ...violations.map(({ id, nodes }) => ({
        name,
        scheme,
        id,
        nodes: nodes.map(({ html, failureSummary }) => ({ html, failureSummary })),
      })),
    )
  }
  return found
}

test.use({ server: 'own' })

test('axe finds nothing wrong at the door, in the inbox and in a conversation, light and dark', async ({
  page,
  browser,
  shop,
  chat,
  upstream,
}) => {
  const work = await (await browser.newContext({ locale: 'en-IE' })).newPage()
  await work.goto(`${shop.url}/desk`)
  await expect(work.getByRole('heading', { name: en.login })).toBeVisible()
  const problems = await problemsOf(work, 'login')
  const desk = await enterAsOwner(work, shop)

  holdAnswer(upstream, 'Two ways:\n\n- [returns](https://shop.example)\n- `code`\n\n> said so,', ' and more.')
  await page.goto(shop.shopUrl)
  await chat.openOnline()
  await chat.say('How do I send it back to you in October?')
  await expect(chat.streaming).toContainText('said so')
  await desk.view('all')
  await desk.open('')
  await expect(desk.streaming).toContainText('said so')
  problems.push(...(await problemsOf(work, 'streaming')))
  await work.keyboard.press('t')
  await expect(desk.floor).toHaveText(en.floors.mine)
  await desk.say('In a [box](https://shop.example), with `the number`.')
  await expect(desk.log.locator('[data-by="agent"]')).toHaveCount(1)
  await desk.button(en.note).click()
  await desk.say('A **note**.')
  await expect(desk.log.locator('.note')).toHaveCount(1)
  await expect(desk.log.locator('.receipt')).toHaveCount(1)
  await chat.field.fill('In a box')
  await expect(desk.log.locator('.typing')).toBeVisible()
  problems.push(...(await problemsOf(work, 'conversation')))
  await work.keyboard.press('Escape')
  await work.keyboard.press('?')
  await expect(work.getByRole('dialog')).toBeVisible()
  problems.push(...(await problemsOf(work, 'keyboard')))
  await work.keyboard.press('Escape')
  await expect(work.getByRole('dialog')).toHaveCount(0)
  expect(problems).toEqual([])
})

for (const places of [
  ['tickets', 'settings/replies', 'settings/questions'],
  ['settings/desk', 'settings/people', 'settings/audit'],
]) {
  test(`axe finds nothing wrong in ${places.join(', ')}, light and dark`, async ({ browser, shop }) => {
    const work = await (await browser.newContext({ locale: 'en-IE' })).newPage()
    await enterAsOwner(work, shop)
    const problems: unknown[] = []
    for (const place of places) {
      await work.goto(`${shop.url}/desk/${place}`)
      await expect(work.locator('main.sheet:not([aria-busy])')).toBeVisible()
      if (place === 'settings/desk') await expect(work.getByLabel(en.assignment)).toBeVisible()
      problems.push(...(await problemsOf(work, place)))
    }
    expect(problems).toEqual([])
  })
}

test('axe finds nothing wrong in Chinese, light and dark', async ({ browser, shop }) => {
  const work = await (await browser.newContext({ locale: 'en-IE' })).newPage()
  await enterAsOwner(work, shop)
  await work.goto(`${shop.url}/desk/settings/me`)
  await work.getByLabel(en.languageChoice).selectOption('zh')
  await expect(work.getByRole('heading', { name: zh.settings })).toBeVisible()
  await expect(work.locator('html[lang="zh"]')).toHaveCount(1)
  expect(await problemsOf(work, 'Chinese')).toEqual([])
  await work.evaluate(() => document.body.append(document.createElement('img')))
  expect(await problemsOf(work, 'a picture without a word'), 'what is wrong is found').toMatchObject([
    { id: 'image-alt' },
    { id: 'region' },
  ])
})

test('everything is there on a tablet and on a phone, and nothing is wider than the screen', async ({ page, browser, shop, chat }) => {
  const work = await (await browser.newContext({ locale: 'en-IE', viewport: { width: 820, height: 1180 } })).newPage()
  const desk = await enterAsOwner(work, shop)
  await page.goto(shop.shopUrl)
  await chat.openOnline()
  await chat.say('Can I talk to a person please?')
  for (const width of [820, 390]) {
    await work.setViewportSize({ width, height: 900 })
    await work.goto(`${shop.url}/desk/inbox/all`)
    await desk.open('')
    await expect(desk.field).toBeVisible()
    await expect(desk.button(en.closeConversation)).toBeVisible()
    expect(await work.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    for (const address of ['tickets', 'tickets/1', 'settings/desk'] as const) {
      await work.goto(`${shop.url}/desk/${address}`)
      const aim = { tickets: /#1/, 'tickets/1': en.openConversation, 'settings/desk': en.settingsPages.audit }[address]
      // Nothing lies upon it: what is clicked is what was aimed at.
      await work.getByRole('link', { name: aim }).click({ trial: true })
      await work.getByRole('link', { name: en.tickets, exact: true }).click({ trial: true })
    }
  }
})

test('an agent needs no mouse: to a customer, over the keys, to the answer and back', async ({ page, browser, shop, chat }) => {
  const desk = await enterAsOwner(await browser.newPage(), shop)
  const { keyboard } = desk.page
  await page.goto(shop.shopUrl)
  await chat.openOnline()
  await chat.say('Can I talk to a person please?')
  await expect(desk.rows).toHaveCount(1)
  await keyboard.press('g')
  await keyboard.press('w')
  await keyboard.press('j')
  await expect(desk.page.getByRole('heading', { level: 2 }).first()).toBeFocused()
  await keyboard.press('t')
  await expect(desk.floor).toHaveText(en.floors.mine)
  await expect(desk.field).toBeFocused()
  await keyboard.press('Escape')
  await expect(desk.field).not.toBeFocused()
  await keyboard.press('r')
  await expect(desk.field).toBeFocused()
  await keyboard.type('Here I am.')
  await keyboard.press('Enter')
  await expect(chat.log).toContainText('Here I am.')
  await keyboard.press('Escape')
  await keyboard.press('b')
  await expect(desk.floor).toHaveText(en.floors.bot)
  await keyboard.press('/')
  await keyboard.type('no such words')
  await expect(desk.list).toContainText(en.nothingFound)
})
