/** Sensitive words as a customer meets them, on the built files: what is masked never shows, and what is refused or handed over ends visibly and honestly. */

import { nobodyHere } from '../server/desk/waiting.ts'
import { sentence } from '../server/sentences.ts'
import { EVENT_STREAM, type Step, type Upstream } from '../server/testing/upstream.ts'
import { chunkOf, DONE, eventOf } from '../server/testing/upstream-wire.ts'
import { en as deskWords } from '../desk/i18n/en.ts'
import { en } from '../widget/i18n/en.ts'
import { enterAsOwner } from './desk.ts'
import { expect, test } from './harness.ts'
import { holdAnswer } from './model.ts'
import { addWord, makeList, watchPanel } from './words.ts'

test.use({ server: 'own' })

const CONTACT = 'support@latelight.example'
/** As the customer reads it: the address is a link. */
const asShown = (text: string): string => text.replace(/\[([^\]]+)\]\([^)]+\)/g, '$1')
/** The number of the ticket, which a hand-over has. */
const TICKET = expect.stringMatching(/^Your ticket number is \d+\.$/)
const PERSON_NOTED = asShown(nobodyHere('en', CONTACT))

/** Each piece is a token that has frames of its own. */
function sayTokens(upstream: Upstream, tokens: string[]): void {
  upstream.respond = () => ({
    headers: EVENT_STREAM,
    steps: [
      ...tokens.flatMap((content): Step[] => [
        { do: 'send', bytes: eventOf(chunkOf({ content })) },
        { do: 'wait', ms: 120 },
      ]),
      { do: 'send', bytes: eventOf(chunkOf({}, 'stop')) + DONE },
    ],
  })
}

test('[W-STREAM] a word that comes in three tokens never shows, not for one frame', async ({ page, shop, chat, upstream }) => {
  await makeList(shop, { forbidden: 'mask', 违禁词: 'mask' })
  sayTokens(upstream, [
    'We sell it, ',
    'but for',
    'bid',
    'den it is, and 违',
    '禁',
    '词 too, or for',
    '**bid',
    '**den, and for',
    ' us it is fine.',
  ])
  await page.goto(shop.shopUrl)
  await chat.open()
  const seen = await watchPanel(page)
  await chat.say('What about the other one?')
  await expect.poll(chat.answers).toEqual(['We sell it, but ••••••••• it is, and ••• too, or •••••••••••••, and for us it is fine.'])
  const { texts, frames } = await seen()
  expect(frames).toBeGreaterThan(20)
  const streamed = texts.filter((text) => text.includes('We sell it, ') && !text.includes('fine.'))
  expect(streamed.length).toBeGreaterThan(2)
  for (const text of texts) expect(text).not.toMatch(/but f|or f|bid|den it|违|禁/)
})

test('[W-SWAP] an answer keeps the list that it began with, and the next message meets the new one', async ({
  page,
  shop,
  chat,
  upstream,
}) => {
  await makeList(shop, { alpha: 'mask' })
  const held = holdAnswer(upstream, 'First alpha, ', 'then beta.')
  await page.goto(shop.shopUrl)
  await chat.open()
  await chat.say('What comes first?')
  await expect(chat.streaming).toContainText('First •••••,')
  await addWord(shop, 'beta')
  held.release()
  await expect.poll(chat.answers).toEqual(['First •••••, then beta.'])
  await chat.settled()
  await chat.say('Why beta?')
  await expect.poll(chat.customer).toEqual(['What comes first?', 'Why ••••?'])
  await expect.poll(chat.answers).toEqual(['First •••••, then beta.', 'First •••••, then ••••.'])
})

test('[W-REFUSE] a refused message stands as not sent, with the reason, and the next one goes', async ({ page, shop, chat, upstream }) => {
  await makeList(shop, { verboten: 'refuse' })
  upstream.reply('Of course.')
  await page.goto(shop.shopUrl)
  await chat.open()
  await chat.say('This is verboten, is it not?')
  await expect(chat.log.getByText(en.reasons.text_refused)).toBeVisible()
  expect(await chat.said()).toEqual([{ by: 'failed', text: 'This is verboten, is it not?' }])
  await chat.say('Is this allowed?')
  await expect.poll(chat.answers).toEqual(['Of course.'])
  expect(await chat.customer()).toEqual(['Is this allowed?'])
  expect(upstream.requests.length).toBe(1)
})

