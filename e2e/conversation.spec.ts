/** A customer asks, and is answered: the everyday of the bubble. */

import { rmSync } from 'node:fs'
import { sentence } from '../server/sentences.ts'
import { en } from '../widget/i18n/en.ts'
import { DEAD_LINE, expect, test } from './harness.ts'
import { leakyLine } from './leaky-line.ts'
import { holdAnswer } from './model.ts'

test('the page shows a bubble, and nothing else happens before the customer wants something', async ({ page, shop, chat }) => {
  const asked: string[] = []
  const sockets: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  page.on('websocket', (socket) => sockets.push(socket.url()))
  await page.goto(shop.shopUrl)
  await expect(chat.launcher).toBeVisible()
  await chat.launcher.hover()
  await page.keyboard.press('Tab')
  await page.mouse.wheel(0, 2_000)
  await page.waitForLoadState('networkidle')

  expect(asked.filter((url) => !url.startsWith(shop.shopUrl) && !url.startsWith('data:'))).toEqual([`${shop.url}/kefu.js?site=late-light`])
  expect(sockets).toEqual([])
  expect(await page.context().cookies()).toEqual([])
  expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0)
  expect(await page.evaluate(() => indexedDB.databases())).toEqual([])
  await expect(chat.panel).toHaveCount(0)
})

test('[D-STREAM] an answer grows on screen before its end, and ends whole', async ({ page, shop, chat, upstream }) => {
  const answer = 'Yes, we do wrap presents. Each lamp comes in a linen cloth with a card that we write by hand, and it takes no extra day.'
  upstream.reply(answer, { tokensPerSecond: 20 })
  await page.goto(shop.shopUrl)
  await chat.open()
  await chat.say('Could you make it look like a present?')

  const states = new Set<string>()
  await expect
    .poll(
      async () => {
        const [text] = await chat.streaming.locator('.markdown').allTextContents()
        if (text) states.add(text)
        return chat.answers()
      },
      { intervals: [40] },
    )
    .toEqual([answer])
  const partial = [...states].filter((text) => text !== answer)
  expect(partial.length).toBeGreaterThan(4)
  for (const text of partial) expect(answer.startsWith(text.trimEnd()), text).toBe(true)
  await chat.settled()
  expect(await chat.said()).toEqual([
    { by: 'customer', text: 'Could you make it look like a present?' },
    { by: 'assistant', text: answer },
  ])
  await expect(chat.log.getByText(en.sent, { exact: true })).toHaveCount(1)
  await expect(chat.log.getByTitle(en.aiHint)).toBeVisible()
})

