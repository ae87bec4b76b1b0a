/** What the page's owner may say: options on the tag, commands and events, in other vendors' words too, and from a bundle. */

import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { de } from '../widget/i18n/de.ts'
import { ar } from '../widget/i18n/ar.ts'
import type { Kefu } from '../widget/public-api.ts'
import { chatOn, expectConversation } from './chat.ts'
import { furnish, kept, tagOf, visit } from './guest-page.ts'
import { expect, test } from './harness.ts'

/** As the page's own script would say it. */
const say = (page: Page, name: keyof Kefu, value?: unknown): Promise<void> =>
  page.evaluate(([command, given]) => (window as unknown as { Kefu: Record<string, (value: unknown) => void> }).Kefu[command]!(given), [
    name as string,
    value,
  ] as const)

const surfaceOf = (page: Page): Promise<string> => chatOn(page).panel.evaluate((panel) => getComputedStyle(panel).backgroundColor)
const [LIGHT, DARK] = ['rgb(255, 255, 255)', 'rgb(23, 24, 28)']

test('the tag says on which side, how high, in which language and in which colours', async ({ page, shop }) => {
  await visit(page, shop, {
    body: tagOf(shop, 'late-light', 'data-position="left" data-z-index="5" data-locale="de-AT" data-color-scheme="dark"'),
  })
  const chat = chatOn(page, de)
  await expect(chat.launcher).toHaveAccessibleName('Chat öffnen')
  expect(await chat.launcher.boundingBox()).toMatchObject({ x: 20 })
  expect(await chat.widget.evaluate((host) => [host.parentElement?.localName, getComputedStyle(host).zIndex])).toEqual(['body', '5'])
  await chat.open()
  await expect.poll(async () => (await chat.panel.boundingBox())?.x).toBe(20)
  await expect(chat.field).toHaveAttribute('placeholder', de.placeholder)
  expect(await surfaceOf(page)).toBe(DARK)
  await expect(chat.launcher).toHaveAccessibleName(de.close)
})

test('what the tag says wrongly is told to the owner, and left out', async ({ page, shop, chat, expectTrouble }) => {
  const warned: string[] = []
  expectTrouble(/^Kefu: /)
  page.on('console', (message) => void warned.push(message.text()))
  await visit(page, shop, {
    body: tagOf(
      shop,
      'late-light',
      'data-position="top" data-z-index="high" data-launcher="#(" data-locale="tlh" data-color-scheme="pink" data-unheard-of="1"',
    ),
  })
  await expect(chat.launcher).toBeVisible()
  await chat.open()
  expect((await chat.launcher.boundingBox())?.x).toBe(1_280 - 20 - 56)
  expect(await surfaceOf(page)).toBe(LIGHT)
  await expect.poll(() => warned.filter((text) => text.startsWith('Kefu: '))).toHaveLength(5)
  for (const value of ['top', 'high', '#(', 'tlh', 'pink']) expect(warned.join('\n')).toContain(value)
})

test('the page’s own buttons open and close the chat, those too that come later, and get the focus back', async ({ page, shop, chat }) => {
  await visit(page, shop, {
    body: `<a class="help" href="#contact">Help</a><p id="place"></p>${tagOf(shop, 'late-light', 'data-launcher=".help"')}`,
  })
  const help = page.getByRole('link', { name: 'Help' })
  await expect(help).toHaveAttribute('aria-expanded', 'false')
  await expect(chat.launcher).toBeHidden()
  await help.click()
  await expect(chat.panel).toBeVisible()
  await expect(help).toHaveAttribute('aria-expanded', 'true')
  await expect(chat.field).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(chat.panel).toBeHidden()
  await expect(help).toBeFocused()
  await expect(help).toHaveAttribute('aria-expanded', 'false')

  await page.evaluate(() => (document.getElementById('place')!.innerHTML = '<button class="help"><b>Chat</b></button>'))
  await page.getByText('Chat', { exact: true }).click()
  await expect(chat.panel).toBeVisible()
  await say(page, 'shutdown')
  await expect(help).not.toHaveAttribute('aria-expanded')
  await help.click()
  await expect.poll(() => page.url(), 'the link is a link again').toContain('#contact')
})

test('the page changes language and colours while the chat is open', async ({ page, shop, chat, expectTrouble }) => {
  await visit(page, shop, { body: tagOf(shop) })
  await expectConversation(chat)
  expect(await surfaceOf(page)).toBe(LIGHT)
  await page.emulateMedia({ colorScheme: 'dark' })
  expect(await surfaceOf(page)).toBe(DARK)
  await say(page, 'setColorScheme', 'light')
  expect(await surfaceOf(page)).toBe(LIGHT)

  await say(page, 'setLocale', 'ar')
  const arabic = chatOn(page, ar)
  await expect(arabic.field).toHaveAttribute('placeholder', ar.placeholder)
  await expect(chat.panel).toHaveAttribute('dir', 'rtl')
  await expect(chat.launcher).toHaveAccessibleName(ar.close)
  expect(await arabic.customer(), 'what was said stays').toEqual(['Where is my order?'])
  await say(page, 'close')
  await expect(chat.launcher).toHaveAccessibleName('فتح الدردشة')

  expectTrouble(/^Kefu: “tlh”/)
  await say(page, 'setLocale', 'tlh')
  await expect(chat.launcher, 'the page’s own language').toHaveAccessibleName('Open chat')
})

