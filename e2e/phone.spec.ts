/** Phones, Chinese, the dark, and everybody who reads with something else than eyes. */

import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { rmSync } from 'node:fs'
import { sentence } from '../server/sentences.ts'
import { en } from '../widget/i18n/en.ts'
import { zh } from '../widget/i18n/zh.ts'
import { chatOn } from './chat.ts'
import { DEAD_LINE, expect, test } from './harness.ts'
import { leakyLine } from './leaky-line.ts'
import { holdAnswer } from './model.ts'

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }

/** What axe finds wrong with the page and everything in the widget's shadow root. */
async function violations(page: Page): Promise<unknown[]> {
  // What is still fading in has colours that nobody will see.
  await page
    .locator('kefu-chat')
    .evaluate(({ shadowRoot }) =>
      Promise.all(
        (shadowRoot?.getAnimations() ?? [])
          .filter((animation) => animation.effect?.getTiming().iterations !== Infinity)
          .map((animation) => animation.finished.catch(() => {})),
      ),
    )
  const { violations: found, passes } = await new AxeBuilder({ page }).analyze()
  const isInside = passes.some(({ nodes }) => nodes.some(({ target }) => target.some(Array.isArray)))
  expect(isInside, 'axe looked into the shadow root').toBe(true)
  return found.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html, failureSummary }) => ({ html, failureSummary })) }))
}

test.describe('on a phone', () => {
  test.use({ ...phone, answers: 'approved questions only' })

  test('the panel covers the screen, nothing scrolls sideways, and typing does not zoom', async ({ page, shop, chat }) => {
    await page.goto(shop.shopUrl)
    await chat.launcher.tap()
    await expect(chat.panel).toBeVisible()
    await expect.poll(() => chat.panel.boundingBox()).toEqual({ x: 0, y: 0, width: 390, height: 844 })
    await expect(chat.panel).toHaveAttribute('aria-modal', 'true')
    await expect(chat.field, 'no keyboard before the customer wants to type').not.toBeFocused()
    expect(await chat.field.evaluate((field) => Number.parseFloat(getComputedStyle(field).fontSize))).toBeGreaterThanOrEqual(16)

    await chat.field.tap()
    await chat.say(`A word that no line can hold: ${'x'.repeat(300)}`)
    await expect.poll(async () => (await chat.answers()).length).toBe(1)
    const sideways = await page.evaluate(() => {
      const boxes = [document.scrollingElement, document.querySelector('kefu-chat')?.shadowRoot?.querySelector('.scroller')]
      return boxes.map((box) => (box ? box.scrollWidth - box.clientWidth : -1))
    })
    expect(sideways).toEqual([0, 0])
    for (const button of await chat.panel.getByRole('button').all()) {
      const box = await button.boundingBox()
      expect(Math.min(box?.width ?? 0, box?.height ?? 0), await button.evaluate((it) => it.outerHTML)).toBeGreaterThanOrEqual(24)
    }

    await chat.button(en.close).tap()
    await expect(chat.panel).toBeHidden()
    await expect(chat.launcher).toBeVisible()
  })

  test('a suggestion is asked with one tap, and no keyboard covers its answer', async ({ page, shop, chat }) => {
    await page.goto(shop.shopUrl)
    await chat.open()
    await chat.suggestions.first().tap()
    await expect.poll(async () => (await chat.answers()).length).toBe(1)
    await expect(chat.field).not.toBeFocused()
    expect(await page.evaluate(() => document.activeElement?.localName), 'the focus is not lost either').toBe('kefu-chat')
  })

  test('the focus stays in the panel while it covers the page', async ({ page, shop, chat }) => {
    await page.goto(shop.shopUrl)
    await chat.open()
    for (let step = 0; step < 25; step++) {
      await page.keyboard.press(step < 15 ? 'Tab' : 'Shift+Tab')
      expect(await page.evaluate(() => document.activeElement?.localName)).toBe('kefu-chat')
    }
  })
})

test.describe('in Chinese', () => {
  test.use({ ...phone, locale: 'zh-CN', answers: 'approved questions only' })

  test('a Chinese page speaks Chinese from the bubble to the answers', async ({ page, shop }) => {
    const chat = chatOn(page, zh)
    await page.goto(`${shop.shopUrl}/zh`)
    await expect(chat.launcher).toHaveAccessibleName('打开聊天')
    await chat.open()
    await expect(chat.panel).toHaveAttribute('lang', 'zh')
    await expect(chat.field).toHaveAttribute('placeholder', zh.placeholder)
    await chat.suggestions.first().tap()
    await expect.poll(async () => (await chat.answers()).length).toBe(1)
    expect((await chat.answers())[0]).toMatch(/\p{Script=Han}{4}/u)
    await chat.say('獾会选哪一盏灯？')
    await expect.poll(async () => (await chat.answers()).at(-1)).toContain(sentence('no_model_but_questions', 'zh'))
    for (const suggestion of await chat.suggestions.allTextContents()) expect(suggestion).toMatch(/\p{Script=Han}/u)
    await chat.say('转人工')
    await expect(chat.strips).toContainText(zh.waiting)
  })
})

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`for everybody, ${colorScheme}`, () => {
    test.use({ colorScheme })

    test('axe finds nothing wrong: closed, open, while an answer is written, and after', async ({ page, shop, chat, upstream }) => {
      const held = holdAnswer(upstream, '**Two** ways:\n\n- [returns](https://shop.example)\n- `code`,', ' and > more.')
      await page.goto(shop.shopUrl)
      await expect(chat.launcher).toBeVisible()
      expect(await violations(page)).toEqual([])
      await chat.openOnline()
      expect(await violations(page)).toEqual([])
      await chat.say('How do I send it back?')
      await expect(chat.streaming).toContainText('code')
      expect(await violations(page)).toEqual([])
      held.release()
      await chat.settled()
      await chat.button(en.menu).click()
      expect(await violations(page)).toEqual([])
      const ink = await chat.panel.evaluate((panel) => getComputedStyle(panel).backgroundColor)
      const [red = 0] = (/\d+/.exec(ink) ?? []).map(Number)
      expect(red < 90, `the panel is ${ink}`).toBe(colorScheme === 'dark')
    })

    test('axe finds nothing wrong: a dead line, a message that failed, a wait for a person', async ({
      page,
      shop,
      chat,
      upstream,
      expectTrouble,
    }) => {
      expectTrouble(DEAD_LINE)
      upstream.fault('status-500')
      const line = await leakyLine(page)
      await page.goto(shop.shopUrl)
      await chat.openOnline()
      // Sent once, it belongs to its conversation, which will be gone.
      line.swallow = 'to the server'
      await chat.say('Is anybody there?')
      await expect.poll(chat.pending).toEqual(['Is anybody there?'])
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
