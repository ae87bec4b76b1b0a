/** What the panel offers besides writing: erasing, thumbs, a transcript, times, a list that holds still, and what is heard of it outside. */

import { readFileSync } from 'node:fs'
import type { Locator, Page } from '@playwright/test'
import { en } from '../widget/i18n/en.ts'
import { chatOn } from './chat.ts'
import { call, kept, tagOf, visit } from './guest-page.ts'
import { DEAD_LINE, expect, test } from './harness.ts'
import { holdAnswer } from './model.ts'

const LINES = Array.from({ length: 60 }, (_, index) => `Line ${index + 1} of a long answer,`)

const topOf = async (place: Locator): Promise<number> => (await place.boundingBox())?.y ?? Number.NaN

test.describe('erasing', () => {
  test('[C-ERASE] asks once, with the focus on the way out, and then nothing is left in any tab', async ({
    page,
    shop,
    chat,
    upstream,
    context,
  }) => {
    upstream.reply('It leaves tomorrow.')
    await page.goto(shop.shopUrl)
    await chat.open()
    await chat.say('When does my parcel leave?')
    await expect.poll(chat.answers).toEqual(['It leaves tomorrow.'])
    const otherPage = await context.newPage()
    const other = chatOn(otherPage)
    await otherPage.goto(shop.shopUrl)
    await other.open()
    await expect.poll(other.answers).toEqual(['It leaves tomorrow.'])

    const question = chat.panel.getByRole('alertdialog')
    await chat.choose(en.erase)
    await expect(question).toContainText(en.eraseQuestion)
    await expect(question.getByRole('button', { name: en.cancel })).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(question).toHaveCount(0)
    await expect(chat.button(en.menu), 'the focus is back where it came from').toBeFocused()
    expect(await chat.answers()).toEqual(['It leaves tomorrow.'])

    await chat.field.fill('half a thou')
    await chat.choose(en.erase)
    await chat.button(en.eraseConfirm).click()
    await expect(chat.strips).toContainText(en.erased)
    await expect.poll(chat.said).toEqual([])
    await expect(chat.field).toHaveValue('')
    await expect.poll(other.said).toEqual([])
    await page.reload()
    await chat.openOnline()
    upstream.reply('Good morning.')
    await chat.say('Is it still there?')
    await expect.poll(chat.said).toEqual([
      { by: 'customer', text: 'Is it still there?' },
      { by: 'assistant', text: 'Good morning.' },
    ])
  })
})

test('what is asked for without a line is not done, and says so: a thumb gets no thanks, nothing is erased', async ({
  page,
  shop,
  chat,
  upstream,
  context,
  expectTrouble,
}) => {
  expectTrouble(DEAD_LINE)
  upstream.reply('Yes, we do.')
  await page.goto(shop.shopUrl)
  await chat.open()
  await chat.say('Do your lamps hum?')
  const up = chat.log.getByRole('button', { name: en.helpful, exact: true })
  await expect(up).toBeVisible()
  await chat.settled()
  await chat.choose(en.erase)
  await context.setOffline(true)
  await expect(chat.strips).toContainText(en.reconnecting)
  await expect(chat.strips).not.toContainText(en.reasons.unavailable)
  await chat.button(en.eraseConfirm).click()
  await expect(chat.strips).toContainText(en.reasons.unavailable)
  expect(await chat.answers()).toEqual(['Yes, we do.'])
  await up.click()
  await expect(up).toHaveAttribute('aria-pressed', 'false')
  await expect(chat.log.getByText(en.thanks)).toHaveCount(0)
})

test('the field is one line high when the panel is opened, and as high as the draft that was kept', async ({ page, shop, chat }) => {
  const height = () => chat.field.evaluate((field) => field.clientHeight)
  await page.goto(shop.shopUrl)
  await chat.openOnline()
  expect(await height()).toBe(36)
  await chat.field.fill('one\ntwo\nthree')
  await expect.poll(height).toBe(84)
  await page.reload()
  await chat.open()
  await expect(chat.field).toHaveValue('one\ntwo\nthree')
  expect(await height()).toBe(84)
})

test('a thumb is kept over a reload, shown in the other tab, and taken back with a second press', async ({
  page,
  shop,
  chat,
  upstream,
  context,
}) => {
  upstream.reply('Yes, we do.')
  await page.goto(shop.shopUrl)
  await chat.open()
  await chat.say('Do your lamps hum?')
  const up = chat.log.getByRole('button', { name: en.helpful, exact: true })
  const down = chat.log.getByRole('button', { name: en.notHelpful, exact: true })
  await up.click()
  await expect(up).toHaveAttribute('aria-pressed', 'true')
  await expect(chat.log.getByText(en.thanks)).toHaveCount(1)

  const otherPage = await context.newPage()
  const other = chatOn(otherPage)
  await otherPage.goto(shop.shopUrl)
  await other.open()
  await expect(other.log.getByRole('button', { name: en.helpful, exact: true })).toHaveAttribute('aria-pressed', 'true')
  await down.click()
  await expect(up).toHaveAttribute('aria-pressed', 'false')
  await expect(other.log.getByRole('button', { name: en.notHelpful, exact: true })).toHaveAttribute('aria-pressed', 'true')
  await down.click()
  await expect(other.log.getByRole('button', { name: en.notHelpful, exact: true })).toHaveAttribute('aria-pressed', 'false')
  await up.click()
  await page.reload()
  await chat.open()
  await expect(up).toHaveAttribute('aria-pressed', 'true')
})

