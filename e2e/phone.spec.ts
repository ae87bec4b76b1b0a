/** Phones, and Chinese. */

import { sentence } from '../server/sentences.ts'
import { en } from '../widget/i18n/en.ts'
import { zh } from '../widget/i18n/zh.ts'
import { chatOn } from './chat.ts'
import { expect, test } from './harness.ts'

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }

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

  test('the back button closes the chat and stays on the page, whose own history is as it was', async ({ page, shop, chat }) => {
    await page.goto(shop.shopUrl)
    await page.evaluate(() => history.replaceState({ route: 'shop' }, ''))
    const length = await page.evaluate(() => history.length)
    const state = () => page.evaluate(() => history.state as unknown)
    await chat.open()
    await expect.poll(state).toEqual({ route: 'shop', kefu: true })
    await page.evaluate(() => history.back())
    await expect(chat.panel).toBeHidden()
    await expect.poll(state).toEqual({ route: 'shop' })

    await chat.open()
    await expect.poll(state).toEqual({ route: 'shop', kefu: true })
    await chat.button(en.close).tap()
    await expect.poll(state, 'closed by hand, there is nothing left to go back from').toEqual({ route: 'shop' })
    expect(await page.evaluate(() => history.length)).toBe(length + 1)

    await chat.open()
    await expect.poll(state).toEqual({ route: 'shop', kefu: true })
    await page.evaluate(() => {
      ;(window as unknown as { Kefu: { close(): void } }).Kefu.close()
      history.pushState({ route: 'basket' }, '')
    })
    await expect(chat.panel).toBeHidden()
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50)))
    expect(await state(), 'a step of the page in the same breath stands').toEqual({ route: 'basket' })
  })

  test('a reload with the chat open leaves no step in the history that leads nowhere', async ({ page, shop, chat }) => {
    await page.goto(shop.blogUrl)
    await page.goto(shop.shopUrl)
    const state = () => page.evaluate(() => history.state as unknown)
    await chat.open()
    await expect.poll(state).toEqual({ kefu: true })
    await page.reload()
    await expect.poll(state).toBe(null)
    await expect(chat.launcher).toBeVisible()
    await page.goBack()
    expect(new URL(page.url()).origin).toBe(shop.blogUrl)
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
