/** The server is killed or stopped at the worst moment: nothing lost, nothing doubled, and no bubble that types for ever. */

import { sentence } from '../server/sentences.ts'
import { en } from '../widget/i18n/en.ts'
import { DEAD_LINE, expect, test } from './harness.ts'
import { leakyLine } from './leaky-line.ts'
import { holdAnswer } from './model.ts'

// What is open when a server dies is run again by the next one, which would be another test's.
test.use({ server: 'own' })

test.beforeEach(({ expectTrouble }) => expectTrouble(DEAD_LINE))

test.describe('the server is killed', () => {
  test('[C-OUTBOX] [C-SENT] what is written while it is dead waits, goes once, and is answered', async ({ page, shop, chat, upstream }) => {
    upstream.reply('Yes.')
    await page.goto(shop.shopUrl)
    await chat.openOnline()
    await chat.say('Are you there?')
    await expect.poll(chat.answers).toEqual(['Yes.'])
    await shop.kill('SIGKILL')
    await chat.say('And now?')
    await expect.poll(chat.said).toContainEqual({ by: 'sending', text: 'And now?' })
    await expect(chat.strips).toContainText(en.reconnecting)
    await expect(chat.log).toContainText(en.queued)

    // Nobody hurries it: the widget finds its way back by itself.
    await shop.restart()
    await expect.poll(chat.answers, { timeout: 20_000 }).toEqual(['Yes.', 'Yes.'])
    await chat.settled()
    expect(await chat.customer()).toEqual(['Are you there?', 'And now?'])
    await expect(chat.strips).toHaveText('')
  })

  test('[C-HURRY] for so long that the widget seldom tries any more: whoever asks, or opens the panel, is not kept waiting', async ({
    page,
    shop,
    chat,
    upstream,
  }) => {
    upstream.reply('Yes.')
    // Pauses as long as they may be.
    await page.addInitScript(() => (Math.random = () => 0.999))
    await page.clock.install()
    let attempts = 0
    page.on('websocket', () => attempts++)
    /** Dead for seven attempts, until the pause before the next is half a minute; then back, and not noticed. */
    async function beDead(): Promise<void> {
      await shop.kill('SIGKILL')
      attempts = 0
      const tried = async () => (await page.clock.fastForward(5_000), attempts)
      await expect.poll(tried, { intervals: [100], timeout: 20_000 }).toBeGreaterThanOrEqual(7)
      const made = attempts
      await shop.restart()
      expect(attempts).toBe(made)
    }
    await page.goto(shop.shopUrl)
    await chat.openOnline()
    await beDead()
    await chat.say('Are you there?')
    await expect.poll(chat.answers, { timeout: 5_000 }).toEqual(['Yes.'])

    await chat.button(en.close).click()
    await beDead()
    await chat.launcher.click()
    await expect(chat.strips).toHaveText('', { timeout: 5_000 })
  })

  test('[C-OUTBOX] before the message has arrived: it goes after the restart, once', async ({ page, shop, chat, upstream }) => {
    upstream.reply('Yes.')
    const line = await leakyLine(page)
    await page.goto(shop.shopUrl)
    await chat.openOnline()
    line.swallow = 'to the server'
    await chat.say('Can you hear me?')
    await expect.poll(chat.pending).toEqual(['Can you hear me?'])
    await shop.kill('SIGKILL')
    line.swallow = 'nothing'
    await shop.restart()
    await chat.reconnected()
    await expect.poll(chat.answers).toEqual(['Yes.'])
    await chat.settled()
    expect(await chat.customer()).toEqual(['Can you hear me?'])
    expect(upstream.requests).toHaveLength(1)
  })

  test('[D-ONCE] [C-ONCE] after the message was kept and before its acknowledgement arrived: it is there once', async ({
    page,
    shop,
    chat,
    upstream,
  }) => {
    upstream.fault('silent-after-text')
    const line = await leakyLine(page)
    await page.goto(shop.shopUrl)
    await chat.openOnline()
    line.swallow = 'to the page'
    await chat.say('Can you hear me?')
    // A turn runs, so the message was kept; all that the page knows is that it sent one.
    await expect.poll(() => upstream.openRequests()).toBe(1)
    await expect.poll(chat.pending).toEqual(['Can you hear me?'])
    await shop.kill('SIGKILL')
    line.swallow = 'nothing'
    upstream.reply('Yes.')
    await shop.restart()
    await chat.reconnected()
    await expect.poll(chat.answers).toEqual(['Yes.'])
    await chat.settled()
    expect(await chat.customer()).toEqual(['Can you hear me?'])
  })

  test('[D-CRASH] while it answers: the answer is made again, whole and once', async ({ page, shop, chat, upstream }) => {
    const held = holdAnswer(upstream, 'It is on the first shelf,', ' and this is never said.')
    await page.goto(shop.shopUrl)
    await chat.open()
    await chat.say('Where do you keep the badger?')
    await expect(chat.streaming).toContainText('It is on the first shelf')
    await shop.kill('SIGKILL')
    await expect(chat.strips).toContainText(en.reconnecting)
    held.release()
    upstream.reply('We keep no badgers here.', { tokensPerSecond: 40 })
    await shop.restart()
    await chat.reconnected()
    await expect.poll(chat.answers).toEqual(['We keep no badgers here.'])
    await chat.settled()
    expect(await chat.customer()).toEqual(['Where do you keep the badger?'])
    expect(upstream.requests).toHaveLength(2)
  })

  test('[D-CRASH] again and again by the same question: it is honestly ended, and no bubble types for ever', async ({
    page,
    shop,
    chat,
    upstream,
  }) => {
    upstream.fault('silent-after-text')
    await page.goto(shop.shopUrl)
    await chat.open()
    await chat.say('What is the question that kills you?')
    for (let run = 1; run <= 3; run++) {
      await expect.poll(() => upstream.requests.length).toBe(run)
      await shop.kill('SIGKILL')
      await shop.restart()
    }
    await chat.reconnected()
    await expect.poll(chat.answers).toEqual([expect.stringContaining(sentence('not_answered', 'en'))])
    await chat.settled()
    upstream.reply('Much better.')
    await chat.say('Let us talk of lamps instead')
    await expect.poll(async () => (await chat.answers()).at(-1)).toBe('Much better.')
  })

  for (const seed of [1, 2, 3]) {
    test(`[D-DURABLE] [C-ORDER] among ten quick messages: each is there once and in order (seed ${seed})`, async ({
      page,
      shop,
      chat,
      upstream,
    }) => {
      upstream.reply('Ten of ten.', { tokensPerSecond: 50 })
      await page.goto(shop.shopUrl)
      await chat.openOnline()
      const texts = Array.from({ length: 10 }, (_, index) => `Message ${index + 1} of ten`)
      const random = randomOf(seed)
      const killedAfter = 1 + Math.floor(random() * 8)
      let killed: Promise<unknown> = Promise.resolve()
      for (const [index, text] of texts.entries()) {
        await chat.say(text)
        // Somewhere in the commits, frames and answers of those before.
        if (index + 1 === killedAfter)
          killed = new Promise((resolve) => setTimeout(resolve, random() * 30)).then(() => shop.kill('SIGKILL'))
      }
      expect(await killed).toMatchObject({ signal: 'SIGKILL' })
      await shop.restart()
      await chat.reconnected()
      await expect.poll(chat.customer).toEqual(texts)
      await expect.poll(async () => (await chat.said()).at(-1)).toEqual({ by: 'assistant', text: 'Ten of ten.' })
      await chat.settled()
      expect(await chat.customer()).toEqual(texts)
    })
  }
})

