/** A conversation may be as long as it likes: what is gone from the screen is gone from memory, too. */

import { expect, test } from './harness.ts'

// Nobody types as fast as this test does.
test.use({ server: 'own', settings: { RATE_VISITOR: '1000', RATE_ADDRESS: '1000' } })

/** A message with its answer takes about 20 kB; one that kept the screen of its time would take more each time, 200 kB after a few dozen. */
const MOST_BYTES = 60_000

test('what a message leaves in memory is its own, and not the whole conversation of its time', async ({ page, shop, chat, upstream }) => {
  // Forty messages and forty answers, on a machine that has others to serve.
  test.setTimeout(90_000)
  upstream.reply('It **leaves tomorrow**:\n\n- packed by hand\n- sent with a [link](https://shop.example/track)\n\nAsk us `any` time.')
  const tools = await page.context().newCDPSession(page)
  const heapBytes = async (): Promise<number> => {
    for (let round = 0; round < 2; round++) await tools.send('HeapProfiler.collectGarbage')
    return (await tools.send('Runtime.getHeapUsage')).usedSize
  }
  await page.goto(shop.shopUrl)
  await chat.openOnline()
  const rows = chat.log.locator('.row[data-kind="bot"]')
  const until = async (count: number): Promise<number> => {
    for (let asked = await rows.count(); asked < count; asked++) {
      await chat.say(`Question ${asked}`)
      await expect(rows).toHaveCount(asked + 1)
    }
    await chat.settled()
    return heapBytes()
  }
  // What comes with the first messages, compiled code and the extras, is in the first reading.
  const before = await until(20)
  const after = await until(40)
  expect((after - before) / 20).toBeLessThan(MOST_BYTES)
})