test.describe('without a model', () => {
  test.use({ answers: 'approved questions only' })

  test('a suggestion is asked with one click and gets its approved answer', async ({ page, shop, chat }) => {
    await page.goto(shop.shopUrl)
    await chat.open()
    const suggestion = chat.suggestions.first()
    const question = (await suggestion.textContent()) ?? ''
    await suggestion.click()
    await expect.poll(chat.customer).toEqual([question])
    await expect.poll(async () => (await chat.answers()).length).toBe(1)
    await expect(chat.log.getByTitle(en.aiHint)).toHaveCount(0)
    expect((await chat.answers())[0]).not.toContain(sentence('no_model', 'en').slice(0, 20))
  })

  test('a question that nobody has approved an answer to is not answered, and says so, with questions that are', async ({
    page,
    shop,
    chat,
  }) => {
    await page.goto(shop.shopUrl)
    await chat.open()
    await chat.say('Which lamp would a badger choose for reading?')
    await expect.poll(chat.answers).toEqual([expect.stringContaining(sentence('no_model_but_questions', 'en'))])
    await expect.poll(() => chat.suggestions.count()).toBeGreaterThan(0)
    await chat.suggestions.first().click()
    await expect.poll(async () => (await chat.answers()).length).toBe(2)
  })

  test('a wish for a person is put on the list, with the truth about waiting and a way back', async ({ page, shop, chat }) => {
    await page.goto(shop.shopUrl)
    await chat.open()
    await chat.say('I want to talk to a person')
    await expect
      .poll(chat.answers)
      .toEqual([expect.stringContaining(sentence('person_noted', 'en')), expect.stringMatching(/^Your ticket number is \d+\.$/)])
    await expect(chat.strips).toContainText(en.waiting)
    await chat.button(en.backToAssistant).click()
    await expect(chat.strips).not.toContainText(en.waiting)
    await expect.poll(chat.answers).toContain(sentence('back_to_assistant', 'en'))
  })

  test('what cannot be sent is not sent, and the field keeps it', async ({ page, shop, chat }) => {
    await page.goto(shop.shopUrl)
    await chat.openOnline()
    await chat.say('   ')
    await chat.say('x'.repeat(4_001))
    await expect(chat.panel.getByText(en.reasons.text_too_long)).toBeVisible()
    await expect(chat.field).toHaveAttribute('aria-invalid', 'true')
    // Typed by a script: the driver's own keyboard mends what it is given.
    await chat.field.evaluate((field: HTMLTextAreaElement) => {
      field.value = `half a pair ${String.fromCharCode(0xd83d)}`
      field.dispatchEvent(new Event('input'))
    })
    await chat.field.press('Enter')
    await expect(chat.panel.getByText(en.reasons.text_invalid)).toBeVisible()
    await expect(chat.field).toHaveValue(/^half a pair/)
    expect(await chat.said()).toEqual([])
    await chat.say('x'.repeat(4_000))
    await expect.poll(chat.customer).toEqual(['x'.repeat(4_000)])
  })

  test('what is pasted and sent before it was drawn is not left in the field, to be sent again', async ({ page, shop, chat }) => {
    await page.goto(shop.shopUrl)
    await chat.openOnline()
    await chat.field.evaluate((field: HTMLTextAreaElement) => {
      field.value = 'All at once'
      field.dispatchEvent(new Event('input'))
      field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }))
    })
    await expect.poll(chat.customer).toEqual(['All at once'])
    await expect(chat.field).toHaveValue('')
  })

  test('what was written while a server was away goes to the conversation that is there when one is back', async ({
    page,
    shop,
    chat,
    expectTrouble,
  }) => {
    expectTrouble(DEAD_LINE)
    await page.goto(shop.shopUrl)
    await chat.openOnline()
    await shop.kill('SIGKILL')
    await chat.say('Where is my order?')
    await chat.say('How do I dim the lamp?')
    await expect.poll(chat.pending).toEqual(['Where is my order?', 'How do I dim the lamp?'])
    rmSync(shop.dataFolder, { recursive: true })
    await shop.restart()
    await chat.reconnected()

    await expect.poll(chat.customer).toEqual(['Where is my order?', 'How do I dim the lamp?'])
    await chat.settled()
  })

  test('[D-REFUSED] a message of a conversation that is gone says that it was not sent, and goes with a retry', async ({
    page,
    shop,
    chat,
    expectTrouble,
  }) => {
    expectTrouble(DEAD_LINE)
    const line = await leakyLine(page)
    await page.goto(shop.shopUrl)
    await chat.openOnline()
    // Sent once, it belongs to its conversation, although it never arrived.
    line.swallow = 'to the server'
    await chat.say('Where is my order?')
    await expect.poll(chat.pending).toEqual(['Where is my order?'])
    await shop.kill('SIGKILL')
    line.swallow = 'nothing'
    rmSync(shop.dataFolder, { recursive: true })
    await shop.restart()
    await chat.reconnected()

    const failed = chat.log.locator('[data-kind="failed"]')
    await expect(failed).toHaveCount(1)
    await expect(failed).toContainText(en.failed)
    const retry = failed.getByRole('button', { name: en.retry })
    await retry.evaluate((button) => button.setAttribute('data-known', ''))
    await chat.field.fill('half a thought')
    await expect(chat.button(en.send)).toHaveAttribute('aria-disabled', 'false')
    await expect(retry, 'what is drawn anew is read out again, and loses the focus').toHaveAttribute('data-known', '')
    await retry.click()
    await expect.poll(chat.customer).toEqual(['Where is my order?'])
    await chat.settled()
    await expect.poll(async () => (await chat.answers()).length).toBe(1)
  })
})

test('Markdown becomes lists and safe links; what could run is only text', async ({ page, shop, chat, upstream }) => {
  const dialogs: string[] = []
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message())
    void dialog.dismiss()
  })
  upstream.reply(
    '**Two** ways:\n\n- [Returns](https://shop.example/returns)\n- [Click me](javascript:alert(1))\n\n<img src=x onerror=alert(2)> and ![a picture](https://pictures.example/p.png)',
    { tokensPerSecond: 200 },
  )
  await page.goto(shop.shopUrl)
  await chat.open()
  await chat.say('How do I send it back?')
  const answer = chat.log.locator('.row[data-kind="bot"] .bubble')
  await expect(answer.getByRole('listitem')).toHaveCount(2)
  await expect(answer.locator('strong')).toHaveText('Two')
  const link = answer.getByRole('link', { name: 'Returns' })
  await expect(link).toHaveAttribute('href', 'https://shop.example/returns')
  await expect(link).toHaveAttribute('target', '_blank')
  await expect(link).toHaveAttribute('rel', /\bnoopener\b/)
  await expect(answer.locator('a', { hasText: 'Click me' })).toHaveCount(0)
  await answer.getByText('Click me').click()
  await expect(answer.locator('img, script')).toHaveCount(0)
  await expect(answer).toContainText('<img src=x onerror=alert(2)>')
  await expect(page).toHaveURL(`${shop.shopUrl}/`)
  expect(dialogs).toEqual([])
})

