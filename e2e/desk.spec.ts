/** A customer and agents side by side, in real browsers against the real server: from the wish for a person to the customer who comes back. */

import { en } from '../desk/i18n/en.ts'
import { rareEn as rare } from '../widget/i18n/en-rare.ts'
import { en as chatWords } from '../widget/i18n/en.ts'
import { chatOn } from './chat.ts'
import { enterAsColleague, enterAsOwner, type DeskPage } from './desk.ts'
import { DEAD_LINE, expect, test } from './harness.ts'
import { holdAnswer } from './model.ts'

const WISH = 'Can I talk to a person please?'

test.use({ server: 'own' })

test('[F-WHO] an agent takes over in the middle of an answer, writes, hands back, and finishes; of the assistant’s late words nothing is kept', async ({
  page,
  browser,
  shop,
  chat,
  upstream,
}) => {
  const mira = await enterAsOwner(await browser.newPage(), shop)
  const head = chat.panel.locator('.titles')
  const held = holdAnswer(upstream, 'Dusk is 119 euro, and', ' this must never be seen.')
  await page.goto(shop.shopUrl)
  await chat.openOnline()
  await chat.say('How much is Dusk **now**?')
  await expect(chat.streaming).toContainText('119 euro')

  // The desk shows what the customer sees, as it is written.
  await mira.view('all')
  await mira.open('How much is Dusk')
  await expect(mira.streaming).toContainText('119 euro')
  await mira.page.keyboard.press('t')
  await expect(mira.floor).toHaveText(en.floors.mine)
  await expect(mira.streaming).toHaveCount(0)
  await expect(chat.streaming).toHaveCount(0)
  held.release()
  await expect(head).toHaveText('MiraLate Light')

  // Each sees that the other writes, until it is over.
  await mira.field.pressSequentially('It is **99** euro ', { delay: 5 })
  const isWriting = chatWords.typing('Mira')
  await expect(chat.panel).toContainText(isWriting)
  await mira.say('It is **99** euro this week.')
  await expect(chat.log).toContainText('It is 99 euro this week.')
  await expect(chat.panel).not.toContainText(isWriting)
  await expect(mira.log.locator('[data-by="agent"] strong')).toHaveText('99')
  // What the customer sees, the desk says and keeps.
  const receipt = mira.log.locator('[data-by="agent"] .receipt')
  await expect(receipt).toContainText(en.read)
  await expect(chat.panel).not.toContainText(chatWords.disclaimer)
  await chat.field.pressSequentially('Could it')
  await expect(mira.log.locator('.typing')).toContainText(en.writing)
  await expect(mira.rows).toContainText(en.writing)
  await chat.field.fill('')
  // A note is for colleagues only; a draft waits for its author.
  await mira.button(en.note).click()
  await mira.say('Asked about the price')
  await expect(mira.log.locator('.note')).toContainText('Asked about the price')
  await mira.field.fill('half a thought')
  await mira.page.reload()
  await expect(mira.field).toHaveValue('half a thought')
  await expect(mira.log.locator('.note')).toHaveCount(1)
  await expect(receipt).toContainText(en.read)

  upstream.reply('Dusk was offered for 99 euro.')
  await mira.button(en.handBack).click()
  await expect(mira.floor).toHaveText(en.floors.bot)
  await expect(head).toHaveText(`Ember${chatWords.assistantOf('Late Light')}`)
  await expect(mira.log.locator('.note', { hasText: en.handBackSummary })).toContainText('Dusk was offered for 99 euro.')
  await expect(chat.panel).toContainText(chatWords.disclaimer)
  upstream.reply('With pleasure.')
  await chat.say('Could it be wrapped in blue paper?')
  await expect(chat.log).toContainText('With pleasure.')
  await expect(mira.log).toContainText('With pleasure.')
  await mira.button(en.closeConversation).click()
  await expect(mira.floor).toHaveText(en.floors.closed)
  await mira.view('closed')
  await expect(mira.rows).toHaveCount(1)
  // A file of an earlier release is gone: the page says so, and loads anew.
  const part = /tickets-page-[\w-]+\.js$/
  await mira.page.route(part, (route) => route.abort())
  await mira.page.getByRole('link', { name: en.tickets }).click()
  await expect(mira.page.getByText(en.partNotLoaded)).toBeVisible()
  await mira.page.unroute(part)
  await mira.button(en.tryAgain).click()
  await expect(mira.page.getByRole('region', { name: en.tickets })).toBeVisible()
  await mira.page.getByRole('link', { name: en.inbox }).click()
  await mira.view('closed')
  await mira.open('')
  await expect(mira.log).toContainText('With pleasure.')
  // A session that is over leads to the door, and not to a line that never comes back.
  const lastWords = await mira.log.innerText()
  await mira.page.context().clearCookies()
  await mira.page.context().setOffline(true)
  await expect(mira.page.getByText(en.lineLost)).toBeVisible()
  await mira.page.context().setOffline(false)
  await expect(mira.page.getByText(en.sessionEnded)).toBeVisible({ timeout: 15_000 })
  for (const seen of [await chat.log.innerText(), lastWords]) {
    expect(seen).not.toContain('never be seen')
  }
  expect(await chat.log.innerText()).not.toMatch(/Asked about the price|was offered/)
})

