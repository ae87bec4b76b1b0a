/**
 * Clumsy and hostile pages: old libraries that reach into everything, styles and ids that collide, scripts that stand between. On each
 * of them the bubble is there, a customer can ask, and the answer is streamed; the page itself notices nothing.
 */

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from '@playwright/test'
import type { Chat } from './chat.ts'
import { expect, test } from './harness.ts'
import { furnish, tagOf, type GuestPage } from './guest-page.ts'
import type { Shop } from './shop.ts'

const ANSWER = 'Turn it **twice**: `dim` it, then wait.'

type Host = Partial<GuestPage> & {
  name: string
  /** Runs before everything else in the page. */
  before?: () => void
  /** Before the tag. The body of the page is `body`, with the tag behind it. */
  script?: string
  /** Nothing can be stored on this page. */
  forgets?: true
}

const SOCKET_IO = readFileSync(createRequire(import.meta.url).resolve('socket.io-client/dist/socket.io.js'), 'utf8')

const styles: Host[] = [
  {
    name: 'unset and hide everything',
    body: `<style>* { all: unset !important; display: none !important; font-size: 60px !important } html, body { display: block !important }</style>`,
  },
  { name: 'give everything back to the browser', body: '<style>*, *::before, *::after { all: revert !important }</style>' },
  {
    name: 'lay a curtain over the page at the highest level',
    body: '<style>.curtain { position: fixed; inset: 0; z-index: 2147483647; background: #fffc }</style><div class="curtain">Cookies?</div>',
  },
  { name: 'transform the body of a long page', body: '<style>body { transform: translateZ(0); height: 3000px }</style>' },
  {
    name: 'clip and contain the body',
    body: '<style>body { contain: strict; overflow: hidden; filter: grayscale(1); height: 100px }</style>',
  },
  { name: 'make the root’s letters large', body: '<style>html { font-size: 40px }</style>' },
  { name: 'make the root’s letters tiny', body: '<style>html { font-size: 4px }</style>' },
  {
    name: 'move elements by their kind',
    body: `<style>div, span, button, textarea, p, ul, li, code, kefu-chat { display: none !important; position: static !important;
      visibility: hidden !important; opacity: 0 !important; pointer-events: none !important; width: 0 !important }</style>`,
  },
]