test.describe('the server is stopped while it answers', () => {
  test('[D-DRAIN] an answer that can finish does, and reaches the customer', async ({ page, shop, chat, upstream }) => {
    const held = holdAnswer(upstream, 'One lamp,', ' two lamps, three lamps.')
    await page.goto(shop.shopUrl)
    await chat.open()
    await chat.say('Count your lamps for me please')
    await expect(chat.streaming).toContainText('One lamp')
    const stopped = shop.kill('SIGTERM')
    await expect.poll(() => fetch(`${shop.url}/readyz`).then(({ status }) => status)).toBe(503)
    held.release()
    await expect.poll(chat.answers).toEqual(['One lamp, two lamps, three lamps.'])
    const { code, tookMs } = await stopped
    expect(code).toBe(0)
    expect(tookMs).toBeLessThan(15_000)
  })

  test.describe('and may not take long', () => {
    test.use({ settings: { SHUTDOWN_SECONDS: '1' } })

    test('[D-DRAIN] an answer that cannot finish is honestly ended, and stays so', async ({ page, shop, chat, upstream }) => {
      holdAnswer(upstream, 'One lamp,', ' two lamps.')
      await page.goto(shop.shopUrl)
      await chat.open()
      await chat.say('Count your lamps for me please')
      await expect(chat.streaming).toContainText('One lamp')
      const { code, tookMs } = await shop.kill('SIGTERM')
      expect(code).toBe(0)
      expect(tookMs).toBeLessThan(15_000)
      await expect.poll(chat.answers).toEqual([sentence('interrupted', 'en')])
      await shop.restart()
      await chat.reconnected()
      await expect(chat.strips).toHaveText('')
      await chat.settled()
      expect(await chat.answers()).toEqual([sentence('interrupted', 'en')])
    })
  })
})

/** Mulberry32: a small generator whose numbers depend on nothing but the seed. */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