test.describe('two agents', () => {
  test.use({ answers: 'approved questions only' })

  test('both reach for one customer: one gets the floor, the other is told; lines cut and back, nothing is missed or doubled', async ({
    page,
    browser,
    shop,
    chat,
    expectTrouble,
  }) => {
    expectTrouble(DEAD_LINE)
    const mira = await enterAsOwner(await browser.newPage(), shop)
    const olu = await enterAsColleague(browser, mira, 'Olu')
    await page.goto(shop.shopUrl)
    await chat.openOnline()
    await chat.say(WISH)
    const agents = [mira, olu]
    for (const agent of agents) {
      await expect(agent.rows).toHaveCount(1)
      await agent.open('')
      await expect(agent.floor).toHaveText(en.floors.waiting)
    }
    await expect(mira.strip).toContainText('Olu')

    await Promise.all(agents.map((agent) => agent.take.click()))
    await expect
      .poll(
        async () => (await Promise.all(agents.map((agent) => agent.floor.innerText()))).filter((text) => text === en.floors.mine).length,
      )
      .toBe(1)
    const winner = (await mira.floor.innerText()) === en.floors.mine ? mira : olu
    const other = winner === mira ? olu : mira
    await expect(other.floor).toHaveText(winner === mira ? 'Mira' : 'Olu')
    await expect(other.button(en.send)).toHaveAttribute('aria-disabled', 'true')
    // What the server would refuse is not offered.
    for (const name of [en.take, en.closeConversation]) await expect(other.button(name)).toHaveCount(0)
    await expect(other.page.getByLabel(en.assign)).toHaveCount(0)
    await expect(winner.page.getByLabel(en.assign)).toBeVisible()

    await winner.say('Hello, a person here.')
    await expect(chat.log).toContainText('Hello, a person here.')
    await expect(other.log).toContainText('Hello, a person here.')

    // The agent's network is cut: what is written waits, what the customer writes comes when it is back, each once.
    await winner.page.context().setOffline(true)
    await winner.say('Written without a line.')
    await expect(winner.log.locator('[data-outgoing="sending"]')).toHaveCount(1)
    await chat.say('Are you there?')
    await expect(other.log).toContainText('Are you there?')
    await winner.page.context().setOffline(false)
    await expect(chat.log).toContainText('Written without a line.')
    await expect(winner.log.locator('[data-outgoing]')).toHaveCount(0)
    await expect(winner.log).toContainText('Are you there?')
    const said = [WISH, 'Hello, a person here.', 'Are you there?', 'Written without a line.']
    for (const agent of agents) await expect.poll(() => ours(agent, said)).toEqual(said)

    // The customer erases everything: it is gone at the desk too.
    await chat.choose(chatWords.erase)
    await chat.button(chatWords.eraseConfirm).click()
    await expect.poll(() => winner.said()).toEqual([])
  })
})

test.describe('the end of a conversation', () => {
  test.use({ answers: 'approved questions only' })

  test('is rated by the customer with stars and a word, which stand at the ticket; the next day’s message begins it anew', async ({
    page,
    browser,
    shop,
    chat,
  }) => {
    const mira = await enterAsOwner(await browser.newPage(), shop)
    await page.goto(shop.shopUrl)
    await chat.openOnline()
    await chat.say(WISH)
    await expect(chat.log).toContainText('ticket number is 1')
    await mira.open('')
    await mira.take.click()
    await expect(mira.floor).toHaveText(en.floors.mine)
    await mira.say('All done, I think.')
    await expect(chat.log).toContainText('All done, I think.')
    await mira.button(en.closeConversation).click()
    await expect(mira.floor).toHaveText(en.floors.closed)

    await chat.button(rare.rateScore(4)).click()
    await expect(chat.button(rare.rateScore(4))).toHaveAttribute('aria-pressed', 'true')
    await chat.panel.getByRole('textbox', { name: rare.rateComment }).fill('Quick and kind')
    await chat.button(rare.rateSend).click()
    await expect(mira.page.locator('.details')).toContainText('★★★★☆')
    await expect(mira.page.locator('.details')).toContainText('Quick and kind')

    // Away, and back another day: what was said is there, and writing begins it anew.
    await page.close()
    const next = await page.context().newPage()
    await next.goto(shop.shopUrl)
    const again = chatOn(next)
    await again.openOnline()
    await expect(again.log).toContainText('All done, I think.')
    await again.say('One more thing: do you have lamps for a desk?')
    await expect(mira.floor).not.toHaveText(en.floors.closed)
    await expect(mira.log).toContainText('One more thing')
  })
})

/** Of these texts those that stand in the log, in its order. */
const ours = async (agent: DeskPage, texts: readonly string[]): Promise<string[]> =>
  (await agent.said()).map((text) => text.trim()).filter((text) => texts.includes(text))
