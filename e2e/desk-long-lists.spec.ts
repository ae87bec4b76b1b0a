/** Lists of the desk that may grow without end: only what can be seen is drawn, and nobody notices. */

import { randomBytes } from 'node:crypto'
import { en } from '../desk/i18n/en.ts'
import { uuidv7 } from '../shared/identity.ts'
import type { TenantDatabase } from '../server/ports/database.ts'
import { withDatabase } from './database.ts'
import { enterAsOwner } from './desk.ts'
import { expect, test } from './harness.ts'

const MANY = 3_000

test.use({ server: 'own', answers: 'approved questions only' })

test('thousands of approved questions are found, read and changed, by keys too, and nothing typed is lost by scrolling', async ({
  browser,
  shop,
}) => {
  await withDatabase(shop, async (database) => {
    const site = await database.siteByKey('late-light')
    if (!site) throw new Error('the demo has no site')
    const now = Date.now()
    const questions = Array.from({ length: MANY }, (_, index) => ({
      id: uuidv7(now, randomBytes(16)),
      siteId: site.id,
      locale: 'en',
      text: `How heavy is lamp number ${index}?`,
      variants: [`Weight of lamp ${index}`],
      answer: `It weighs **${index} g**.`,
      tags: [],
      suggested: false,
      updatedAt: now,
    }))
    await database.forTenant(site.tenantId).putQuestions(site.id, questions)
  })
  const work = await (await browser.newContext({ locale: 'en-IE', viewport: { width: 1200, height: 700 } })).newPage()
  const desk = await enterAsOwner(work, shop)
  await work.goto(`${shop.url}/desk/settings/questions`)
  const list = work.getByRole('list', { name: en.settingsPages.questions })
  const rows = list.locator('> li')
  const sheet = work.getByRole('main')
  const search = work.getByRole('searchbox', { name: en.searchQuestions })

  await expect(rows.first()).toHaveAttribute('aria-posinset', '1')
  let size = 0
  await expect
    .poll(async () => (size = Number(await rows.first().getAttribute('aria-setsize'))), { message: 'all have come' })
    .toBeGreaterThan(MANY)
  expect(await rows.count(), 'only what can be seen').toBeLessThan(40)

  // The key that goes to the next row opens it and has it in view, and so down the list.
  for (let row = 0; row < 12; row++) {
    await work.keyboard.press('j')
    await expect(rows.nth(row).getByRole('button').first()).toBeFocused()
  }
  await expect(rows.nth(11).getByRole('button', { name: en.edit })).toBeInViewport({ ratio: 1 })
  await work.keyboard.press('k')
  await expect(list.locator('[aria-expanded="true"]')).toHaveCount(1)
  await expect(rows.nth(10).getByRole('button').first()).toBeFocused()

  // The search looks in everything that is said, however far down it stands.
  await work.keyboard.press('/')
  await work.keyboard.type('weighs **2718')
  await expect(rows).toHaveCount(1)
  await expect(sheet.getByRole('status')).toHaveText(en.ofAll(1, size))
  await rows.getByRole('button').click()
  await expect(list).toContainText('Weight of lamp 2718')
  await desk.button(en.edit).click()
  await work.getByLabel(en.answer).fill('It weighs as much as a cat.')

  // Away, and back: what was typed is there, and another row does not take its place.
  await search.fill('lamp number')
  await expect(sheet.getByRole('status')).toHaveText(en.ofAll(MANY, size))
  await sheet.evaluate((element) => element.scrollTo(0, 0))
  await expect(rows.first()).toContainText('lamp number 0')
  await rows.first().getByRole('button').click()
  await expect(desk.toast).toHaveText(en.finishFirst)
  await sheet.evaluate((element) => element.scrollTo(0, element.scrollHeight))
  await expect(rows.last()).toHaveAttribute('aria-posinset', String(MANY))
  await expect(work.getByLabel(en.answer)).toHaveValue('It weighs as much as a cat.')
  await desk.button(en.save).click()
  await expect(work.locator('.text-head[aria-expanded="true"]')).toBeFocused()
  await expect(work.locator('.text-head[aria-expanded="true"]')).toHaveText(/2718/)
  await expect(list).toContainText('as much as a cat')

  await desk.button(en.newQuestion).click()
  await work.getByLabel(en.question, { exact: true }).fill('Is there a lamp for cats?')
  await work.getByLabel(en.answer).fill('There is.')
  await desk.button(en.save).click()
  await search.fill('lamp for cats')
  await expect(sheet.getByRole('status')).toHaveText(en.ofAll(1, size + 1))
  await desk.button(en.remove).click()
  await desk.button(en.sure(en.remove)).click()
  await expect(sheet.getByRole('status')).toHaveText(en.ofAll(0, size))
})