const scripts: Host[] = [
  {
    name: 'add to Array.prototype and Object.prototype where every loop meets it',
    before: () => {
      const additions = { each: () => {}, extend: () => {}, clone: () => {}, remove: () => {}, first: 1, last: 'x', compact: null }
      for (const prototype of [Object.prototype, Array.prototype, String.prototype, Function.prototype])
        for (const [name, value] of Object.entries(additions)) if (!(name in prototype)) Reflect.set(prototype, name, value)
    },
  },
  {
    name: 'give everything a toJSON, as old Prototype.js did',
    before: () => {
      const plain = JSON.stringify
      const quoted = (value: string): string => `"${value.replaceAll('"', '\\"')}"`
      Reflect.set(String.prototype, 'toJSON', function (this: string) {
        return quoted(String(this))
      })
      Reflect.set(Array.prototype, 'toJSON', function (this: unknown[]) {
        return `[${this.map((value) => plain(value)).join(', ')}]`
      })
    },
  },
  {
    name: 'replace Array.from, Object.assign, bind and the iterator of arrays by old fill-ins',
    before: () => {
      // MooTools knows neither iterables nor a second argument.
      Array.from = ((list: ArrayLike<unknown>) =>
        typeof list === 'string' ? [list] : Array.prototype.slice.call(list)) as typeof Array.from
      Object.assign = ((target: Record<string, unknown>, ...sources: Record<string, unknown>[]) => {
        for (const source of sources) for (const key in source) target[key] = source[key]
        return target
      }) as typeof Object.assign
      Array.prototype[Symbol.iterator] = function* <Item>(this: Item[]) {
        for (let index = 0; index < this.length; index++) yield this[index] as Item
      } as (typeof Array.prototype)[typeof Symbol.iterator]
      Function.prototype.bind = function (this: (...values: unknown[]) => unknown, self: unknown, ...first: unknown[]) {
        return (...rest: unknown[]) => this.apply(self, [...first, ...rest])
      } as typeof Function.prototype.bind
    },
  },
  {
    name: 'make every promise slow',
    before: () => {
      const { then } = Promise.prototype
      const late = (handler: unknown): unknown =>
        typeof handler === 'function'
          ? (value: unknown) => new Promise((resolve) => setTimeout(() => resolve(Reflect.apply(handler, undefined, [value])), 5))
          : handler
      Reflect.set(Promise.prototype, 'then', function (this: Promise<unknown>, ...handlers: unknown[]) {
        return Reflect.apply(then, this, handlers.map(late))
      })
    },
  },
  {
    name: 'wrap fetch, XMLHttpRequest, WebSocket and sendBeacon to watch them',
    before: () => {
      const watched: string[] = []
      const { fetch: plainFetch, WebSocket: Socket } = window
      Object.assign(window, {
        watched,
        fetch(...values: Parameters<typeof fetch>) {
          watched.push('fetch')
          return plainFetch(...values)
        },
        WebSocket: new Proxy(Socket, {
          construct(target, values: ConstructorParameters<typeof WebSocket>) {
            watched.push('socket')
            return new target(...values)
          },
        }),
      })
      const { open } = XMLHttpRequest.prototype
      XMLHttpRequest.prototype.open = function (...values: unknown[]) {
        watched.push('xhr')
        return Reflect.apply(open, this, values) as undefined
      }
    },
  },
  {
    name: 'break fetch and XMLHttpRequest altogether',
    before: () => {
      const broken = () => {
        throw new Error('nobody fetches here')
      }
      Object.assign(window, { fetch: broken, XMLHttpRequest: broken })
    },
  },
  {
    name: 'wrap JSON',
    before: () => {
      const { parse, stringify } = JSON
      JSON.parse = (text: string) => parse(text) as unknown
      JSON.stringify = ((value: unknown) => stringify(value)) as typeof JSON.stringify
    },
  },
  {
    name: 'wrap every timer and listener, as a library of zones does',
    before: () => {
      const { setTimeout: plainTimeout, clearTimeout: plainClear, requestAnimationFrame: plainFrame } = window
      const timers = new Map<object, number>()
      Object.assign(window, {
        // A timer is an object here, as it is under some libraries.
        setTimeout(run: (...values: unknown[]) => void, ms: number, ...values: unknown[]) {
          const zone = {}
          timers.set(
            zone,
            plainTimeout(() => run(...values), ms),
          )
          return zone
        },
        clearTimeout: (zone: object) => plainClear(timers.get(zone)),
        requestAnimationFrame: (run: FrameRequestCallback) => plainFrame((time) => run(time)),
      })
      const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype
      const wrapped = new WeakMap<object, EventListener>()
      EventTarget.prototype.addEventListener = function (type, listener, options) {
        if (typeof listener !== 'function') return add.call(this, type, listener, options)
        const inZone = wrapped.get(listener) ?? ((event: Event) => listener.call(event.currentTarget as EventTarget, event))
        wrapped.set(listener, inZone)
        return add.call(this, type, inZone, options)
      }
      EventTarget.prototype.removeEventListener = function (type, listener, options) {
        return remove.call(this, type, typeof listener === 'function' ? (wrapped.get(listener) ?? listener) : listener, options)
      }
    },
  },
  { name: 'have no console', before: () => void Reflect.deleteProperty(window, 'console') },
  {
    name: 'patch how elements are made, defined and put into the page',
    before: () => {
      const { append, appendChild, insertBefore } = Element.prototype
      Element.prototype.append = function (...nodes) {
        append.apply(this, nodes)
      }
      Node.prototype.appendChild = function <Kind extends Node>(node: Kind): Kind {
        return appendChild.call(this, node) as Kind
      }
      Node.prototype.insertBefore = function <Kind extends Node>(node: Kind, before: Node | null): Kind {
        return insertBefore.call(this, node, before) as Kind
      }
      const create = document.createElement.bind(document)
      document.createElement = ((name: string, options?: ElementCreationOptions) => {
        const element = create(name, options)
        element.setAttribute('data-made', 'here')
        return element
      }) as typeof document.createElement
      customElements.define = () => {
        throw new Error('no more elements')
      }
    },
  },
  {
    name: 'have Socket.IO and another framework of their own',
    script: `${SOCKET_IO}; window.io.theirs = true; window.preact = { options: { debounceRendering() { throw new Error('not ours') } } }; window.h = window.render = () => { throw new Error('not ours') }`,
  },
  { name: 'have put a text where our global will stand', script: "window.Kefu = 'a fine word'" },
  { name: 'have put a number where our global will stand', script: 'window.Kefu = 7' },
  { name: 'have put an object where our global will stand', script: 'window.Kefu = { push: 1 }' },
  { name: 'have declared our global with var', script: 'var Kefu = Kefu || []; Kefu.push(["on", "opened", function () {}])' },
  {
    name: 'are storage’s heaviest users',
    script: `let size = 1 << 20
      for (let n = 0; size > 0; n++) try { localStorage.setItem('theirs' + n, 'x'.repeat(size)) } catch { size >>= 1 }`,
    forgets: true,
  },
  {
    name: 'keep cookies and storage away from everybody',
    before: () => {
      for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches', 'cookieStore'])
        Object.defineProperty(window, name, {
          get() {
            throw new DOMException('Access is denied for this document.', 'SecurityError')
          },
        })
    },
    forgets: true,
  },
]

