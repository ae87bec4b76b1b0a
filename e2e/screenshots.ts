/** The pictures of the documentation, each of a state that the product was brought into and not of one that was drawn. */

import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import { ar } from '../widget/i18n/ar.ts'
import { en } from '../widget/i18n/en.ts'
import { zh } from '../widget/i18n/zh.ts'
import { en as deskWords } from '../desk/i18n/en.ts'
import { chatOn, type Chat } from './chat.ts'
import { enterAsOwner } from './desk.ts'
import { DEAD_LINE, expect, test } from './harness.ts'
import { leakyLine } from './leaky-line.ts'
import { holdAnswer } from './model.ts'
import { pageIn } from './page-in.ts'
import { smallerPng } from './smaller-png.ts'

const FOLDER = fileURLToPath(new URL('../docs/screenshots', import.meta.url))
/** They lie in the repository for ever. */
const MOST_BYTES = 250_000

async function take(page: Page, name: string): Promise<void> {
  // Away from the bubble, which grows under the pointer.
  await page.mouse.move(300, 600)
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
  const png = smallerPng(await page.screenshot({ animations: 'disabled', caret: 'initial' }))
  expect(png.length, name).toBeLessThan(MOST_BYTES)
  mkdirSync(FOLDER, { recursive: true })
  writeFileSync(`${FOLDER}/${name}.png`, png)
}

const PRESENT = 'Could you send Dusk to my sister in Lyon as a present?'
const FIRST =
  'Yes, gladly. For a present to **France**:\n\n- Dusk is €119, and at that price shipping is €9; it takes **3–5 working days**.\n- Gift wrapping with a handwritten card is €4.\n- Ordered before 14:00 Irish time, it leaves '
const ARABIC =
  'نعم، بكل سرور. هدية إلى **فرنسا**:\n\n- سعر Dusk هو €119، والشحن €9، ويصل خلال **3–5 أيام عمل**.\n- التغليف مع بطاقة مكتوبة بخط اليد: €4.\n- رمز الخصم للطلب الأول: `LATE-10`.\n\nماذا نكتب على البطاقة؟'
const REST = 'the same day, Monday to Friday.\n\nWhat should the card say?'

const RICH =
  'Turn the ring twice, then hold it:\n\n| Light | Lasts |\n|---|---|\n| full | 10 h |\n| dimmed | 90 h |\n\nOver the air:\n\n```\nlamp.dim({ level: 3, keep: true })\n```\n\nMore in [the manual](https://manuals.latelight.example/dusk).'

test.describe('with a model', () => {
  test('streaming', async ({ page, shop, chat, upstream }) => {
    holdAnswer(upstream, FIRST, REST)
    await page.goto(shop.shopUrl)
    await chat.open()
    await chat.say(PRESENT)
    await expect(chat.streaming).toContainText('Ordered before 14:00 Irish time, it leaves')
    await take(page, 'streaming')
  })

  test('a conversation in Arabic', async ({ page, shop, upstream }) => {
    upstream.reply(ARABIC)
    const chat = chatOn(page, ar)
    await pageIn(page, shop, 'ar')
    await chat.open()
    await chat.say('هل يمكنكم إرسال Dusk إلى أختي في Lyon كهدية؟')
    await expect.poll(async () => (await chat.answers()).length).toBe(1)
    await chat.settled()
    await take(page, 'arabic')
  })

  test('failure', async ({ page, shop, chat, upstream, expectTrouble }) => {
    expectTrouble(DEAD_LINE)
    upstream.fault('cut-mid-sentence')
    await page.goto(shop.shopUrl)
    await chat.open()
    await chat.say('Will Moth be back in smoked oak this winter?')
    await expect.poll(async () => (await chat.answers()).length).toBe(1)
    await chat.settled()
    await shop.kill('SIGKILL')
    await chat.say('And what does it cost?')
    await expect(chat.strips).toContainText(en.reconnecting)
    await take(page, 'failure')
  })

  test('an answer with a link, a table and code, and what can be done with it', async ({ page, shop, chat, upstream }) => {
    upstream.reply(RICH)
    await page.goto(shop.shopUrl)
    await chat.open()
    await chat.say('How do I keep Dusk dimmed?')
    await expect.poll(async () => (await chat.answers()).length).toBe(1)
    await chat.settled()
    await chat.panel.getByRole('button', { name: en.helpful, exact: true }).click()
    await take(page, 'answer')
    await chat.button(en.menu).click()
    await expect(chat.entry(en.erase)).toBeVisible()
    await take(page, 'menu')
  })

  test.describe('for eyes that need more', () => {
    test('forced colours', async ({ page, shop, chat, upstream }) => {
      await page.emulateMedia({ forcedColors: 'active', colorScheme: 'dark' })
      upstream.reply(RICH)
      await page.goto(shop.shopUrl)
      await chat.open()
      await chat.say('How do I keep Dusk dimmed?')
      await expect.poll(async () => (await chat.answers()).length).toBe(1)
      await chat.settled()
      await take(page, 'forced-colours')
    })

    test.describe('at 200 %', () => {
      test.use({ viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 })
      test('a conversation', async ({ page, shop, chat, upstream }) => {
        upstream.reply(FIRST + REST)
        await page.goto(shop.shopUrl)
        await chat.open()
        await chat.say(PRESENT)
        await expect.poll(async () => (await chat.answers()).length).toBe(1)
        await chat.settled()
        await take(page, 'zoom-200')
      })
    })
  })

  test.describe('in the dark', () => {
    test.use({ colorScheme: 'dark' })
    test('a conversation', async ({ page, shop, chat, upstream }) => {
      upstream.reply(FIRST + REST)
      await page.goto(shop.shopUrl)
      await chat.open()
      await chat.say(PRESENT)
      await expect.poll(async () => (await chat.answers()).length).toBe(1)
      await chat.settled()
      await take(page, 'dark')
    })
  })
})

