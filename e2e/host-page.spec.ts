/** Pages of other people: the widget is a guest there. It works, or says plainly that it cannot, and leaves nothing behind. */

import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { en } from '../widget/i18n/en.ts'
import { expectConversation } from './chat.ts'
import { kept, tagOf, visit } from './guest-page.ts'
import { DEAD_LINE, expect, test } from './harness.ts'

// What a page may say here needs no model.
test.use({ answers: 'approved questions only' })

test('a page whose origin is not allowed: the bubble says that there is no chat here, and the console says why', async ({
  page,
  shop,
  chat,
  expectTrouble,
}) => {
  expectTrouble(/./)
  const printed: string[] = []
  page.on('console', (message) => printed.push(message.text()))
  const elsewhere = createServer((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(`<!doctype html><title>Elsewhere</title>${tagOf(shop)}`)
  }).listen(0)
  await once(elsewhere, 'listening')
  try {
    await page.goto(`http://localhost:${(elsewhere.address() as AddressInfo).port}/`)
    await chat.open()
    await expect(chat.strips).toContainText(en.refused)
    await expect(chat.strips.getByRole('link', { name: 'support@latelight.example' })).toBeVisible()
    await expect(chat.field).toHaveCount(0)
    expect(printed.join('\n')).toMatch(/Kefu: .*origin/)
  } finally {
    elsewhere.close()
    elsewhere.closeAllConnections()
  }
})

test('an unknown site key draws nothing and tells the owner in the console', async ({ page, shop, chat, expectTrouble }) => {
  expectTrouble(/no site with the key/)
  const line = page.waitForEvent('console', (message) => message.type() === 'error')
  await visit(page, shop, { body: `<h1>Shop</h1>${tagOf(shop, 'nobody')}` })
  expect((await line).text()).toContain('kefu site list')
  await expect(chat.widget).toHaveCount(0)
  await expect(page.getByRole('heading', { name: 'Shop' })).toBeVisible()
})

test('the tag is pasted twice: there is one bubble, and the console says so', async ({ page, shop, chat, expectTrouble }) => {
  expectTrouble(/on this page already/)
  const line = page.waitForEvent('console', (message) => message.text().includes('already'))
  await visit(page, shop, { body: `${tagOf(shop)}${tagOf(shop)}` })
  expect((await line).type()).toBe('warning')
  await expect(chat.launcher).toHaveCount(1)
  await expectConversation(chat)
})

test('shutdown leaves nothing behind, and the tag may be pasted again', async ({ page, shop, chat }) => {
  const sockets: { isClosed: () => boolean }[] = []
  page.on('websocket', (socket) => sockets.push(socket))
  await page.goto(shop.shopUrl)
  const globalsBefore = await page.evaluate(() => Object.keys(window).filter((name) => name !== 'Kefu'))
  await expectConversation(chat)
  expect(sockets).toHaveLength(1)

  await page.evaluate(() => (window as unknown as { Kefu: { shutdown(): void } }).Kefu.shutdown())
  await expect(chat.widget).toHaveCount(0)
  await expect.poll(() => sockets.map((socket) => socket.isClosed())).toEqual([true])
  expect(await page.evaluate(() => Object.keys(window))).toEqual(globalsBefore)
  await expect.poll(async () => (await (await fetch(`${shop.url}/metrics`)).text()).match(/^kefu_connections (\d+)/m)?.[1]).toBe('0')

  await page.addScriptTag({ url: `${shop.url}/kefu.js?site=late-light` })
  await chat.open()
  await expect.poll(chat.customer, 'the conversation is still the same').toEqual(['Where is my order?'])
  await chat.say('How do I dim the lamp?')
  await expect.poll(async () => (await chat.customer()).length).toBe(2)
})

test('commands that wait for the script are carried out when it comes', async ({ page, shop, chat }) => {
  await visit(page, shop, {
    body: `<script>
      window.heard = []
      ;(window.Kefu ||= []).push(['on', 'ready', () => heard.push('ready')])
      Kefu.push(['on', 'opened', () => heard.push('opened')])
      Kefu.push(['on', 'message-sent', ({ text }) => heard.push(text)])
      Kefu.push(['on', 'message-received', ({ author }) => heard.push(author)])
      Kefu.push(['open'])
    </script>${tagOf(shop)}`,
  })
  await expect(chat.panel).toBeVisible()
  await chat.say('Where is my order?')
  await expect.poll(() => kept(page, 'heard')).toEqual(['ready', 'opened', 'Where is my order?', 'bot'])
})

test('the app cannot be fetched: the bubble says so, and works with the next click', async ({ page, shop, chat, expectTrouble }) => {
  expectTrouble(DEAD_LINE)
  await page.route(/\/assets\/app-/, (route) => route.abort(), { times: 1 })
  await page.goto(shop.shopUrl)
  await chat.launcher.click()
  await expect(chat.widget.getByRole('status')).toHaveText('Chat unavailable')
  await expectConversation(chat)
})

test('keys pressed in the chat are not heard by the page', async ({ page, shop, chat }) => {
  await page.goto(shop.shopUrl)
  await page.evaluate(() => {
    const heard: string[] = []
    Object.assign(window, { heard })
    for (const type of ['keydown', 'keypress', 'keyup'])
      document.addEventListener(type, (event) => heard.push(`${type} ${(event as KeyboardEvent).key}`))
  })
  await chat.open()
  await chat.field.pressSequentially('hi/')
  await expect(chat.field).toHaveValue('hi/')
  expect(await kept(page, 'heard')).toEqual([])
})
