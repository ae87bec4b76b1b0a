/**
 * Hostile text at the desk: said by customer, model and agent, given as a name, an attribute or the title of a page, written as a note, a ticket, a canned reply
 * or an approved question. There it is text: nothing runs, nothing is asked for, and no element or attribute is there but the desk's own.
 */

import type { Page } from '@playwright/test'
import { en } from '../desk/i18n/en.ts'
import { withDatabase } from './database.ts'
import { enterAsOwner } from './desk.ts'
import { expect, test } from './harness.ts'
import { batches, expectNoHarm, expectOnlyOurs, hostileTexts, watchHarm, withoutAttacks } from './hostile.ts'
import type { Shop } from './shop.ts'

const NAME = '<img src=x onerror=alert(1)> ‮[x](javascript:alert(1))'
const OUR_FILES = /^\/(?:desk(?:\/|$)|desk\/assets\/[\w.-]+\.(?:js|css|svg)|desk\/live\/\?.*)/
const BY = { kind: 'system' } as const

const [first = '', second = '', third = '', ...rest] = batches(hostileTexts(8), 3_500)

/** Where the customer stands, and all that others may have written about it. */
async function fill(shop: Shop): Promise<void> {
  await withDatabase(shop, async (database) => {
    const tenant = database.forTenant('demo')
    const [conversation] = (await Promise.all((['bot', 'waiting'] as const).map((state) => tenant.conversationsByFloor(state, 5)))).flat()
    if (!conversation) throw new Error('there is no conversation')
    const { id: conversationId, visitorId, siteId, floor } = conversation
    let { fence } = conversation
    await tenant.describeVisitor(visitorId, {
      name: NAME,
      email: '"><script>alert(1)</script>@x.example',
      userId: "javascript:alert('id')",
      attributes: [{ name: '<b onclick=alert(1)>', value: first.slice(0, 400) }],
    })
    await tenant.visitPage(visitorId, { address: 'https://shop.example/"><script>alert(1)</script>', title: third.slice(0, 200) })
    for (const [index, text] of rest.entries()) {
      const author = index % 2 ? ({ kind: 'agent', name: NAME } as const) : ({ kind: 'bot', name: NAME } as const)
      const notice = { id: `hostile-${index}`, author, text, at: Date.now() }
      expect(await tenant.changeFloor({ conversationId, fence, floor, notice })).toBeDefined()
      fence++
    }
    const at = Date.now()
    const due = { at, firstResponseDueAt: at, solutionDueAt: at }
    const said = { subject: `${NAME} ${third.slice(0, 150)}`, intent: NAME, reason: NAME, tags: [NAME], email: 'a@x.example', locale: 'en' }
    const ticket = await tenant.openTicket({
      ticket: { ...said, ...due, siteId, conversation: conversationId, priority: 'normal' },
      by: BY,
    })
    await tenant.addTicketNote({ number: ticket?.number ?? 0, text: second, by: BY, at })
    await tenant.updateTicket({
      number: ticket?.number ?? 0,
      changes: { subject: `${NAME} again`, tags: ['"><svg onload=alert(1)>'] },
      by: BY,
      at,
    })
    await tenant.createCannedReply({ id: 'hostile', shortcut: '"onclick=alert(1)', title: NAME, text: second, updatedAt: at })
    await tenant.createQuestion({
      id: 'hostile',
      siteId,
      locale: 'en',
      text: NAME,
      variants: [third.slice(0, 300)],
      answer: second,
      tags: [],
      suggested: false,
      updatedAt: at,
    })
    const wording = { id: 'hostile', siteId, questionId: 'hostile', text: `${NAME} in other words`, at, most: 10 }
    await tenant.keepWording({ ...wording, conversationId, epoch: conversation.epoch })
  })
}