test('[W-REFUSE] an answer with a refused word is cleared away, and says so; a person is waited for', async ({
  page,
  shop,
  chat,
  upstream,
}) => {
  await makeList(shop, { guarantee: 'refuse' })
  sayTokens(upstream, ['It lasts long, ', 'and we guar', 'an', 'tee that it does.', ' For ever.'])
  await page.goto(shop.shopUrl)
  await chat.open()
  const seen = await watchPanel(page)
  await chat.say('Will it last?')
  const withheld = `${sentence('answer_withheld', 'en')}${PERSON_NOTED}`
  await expect.poll(async () => (await chat.answers()).map((text) => text.replaceAll('\n', ''))).toEqual([withheld, TICKET])
  await expect(chat.strips).toContainText(en.waiting)
  await chat.settled()
  const { texts } = await seen()
  expect(texts.some((text) => text.includes('It lasts long'))).toBe(true)
  for (const text of texts) {
    expect(text).not.toMatch(/guar|For ever/)
    expect(text.includes('It lasts long') && text.includes(sentence('answer_withheld', 'en'))).toBe(false)
  }
  await page.reload()
  await chat.open()
  await expect.poll(async () => (await chat.answers()).map((text) => text.replaceAll('\n', ''))).toEqual([withheld, TICKET])
})

test('[W-PERSON] a word brings a person: at once in a message, after the answer in an answer', async ({ page, shop, chat, upstream }) => {
  await makeList(shop, { lawyer: 'handoff', lawsuit: 'handoff' })
  upstream.reply('No lawsuit is needed for that.')
  await page.goto(shop.shopUrl)
  await chat.open()
  await chat.say('My parcel is broken. What can I do?')
  await expect.poll(chat.answers).toEqual(['No lawsuit is needed for that.', PERSON_NOTED, TICKET])
  await expect(chat.strips).toContainText(en.waiting)
  await chat.button(en.backToAssistant).click()
  await expect(chat.strips).not.toContainText(en.waiting)
  await chat.say('I will ask my lawyer.')
  await expect(chat.strips).toContainText(en.waiting)
  expect((await chat.answers()).filter((text) => text === PERSON_NOTED)).toHaveLength(2)
  expect(upstream.requests.length).toBe(1)
})

test('what is only noted passes, unchanged', async ({ page, shop, chat, upstream }) => {
  await makeList(shop, { scam: 'flag' })
  upstream.reply('It is no scam.')
  await page.goto(shop.shopUrl)
  await chat.open()
  await chat.say('Is this a scam?')
  await expect.poll(chat.answers).toEqual(['It is no scam.'])
  expect(await chat.customer()).toEqual(['Is this a scam?'])
})

test('[W-MASK] at the desk, what was found is marked beside what was masked; what an agent sends is masked, or not sent', async ({
  page,
  shop,
  chat,
  browser,
}) => {
  await makeList(shop, { darn: 'mask', scam: 'flag', verboten: 'refuse' }, ['customer', 'agent'])
  await page.goto(shop.shopUrl)
  await chat.open()
  await chat.say('A darn scam, I want to talk to a person')
  await expect.poll(chat.customer).toEqual(['A •••• scam, I want to talk to a person'])
  const desk = await enterAsOwner(await (await browser.newContext({ locale: 'en-IE' })).newPage(), shop)
  await desk.rows.first().click()
  await expect(desk.log.locator('mark')).toHaveText(['••••', 'scam'])
  await desk.take.click()
  await desk.say('That is verboten')
  await expect(desk.page.getByText(deskWords.faults.text_refused)).toBeVisible()
  await desk.say('No darn scam')
  await expect.poll(chat.said).toContainEqual({ by: 'agent', text: 'No •••• scam' })
  await expect.poll(desk.said).toContain('No •••• scam')
  expect(JSON.stringify(await chat.said())).not.toMatch(/darn|verboten/)
})
