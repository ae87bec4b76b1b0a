/** One customer, several tabs: one visitor, one log, one outbox; nothing doubled, nothing lost, and no tab that lags behind. */

import type { BrowserContext, Page } from '@playwright/test'
import { replyScript } from '../server/testing/upstream.ts'
import { en } from '../widget/i18n/en.ts'
import { chatOn, type Chat } from './chat.ts'
import { DEAD_LINE, expect, test } from './harness.ts'
import { leakyLine } from './leaky-line.ts'
import { holdAnswer } from './model.ts'
import type { Shop } from './shop.ts'

type Tab = { page: Page; chat: Chat }

/** Another tab with the panel closed. */
async function newTab(context: BrowserContext, shop: Shop): Promise<Tab> {
  const page = await context.newPage()
  await page.goto(shop.shopUrl)
  return { page, chat: chatOn(page) }
}

const badge = (chat: Chat) => chat.launcher.locator('.badge')

/** A tab whose panel is open and whose line stands. */
async function openTab(context: BrowserContext, shop: Shop): Promise<Tab> {
  const tab = await newTab(context, shop)
  await tab.chat.openOnline()
  return tab
}

const outbox = (page: Page): Promise<string[]> =>
  page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('kefu:late-light:outbox:')))

test('[D-TABS] [C-ONCE] two tabs wrote while the server was away: each message is there once in both, each tab’s own in its order', async ({
  context,
  shop,
  upstream,
  expectTrouble,
}) => {
  expectTrouble(DEAD_LINE)
  upstream.respond = ({ body }) => replyScript(`Heard: ${body.messages.at(-1)?.content}`)
  const left = await openTab(context, shop)
  const right = await openTab(context, shop)
  await shop.kill('SIGKILL')
  for (const { chat } of [left, right]) await expect(chat.strips).toContainText(en.reconnecting)
  for (const [name, { chat, page }] of Object.entries({ left, right })) {
    const texts = [1, 2, 3].map((count) => `${name} ${count}`)
    for (const text of texts) await chat.say(text)
    await expect.poll(chat.pending).toEqual(texts)
    expect((await outbox(page)).length).toBeGreaterThanOrEqual(3)
  }
  // What a page stores is another page's a moment later, as each has a process of its own.
  for (const { page } of [left, right]) await expect.poll(() => outbox(page)).toHaveLength(6)
  await shop.restart()
  for (const { chat } of [left, right]) await chat.reconnected()
  for (const { chat } of [left, right]) {
    await expect.poll(async () => (await chat.customer()).length).toBe(6)
    await chat.settled()
    const said = await chat.customer()
    expect(said.filter((text) => text.startsWith('left'))).toEqual(['left 1', 'left 2', 'left 3'])
    expect(said.filter((text) => text.startsWith('right'))).toEqual(['right 1', 'right 2', 'right 3'])
  }
  expect(await left.chat.said()).toEqual(await right.chat.said())
  for (const { page } of [left, right]) await expect.poll(() => outbox(page)).toEqual([])
})

test('[C-ONCE] [C-OUTBOX] a tab that is opened while another cannot send sends for it, and nothing is doubled when both can', async ({
  context,
  shop,
  upstream,
}) => {
  upstream.reply('I hear you.')
  const first = await newTab(context, shop)
  const line = await leakyLine(first.page)
  await first.page.reload()
  await first.chat.openOnline()
  line.swallow = 'to the server'
  await first.chat.say('one')
  await first.chat.say('two')
  const second = await openTab(context, shop)
  await expect.poll(second.chat.customer).toEqual(['one', 'two'])
  await second.chat.settled()
  // The first tab sees its own messages come back, and has nothing more to send.
  await expect.poll(first.chat.customer).toEqual(['one', 'two'])
  await expect.poll(first.chat.pending).toEqual([])
  line.swallow = 'nothing'
  await first.chat.say('three')
  await expect.poll(second.chat.customer).toEqual(['one', 'two', 'three'])
  await first.chat.settled()
  await second.chat.settled()
  expect(await first.chat.said()).toEqual(await second.chat.said())
})

