/** What a customer asked before choosing an offered question is answered for the next one, once somebody at the desk says that it means the same. */

import { en } from '../desk/i18n/en.ts'
import { chatOn } from './chat.ts'
import { enterAsOwner } from './desk.ts'
import { expect, test } from './harness.ts'

const ASKED = 'confirmation please where'
const QUESTION = 'I did not get a confirmation e-mail'

test.use({ server: 'own', answers: 'approved questions only' })

test('[Q-LEARN] a chosen offer becomes a wording, and the next customer is answered', async ({ page, browser, shop, chat }) => {
  await page.goto(shop.shopUrl)
  await chat.openOnline()
  await chat.say(ASKED)
  await chat.suggestions.filter({ hasText: QUESTION }).click()
  await expect.poll(chat.answers).toHaveLength(2)
  const [, answer = ''] = await chat.answers()

  const work = await (await browser.newContext({ locale: 'en-IE' })).newPage()
  const desk = await enterAsOwner(work, shop)
  await work.goto(`${shop.url}/desk/settings/questions`)
  const suggested = work.getByRole('region', { name: en.suggestedWordings })
  await expect(suggested.getByRole('listitem')).toHaveCount(1)
  await expect(suggested).toContainText(ASKED)
  await expect(suggested).toContainText(QUESTION)
  await desk.button(en.accept).click()
  await expect(suggested).toHaveCount(0)

  const other = await (await browser.newContext()).newPage()
  await other.goto(shop.shopUrl)
  const next = chatOn(other)
  await next.openOnline()
  await next.say(`${ASKED}!`)
  await expect.poll(next.answers).toEqual([answer])
})