const documents: Host[] = [
  { name: 'have no doctype: quirks mode', prologue: '<html><link rel="icon" href="data:,"><title>Old</title>' },
  {
    name: 'are XHTML',
    contentType: 'application/xhtml+xml',
    prologue: '<html xmlns="http://www.w3.org/1999/xhtml"><head><link rel="icon" href="data:," /><title>Strict</title></head>',
  },
  {
    name: 'have a base elsewhere',
    prologue: '<!doctype html><base href="https://elsewhere.invalid/deep/"><link rel="icon" href="data:,">',
  },
  {
    name: 'have names and ids that stand for the document’s own',
    body: `<img name="currentScript" alt=""><img name="body" id="Kefu" alt=""><form name="head"></form>
      <img name="adoptedStyleSheets" alt=""><img name="title" alt=""><form name="activeElement"></form><form name="hidden"></form>
      <a id="site"></a><a id="kefu"></a><form id="localStorage"></form><form id="crypto"></form><a id="io"></a><form id="top"></form>`,
  },
  {
    name: 'write themselves with document.write',
    body: '<script>document.write("<p>Written</p>"); document.write("<table><tr><td>")</script>',
  },
]

/** Where the tag stands in the page of an XML document, it must be well formed. */
function made(shop: Shop, { name: _name, script, before: _before, forgets: _forgets, body = '', ...rest }: Host): GuestPage {
  const own = script === undefined ? '' : `<script>${script}</script>`
  if (rest.contentType) return { ...rest, body: `<body>${tagOf(shop).replace('async ', 'async="" ')}</body></html>` }
  return { ...rest, body: `${body}${own}<h1>Shop</h1>${tagOf(shop)}` }
}

async function converse(page: Page, chat: Chat, { before, forgets }: Host): Promise<void> {
  await expect(chat.launcher).toBeVisible()
  // Where the body is no place for it, the bubble moves with the next frame.
  const corner = { x: 1_280 - 20 - 56, y: 800 - 20 - 56, width: 56, height: 56 }
  await expect.poll(() => chat.launcher.boundingBox(), 'where the bubble is').toEqual(corner)
  await chat.open()
  await chat.say('Does it hum at night?')
  await expect.poll(chat.said).toEqual([
    { by: 'customer', text: 'Does it hum at night?' },
    { by: 'assistant', text: 'Turn it twice: dim it, then wait.' },
  ])
  const panel = await chat.panel.boundingBox()
  expect(panel && panel.x + panel.width).toBeLessThanOrEqual(1_280)
  expect(panel?.width).toBeGreaterThan(300)
  expect(await chat.field.evaluate((field) => getComputedStyle(field).fontSize)).toBe('16px')
  if (!before || forgets) return
  // What a customer wrote before a page was left comes back as it was.
  await chat.field.fill('A "draft", [half] written')
  await page.reload()
  await chat.open()
  // The driver's own matcher takes elements of an XML document for something else.
  await expect.poll(() => chat.field.evaluate((field) => (field as HTMLTextAreaElement).value)).toBe('A "draft", [half] written')
  await expect.poll(chat.customer).toEqual(['Does it hum at night?'])
}

for (const [kind, hosts] of Object.entries({ 'whose styles': styles, 'whose scripts': scripts, that: documents })) {
  test.describe(`pages ${kind}`, () => {
    for (const host of hosts) {
      test(`${host.name}: the chat works`, async ({ page, shop, chat, upstream, expectTrouble: _eye }) => {
        upstream.reply(ANSWER)
        if (host.before) await page.addInitScript(host.before)
        await page.goto(await furnish(page, shop, made(shop, host)))
        await converse(page, chat, host)
      })
    }
  })
}

test('a page with the tags of two sites has the chat of the first, and the console says so', async ({
  page,
  shop,
  chat,
  upstream,
  expectTrouble,
}) => {
  expectTrouble(/^Kefu: .* on this page/)
  upstream.reply(ANSWER)
  const address = await furnish(page, shop, { body: tagOf(shop) })
  await page.goto(address)
  await expect(chat.launcher).toBeVisible()
  const script = await (await fetch(`${shop.url}/kefu.js?site=late-light`)).text()
  await page.route(/site=another/, (route) =>
    route.fulfill({ contentType: 'text/javascript', body: script.replaceAll('late-light', 'another') }),
  )
  const said = page.waitForEvent('console', (message) => message.type() === 'warning')
  await page.addScriptTag({ url: `${shop.url}/kefu.js?site=another` })
  expect((await said).text()).toContain('on this page')
  await expect(chat.launcher).toHaveCount(1)
  await chat.open()
  await chat.say('Does it hum at night?')
  await expect.poll(async () => (await chat.answers()).length).toBe(1)
  const keys = await page.evaluate(() => Object.keys(localStorage))
  expect(keys.filter((key) => key.startsWith('kefu:another'))).toEqual([])
})
