/** The model fails, seen from the customer's side: another provider, an approved answer, a person, and a word when it takes long. On the built files. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sentence } from '../server/sentences.ts'
import { startUpstream, EVENT_STREAM, type Script, type Upstream } from '../server/testing/upstream.ts'
import { chunkOf, eventOf } from '../server/testing/upstream-wire.ts'
import { en } from '../widget/i18n/en.ts'
import { expect, test as base } from './harness.ts'
import { holdAnswer } from './model.ts'

const CONTACT = 'support@latelight.example'
/** As the customer reads it: the address is a link. */
const asShown = (text: string): string => text.replace(/\[([^\]]+)\]\([^)]+\)/g, '$1')

/** A shop with two providers, in this order. */
const test = base.extend<{ providers: [first: Upstream, second: Upstream] }>({
  // Playwright reads from the pattern what a fixture needs; this one needs nothing.
  // oxlint-disable-next-line no-empty-pattern
  providers: async ({}, use) => {
    await using first = await startUpstream()
    await using second = await startUpstream()
    await use([first, second])
    expect([...first.failures, ...second.failures], 'requests to the model that nobody had set up').toEqual([])
  },
  settings: async ({ providers }, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'kefu-providers-'))
    const file = join(folder, 'providers.json')
    const named = providers.map(({ url }, index) => ({ name: `provider-${index + 1}`, baseUrl: url, model: 'recorded' }))
    writeFileSync(file, JSON.stringify({ providers: named }))
    await use({ PROVIDERS_FILE: file })
    rmSync(folder, { recursive: true })
  },
})
test.use({ server: 'own', answers: 'approved questions only' })

test('[U-REPLACE] a provider dies in the middle of an answer, and another finishes it: the bubble starts over and mixes nothing', async ({
  page,
  shop,
  chat,
  providers: [first, second],
}) => {
  let isDead = false
  first.respond = (): Script => ({
    headers: EVENT_STREAM,
    steps: (function* () {
      yield { do: 'send', bytes: eventOf(chunkOf({ content: 'The linen shade can be washed by hand, ' })) }
      while (!isDead) yield { do: 'wait', ms: 20 }
      yield { do: 'reset' }
    })(),
  })
  const { release } = holdAnswer(second, 'Wash the shade in cool water, ', 'and let it dry flat.')
  await page.goto(shop.shopUrl)
  await chat.open()
  await chat.say('How would I clean the shade of a lamp that a child has painted on?')
  const bubble = chat.streaming.locator('.markdown')
  await expect(bubble).toContainText('The linen shade can be washed by hand')
  isDead = true
  await expect(bubble).toContainText('Wash the shade in cool water')
  await expect(bubble).not.toContainText('linen')
  release()
  await expect.poll(chat.answers).toEqual(['Wash the shade in cool water, and let it dry flat.'])
  await chat.settled()
})

test('[U-LADDER] nobody answers: an approved question is, else the customer is told, and asking once more brings a person', async ({
  page,
  shop,
  chat,
  providers: [first, second],
}) => {
  first.fault('status-503')
  second.fault('status-503')
  await page.goto(shop.shopUrl)
  await chat.open()
  await chat.say('Good evening! How do I place an order?')
  await expect.poll(chat.answers).toEqual([expect.stringMatching(/^Choose a lamp and a colour/)])
  await chat.say('Would the smallest lamp stand on a shelf of nine centimetres?')
  const failed = asShown(sentence('model_failed', 'en', CONTACT))
  await expect.poll(async () => (await chat.answers())[1], { timeout: 15_000 }).toBe(failed)
  await chat.say('The smallest lamp, on my shelf of nine centimetres?')
  await expect.poll(async () => (await chat.answers())[2], { timeout: 15_000 }).toBe(asShown(sentence('person_instead', 'en', CONTACT)))
  await expect(chat.strips).toContainText(en.waiting)
})

test('[U-PATIENT] after four seconds without a word the customer reads that it is still being worked on, and then the answer alone', async ({
  page,
  shop,
  chat,
  providers: [first],
}) => {
  first.reply('It does, with a hand to spare.', { thinkMs: 6_000 })
  await page.goto(shop.shopUrl)
  await chat.open()
  await chat.say('Would the smallest lamp stand on a shelf of nine centimetres?')
  await expect(chat.streaming.locator('.markdown')).toHaveText(sentence('still_working', 'en'), { timeout: 10_000 })
  await expect.poll(chat.answers, { timeout: 15_000 }).toEqual(['It does, with a hand to spare.'])
  await chat.settled()
})