test('the transcript is a text file, also under the strictest policy', async ({ page, shop, chat, upstream }) => {
  upstream.reply('It costs **5 euros**. 你好')
  const policy = `default-src 'none'; script-src ${shop.url}; connect-src ${shop.url} ${shop.url.replace('http', 'ws')}; img-src data:`
  await visit(page, shop, { body: tagOf(shop), headers: { 'content-security-policy': policy } })
  await chat.open()
  await chat.say('How much is it?')
  await expect.poll(async () => (await chat.answers()).length).toBe(1)
  const download = page.waitForEvent('download')
  await chat.choose(en.transcript)
  const file = await download
  expect(file.suggestedFilename()).toBe('Conversation-with-Late-Light.txt')
  expect(readFileSync(await file.path(), 'utf8')).toMatch(
    /^\ufeffConversation with Late Light\n\n\[\d{4}-\d\d-\d\d \d\d:\d\d\] You:\nHow much is it\?\n\n\[.*\] Ember:\nIt costs \*\*5 euros\*\*\. 你好\n$/,
  )
})

test('every message has its time, and a line stands where a day ends', async ({ page, shop, chat, upstream }) => {
  upstream.reply('Yes.')
  await page.goto(shop.shopUrl)
  await chat.open()
  await chat.say('One')
  await expect.poll(async () => (await chat.answers()).length).toBe(1)
  await expect(chat.log.locator('.day')).toHaveCount(0)
  expect(await chat.log.locator('.row').count()).toBe(2)
  expect(await chat.log.locator('.row time[datetime]').count()).toBe(2)
  const days = new Intl.DateTimeFormat('en-IE', { weekday: 'long', month: 'long', day: 'numeric' })
  const today = days.format(Date.now())
  await page.clock.setFixedTime(Date.now() + 24 * 3_600_000)
  await page.reload()
  await chat.open()
  await expect(chat.log.locator('.day')).toHaveText([today])
})

test.describe('a long answer', () => {
  test('is followed until its first line is at the top, and then holds still under the eyes', async ({ page, shop, chat, upstream }) => {
    const held = holdAnswer(upstream, `${LINES.slice(0, 40).join('\n\n')}\n\n`, LINES.slice(40).join('\n\n'))
    await page.goto(shop.shopUrl)
    await chat.open()
    await chat.say('Tell me everything')
    await expect(chat.streaming).toContainText('Line 39')
    const scroller = chat.panel.locator('.scroller')
    const away = (await topOf(chat.streaming)) - (await topOf(scroller))
    expect(away, 'the first line is still to be read').toBeGreaterThanOrEqual(0)
    expect(away).toBeLessThan(60)
    const before = await topOf(chat.streaming)
    held.release()
    await chat.settled()
    await expect(chat.log.locator('.row').last()).toContainText('Line 60')
    expect(await topOf(chat.log.locator('.row').last())).toBeCloseTo(before, 0)

    await chat.button(en.toNewest).click()
    await expect(chat.log.getByText('Line 60')).toBeInViewport()
    await expect(scroller, 'the focus is not lost with the button').toBeFocused()
    await expect(chat.button(en.toNewest)).toHaveCount(0)
  })

  test('does not move what a customer reads further up, and is counted there', async ({ page, shop, chat, upstream }) => {
    upstream.reply(LINES.join('\n\n'))
    await page.goto(shop.shopUrl)
    await chat.open()
    await chat.say('Tell me everything')
    await expect(chat.log).toContainText('Line 60')
    await chat.settled()
    const held = holdAnswer(upstream, `${LINES.slice(0, 30).join('\n\n')},`, ' and done.')
    await chat.say('And again')
    await expect(chat.streaming).toContainText('Line 1 ')
    const scroller = chat.panel.locator('.scroller')
    await scroller.hover()
    await page.mouse.wheel(0, -400)
    const line = chat.log.getByText('Line 57 of')
    await expect(line).toBeInViewport()
    const before = await topOf(line)
    await expect(chat.streaming).toContainText('Line 30')
    held.release()
    await chat.settled()
    expect(await topOf(line)).toBe(before)
    await expect(chat.panel.locator('.news')).toBeVisible()
  })
})