/** What is on the page now is looked at to the last element; tells how many there were where texts of others are drawn. */
async function expectHarmless(page: Page): Promise<number> {
  // Everything is drawn, also what is far above.
  await page.evaluate(() => {
    for (const entry of document.querySelectorAll<HTMLElement>('.entry')) entry.style.setProperty('content-visibility', 'visible')
  })
  await expectNoHarm(page)
  return expectOnlyOurs(page.locator('body'), {
    drawn: '.markdown *, .verbatim *, bdi *',
    tags: 'div p span strong em s code pre blockquote ul ol li a br hr table tbody tr th td bdi mark',
    attributes: 'class dir href target rel start',
    addresses: '^(?:https?:\\/\\/|mailto:|tel:|\\/desk\\/)',
  })
}

test.use({ server: 'own', answers: 'approved questions only' })

test(`hostile text is text at the desk${withoutAttacks}`, async ({ page, browser, shop, chat }) => {
  await page.goto(shop.shopUrl)
  await page.evaluate(
    (name) => (window as unknown as { Kefu: { push: (call: unknown[]) => void } }).Kefu.push(['identify', { name: name.slice(0, 150) }]),
    NAME,
  )
  await chat.openOnline()
  await chat.say(first)
  await expect.poll(async () => (await chat.customer()).length).toBe(1)
  await expect.poll(async () => (await chat.answers()).length).toBeGreaterThan(0)
  await fill(shop)

  const work = await (await browser.newContext({ locale: 'en-IE' })).newPage()
  const asked = await watchHarm(work)
  const desk = await enterAsOwner(work, shop, 'Mira')
  await desk.view('all')
  await desk.open('')
  await desk.take.click()
  await expect(desk.floor).toHaveText(en.floors.mine)
  await desk.say(second)
  await expect(desk.log).toContainText('[javascript](javascript:alert(1))')
  await expect(desk.log.locator('[data-by="agent"]').last()).toBeVisible()
  await desk.button(en.note).click()
  await desk.say(second)
  await expect(desk.log.locator('.note')).toHaveCount(1)
  await expect(work.locator('.details')).toContainText('onclick=alert(1)')
  await expect(work.locator('.details')).toContainText(`${NAME} again`)
  await expect(work.locator('.details')).toContainText(third.slice(0, 20))
  await desk.button(en.reply).click()
  await desk.field.fill('/')
  await expect(work.getByText('/"onclick=alert(1)')).toBeVisible()
  expect(await expectHarmless(work)).toBeGreaterThan(100)

  for (const [place, shows] of [
    ['tickets/1', second.slice(0, 30)],
    ['settings/replies', '"onclick=alert(1)'],
    ['settings/questions', `${NAME} in other words`],
    ['settings/audit', 'owner.welcomed'],
  ] as const) {
    await work.goto(`${shop.url}/desk/${place}`)
    await expect(work.locator('main.sheet')).toContainText(shows)
    // Texts of the team are a line each until one is opened.
    const search = work.getByRole('main').getByRole('searchbox')
    if ((await search.count()) > 0) {
      await search.fill(second.slice(0, 30))
      await work.locator('.text-head').first().click()
      await expect(work.locator('.text-body .markdown')).toBeVisible()
    }
    await expectHarmless(work)
  }
  const others = asked.filter((url) => !(url.startsWith(shop.url) && OUR_FILES.test(url.slice(shop.url.length))))
  expect(others, 'requests').toEqual([])
})

test('the eye that sees no harm at the desk sees it where there is some', async ({ browser, shop }) => {
  const work = await (await browser.newContext({ locale: 'en-IE' })).newPage()
  await watchHarm(work)
  await work.goto(`${shop.url}/desk`)
  await expect(work.getByRole('heading', { name: en.login })).toBeVisible()
  expect(await expectHarmless(work)).toBe(0)
  await work.evaluate(() => {
    const drawn = Object.assign(document.createElement('div'), { className: 'markdown' })
    drawn.append(Object.assign(document.createElement('a'), { href: 'javascript:alert(1)' }))
    document.body.append(drawn)
  })
  await expect(expectHarmless(work)).rejects.toThrow(/javascript:alert/)
  await work.evaluate(() => window.alert('hello'))
  await expect(expectHarmless(work)).rejects.toThrow(/alert was called/)
})