const newId = (): string => uuidv7(Date.now(), randomBytes(16))

/** Everybody has been answered so often in one conversation. */
async function converse(tenant: TenantDatabase, { siteId, turns }: { siteId: string; turns: number }): Promise<void> {
  const at = Date.now()
  const visitor = { id: newId(), siteId }
  const { id: conversationId } = await tenant.createVisitor({
    visitor,
    tokenHash: newId(),
    conversation: { id: newId(), epoch: newId() },
    at,
  })
  for (let turn = 0; turn < turns; turn++) {
    const said = { id: newId(), cid: newId(), originalHash: '', text: `Question ${turn}.`, locale: 'en', at }
    await tenant.accept({ ...said, conversationId, visitorId: visitor.id })
    const claimed = await tenant.claimTurns(conversationId)
    await tenant.record({
      conversationId,
      claim: claimed?.claim ?? 0,
      fence: 0,
      turnIds: [said.id],
      route: { to: 'question', reason: 'exact:x' },
      result: 'answered',
      at,
      answer: { id: newId(), author: { kind: 'bot' }, text: `Answer ${turn}.`, at },
    })
  }
}

test('a long conversation opens at its end, goes back without losing the place, and is opened where a search has found something; tickets load on, each once', async ({
  browser,
  shop,
}) => {
  await withDatabase(shop, async (database) => {
    const site = await database.siteByKey('late-light')
    if (!site) throw new Error('the demo has no site')
    const tenant = database.forTenant(site.tenantId)
    await converse(tenant, { siteId: site.id, turns: 80 })
    const at = Date.now()
    const ticket = { siteId: site.id, intent: 'x', reason: '', priority: 'normal', locale: 'en', at } as const
    const opened = Array.from({ length: 130 }, () =>
      tenant.openTicket({ ticket: { ...ticket, subject: 'A matter', firstResponseDueAt: at, solutionDueAt: at }, by: { kind: 'system' } }),
    )
    await Promise.all(opened)
  })
  const work = await (await browser.newContext({ locale: 'en-IE', viewport: { width: 1200, height: 700 } })).newPage()
  const desk = await enterAsOwner(work, shop)
  await desk.view('all')
  await desk.open('Answer 79.')
  await expect(desk.log.getByText('Answer 79.')).toBeInViewport()
  await expect(desk.log.locator('.bubble').first()).toHaveText('Question 30.')
  const first = desk.log.getByText('Question 30.')
  await expect(desk.button(en.showEarlier(60))).toBeAttached()
  await desk.log.evaluate((element) => element.scrollTo(0, 0))
  await expect(desk.log.locator('.bubble')).toHaveCount(160)
  await expect(desk.log.getByText('Question 0.')).toBeAttached()
  await expect(first).toBeInViewport()
  await expect(desk.button(en.showEarlier(60))).toHaveCount(0)
  // A search shows what it has found, and leads to it.
  await work.goto(`${shop.url}/desk/inbox/all`)
  await work.getByRole('searchbox').fill('ANSWER 2.')
  await expect(desk.rows.locator('mark')).toHaveText('Answer 2.')
  await desk.rows.click()
  await expect(desk.log.locator('[data-sought]')).toHaveText(/Answer 2\./)
  await expect(desk.log.locator('[data-sought]')).toBeInViewport({ ratio: 1 })
  await expect(desk.log.getByText('Answer 79.')).not.toBeInViewport()

  await work.goto(`${shop.url}/desk/tickets`)
  const rows = work.getByRole('list', { name: en.tickets }).getByRole('listitem')
  await expect(rows.first()).toContainText('#130')
  const numbers = new Set<string>()
  await expect
    .poll(
      async () => {
        for (const text of await rows.allInnerTexts()) numbers.add(/#\d+/.exec(text)?.[0] ?? '')
        await rows.last().scrollIntoViewIfNeeded()
        return numbers.size
      },
      { intervals: [20] },
    )
    .toBe(130)
  await expect(rows.last()).toHaveAttribute('aria-setsize', '130')
})
