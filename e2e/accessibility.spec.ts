/** Everybody who reads with something else than eyes, writes with something else than a mouse, or sees differently. */

import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { rmSync } from 'node:fs'
import { sentence } from '../server/sentences.ts'
import { en } from '../widget/i18n/en.ts'
import type { Chat } from './chat.ts'
import { furnish, tagOf } from './guest-page.ts'
import { DEAD_LINE, expect, test } from './harness.ts'
import { leakyLine } from './leaky-line.ts'
import { holdAnswer } from './model.ts'

/** What axe finds wrong with the page and everything in the widget's shadow root. */
async function violations(page: Page): Promise<unknown[]> {
  // What is still fading in has colours that nobody will see; and when one has come, the next may begin.
  await page.locator('kefu-chat').evaluate(async ({ shadowRoot }) => {
    const passing = (): Animation[] =>
      (shadowRoot?.getAnimations() ?? []).filter(
        ({ effect, playState }) => playState !== 'finished' && effect?.getTiming().iterations !== Infinity,
      )
    for (let left = passing(); left.length > 0; left = passing()) await Promise.all(left.map(({ finished }) => finished.catch(() => {})))
  })
  // It would open a page of its own for each result, for the sake of frames, of which there are none.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ rules: { 'target-size': { enabled: true } } })
  const { violations: found, passes } = await axe.analyze()
  const isInside = passes.some(({ nodes }) => nodes.some(({ target }) => target.some(Array.isArray)))
  expect(isInside, 'axe looked into the shadow root').toBe(true)
  return found.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html, failureSummary }) => ({ html, failureSummary })) }))
}

const ANSWER =
  '**Two** ways:\n\n- [returns](https://shop.example)\n- `code`\n\n```js\nlamp.on()\n```\n\n| Lamp | Price |\n|---|---|\n| Mist | 80 |\n\n> said so,'

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`axe finds nothing wrong, ${colorScheme}`, () => {
    test.use({ colorScheme })

    test('closed, empty, while an answer is written, with code, a table and a thumb, in the menu and its question', async ({
      page,
      shop,
      chat,
      upstream,
    }) => {
      const held = holdAnswer(upstream, ANSWER, ' and more.')
      await page.goto(shop.shopUrl)
      await expect(chat.launcher).toBeVisible()
      expect(await violations(page)).toEqual([])
      await chat.openOnline()
      expect(await violations(page)).toEqual([])
      await chat.say('How do I send it back?')
      await expect(chat.streaming).toContainText('Mist')
      expect(await violations(page)).toEqual([])
      held.release()
      await chat.settled()
      await chat.log.getByRole('button', { name: en.helpful, exact: true }).click()
      await chat.button(en.menu).click()
      await expect(chat.entry(en.erase)).toBeVisible()
      expect(await violations(page)).toEqual([])
      await chat.entry(en.erase).click()
      await expect(chat.panel.getByRole('alertdialog')).toBeVisible()
      expect(await violations(page)).toEqual([])
      await chat.button(en.eraseConfirm).click()
      await expect(chat.strips).toContainText(en.erased)
      expect(await violations(page)).toEqual([])
      const ink = await chat.panel.evaluate((panel) => getComputedStyle(panel).backgroundColor)
      const [red = 0] = (/\d+/.exec(ink) ?? []).map(Number)
      expect(red < 90, `the panel is ${ink}`).toBe(colorScheme === 'dark')
    })

    test('on a page where there is no chat', async ({ page, shop, chat, expectTrouble }) => {
      expectTrouble(/./)
      await furnish(page, shop, { body: '' })
      await page.route('http://elsewhere.localhost/', (route) =>
        route.fulfill({
          contentType: 'text/html',
          body: `<!doctype html><html lang="en"><title>Elsewhere</title><main><h1>Elsewhere</h1>${tagOf(shop)}</main>`,
        }),
      )
      await page.goto('http://elsewhere.localhost/')
      await chat.open()
      await expect(chat.strips).toContainText(en.refused)
      expect(await violations(page)).toEqual([])
    })

    test('with a dead line, a message that failed, a wait for a person', async ({ page, shop, chat, upstream, expectTrouble }) => {
      expectTrouble(DEAD_LINE)
      upstream.fault('status-500')
      const line = await leakyLine(page)
      await page.goto(shop.shopUrl)
      await chat.openOnline()
      // Sent once, it belongs to its conversation, which will be gone.
      line.swallow = 'to the server'
      await chat.say('Do your lamps hum?')
      await expect.poll(chat.pending).toEqual(['Do your lamps hum?'])
      await shop.kill('SIGKILL')
      line.swallow = 'nothing'
      await expect(chat.strips).toContainText(en.reconnecting)
      expect(await violations(page)).toEqual([])
      rmSync(shop.dataFolder, { recursive: true })
      await shop.restart()
      await chat.reconnected()
      await expect(chat.log.locator('[data-kind="failed"]')).toBeVisible()
      expect(await violations(page)).toEqual([])
      await chat.button(en.retry).click()
      await expect.poll(chat.answers).toEqual([expect.stringContaining(sentence('model_failed', 'en'))])
      await chat.say('I want to talk to a person')
      await expect(chat.strips).toContainText(en.waiting)
      expect(await violations(page)).toEqual([])
    })
  })
}

