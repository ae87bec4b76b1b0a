/** Reloads, second tabs, tunnels and dead lines: every message arrives once and in order, and every answer goes on. */

import { replyScript } from '../server/testing/upstream.ts'
import { en } from '../widget/i18n/en.ts'
import { chatOn } from './chat.ts'
import { DEAD_LINE, expect, test } from './harness.ts'
import { leakyLine } from './leaky-line.ts'
import { holdAnswer } from './model.ts'

test('[D-RESUME] the page is reloaded in the middle of an answer: what was there is there, and it goes on', async ({
  page,
  shop,
  chat,
  upstream,
}) => {
  const held = holdAnswer(upstream, 'First the foot,', ' then the stem, then the shade.')
  await page.goto(shop.shopUrl)
  await chat.open()
  await chat.say('How do I put it together?')
  await expect(chat.streaming).toContainText('First the foot')
  await page.reload()
  await chat.open()
  await expect(chat.streaming).toContainText('First the foot')
  expect(await chat.customer()).toEqual(['How do I put it together?'])
  held.release()
  await expect.poll(chat.answers).toEqual(['First the foot, then the stem, then the shade.'])
  await chat.settled()
  expect(upstream.requests).toHaveLength(1)
})

test('[C-OUTBOX] a message waits through a reload of the page too', async ({ page, shop, chat, upstream, expectTrouble }) => {
  expectTrouble(DEAD_LINE)
  upstream.reply('Still here.')
  await page.goto(shop.shopUrl)
  await chat.openOnline()
  await shop.kill('SIGKILL')
  await chat.say('Do not forget me')
  await expect.poll(chat.pending).toEqual(['Do not forget me'])
  await shop.restart()
  await page.reload()
  await chat.open()
  await expect.poll(chat.said).toEqual([
    { by: 'customer', text: 'Do not forget me' },
    { by: 'assistant', text: 'Still here.' },
  ])
})

test('[D-TABS] a second tab shows the same log and the same stream, and may go on', async ({ page, context, shop, chat, upstream }) => {
  const held = holdAnswer(upstream, 'Twelve hours,', ' or ninety at its lowest.')
  await page.goto(shop.shopUrl)
  await chat.openOnline()
  const secondPage = await context.newPage()
  const second = chatOn(secondPage)
  await secondPage.goto(shop.shopUrl)
  await second.open()

  await chat.say('How long does Pip last?!')
  await expect.poll(second.customer).toEqual(['How long does Pip last?!'])
  await expect(chat.streaming).toContainText('Twelve hours')
  await expect(second.streaming).toContainText('Twelve hours')
  const third = chatOn(await context.newPage().then(async (late) => (await late.goto(shop.shopUrl), late)))
  await third.open()
  await expect(third.streaming, 'a tab that comes in the middle').toContainText('Twelve hours')
  held.release()
  const whole = ['Twelve hours, or ninety at its lowest.']
  for (const tab of [chat, second, third]) await expect.poll(tab.answers).toEqual(whole)

  upstream.reply('Yes.')
  await second.say('Both at once?')
  await expect.poll(chat.customer).toEqual(['How long does Pip last?!', 'Both at once?'])
  await expect.poll(chat.answers).toEqual([...whole, 'Yes.'])
  await expect.poll(second.said, 'a tab in the background draws a little later').toEqual(await chat.said())
})

test.describe('the page is offline', () => {
  // On localhost, Socket.IO does not believe the browser that it is offline.
  test.use({ host: '127.0.0.1' })

  test('[C-ONCE] offline and back: what was written in the tunnel arrives once and in order', async ({
    page,
    context,
    shop,
    chat,
    upstream,
    expectTrouble,
  }) => {
    expectTrouble(DEAD_LINE)
    upstream.reply('Welcome back.')
    await page.goto(shop.shopUrl)
    await chat.openOnline()
    await context.setOffline(true)
    await expect(chat.strips).toContainText(en.reconnecting)
    await chat.say('First from the tunnel')
    await chat.say('Second from the tunnel')
    await expect.poll(chat.pending).toEqual(['First from the tunnel', 'Second from the tunnel'])
    await context.setOffline(false)
    await expect.poll(chat.customer, { timeout: 20_000 }).toEqual(['First from the tunnel', 'Second from the tunnel'])
    await expect.poll(chat.answers).toContain('Welcome back.')
    await chat.settled()
    expect(await chat.customer()).toEqual(['First from the tunnel', 'Second from the tunnel'])
  })

  test('[D-RESUME] what was answered while the page was offline is there when it is back', async ({
    page,
    context,
    shop,
    chat,
    upstream,
    expectTrouble,
  }) => {
    expectTrouble(DEAD_LINE)
    const held = holdAnswer(upstream, 'Wait for it,', ' there.')
    await page.goto(shop.shopUrl)
    await chat.open()
    await chat.say('Say something while I am in the tunnel')
    await expect(chat.streaming).toContainText('Wait for it')
    await context.setOffline(true)
    await expect(chat.strips).toContainText(en.reconnecting)
    held.release()
    await expect.poll(() => upstream.openRequests()).toBe(0)
    await context.setOffline(false)
    await expect.poll(chat.answers, { timeout: 20_000 }).toEqual(['Wait for it, there.'])
    await chat.settled()
  })
})

test('[C-ONCE] a line that has died without a word is given up, and the message goes on the next, once', async ({
  page,
  shop,
  chat,
  upstream,
}) => {
  upstream.reply('There you are.')
  const line = await leakyLine(page)
  await page.clock.install()
  await page.goto(shop.shopUrl)
  await chat.openOnline()
  line.swallow = 'to the page'
  await chat.say('Do your lamps hum?')
  await expect.poll(() => upstream.requests.length).toBe(1)
  await expect.poll(chat.pending).toEqual(['Do your lamps hum?'])
  line.swallow = 'nothing'
  await page.clock.fastForward(16_000)
  await expect.poll(chat.said).toEqual([
    { by: 'customer', text: 'Do your lamps hum?' },
    { by: 'assistant', text: 'There you are.' },
  ])
})

test('[D-TURN] ten messages at once are all kept, in order, and all answered', async ({ page, shop, chat, upstream }) => {
  upstream.respond = ({ body }) => replyScript(`Heard: ${body.messages.at(-1)?.content}`)
  await page.goto(shop.shopUrl)
  await chat.openOnline()
  const texts = Array.from({ length: 10 }, (_, index) => `Quick message ${index + 1}`)
  for (const text of texts) await chat.say(text)
  await expect.poll(chat.customer).toEqual(texts)
  await expect.poll(async () => (await chat.said()).at(-1)).toEqual({ by: 'assistant', text: 'Heard: Quick message 10' })
  await chat.settled()
  const told = upstream.requests
    .at(-1)
    ?.body?.messages.filter(({ role }) => role === 'user')
    .map(({ content }) => content)
  expect(told).toEqual(texts)
  expect(upstream.requests.filter((request) => request.aborted)).toEqual([])
})
