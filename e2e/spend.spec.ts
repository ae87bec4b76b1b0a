/** The day's limit as a customer meets it, on the built files: an honest sentence, and approved questions that are still answered. */

import { sentence } from '../server/sentences.ts'
import { expect, test } from './harness.ts'

const CONTACT = 'support@latelight.example'
/** As the customer reads it: the address is a link. */
const asShown = (text: string): string => text.replace(/\[([^\]]+)\]\([^)]+\)/g, '$1')

test.describe('at the limit of the day', () => {
  test.use({ server: 'own', settings: { SPEND_TENANT_DAY: '0' } })

  test('[B-HONEST] the customer is told, the model is not asked, and an approved question is answered at a click', async ({
    page,
    shop,
    chat,
    upstream,
  }) => {
    await page.goto(shop.shopUrl)
    await chat.open()
    await chat.say('Could you compare the shipping of two lamps for me?')
    const limit = asShown(sentence('limit_reached_but_questions', 'en', CONTACT))
    await expect.poll(chat.answers).toEqual([limit])
    await expect.poll(() => chat.suggestions.count()).toBeGreaterThan(0)
    await chat.suggestions.first().click()
    await expect.poll(async () => (await chat.answers()).length).toBe(2)
    expect((await chat.answers())[1]).not.toBe(limit)
    await chat.settled()
    expect(upstream.requests).toEqual([])
    expect(shop.printed()).toContain('spend_limit_reached')
  })
})