test('who the customer is reaches the server with the first connection, and nothing is said before', async ({ page, shop, chat }) => {
  const sent: string[] = []
  page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => void sent.push(payload.toString())))
  await visit(page, shop, { body: tagOf(shop) })
  await expect(chat.launcher).toBeVisible()
  await say(page, 'identify', { name: 'Ada Lovelace' })
  await say(page, 'setAttributes', { plan: 'gold' })
  await say(page, 'setAttributes', { since: 1843 })
  expect(await page.evaluate(() => localStorage.length)).toBe(0)
  expect(sent).toEqual([])
  await expectConversation(chat)
  const described = () => sent.filter((frame) => frame.includes('Ada Lovelace'))
  await expect.poll(described).toHaveLength(1)
  for (const word of ['plan', 'gold', 'since', '1843']) expect(described()[0]).toContain(word)
})

test('after a reset the next customer sees nothing of the last one', async ({ page, shop, chat }) => {
  await visit(page, shop, { body: tagOf(shop) })
  await expectConversation(chat)
  await chat.field.fill('half a thought')
  await say(page, 'reset')
  await expect(chat.panel).toBeHidden()
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([])
  await chat.open()
  await expect(chat.suggestions.first()).toBeVisible()
  expect(await chat.customer()).toEqual([])
  await expect(chat.field).toHaveValue('')
  await chat.say('How do I dim the lamp?')
  await expect.poll(chat.customer).toEqual(['How do I dim the lamp?'])
})

test('the page hides the bubble and shows it again; hiding closes', async ({ page, shop, chat }) => {
  await visit(page, shop, { body: tagOf(shop) })
  await chat.open()
  await say(page, 'hide')
  await expect(chat.panel).toBeHidden()
  await expect(chat.launcher).toBeHidden()
  await say(page, 'open')
  await expect(chat.panel).toBeVisible()
  await say(page, 'close')
  await say(page, 'show')
  await expect(chat.launcher).toBeVisible()
})

test('a page written for Chatwoot goes on with one changed line', async ({ page, shop, chat }) => {
  await visit(page, shop, {
    body: `<script>
      window.heard = []
      window.chatwootSettings = { locale: 'de' }
      addEventListener('chatwoot:ready', () => { heard.push('ready'); $chatwoot.setUser('42', { name: 'Ada' }); $chatwoot.toggle('open') })
      addEventListener('chatwoot:on-message', ({ detail }) => heard.push(detail.message_type))
    </script>${tagOf(shop).replace('site=', 'as=chatwoot&site=')}`,
  })
  await expect(chat.panel).toBeVisible()
  const german = chatOn(page, de)
  await german.say('Where is my order?')
  await expect.poll(() => kept(page, 'heard')).toEqual(['ready', 0, 1])
  await say(page, 'shutdown')
  await expect.poll(() => page.evaluate(() => '$chatwoot' in window)).toBe(false)
})

test('a page written for Intercom goes on with one changed line', async ({ page, shop, chat }) => {
  await visit(page, shop, {
    body: `<script>
      window.heard = []
      window.intercomSettings = { app_id: 'x', name: 'Ada' }
      window.Intercom = function () { Intercom.q.push(arguments) }
      Intercom.q = []
      Intercom('onShow', () => heard.push('shown'))
      Intercom('onHide', () => heard.push('hidden'))
      Intercom('show')
    </script>${tagOf(shop).replace('site=', 'as=intercom&site=')}`,
  })
  await expect(chat.panel).toBeVisible()
  await page.evaluate(() => (window as unknown as { Intercom(method: string): void }).Intercom('hide'))
  await expect(chat.panel).toBeHidden()
  expect(await kept(page, 'heard')).toEqual(['shown', 'hidden'])
})

test('a bundle loads the chat with the package, and takes it away', async ({ page, shop, chat }) => {
  const built = readFileSync(new URL('../widget/dist/npm.js', import.meta.url), 'utf8')
  await page.route(`${shop.shopUrl}/npm.js`, (route) => route.fulfill({ contentType: 'text/javascript', body: built }))
  const address = await furnish(page, shop, {
    body: `<script type="module">
      import { loadKefu } from '/npm.js'
      window.leaving = new AbortController()
      const kefu = await loadKefu({ host: '${shop.url}', site: 'late-light', signal: leaving.signal, position: 'left' })
      kefu.open()
    </script>`,
  })
  await page.goto(address)
  await expect(chat.panel).toBeVisible()
  await expect.poll(async () => (await chat.panel.boundingBox())?.x).toBe(20)
  await page.evaluate(() => (window as unknown as { leaving: AbortController }).leaving.abort())
  await expect(chat.widget).toHaveCount(0)
  expect(await page.evaluate(() => [document.querySelectorAll('script[src*="kefu.js"]').length, 'Kefu' in window])).toEqual([0, false])
})