test.describe('two tabs', () => {
  async function twoTabs(page: Page) {
    const otherPage = await page.context().newPage()
    return { otherPage, other: chatOn(otherPage) }
  }

  test('[C-TABS] what is read in one tab is read in the other, and what is typed in one stands in the other', async ({
    page,
    shop,
    chat,
    upstream,
  }) => {
    const held = holdAnswer(upstream, 'It takes two,', ' no, three days.')
    await page.goto(shop.shopUrl)
    await chat.open()
    await chat.say('How long does it take?')
    await expect(chat.streaming).toContainText('It takes two')
    await page.keyboard.press('Escape')
    const { otherPage, other } = await twoTabs(page)
    await otherPage.goto(shop.shopUrl)
    await expect(other.launcher).toBeVisible()
    held.release()
    await expect(chat.launcher.locator('.badge')).toHaveText('1')
    await expect(other.launcher.locator('.badge')).toHaveText('1')
    await other.open()
    await expect(chat.launcher.locator('.badge')).toBeHidden()
    await other.field.fill('half a thou')
    await chat.open()
    await expect(chat.field).toHaveValue('half a thou')
    await chat.field.fill('')
    await expect(other.field).toHaveValue('')
  })
})

test.describe('where the owner wants it', () => {
  /** A page of its own title that hears each tone. */
  async function listen(page: Page) {
    await page.addInitScript(() => {
      const heard: string[] = []
      Object.assign(window, { heard })
      window.OscillatorNode = class extends OscillatorNode {
        override start(when?: number) {
          heard.push('tone')
          super.start(when)
        }
      }
    })
  }

  test('unread messages are counted in the title, whatever the page makes of it, and leave it as it was', async ({
    page,
    shop,
    chat,
    upstream,
  }) => {
    const prologue = '<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>  My\n shop </title>'
    await visit(page, shop, { prologue, body: tagOf(shop, 'late-light', 'data-title-badge') })
    const raw = () => page.evaluate(() => document.querySelector('title')?.textContent)
    const held = holdAnswer(upstream, 'It takes two,', ' no, three days.')
    await chat.open()
    await chat.say('How long does it take?')
    await expect(chat.streaming).toContainText('It takes two')
    await call(page, 'close')
    held.release()
    await expect.poll(raw).toBe('(1)   My\n shop ')
    await page.evaluate(() => (document.title = 'Basket'))
    await expect.poll(raw).toBe('(1) Basket')
    await page.evaluate(() => (document.title += ' (2 lamps)'))
    await expect.poll(raw).toBe('(1) Basket (2 lamps)')
    await call(page, 'open')
    await expect.poll(raw).toBe('Basket (2 lamps)')
  })

  test('shutdown takes the number off the title', async ({ page, shop, chat, upstream }) => {
    await visit(page, shop, { body: tagOf(shop, 'late-light', 'data-title-badge') })
    const held = holdAnswer(upstream, 'It takes two,', ' no, three days.')
    await chat.open()
    await chat.say('How long does it take?')
    await expect(chat.streaming).toContainText('It takes two')
    await call(page, 'close')
    held.release()
    await expect(page).toHaveTitle('(1) Shop')
    await call(page, 'shutdown')
    await expect(page).toHaveTitle('Shop')
  })

  test('a new message sounds in one tab only, and not once the customer has turned it off', async ({ page, shop, chat, upstream }) => {
    await listen(page)
    const made = { body: tagOf(shop, 'late-light', 'data-sound') }
    await visit(page, shop, made)
    const ask = async (): Promise<void> => {
      const held = holdAnswer(upstream, 'It takes two,', ' no, three days.')
      await call(page, 'open')
      await chat.say('How long does it take?')
      await expect(chat.streaming).toContainText('It takes two')
      await call(page, 'close')
      held.release()
    }
    await chat.open()
    await call(page, 'close')
    const otherPage = await page.context().newPage()
    await listen(otherPage)
    await visit(otherPage, shop, made)
    const other = chatOn(otherPage)
    await other.open()
    await call(otherPage, 'close')

    await ask()
    await expect(other.launcher.locator('.badge')).toHaveText('1')
    const tones = async () => (await kept(page, 'heard')).length + (await kept(otherPage, 'heard')).length
    await expect.poll(tones).toBe(2)

    await chat.open()
    await chat.button(en.menu).click()
    const bell = chat.panel.getByRole('menuitemcheckbox', { name: en.sound })
    await expect(bell).toHaveAttribute('aria-checked', 'true')
    await bell.click()
    await expect(bell).toHaveAttribute('aria-checked', 'false')
    await page.keyboard.press('Escape')
    await ask()
    await expect(chat.launcher.locator('.badge')).toHaveText('1')
    await chat.open()
    await chat.button(en.menu).click()
    await expect(bell).toHaveAttribute('aria-checked', 'false')
    expect(await tones(), 'two notes in all').toBe(2)
  })
})
