/** Networks and browsers that are in the way: the chat works all the same. */

import type { Page } from '@playwright/test'
import { chatOn, expectConversation } from './chat.ts'
import { DEAD_LINE, expect, test } from './harness.ts'
import { holdAnswer } from './model.ts'
import type { Shop } from './shop.ts'

test.describe('WebSocket is blocked', () => {
  const refused: [string, (page: Page, shop: Shop) => Promise<unknown>][] = [
    [
      'by a proxy that refuses the upgrade',
      // The shop's own pages know no sockets: they answer 404.
      (page, shop) =>
        page.addInitScript(
          (elsewhere) => {
            const Real = window.WebSocket
            window.WebSocket = class extends Real {
              constructor() {
                super(elsewhere)
              }
            }
          },
          shop.shopUrl.replace('http', 'ws'),
        ),
    ],
    ['by the browser', (page) => page.addInitScript(() => Reflect.deleteProperty(window, 'WebSocket'))],
  ]
  for (const [name, block] of refused) {
    test(`${name}: long-polling carries the stream`, async ({ page, shop, chat, upstream, expectTrouble }) => {
      expectTrouble(/WebSocket connection to .* failed/)
      await block(page, shop)
      const polls: string[] = []
      page.on('request', (request) => request.url().includes('transport=polling') && polls.push(request.method()))
      const held = holdAnswer(upstream, 'Slowly,', ' but it arrives.')
      await page.goto(shop.shopUrl)
      await chat.open()
      await chat.say('Do your lamps hum?')
      await expect(chat.streaming).toContainText('Slowly')
      held.release()
      await expect.poll(chat.answers).toEqual(['Slowly, but it arrives.'])
      await chat.settled()
      expect(polls).toContain('POST')
    })
  }

  test('by a proxy that swallows it without a word: the next attempt does not begin with it', async ({ page, shop, chat, upstream }) => {
    upstream.reply('Here I am.')
    let attempts = 0
    await page.routeWebSocket(/\/socket\.io\//, () => void attempts++)
    await page.clock.install()
    await page.goto(shop.shopUrl)
    await chat.open()
    await chat.say('Do your lamps hum?')
    await expect.poll(() => attempts).toBe(1)
    await expect.poll(chat.pending).toEqual(['Do your lamps hum?'])
    await page.clock.fastForward(10_000)
    await expect.poll(chat.answers).toEqual(['Here I am.'])
    expect(await chat.customer()).toEqual(['Do your lamps hum?'])
  })

  test('by a proxy that lets it in and hangs up: the next attempt comes soon and does not begin with it', async ({
    page,
    shop,
    chat,
    upstream,
  }) => {
    upstream.reply('Here I am.')
    let attempts = 0
    await page.routeWebSocket(/\/socket\.io\//, async (socket) => {
      attempts++
      await socket.close()
    })
    await page.goto(shop.shopUrl)
    await chat.open()
    await chat.say('Do your lamps hum?')
    await expect.poll(chat.answers, { timeout: 5_000 }).toEqual(['Here I am.'])
    expect(await chat.customer()).toEqual(['Do your lamps hum?'])
    // The second is the probe by which a long poll asks for something better.
    expect(attempts).toBeLessThanOrEqual(2)
  })
})

test.describe('without a model', () => {
  test.use({ answers: 'approved questions only' })

  test('storage is denied: the chat works, also after the server was away', async ({ page, shop, chat, expectTrouble }) => {
    expectTrouble(DEAD_LINE)
    await page.addInitScript(() => {
      for (const name of ['localStorage', 'sessionStorage', 'indexedDB']) {
        Object.defineProperty(window, name, {
          get() {
            throw new DOMException('Access is denied for this document.', 'SecurityError')
          },
        })
      }
    })
    await page.goto(shop.shopUrl)
    await expectConversation(chat)
    await shop.kill('SIGKILL')
    await chat.say('Do you ship to Ireland?')
    await expect.poll(chat.pending).toEqual(['Do you ship to Ireland?'])
    await shop.restart()
    await chat.reconnected()
    await expect.poll(chat.customer).toEqual(['Where is my order?', 'Do you ship to Ireland?'])
    await chat.settled()
  })

  test('storage is full: the chat works', async ({ page, shop, chat }) => {
    await page.addInitScript(() => {
      Storage.prototype.setItem = () => {
        throw new DOMException('The quota has been exceeded.', 'QuotaExceededError')
      }
    })
    await page.goto(shop.shopUrl)
    await expectConversation(chat)
  })

  test('the journal on another origin carries the same chat, with a conversation of its own', async ({ page, shop, chat }) => {
    await page.goto(shop.shopUrl)
    await expectConversation(chat)
    await page.goto(shop.blogUrl)
    await expectConversation(chat)
  })
})

test('two sites of one browser do not meet: the chat of a second window without its storage is another visitor', async ({
  browser,
  page,
  shop,
  chat,
  upstream,
}) => {
  upstream.reply('Hello.')
  await page.goto(shop.shopUrl)
  await chat.open()
  await chat.say('My order is 1234')
  await expect.poll(chat.answers).toEqual(['Hello.'])
  const stranger = await browser.newContext()
  const strangersPage = await stranger.newPage()
  const strangersChat = chatOn(strangersPage)
  await strangersPage.goto(shop.shopUrl)
  await strangersChat.openOnline()
  await strangersChat.say('Is it raining?')
  await expect.poll(strangersChat.said).toEqual([
    { by: 'customer', text: 'Is it raining?' },
    { by: 'assistant', text: 'Hello.' },
  ])
  expect(await chat.customer()).toEqual(['My order is 1234'])
  await stranger.close()
})
