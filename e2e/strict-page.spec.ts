/**
 * Pages whose owners trust nobody: a policy that forbids all but what the README asks for, isolated pages, and frames on other people's
 * sites. Nothing is reported, nothing is blocked, and the chat works.
 */

import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from '@playwright/test'
import { en } from '../widget/i18n/en.ts'
import { chatOn, type Chat } from './chat.ts'
import { expect, test } from './harness.ts'
import { kept, tagOf, visit } from './guest-page.ts'
import type { Shop } from './shop.ts'

/** Markdown of every kind: each is drawn by means of its own. */
const ANSWER = [
  '# Dimming',
  'Press **twice**, or *hold*. See [the guide](https://example.com/guide), or write to <help@latelight.example>.',
  '1. one\n2. two',
  '- a list\n- with `code`',
  '> quoted',
  '```js\nlamp.dim(0.5)\n```',
].join('\n\n')

type Policy = { lines: string[]; attributes?: string }

/** What nobody can do without, and nothing else: no style, image, font or frame is the widget's to load. */
const policies: [string, (shop: Shop) => Policy][] = [
  [
    'names our server as a source of scripts',
    ({ url }) => ({ lines: [`script-src 'nonce-cGFnZQ' ${url}`, `connect-src ${url} ${url.replace('http', 'ws')}`] }),
  ],
  [
    'trusts the tag by its nonce, and what the tag loads',
    ({ url }) => ({
      lines: [`script-src 'nonce-cGFnZQ' 'strict-dynamic'`, `connect-src ${url} ${url.replace('http', 'ws')}`],
      attributes: 'nonce="cGFnZQ"',
    }),
  ],
]

const FORBIDDEN = [
  "default-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
]

/** Everything that a customer can do, as far as it draws or loads something. */
async function useEverything(page: Page, chat: Chat): Promise<void> {
  await chat.open()
  await chat.say('Does it hum at night?')
  await expect.poll(async () => (await chat.answers()).length).toBe(1)
  await chat.settled()
  await expect(chat.log.locator('pre')).toContainText('lamp.dim(0.5)')
  await expect(chat.log.getByRole('link', { name: 'the guide' })).toBeVisible()
  await chat.button(en.menu).click()
  await expect(chat.entry(en.newConversation)).toBeVisible()
  await page.keyboard.press('Escape')
  await chat.button(en.close).click()
  await chat.open()
}

for (const [name, policyOf] of policies) {
  for (const transport of ['WebSocket', 'long-polling']) {
    test(`a policy that forbids all else and ${name}: no violation, with ${transport}`, async ({ page, shop, chat, upstream }) => {
      upstream.reply(ANSWER)
      const { lines, attributes } = policyOf(shop)
      const polls: string[] = []
      page.on('request', (request) => request.url().includes('transport=polling') && polls.push(request.method()))
      await page.addInitScript((isPolling) => {
        const broken: string[] = []
        Object.assign(window, { broken })
        document.addEventListener('securitypolicyviolation', (event) => broken.push(`${event.violatedDirective} ${event.blockedURI}`))
        if (isPolling) Reflect.deleteProperty(window, 'WebSocket')
      }, transport === 'long-polling')
      await visit(page, shop, {
        prologue: '<!doctype html><title>Shop</title>',
        body: `<h1>Shop</h1>${tagOf(shop, 'late-light', attributes)}`,
        headers: { 'content-security-policy': [...FORBIDDEN, ...lines].join('; ') },
      })
      await useEverything(page, chat)
      // The styles are there too: without them the panel would be a plain block at the end of the page.
      expect(await chat.panel.evaluate((panel) => getComputedStyle(panel).position)).toBe('absolute')
      expect(await kept(page, 'broken')).toEqual([])
      expect(polls.includes('POST')).toBe(transport === 'long-polling')

      // With a stored token the app is loaded by itself.
      await page.reload()
      await chat.open()
      await expect.poll(chat.customer).toEqual(['Does it hum at night?'])
      expect(await kept(page, 'broken')).toEqual([])
    })
  }
}

test('the eye that sees no violation sees one where there is one', async ({ page, shop, expectTrouble }) => {
  expectTrouble(/violates the following Content Security Policy/)
  await page.addInitScript(() => {
    const broken: string[] = []
    Object.assign(window, { broken })
    document.addEventListener('securitypolicyviolation', (event) => broken.push(event.violatedDirective))
  })
  await visit(page, shop, {
    prologue: '<!doctype html><title>Shop</title>',
    body: tagOf(shop),
    headers: { 'content-security-policy': FORBIDDEN.join('; ') },
  })
  await expect.poll(() => kept(page, 'broken')).toEqual(['script-src-elem'])
})

test('a page that isolates itself from every other origin gets the script, the app and the line', async ({
  page,
  shop,
  chat,
  upstream,
}) => {
  upstream.reply(ANSWER)
  await visit(page, shop, {
    body: tagOf(shop),
    headers: { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' },
  })
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true)
  await useEverything(page, chat)
})

type Frame = { name: string; host: 'localhost' | '127.0.0.1'; attributes?: string }

test.describe('in a frame of another page', () => {
  const frames: Frame[] = [
    { name: 'of the same site', host: 'localhost' },
    {
      name: 'of the same site, where it may do little more than run scripts',
      host: 'localhost',
      attributes: 'sandbox="allow-scripts allow-same-origin"',
    },
    // Whether a stranger's frame has a storage of its own or none at all is up to the browser's settings.
    { name: 'of somebody else’s site', host: '127.0.0.1' },
  ]
  for (const frame of frames) {
    test(`${frame.name}, the chat works`, async ({ page, shop, upstream, expectTrouble: _eye }) => {
      upstream.reply(ANSWER)
      await useEverything(page, chatOn(await framed(page, shop, frame)))
    })
  }

  test('without an origin, the bubble says that there is no chat here', async ({ page, shop, expectTrouble }) => {
    expectTrouble(/403 \(Forbidden\)|WebSocket connection to .* failed|blocked by CORS policy|net::ERR_FAILED|Kefu: /)
    const chat = chatOn(await framed(page, shop, { name: 'sandboxed', host: 'localhost', attributes: 'sandbox="allow-scripts"' }))
    await chat.open()
    await expect(chat.strips).toContainText(en.refused)
  })
})

/** The shop's page, framed by a page at another address. To a browser a number and a name are two sites. */
async function framed(page: Page, shop: Shop, { host, attributes = '' }: Frame) {
  const elsewhere = createServer((_request, response) => {
    const html = `<!doctype html><link rel="icon" href="data:,"><iframe ${attributes} width="600" height="700" src="${shop.shopUrl}/"></iframe>`
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(html)
  }).listen(0)
  await once(elsewhere, 'listening')
  try {
    await page.goto(`http://${host}:${(elsewhere.address() as AddressInfo).port}/`)
  } finally {
    elsewhere.close()
    elsewhere.closeAllConnections()
  }
  const frame = page.frame({ url: `${shop.shopUrl}/` })
  if (!frame) throw new Error('the frame is not there')
  return frame
}