test('the stop button ends the answer at the model too, keeps what is there, and says so', async ({ page, shop, chat, upstream }) => {
  const held = holdAnswer(upstream, 'First, unscrew the foot,', ' and then never see this.')
  await page.goto(shop.shopUrl)
  await chat.open()
  await chat.say('Tell me everything about batteries')
  await expect(chat.streaming).toContainText('First, unscrew the foot')
  await chat.button(en.stop).click()
  await expect.poll(chat.answers).toEqual(['First, unscrew the foot,'])
  await expect(chat.log).toContainText(en.stopped)
  await expect(chat.button(en.stop)).toHaveCount(0)
  await expect.poll(() => upstream.requests.map((request) => request.aborted)).toEqual([true])
  held.release()
})

test('a model that fails is never shown as an answer: the customer is told, and can go on', async ({ page, shop, chat, upstream }) => {
  upstream.fault('cut-mid-sentence')
  await page.goto(shop.shopUrl)
  await chat.open()
  await chat.say('Do you ship to the moon?')
  await expect.poll(chat.answers).toEqual([expect.stringContaining(sentence('model_failed', 'en'))])
  await chat.settled()
  upstream.reply('Not yet.')
  await chat.say('And now?')
  await expect.poll(async () => (await chat.answers()).at(-1)).toBe('Not yet.')
})

test('a new conversation begins empty', async ({ page, shop, chat, upstream }) => {
  upstream.reply('Of course.')
  await page.goto(shop.shopUrl)
  await chat.open()
  await chat.say('May I ask something?')
  await expect.poll(chat.answers).toEqual(['Of course.'])
  await chat.choose(en.newConversation)
  await expect.poll(chat.said).toEqual([])
  await expect.poll(() => chat.suggestions.count()).toBeGreaterThan(0)
  await chat.say('Something else?')
  await expect.poll(chat.answers).toEqual(['Of course.'])
})

test('Escape closes the panel and gives the focus back; what is answered meanwhile is counted on the bubble', async ({
  page,
  shop,
  chat,
  upstream,
}) => {
  const held = holdAnswer(upstream, 'It takes two,', ' no, three days.')
  await page.goto(shop.shopUrl)
  await chat.launcher.focus()
  await page.keyboard.press('Enter')
  await expect(chat.field).toBeFocused()
  await chat.say('How fast is the express parcel to Galway?')
  await expect(chat.streaming).toContainText('It takes two')
  await page.keyboard.press('Escape')
  await expect(chat.panel).toBeHidden()
  await expect(chat.launcher).toBeFocused()
  await expect(chat.launcher).toHaveAccessibleName('Open chat')

  held.release()
  await expect(chat.launcher).toHaveAccessibleName('Open chat, 1 new message')
  await expect(chat.launcher.locator('.badge')).toHaveText('1')
  await page.reload()
  await expect(chat.launcher, 'what was not read stays new after a reload').toHaveAccessibleName('Open chat, 1 new message')
  await chat.launcher.click()
  await expect.poll(chat.answers).toEqual(['It takes two, no, three days.'])
  await page.keyboard.press('Escape')
  await expect(chat.launcher).toHaveAccessibleName('Open chat')
})

test.describe('with a small allowance of messages', () => {
  test.use({ settings: { RATE_VISITOR: '0.2' } })

  test('a message too many waits and goes by itself, once and in order', async ({ page, shop, chat, upstream }) => {
    upstream.reply('Yes.')
    await page.goto(shop.shopUrl)
    await chat.openOnline()
    const texts = Array.from({ length: 4 }, (_, index) => `Question number ${index + 1}`)
    for (const text of texts) await chat.say(text)
    await expect.poll(chat.pending).toEqual([texts.at(-1)])
    await expect.poll(chat.customer).toEqual(texts)
    expect(await (await fetch(`${shop.url}/metrics`)).text()).toMatch(/kefu_throttled_total\{scope="visitor"\} [1-9]/)
  })
})