test.describe('with approved questions only', () => {
  test.use({ answers: 'approved questions only' })

  test('shop page, and the chat open', async ({ page, shop, chat }) => {
    await page.goto(shop.shopUrl)
    await expect(chat.launcher).toBeVisible()
    await take(page, 'shop-page')
    await chat.openOnline()
    await expect(chat.strips).toHaveText('')
    await take(page, 'shop-open')
  })

  test('no answer', async ({ page, shop, chat }) => {
    await page.goto(shop.shopUrl)
    await chat.open()
    await chat.say('Can the battery survive a winter on the balcony?')
    await expect.poll(async () => (await chat.answers()).length).toBe(1)
    await expect.poll(() => chat.suggestions.count()).toBeGreaterThan(0)
    await chat.settled()
    await take(page, 'no-answer')
  })

  test('not sent', async ({ page, shop, chat, expectTrouble }) => {
    expectTrouble(DEAD_LINE)
    const line = await leakyLine(page)
    await page.goto(shop.shopUrl)
    await chat.openOnline()
    // Sent once, it belongs to its conversation, although it never arrived; and then that is gone.
    line.swallow = 'to the server'
    await chat.say('Where is my order?')
    await expect.poll(chat.pending).toEqual(['Where is my order?'])
    await shop.kill('SIGKILL')
    line.swallow = 'nothing'
    rmSync(shop.dataFolder, { recursive: true })
    await shop.restart()
    await chat.reconnected()
    await expect(chat.log.locator('[data-kind="failed"]')).toContainText(en.failed)
    await take(page, 'not-sent')
  })

  test('waiting for a person', async ({ page, shop, chat }) => {
    await page.goto(shop.shopUrl)
    await chat.open()
    await chat.say('Where is my order?')
    await expect.poll(async () => (await chat.answers()).length).toBe(1)
    await chat.say('I would like to talk to a person please')
    await expect(chat.strips).toContainText(en.waiting)
    await chat.settled()
    await take(page, 'waiting-for-person')
  })

  test.describe('in Chinese', () => {
    test.use({ locale: 'zh-CN' })
    test('a conversation', async ({ page, shop }) => {
      const chat = chatOn(page, zh)
      await page.goto(`${shop.shopUrl}/zh`)
      await chat.open()
      await chat.suggestions.nth(1).click()
      await expect.poll(async () => (await chat.answers()).length).toBe(1)
      await chat.settled()
      await take(page, 'chinese')
    })
  })

  test.describe('on a phone', () => {
    test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })
    test('a conversation', async ({ page, shop, chat }) => {
      await page.goto(shop.shopUrl)
      await chat.open()
      await chat.suggestions.nth(1).tap()
      await expect.poll(async () => (await chat.answers()).length).toBe(1)
      await chat.settled()
      await take(page, 'phone')
    })
  })
})

test.describe('the desk', () => {
  test.use({ server: 'own' })

  test('a conversation that an agent took over, and the same at night in Chinese', async ({ browser, shop, upstream }) => {
    const work = await (await browser.newContext({ viewport: { width: 1360, height: 820 }, locale: 'en-IE' })).newPage()
    const desk = await enterAsOwner(work, shop)
    const customers = [
      ['Noor', 'Where is my order?'],
      ['Jonas Weber', 'I want to talk to a person, please'],
      ['', 'Which lamp is best for reading?'],
      ['Aoife Byrne', PRESENT],
    ]
    const held = holdAnswer(upstream, FIRST, REST)
    let last: Chat | undefined
    for (const [name, text = ''] of customers) {
      const page = await (await browser.newContext({ locale: 'en-IE' })).newPage()
      await page.goto(shop.shopUrl)
      await page.evaluate((given) => given && (window as unknown as { Kefu: unknown[] }).Kefu.push(['identify', { name: given }]), name)
      last = chatOn(page)
      await last.openOnline()
      await last.say(text)
      await expect.poll(async () => (await last?.customer())?.length).toBe(1)
    }
    await desk.view('all')
    await desk.open('Aoife')
    await expect(desk.streaming).toContainText('Ordered before 14:00 Irish time, it leaves')
    await take(work, 'desk-streaming')
    await work.keyboard.press('t')
    await expect(desk.floor).toHaveText(deskWords.floors.mine)
    held.release()
    await desk.say('Hello Aoife, Mira here. **Yes, to Lyon too**: wrapped, with a card, it leaves tomorrow.')
    await expect(desk.log.locator('[data-by="agent"] .meta')).toContainText(deskWords.makeQuestion)
    await desk.button(deskWords.note).click()
    await desk.say('Card text still to come: ask before it ships.')
    await expect(desk.log.locator('.note[data-outgoing]')).toHaveCount(0)
    await expect(desk.log.locator('.note')).toHaveCount(1)
    await take(work, 'desk')
    await work.emulateMedia({ colorScheme: 'dark' })
    await work.evaluate(() => localStorage.setItem('kefu-desk:browser:preferences', JSON.stringify({ language: 'zh' })))
    await work.reload()
    await expect(desk.page.locator('.note')).toHaveCount(1)
    await take(work, 'desk-chinese-dark')
  })
})
