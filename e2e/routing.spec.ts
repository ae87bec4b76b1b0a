/** Who answers, seen from both sides: by the customer in the bubble, and by the agent who reads why. */

import { en } from '../desk/i18n/en.ts'
import { readHours } from '../server/desk/hours.ts'
import { EVENT_STREAM } from '../server/testing/upstream.ts'
import { callEvents, transferCall } from '../server/testing/upstream-wire.ts'
import { withDatabase } from './database.ts'
import { enterAsOwner } from './desk.ts'
import { expect, test } from './harness.ts'

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
const COMPLAINT = 'This is unacceptable. My lamp arrived broken and nobody helps me, I want to make a complaint!'

test.use({ server: 'own' })

test.describe('after hours', () => {
  test.use({ answers: 'approved questions only' })

  test('[R-COMPLAINT] [F-HONEST] a complaint is passed on with a ticket, the hours are told, an address is taken, and the desk knows why', async ({
    page,
    browser,
    shop,
    chat,
  }) => {
    const inThreeDays = DAYS[(new Date().getUTCDay() + 3) % 7] ?? 'mon'
    await withDatabase(shop, async (database) => {
      const site = await database.siteByKey('late-light')
      if (!site) throw new Error('the demo has no site')
      await database
        .forTenant('demo')
        .updateSite(site.id, { policy: { ...site.policy, hours: readHours(`UTC ${inThreeDays} 09:00-17:00`) } })
    })
    const mira = await enterAsOwner(await browser.newPage(), shop)
    await page.goto(shop.shopUrl)
    await chat.openOnline()
    await chat.say('hello')
    await chat.settled()
    await chat.say(COMPLAINT)
    await expect(chat.log).toContainText('Your ticket number is 1.')
    await expect(chat.log).toContainText('I have passed on to our team what you wrote.')
    await expect(chat.log).toContainText('Nobody is here outside our hours, which begin again:')
    expect(await chat.log.innerText()).not.toContain('sorry')
    await chat.say('mia@home.example')
    await expect(chat.log).toContainText('Your address is noted')

    await mira.open('')
    await expect(mira.floor).toHaveText(en.floors.waiting)
    await expect(mira.log.locator('.floor-line')).toContainText(en.reasons.complaint)
    await expect(mira.page.locator('.details')).toContainText('mia@home.example')
    const ticket = mira.page.locator('.ticket-fields')
    await expect(ticket).toContainText(COMPLAINT.slice(0, 60))
    await expect(ticket).toContainText(en.reasons.complaint)
    await expect(ticket.getByLabel(en.priority)).toHaveValue('high')
  })
})

test('[R-MODEL] a model that asks for a person hands over, and its reason is text at the desk and nothing more', async ({
  page,
  browser,
  shop,
  chat,
  upstream,
}) => {
  const mira = await enterAsOwner(await browser.newPage(), shop)
  const call = transferCall('Wants <img src=x onerror=alert(1)> her **order** changed', 'order')
  upstream.respond = () => ({
    headers: EVENT_STREAM,
    steps: callEvents([call], { text: 'I cannot change an order. ' }).flatMap((bytes) => [
      { do: 'send', bytes },
      { do: 'wait', ms: 5 },
    ]),
  })
  await page.goto(shop.shopUrl)
  await chat.openOnline()
  await chat.say('Please swap my Dusk for a Moth before it ships')
  await expect(chat.log).toContainText('Your ticket number is 1.')
  const told = await chat.answers()
  expect(told[0]).toBe('I cannot change an order.')
  await expect(chat.log).toContainText('This needs a person from our team.')
  await expect(chat.log).toContainText('You are next.')
  expect(await chat.log.innerText()).not.toContain('onerror')

  await mira.open('')
  await expect(mira.log.locator('.floor-line')).toContainText(en.reasons.model_asks)
  await expect(mira.page.locator('.ticket-fields')).toContainText('Wants <img src=x onerror=alert(1)> her **order** changed) · order')
  await mira.take.click()
  await expect(mira.floor).toHaveText(en.floors.mine)
  await mira.say('Swapped.')
  await expect(chat.log).toContainText('Swapped.')
})
