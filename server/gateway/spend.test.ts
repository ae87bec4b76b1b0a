/** Limits of spend, through the whole server: what the customer sees, what the model is asked, and what stands in the database. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Usage } from '../ports/spend.ts'
import { dayOf } from '../spend/day.ts'
import { startServer, type TestServer } from '../testing/start-server.ts'
import { startUpstream } from '../testing/upstream.ts'

let folder: string
let prices: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kefu-spend-'))
  prices = join(folder, 'prices.json')
  // Only tokens of answers cost: 1,000 millionths each.
  writeFileSync(prices, '{ "models": { "recorded": { "input": 0, "output": 1000 } } }')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const LIMIT = /all the answers that I can give today/
const questions = [{ text: 'When do you open?', answer: 'At **nine**.' }]
const settingsWith = (settings: Record<string, string>) => ({ PRICES_FILE: prices, ANSWER_TOKENS: '100', ...settings })

async function usageOf(server: TestServer): Promise<Usage> {
  const today = dayOf(Date.now())
  return server.database.forTenant('tenant').usage({ siteId: 'site', from: today, to: today })
}

test('[B-HONEST] [B-CAP] at a limit the model is not asked, the customer is told, and approved questions are answered and offered', async () => {
  await using upstream = await startUpstream()
  // The first answer is reserved at 0.1 and costs 0.005; then there is no room for another 0.1.
  await using server = await startServer({ upstream, questions, settings: settingsWith({ SPEND_VISITOR_DAY: '0.1' }) })
  upstream.reply('Yes, of course we do!')
  const visitor = await server.visit()
  await visitor.send('Do you repair lamps?')
  expect(await visitor.answerAfter(1)).toMatchObject({ origin: 'model', outcome: 'complete' })
  await visitor.send('And chairs?')
  expect(await visitor.answerAfter(3)).toMatchObject({
    origin: 'notice',
    text: expect.stringMatching(LIMIT),
    suggestions: ['When do you open?'],
  })
  await visitor.send('when do you open')
  expect(await visitor.answerAfter(5)).toMatchObject({ origin: 'question', text: 'At **nine**.' })
  expect(upstream.requests).toHaveLength(1)

  const other = await server.visit()
  await other.send('Do you repair lamps?')
  expect(await other.answerAfter(1)).toMatchObject({ origin: 'model' })
  const metrics = await (await fetch(`${server.url}/metrics`)).text()
  expect(metrics).toContain('kefu_spend_refused_total{scope="visitor"} 1')
  expect(metrics).toContain('kefu_tokens_total{kind="prompt"} 84')
  expect(metrics).toContain('kefu_spend_total 0.012')
})

test('[B-HONEST] at the tenant’s limit the owner reads it in the log, and who asks finds no error there', async () => {
  await using upstream = await startUpstream()
  await using server = await startServer({ upstream, settings: settingsWith({ SPEND_TENANT_DAY: '0' }) })
  const visitor = await server.visit({ locale: 'zh' })
  await visitor.send('你们修灯吗？')
  expect((await visitor.answerAfter(1)).text).toContain('今天能回答的次数已经用完了')
  await visitor.send('还有椅子呢？')
  await visitor.answerAfter(3)
  const warnings = server.logged.map((line) => JSON.parse(line) as { level: number; kind?: string }).filter(({ level }) => level >= 40)
  expect(warnings).toMatchObject([{ level: 40, kind: 'spend_limit_reached' }])
  expect(await server.database.forTenant('tenant').notices(10)).toMatchObject([{ kind: 'spend_limit_reached', body: { limit: 0 } }])
  expect(upstream.failures).toEqual([])
})

test('[B-CUT] an answer that goes on after its tokens are used up is cut, says so, and the model is hung up on', async () => {
  await using upstream = await startUpstream()
  await using server = await startServer({ upstream, settings: settingsWith({ ANSWER_TOKENS: '16' }) })
  upstream.reply('word '.repeat(1_000), { paceMs: 1 })
  const visitor = await server.visit()
  await visitor.send('Tell me everything.')
  const answer = await visitor.answerAfter(1)
  expect(answer).toMatchObject({ origin: 'model', outcome: 'cut' })
  expect(answer.text.length).toBeGreaterThan(16 * 4)
  expect(answer.text.length).toBeLessThan(16 * 4 * 2 + 10)
  expect(upstream.requests[0]?.body).toMatchObject({ max_tokens: 16 })
  await expect.poll(() => upstream.openRequests()).toBe(0)
  await expect.poll(async () => (await usageOf(server)).calls).toMatchObject([{ calls: 1, estimatedCalls: 1 }])
})

test('[B-SETTLED] an answer that the customer stops is paid for as far as it came', async () => {
  await using upstream = await startUpstream()
  await using server = await startServer({ upstream, settings: settingsWith({}) })
  upstream.reply('word '.repeat(200), { paceMs: 20 })
  const visitor = await server.visit()
  await visitor.send('Tell me everything.')
  await visitor.until(({ said }) => said.some(({ event }) => event === 'answer-delta'))
  const start = visitor.said.find((item) => item.event === 'answer-start')
  if (start?.event !== 'answer-start') throw new Error('no answer began')
  await visitor.call('answer-stop', { answer: start.message.answer })
  expect(await visitor.answerAfter(1)).toMatchObject({ outcome: 'stopped' })
  await expect.poll(async () => (await usageOf(server)).turns.length).toBe(1)
  const { calls, turns } = await usageOf(server)
  expect(calls).toMatchObject([{ estimatedCalls: 1, model: 'recorded' }])
  expect(calls[0]?.completionTokens).toBeGreaterThan(0)
  expect(calls[0]?.completionTokens).toBeLessThan(100)
  expect(turns).toMatchObject([{ answeredBy: 'model', turns: 1, messages: 1 }])
})

test('[B-SETTLED] every attempt that gave text is a call of its own; one that was refused costs nothing', async () => {
  await using upstream = await startUpstream()
  await using server = await startServer({ upstream, settings: settingsWith({}) })
  upstream.fault('status-401')
  const visitor = await server.visit()
  await visitor.send('Do you repair lamps?')
  await visitor.answerAfter(1)
  expect(upstream.requests).toHaveLength(1)
  upstream.fault('cut-mid-sentence')
  const other = await server.visit()
  await other.send('Do you repair chairs?')
  await other.answerAfter(1)
  const attempts = upstream.requests.length - 1
  expect(attempts).toBeGreaterThan(1)
  await expect.poll(async () => (await usageOf(server)).calls).toMatchObject([{ calls: attempts, estimatedCalls: attempts }])
})

test('[B-SEED] [B-NOBODY] neither a restart nor erasing the conversation gives a visitor a new budget', async () => {
  await using upstream = await startUpstream()
  upstream.reply('Yes, of course we do!')
  const data = join(folder, 'restart')
  const settings = settingsWith({ SPEND_VISITOR_DAY: '0.1' })
  let token: string
  {
    await using server = await startServer({ upstream, folder: data, settings })
    const visitor = await server.visit()
    token = visitor.token
    await visitor.send('Do you repair lamps?')
    await visitor.answerAfter(1)
    await visitor.call('conversation-erase', { conversation: visitor.conversation })
  }
  await using server = await startServer({ upstream, folder: data, settings })
  const visitor = await server.visit({ token })
  await visitor.send('Do you repair lamps?')
  expect((await visitor.answerAfter(1)).text).toMatch(LIMIT)
  expect((await usageOf(server)).calls).toMatchObject([{ calls: 1, spent: 6_000 }])
})

test('a kept answer is given also at the limit, costs nothing and is counted as kept', async () => {
  await using upstream = await startUpstream()
  await using server = await startServer({ upstream, settings: settingsWith({ SPEND_TENANT_DAY: '0.1', ANSWER_CACHE_SECONDS: '60' }) })
  upstream.reply('Yes, of course we do!')
  for (let index = 0; index < 2; index++) {
    const visitor = await server.visit()
    await visitor.send('Do you repair lamps?')
    expect(await visitor.answerAfter(1)).toMatchObject({ origin: 'model' })
  }
  await expect.poll(async () => (await usageOf(server)).turns).toMatchObject([{ answeredBy: 'cache' }, { answeredBy: 'model' }])
})

test('a price file with a fault keeps the server from starting, and says where the fault is', async () => {
  const file = join(folder, 'faulty.json')
  writeFileSync(file, '{ "models": { "m": { "input": "free" } } }')
  await expect(startServer({ settings: { PRICES_FILE: file } })).rejects.toThrow(
    /faulty\.json \(PRICES_FILE\) cannot be used: models\.m\.input/,
  )
})