test('[C-OUTBOX] a tab closed before its message was acknowledged: the next visit sends it, once', async ({ context, shop, upstream }) => {
  upstream.reply('There you are.')
  const first = await newTab(context, shop)
  const line = await leakyLine(first.page)
  await first.page.reload()
  await first.chat.openOnline()
  line.swallow = 'to the page'
  // The server has it and the tab does not know.
  await first.chat.say('Did you get this?')
  await expect.poll(() => upstream.requests.length).toBeGreaterThan(0)
  expect(await first.chat.pending()).toEqual(['Did you get this?'])
  await first.page.close()
  const next = await openTab(context, shop)
  await expect.poll(next.chat.said).toEqual([
    { by: 'customer', text: 'Did you get this?' },
    { by: 'assistant', text: 'There you are.' },
  ])
  await expect.poll(() => outbox(next.page)).toEqual([])
})

test('[D-TABS] a tab shows the answer that another tab asked for while it is being written', async ({ context, shop, upstream }) => {
  const held = holdAnswer(upstream, 'Wait for it,', ' there.')
  const asking = await openTab(context, shop)
  const watching = await openTab(context, shop)
  await asking.chat.say('Tell us both')
  await expect(watching.chat.streaming).toContainText('Wait for it')
  held.release()
  for (const { chat } of [asking, watching]) await expect.poll(chat.answers).toEqual(['Wait for it, there.'])
})

test('[D-TABS] a new conversation begun in one tab is the conversation of the other', async ({ context, shop, upstream }) => {
  upstream.reply('Fine.')
  const first = await openTab(context, shop)
  const second = await openTab(context, shop)
  await first.chat.say('The old story')
  await expect.poll(second.chat.answers).toEqual(['Fine.'])
  await first.chat.choose(en.newConversation)
  await expect.poll(second.chat.said).toEqual([])
  await second.chat.say('The new story')
  for (const { chat } of [first, second]) await expect.poll(chat.customer).toEqual(['The new story'])
})

test('[D-TABS] unread counts agree: what is read in one tab is read in all of them', async ({ context, shop, upstream }) => {
  const held = holdAnswer(upstream, 'Wait for it,', ' there.')
  const first = await openTab(context, shop)
  await first.chat.say('Answer me later')
  await expect(first.chat.streaming).toContainText('Wait for it')
  await first.chat.button(en.close).click()
  const second = await newTab(context, shop)
  held.release()
  for (const { chat } of [first, second]) await expect(badge(chat)).toHaveText('1')
  await second.chat.open()
  for (const { chat } of [first, second]) await expect(badge(chat)).toBeHidden()
  await second.chat.button(en.close).click()
  for (const { chat } of [first, second]) await expect(badge(chat)).toBeHidden()
})

test('[D-TABS] what is erased in one tab is gone from the other, and from what the browser keeps', async ({ context, shop, upstream }) => {
  upstream.reply('Noted.')
  const first = await openTab(context, shop)
  const second = await openTab(context, shop)
  await first.chat.say('My number is 12345')
  for (const { chat } of [first, second]) await expect.poll(chat.answers).toEqual(['Noted.'])
  await second.chat.field.fill('And my draft is 67890')
  await first.chat.choose(en.erase)
  await first.chat.button(en.eraseConfirm).click()
  for (const { chat } of [first, second]) await expect.poll(async () => JSON.stringify(await chat.said())).not.toContain('12345')
  await expect.poll(() => first.page.evaluate(() => JSON.stringify(localStorage))).not.toContain('12345')
  // Either may go on.
  await second.chat.say('A new story')
  for (const { chat } of [first, second]) await expect.poll(chat.customer).toEqual(['A new story'])
})

test('[D-TABS] what is written in one tab does not move what is read in another', async ({ context, shop, upstream }) => {
  upstream.respond = () => replyScript(Array.from({ length: 60 }, (_, index) => `Line ${index}.`).join('\n\n'))
  const reading = await openTab(context, shop)
  const writing = await openTab(context, shop)
  await writing.chat.say('Tell me everything')
  await expect(reading.chat.panel).toContainText('Line 59.')
  await reading.chat.settled()
  const scroller = reading.chat.panel.locator('.scroller')
  await scroller.hover()
  await reading.page.mouse.wheel(0, -10_000)
  const top = () => scroller.evaluate((box) => box.scrollTop)
  await expect.poll(top).toBe(0)
  await writing.chat.say('And again')
  await expect.poll(() => reading.chat.customer()).toHaveLength(2)
  await reading.chat.settled()
  expect(await top()).toBe(0)
})
