/** Agents who are gone, and customers who are to be forgotten: what both sides see then, in real browsers against the real server. */

import { en } from '../desk/i18n/en.ts'
import { withDatabase } from './database.ts'
import { enterAsColleague, enterAsOwner } from './desk.ts'
import { DEAD_LINE, expect, test } from './harness.ts'

test.use({ server: 'own', answers: 'approved questions only' })

test('an agent closes the laptop: the customer is back in the queue and told so; the agent who returns has lost nothing, and writes nothing by mistake', async ({
  page,
  browser,
  shop,
  chat,
  expectTrouble,
}) => {
  expectTrouble(DEAD_LINE)
  const mira = await enterAsOwner(await browser.newPage(), shop)
  const olu = await enterAsColleague(browser, mira, 'Olu')
  // The desk offers ten seconds at least; nobody wants to wait that long here.
  await withDatabase(shop, (database) => database.forTenant('demo').updateSettings({ desk: { goneAfterSeconds: 1 } }))
  await page.goto(shop.shopUrl)
  await chat.openOnline()
  await chat.say('Can I talk to a person please?')
  await olu.open('')
  // Written before the floor is known to be hers: taking it twice is taking it once.
  await olu.take.click()
  await olu.say('Hello, one moment.')
  await expect(chat.log).toContainText('Hello, one moment.')
  await mira.view('all')
  await mira.open('')
  await expect(mira.floor).toHaveText('Olu')

  await olu.page.context().setOffline(true)
  await expect(chat.log).toContainText('The connection to Olu was lost. You are on the list for a person again')
  await expect(mira.floor).toHaveText(en.floors.waiting)
  await expect(mira.log).toContainText(en.reasons.agent_gone)
  await expect(mira.strip).toHaveCount(0)
  // Nobody has told this desk yet: what it writes waits, and is refused when it comes.
  await olu.say('As I was saying')
  await expect(olu.log.locator('[data-outgoing="sending"]')).toHaveCount(1)
  await mira.take.click()
  await expect(mira.floor).toHaveText(en.floors.mine)
  await mira.say('Mira here now.')
  await expect(chat.log).toContainText('Mira here now.')

  await olu.page.context().setOffline(false)
  await expect(olu.floor).toHaveText('Mira')
  await expect(olu.log).toContainText('Mira here now.')
  await expect(olu.log.locator('[data-outgoing="failed"]')).toContainText(en.faults.floor_not_yours)
  await expect(olu.strip).toContainText('Mira')
  expect(await chat.log.innerText()).not.toContain('As I was saying')

  // The customer is to be forgotten: gone from every open desk at once, and the customer's page begins anew.
  const kept = mira.page.waitForEvent('download')
  await mira.button(en.exportCustomer).click()
  expect((await kept).suggestedFilename()).toMatch(/\.json$/)
  await mira.button(en.eraseCustomer).click()
  await mira.button(en.sure(en.eraseCustomer)).click()
  for (const desk of [mira, olu]) {
    await expect(desk.page.getByText(en.conversationGone)).toBeVisible()
    await expect(desk.rows).toHaveCount(0)
    expect(await desk.page.evaluate(() => JSON.stringify(localStorage))).not.toContain('As I was saying')
  }
  await expect(chat.log).not.toContainText('Mira here now.')
})
