/** Coming and going: one name in the page while the widget is there, and nothing at all once it was told to leave. */

import { expect, test } from './harness.ts'
import { call, kept, tagOf, visit } from './guest-page.ts'
import type { Page } from '@playwright/test'
import type { Shop } from './shop.ts'

/** Keeps a list of what hangs on the page as a whole: listeners, timers, observers. */
function takeStock(): void {
  const hanging: string[] = []
  Object.assign(window, { hanging })
  const drop = (entry: string): void => {
    const index = hanging.indexOf(entry)
    if (index >= 0) hanging.splice(index, 1)
  }

  /** The driver has listeners and timers of its own in the page. */
  const isOurs = (): boolean => /\/assets\/|\/kefu\.js/.test(new Error('who is it').stack ?? '')
  const known = new WeakMap<object, number>()
  let count = 0
  const nameOf = (listener: object | null): number => {
    if (listener && !known.has(listener)) known.set(listener, ++count)
    return listener ? (known.get(listener) ?? 0) : 0
  }
  const isGlobal = (target: EventTarget): boolean =>
    target === window || target instanceof Node || target === visualViewport || target instanceof MediaQueryList
  const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype
  const entryOf = (target: EventTarget, type: string, listener: EventListenerOrEventListenerObject | null): string =>
    `${type} on ${target.constructor.name}, listener ${nameOf(listener)}`
  const isInDocument = (target: EventTarget): boolean => !(target instanceof Node) || target.getRootNode() === document
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    const target = (this as EventTarget | undefined) ?? window
    if (isOurs() && isGlobal(target) && isInDocument(target)) {
      const entry = entryOf(target, type, listener)
      if (!hanging.includes(entry)) hanging.push(entry)
      if (typeof options === 'object' && options.once) add.call(target, type, () => drop(entry), { once: true })
    }
    add.call(target, type, listener, options)
  }
  EventTarget.prototype.removeEventListener = function (type, listener, options) {
    const target = (this as EventTarget | undefined) ?? window
    drop(entryOf(target, type, listener))
    remove.call(target, type, listener, options)
  }

  const { setTimeout: plainTimeout, setInterval: plainInterval, clearTimeout: plainClear } = window
  const start = (repeats: boolean) => (run: TimerHandler, ms?: number) => {
    const timer: number = (repeats ? plainInterval : plainTimeout)(() => {
      if (!repeats) drop(`timer ${timer}`)
      if (typeof run === 'function') Reflect.apply(run, undefined, [])
    }, ms)
    if (isOurs()) hanging.push(`timer ${timer}`)
    return timer
  }
  const end = (timer?: number): void => {
    drop(`timer ${timer}`)
    plainClear(timer)
  }
  Object.assign(window, { setTimeout: start(false), setInterval: start(true), clearTimeout: end, clearInterval: end })
}

/** Every name that a script could collide with. */
const names = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [window, document, Object.prototype, Array.prototype, Function.prototype, Node.prototype, Element.prototype, Promise, JSON].flatMap(
      (owner, index) => Object.getOwnPropertyNames(owner).map((name) => `${index} ${name}`),
    ),
  )

const markup = (page: Page): Promise<string> => page.evaluate(() => document.documentElement.outerHTML)
const connections = async (shop: Shop): Promise<string | undefined> =>
  (await (await fetch(`${shop.url}/metrics`)).text()).match(/^kefu_connections (\d+)/m)?.[1]

for (const transport of ['WebSocket', 'long-polling']) {
  test(`one name is taken, and given back with everything else at shutdown, with ${transport}`, async ({ page, shop, chat, upstream }) => {
    upstream.reply('Hello **you**.')
    if (transport === 'long-polling') await page.addInitScript(() => Reflect.deleteProperty(window, 'WebSocket'))
    await page.addInitScript(takeStock)
    await visit(page, shop, { body: '<h1>Shop</h1>' })
    const before = { names: await names(page), markup: await markup(page) }

    const tag = await page.addScriptTag({ url: `${shop.url}/kefu.js?site=late-light` })
    await chat.open()
    await chat.say('Is it heavy?')
    await expect.poll(chat.answers).toEqual(['Hello you.'])
    await chat.settled()
    expect((await names(page)).filter((name) => !before.names.includes(name))).toEqual(['0 Kefu'])
    expect(await connections(shop)).toBe('1')
    expect((await kept(page, 'hanging')).length).toBeGreaterThan(0)

    await call(page, 'shutdown')
    await tag.evaluate((script) => (script as unknown as Element).remove())
    await expect(chat.widget).toHaveCount(0)
    await expect.poll(() => connections(shop)).toBe('0')
    expect(await names(page)).toEqual(before.names)
    expect(await markup(page)).toBe(before.markup)
    await expect.poll(() => kept(page, 'hanging')).toEqual([])

    await page.addScriptTag({ url: `${shop.url}/kefu.js?site=late-light` })
    await chat.open()
    await expect.poll(chat.customer, 'the conversation is still the same').toEqual(['Is it heavy?'])
  })
}

test('a page that asks the widget to leave while it comes is left alone', async ({ page, shop, chat }) => {
  await page.addInitScript(takeStock)
  await visit(page, shop, { body: '<h1>Shop</h1>' })
  const before = await names(page)
  await page.addScriptTag({ url: `${shop.url}/kefu.js?site=late-light` })
  await page.evaluate(() => {
    const { Kefu } = window as unknown as { Kefu: { open(): void; shutdown(): void } }
    Kefu.open()
    Kefu.shutdown()
  })
  await page.waitForLoadState('networkidle')
  await expect(chat.widget).toHaveCount(0)
  expect(await names(page)).toEqual(before)
  await expect.poll(() => connections(shop)).toBe('0')
  await expect.poll(() => kept(page, 'hanging')).toEqual([])
})

test('a page that declared our global with var gets rid of it as far as the language allows, and may have the widget again', async ({
  page,
  shop,
  chat,
}) => {
  await visit(page, shop, { body: `<script>var Kefu = Kefu || []</script>${tagOf(shop)}` })
  await expect(chat.launcher).toBeVisible()
  await call(page, 'shutdown')
  expect(await page.evaluate(() => (window as { Kefu?: unknown }).Kefu)).toBeUndefined()
  await page.addScriptTag({ url: `${shop.url}/kefu.js?site=late-light` })
  await expect(chat.launcher).toBeVisible()
})

test('a page that replaces its whole body keeps the chat and what was said', async ({ page, shop, chat, upstream }) => {
  upstream.reply('Hello you.')
  await visit(page, shop, { body: tagOf(shop) })
  await chat.open()
  await chat.say('Is it heavy?')
  await expect.poll(chat.answers).toEqual(['Hello you.'])
  await page.evaluate(() => {
    document.body = document.createElement('body')
    document.body.textContent = 'Another page'
    history.pushState({}, '', '/another')
  })
  await expect(chat.panel).toBeVisible()
  await chat.say('Still there?')
  await expect.poll(chat.answers).toEqual(['Hello you.', 'Hello you.'])
})