/** What a screen reader is told, in order, until the test ends. */
async function listen(page: Page): Promise<() => Promise<string[]>> {
  await page.locator('kefu-chat').evaluate(({ shadowRoot }) => {
    const heard: string[] = []
    Object.assign(window, { heard })
    const region = shadowRoot?.querySelector('[aria-live="polite"]')
    const hear = (records: MutationRecord[]): void => {
      for (const { addedNodes } of records) for (const node of addedNodes) heard.push(node.textContent ?? '')
    }
    if (region) new MutationObserver(hear).observe(region, { childList: true })
  })
  return () => page.evaluate(() => (window as unknown as { heard: string[] }).heard)
}

test('a screen reader hears whole sentences while an answer is written, each once, and no single words', async ({
  page,
  shop,
  chat,
  upstream,
}) => {
  const held = holdAnswer(upstream, 'It takes **two** days. By train it', ' is faster. Bye!')
  await page.goto(shop.shopUrl)
  await chat.openOnline()
  const heard = await listen(page)
  await chat.say('How long does it take?')
  await expect.poll(heard).toEqual(['Ember: It takes two days.'])
  held.release()
  await chat.settled()
  await expect.poll(heard).toEqual(['Ember: It takes two days.', 'By train it is faster.', 'Bye!'])
  await expect(chat.log, 'the log would say all of it again').toHaveAttribute('aria-live', 'off')
})

/** The name of what has the focus. */
const focused = (page: Page): Promise<string | null> =>
  page.evaluate(() => {
    const inside = document.activeElement?.shadowRoot?.activeElement
    return inside?.getAttribute('aria-label') ?? inside?.textContent ?? null
  })

test('the menu is walked with the arrow keys, and Escape, Tab and a press beside it lead out of it', async ({
  page,
  shop,
  chat,
  upstream,
}) => {
  upstream.reply('Yes.')
  await page.goto(shop.shopUrl)
  await chat.open()
  await chat.say('Do your lamps hum?')
  await chat.settled()
  await chat.button(en.menu).focus()
  await page.keyboard.press('Enter')
  await expect.poll(() => focused(page)).toBe(en.newConversation)
  await page.keyboard.press('ArrowDown')
  expect(await focused(page)).toBe(en.transcript)
  await page.keyboard.press('End')
  expect(await focused(page)).toBe(en.contact)
  await page.keyboard.press('ArrowDown')
  expect(await focused(page)).toBe(en.newConversation)
  await page.keyboard.press('ArrowUp')
  expect(await focused(page)).toBe(en.contact)
  await page.keyboard.press('Escape')
  expect(await focused(page)).toBe(en.menu)
  await expect(chat.panel, 'Escape closes one thing at a time').toBeVisible()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  const menu = chat.panel.getByRole('menu')
  await expect(menu).toHaveCount(0)
  await chat.button(en.menu).click()
  await expect(menu).toBeVisible()
  await chat.log.click({ position: { x: 5, y: 5 } })
  await expect(menu).toHaveCount(0)
})

async function expectLargeTargets(chat: Chat): Promise<void> {
  for (const button of await chat.panel.locator('button:visible, [role="menuitem"]:visible').all()) {
    const box = await button.boundingBox()
    expect(Math.min(box?.width ?? 0, box?.height ?? 0), await button.evaluate((it) => it.outerHTML)).toBeGreaterThanOrEqual(24)
  }
}

test('everything that can be pressed is large enough, and nothing moves where that is not wanted', async ({
  page,
  shop,
  chat,
  upstream,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const held = holdAnswer(upstream, ANSWER, ' and more.')
  await page.goto(shop.shopUrl)
  await chat.open()
  await chat.say('How do I send it back?')
  await expect(chat.streaming).toContainText('Mist')
  const moving = () =>
    chat.widget.evaluate(({ shadowRoot }) => (shadowRoot?.getAnimations() ?? []).filter((it) => it.playState === 'running').length)
  await expect.poll(moving).toBe(0)
  held.release()
  await chat.settled()
  await chat.button(en.menu).click()
  await expect(chat.entry(en.erase)).toBeVisible()
  await expectLargeTargets(chat)
})

test('in forced colours what is drawn with colour alone is still there', async ({ page, shop, chat, upstream }) => {
  await page.emulateMedia({ forcedColors: 'active' })
  const held = holdAnswer(upstream, 'It takes two,', ' no, three days.')
  await page.goto(shop.shopUrl)
  await chat.openOnline()
  const borderOf = (name: string) =>
    chat.panel
      .locator(name)
      .first()
      .evaluate((it) => getComputedStyle(it).borderTopWidth)
  for (const name of ['.field', '.send']) expect(await borderOf(name), name).toBe('1px')
  await chat.say('How long does it take?')
  await expect(chat.streaming).toContainText('It takes two')
  const surface = await chat.panel.evaluate((it) => getComputedStyle(it).backgroundColor)
  const caret = await chat.streaming.locator('.caret').evaluate((it) => getComputedStyle(it, '::after').backgroundColor)
  expect(caret).not.toBe(surface)
  held.release()
  await chat.settled()
  const up = chat.log.getByRole('button', { name: en.helpful, exact: true })
  const before = await up.evaluate((it) => getComputedStyle(it).borderTopColor)
  await up.click()
  await expect(up).toHaveAttribute('aria-pressed', 'true')
  expect(await up.evaluate((it) => getComputedStyle(it).borderTopColor), 'pressed looks pressed').not.toBe(before)
})
