/** A long conversation costs no more than a short one: what did not change is neither drawn again nor taken out and put back. */

import { expect, test } from './harness.ts'
import { holdAnswer } from './model.ts'
import { replyScript } from '../server/testing/upstream.ts'

// Nobody types as fast as this test does.
test.use({ settings: { RATE_VISITOR: '1000', RATE_ADDRESS: '1000' } })

test('streamed text touches its own row only, and the row stays when the answer takes its place in the log', async ({
  page,
  shop,
  chat,
  upstream,
}) => {
  upstream.respond = () => replyScript('It **leaves tomorrow**:\n\n- packed by hand\n- sent with a [link](https://shop.example/track)')
  await page.goto(shop.shopUrl)
  await chat.openOnline()
  const rows = chat.log.locator('.row[data-kind="bot"]')
  for (let asked = 0; asked < 12; asked++) {
    await chat.say(`Question ${asked}`)
    await expect(rows).toHaveCount(asked + 1)
  }
  await chat.settled()
  // What rates an answer is fetched some seconds after the first one, and then drawn into every row.
  await expect(rows.locator('.rating button')).toHaveCount(24)

  const { release } = holdAnswer(upstream, 'First, a paragraph.\n\n- and a list,', `\n\n${'It goes on and on. '.repeat(200)}`)
  await chat.say('Tell me everything.')
  await expect(chat.streaming).toContainText('and a list')
  const paragraph = await chat.streaming.locator('p').first().elementHandle()
  // The time of each logged message is written out anew whenever its bubble is drawn.
  await page.evaluate(() => {
    const write = Reflect.get(Date.prototype, 'toISOString') as () => string
    let drawn = 0
    Date.prototype.toISOString = function () {
      Object.assign(window, { drawn: ++drawn })
      return write.call(this)
    }
  })
  // From here on everything that changes in the log is written down by the row that it happens in.
  await chat.log.evaluate((log) => {
    const touched = new Map<Element, number>()
    new MutationObserver((records) => {
      for (const { target } of records) {
        const place = target instanceof Element ? target : target.parentElement
        const row = place?.closest('.row') ?? log
        touched.set(row, (touched.get(row) ?? 0) + 1)
      }
    }).observe(log, { subtree: true, childList: true, characterData: true, attributes: true })
    Object.assign(window, { touched })
  })
  release()
  await chat.settled()
  await expect(rows).toHaveCount(13)

  const touched = await page.evaluate(() => {
    const { touched: counts } = window as unknown as { touched: Map<Element, number> }
    return [...counts].map(([row, count]) => ({ row: row.className, text: row.textContent.slice(0, 40), isMany: count > 5 }))
  })
  expect(touched).toEqual([{ row: 'row other', text: expect.stringContaining('First, a paragraph.') as unknown, isMany: true }])
  const drawn = await page.evaluate(() => (window as unknown as { drawn: number }).drawn)
  expect(drawn, 'bubbles drawn of 26, the new one and what stands beside it').toBeLessThan(6)
  expect(await paragraph?.evaluate((node) => node.isConnected), 'the answer’s own nodes stay').toBe(true)
})
