/** What a customer may do with what was said: have it forgotten, and judge it. And what a page may say of its customer. Through real sockets. */

import { randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { DESCRIPTION_LIMITS } from '../../shared/limits.ts'
import type { FromServer, FromWidget } from '../../shared/protocol.ts'
import { DEFAULT_POLICY } from '../site-policy.ts'
import { onceRecognised } from '../testing/just-recognised.ts'
import { ORIGIN, startServer, type TestServer } from '../testing/start-server.ts'
import { newCid, type TestVisitor } from '../testing/test-visitor.ts'
import { startUpstream } from '../testing/upstream.ts'

const QUESTIONS = [{ text: 'How long is shipping?', answer: 'Two days, **always**.' }]

const erase = (visitor: TestVisitor, conversation = visitor.conversation) => visitor.call('conversation-erase', { conversation })

const resetsOf = ({ said }: TestVisitor): FromServer['history-reset'][] =>
  said.flatMap((item) => (item.event === 'history-reset' ? [item.message] : []))

const resetOf = async (visitor: TestVisitor): Promise<FromServer['history-reset']> => {
  await visitor.until((tab) => resetsOf(tab).length > 0)
  return resetsOf(visitor)[0]!
}

/** What came after the last `history-reset`. */
const sinceReset = ({ said }: TestVisitor) => said.slice(said.findLastIndex(({ event }) => event === 'history-reset') + 1)

/** A visitor who has asked and was answered. */
async function answered(server: TestServer) {
  const visitor = await server.visit()
  await visitor.send('How long is shipping?')
  const answer = await visitor.answerAfter(1)
  return { visitor, answer }
}

/** A second tenant on the same server, whose site has this key. */
async function addTenant(server: TestServer, key: string): Promise<void> {
  const id = randomUUID()
  await server.database.createTenant({ id, name: 'Other' })
  await server.database.forTenant(id).createSite({ id: 'site', key, name: 'Other', origins: [ORIGIN], policy: DEFAULT_POLICY })
}

const metric = async (server: TestServer, line: string): Promise<boolean> =>
  (await (await fetch(`${server.url}/metrics`)).text()).split('\n').includes(line)

describe('an erased conversation', () => {
  test('[D-ERASE] [D-RESET] starts over in every tab, in those that were away too, and goes on', async () => {
    await using server = await startServer({ questions: QUESTIONS })
    const { visitor: first } = await answered(server)
    const second = await server.visit({ token: first.token })
    const away = { conversation: first.conversation, epoch: first.epoch, after: 2 }
    await second.until(({ entries }) => entries().length === 2)
    expect(await erase(first)).toEqual({})

    const resets = await Promise.all([resetOf(first), resetOf(second)])
    expect(resets[0]).toEqual({ conversation: first.conversation, epoch: expect.any(String), top: 0 })
    expect(resets[1]).toEqual(resets[0])
    const { epoch } = resets[0]!
    expect(epoch).not.toBe(first.epoch)
    const back = await server.visit({ token: first.token, held: away })
    expect(back.said.map(({ event }) => event).slice(0, 2)).toEqual(['visitor-ready', 'history-reset'])
    expect(await resetOf(back)).toEqual(resets[0])

    expect((await second.send('How long is shipping?')).accepted).toMatchObject({ seq: 1, epoch })
    for (const tab of [first, second, back]) {
      await tab.until((one) => sinceReset(one).filter(({ event }) => event === 'message-added').length === 2)
      const added = sinceReset(tab).flatMap((item) => (item.event === 'message-added' ? [item.message] : []))
      expect(added.map((event) => [event.epoch, event.seq])).toEqual([
        [epoch, 1],
        [epoch, 2],
      ])
    }
  })

  test('[D-ERASE] [D-LATE] while an answer streams ends the model’s call within a second, and nothing of it comes after', async () => {
    await using upstream = await startUpstream()
    await using server = await startServer({ upstream })
    upstream.reply('word '.repeat(2_000), { paceMs: 10 })
    const first = await server.visit()
    const second = await server.visit({ token: first.token })
    await first.send('My card number is 1234.')
    for (const tab of [first, second]) await tab.until(({ said }) => said.filter(({ event }) => event === 'answer-delta').length >= 3)
    const [request] = upstream.requests
    const erasedAt = Date.now()
    await erase(first)
    for (const tab of [first, second]) await resetOf(tab)
    await expect.poll(() => request?.closedAt, { interval: 10 }).toBeDefined()
    expect(request?.aborted).toBe(true)
    expect((request?.closedAt ?? Infinity) - erasedAt).toBeLessThan(1_000)

    upstream.reply('Hello.')
    expect((await second.send('Good evening')).accepted?.seq).toBe(1)
    for (const tab of [first, second]) {
      await tab.until((one) => sinceReset(one).some(({ event }) => event === 'answer-end'))
      const texts = sinceReset(tab).flatMap((item) => (item.event === 'message-added' ? [item.message.message.text] : []))
      expect(texts).toEqual(['Good evening', 'Hello.'])
      const written = sinceReset(tab).flatMap((item) => (item.event === 'answer-delta' ? [item.message.text] : []))
      expect(written.join('')).toBe('Hello.')
      expect(tab.said.some(({ event }) => event === 'turn-error')).toBe(false)
    }
    expect(JSON.stringify(upstream.requests.at(-1)?.body)).not.toContain('1234')
    expect(server.logged.join('')).not.toContain('a turn failed')
  })

  test('[D-ERASE] before the first word ends the wait too, without a word about it', async () => {
    await using upstream = await startUpstream()
    await using server = await startServer({ upstream })
    upstream.fault('silent-before-headers')
    const visitor = await server.visit()
    await visitor.send('Hello?')
    await visitor.until(({ said }) => said.some(({ event }) => event === 'answer-start'))
    await erase(visitor)
    await resetOf(visitor)
    await expect.poll(() => upstream.openRequests(), { interval: 10 }).toBe(0)
    upstream.reply('Here I am.')
    await visitor.send('Hello again?')
    expect((await visitor.answerAfter(1)).text).toBe('Here I am.')
    expect(sinceReset(visitor).flatMap((item) => (item.event === 'message-added' ? [item.message.seq] : []))).toEqual([1, 2])
  })

  test('[D-ERASE] among messages that are sent at that moment: all tabs end with the same log, numbered from 1', async () => {
    await using server = await startServer({ settings: { RATE_VISITOR: '1000', RATE_ADDRESS: '1000' }, questions: QUESTIONS })
    const { visitor: first } = await answered(server)
    const second = await server.visit({ token: first.token })
    const send = (_: unknown, index: number) => [first, second][index % 2]!.send(`note ${index}`)
    const before = Array.from({ length: 12 }, send)
    const erased = erase(second)
    const after = Array.from({ length: 12 }, send)
    const answers = await Promise.all([...before, ...after])
    expect(await erased).toEqual({})
    const { epoch } = await resetOf(first)
    const last = (await first.send('the last')).accepted!
    const kept = answers.filter(({ accepted }) => accepted?.epoch === epoch).length
    expect(answers.filter(({ accepted }) => accepted).length).toBe(24)
    for (const tab of [first, second]) {
      await tab.until(({ entries }) => entries().some((entry) => entry.epoch === epoch && entry.seq >= last.seq))
      const seen = sinceReset(tab).flatMap((item) => (item.event === 'message-added' ? [item.message] : []))
      expect(new Set(seen.map((event) => event.epoch))).toEqual(new Set([epoch]))
      expect(seen.map(({ seq }) => seq)).toEqual(seen.map((_, index) => index + 1))
      const own = seen.filter(({ message }) => message.author.kind === 'visitor')
      expect(own.length).toBe(kept + 1)
    }
  })

  test('[D-ERASE] [D-TABS] a tab that connects just then ends up in the new log', async () => {
    await using server = await startServer({ questions: QUESTIONS })
    const { visitor: first } = await answered(server)
    onceRecognised(server, () => erase(first))
    const second = await server.visit({ token: first.token })
    expect(second.epoch).toBe(first.epoch)
    expect(await resetOf(second)).toEqual(await resetOf(first))
    expect(second.texts()).toEqual([])
  })

  test('[D-ERASE] stays erased after a restart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kefu-erase-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    let held = { conversation: '', epoch: '', after: 2 }
    let token = ''
    let epoch = ''
    {
      await using server = await startServer({ questions: QUESTIONS, folder })
      const { visitor } = await answered(server)
      token = visitor.token
      held = { conversation: visitor.conversation, epoch: visitor.epoch, after: 2 }
      await erase(visitor)
      epoch = (await resetOf(visitor)).epoch
    }
    await using server = await startServer({ questions: QUESTIONS, folder })
    const visitor = await server.visit({ token, held })
    expect(await resetOf(visitor)).toEqual({ conversation: held.conversation, epoch, top: 0 })
    expect((await visitor.send('How long is shipping?')).accepted?.seq).toBe(1)
    await visitor.answerAfter(1)
    expect(visitor.texts()).toEqual(['How long is shipping?', 'Two days, **always**.'])
  })

  test('[D-ERASE] waits for nobody any more: it is off the list, and the assistant answers', async () => {
    await using server = await startServer({ questions: QUESTIONS })
    const visitor = await server.visit()
    await visitor.send('I want to talk to a human')
    await visitor.until(({ entries }) => entries().some(({ floor }) => floor === 'waiting'))
    await erase(visitor)
    await resetOf(visitor)
    expect(await server.database.forTenant('tenant').conversationsByFloor('waiting', 10)).toEqual([])
    await visitor.send('How long is shipping?')
    await visitor.until((tab) => sinceReset(tab).filter(({ event }) => event === 'message-added').length === 2)
    expect(visitor.texts().at(-1)).toBe('Two days, **always**.')
  })

  test('[D-ERASE] takes a cid from before as a new message, and is erased again without anybody starting over', async () => {
    await using server = await startServer({ questions: QUESTIONS })
    const visitor = await server.visit()
    const cid = newCid()
    await visitor.send('How long is shipping?', cid)
    await visitor.answerAfter(1)
    expect(await erase(visitor)).toEqual({})
    expect(await erase(visitor)).toEqual({})
    await resetOf(visitor)
    expect((await visitor.send('another text', cid)).accepted).toMatchObject({ seq: 1, text: 'another text' })
    expect((await visitor.send('another text', cid)).accepted).toMatchObject({ seq: 1 })
    expect(resetsOf(visitor).length).toBe(1)
  })

  test('[D-ERASE] that is not the newest is erased without a word to the tabs, which show another', async () => {
    await using server = await startServer({ questions: QUESTIONS })
    const { visitor } = await answered(server)
    await visitor.call('conversation-start', { locale: 'en' })
    const { conversation } = await resetOf(visitor)
    await visitor.call('message-send', { conversation, cid: newCid(), text: 'How long is shipping?', locale: 'en' })
    await visitor.until((tab) => sinceReset(tab).filter(({ event }) => event === 'message-added').length === 2)
    expect(await erase(visitor, visitor.conversation)).toEqual({})
    const tenant = server.database.forTenant('tenant')
    expect(await tenant.readLog(visitor.conversation, 0, 10)).toEqual([])
    expect(await tenant.readLog(conversation, 0, 10)).toHaveLength(2)
    expect(resetsOf(visitor).length).toBe(1)
  })

  test('[D-ERASE] [T-APART] is the visitor’s own: another’s, of this tenant or another, is not there', async () => {
    await using server = await startServer({ questions: QUESTIONS })
    const { visitor: mine } = await answered(server)
    await addTenant(server, 'other-site')
    const refusal = { refused: { code: 'conversation_unknown' } }
    for (const other of [await server.visit(), await server.visit({ siteKey: 'other-site' })]) {
      expect(await erase(other, mine.conversation)).toEqual(refusal)
      expect(await erase(other, newCid())).toEqual(refusal)
      expect(await erase(other, '')).toEqual(refusal)
    }
    expect(await server.database.forTenant('tenant').readLog(mine.conversation, 0, 10)).toHaveLength(2)
    expect(resetsOf(mine)).toEqual([])
  })

  test('[D-ERASE] is in no file and in no line of the log', async () => {
    await using server = await startServer()
    const visitor = await server.visit()
    const marker = 'xylophone-quartz-4711'
    await visitor.send(`My secret is ${marker}`)
    await visitor.answerAfter(1)
    const data = join(server.folder, 'data')
    const filesWith = () => readdirSync(data).filter((name) => readFileSync(join(data, name)).includes(marker))
    expect(filesWith()).not.toEqual([])
    await erase(visitor)
    expect(filesWith()).toEqual([])
    expect(server.logged.join('')).not.toContain(marker)
  })

  test('[D-REFUSED] too many erasures are refused for now, and messages still pass', async () => {
    await using server = await startServer()
    const visitor = await server.visit()
    const answers = []
    for (let index = 0; index < 8; index++) answers.push(await erase(visitor))
    expect(answers.at(-1)).toEqual({ refused: { code: 'throttled', retryAfterMs: expect.any(Number) } })
    expect((await visitor.send('hello')).accepted).toBeDefined()
  })
})

describe('a rating', () => {
  const rate = (visitor: TestVisitor, answer: string, rating?: 'up' | 'down', conversation = visitor.conversation) =>
    visitor.call('answer-rate', { conversation, answer, rating: rating ?? 'none' })
  const ratedIn = ({ said }: TestVisitor) => said.flatMap((item) => (item.event === 'answer-rated' ? [item.message] : []))

  test('[D-RATE] [D-TABS] is told to every tab, stands in the log from then on, and can be changed and taken back', async () => {
    await using server = await startServer({ questions: QUESTIONS })
    const { visitor: first, answer } = await answered(server)
    const second = await server.visit({ token: first.token })
    await second.until(({ entries }) => entries().length === 2)
    expect(await rate(first, answer.id, 'up')).toEqual({})
    expect(await rate(first, answer.id, 'up')).toEqual({})
    for (const tab of [first, second]) await tab.until((one) => ratedIn(one).length === 1)
    const third = await server.visit({ token: first.token })
    await third.until(({ entries }) => entries().length === 2)
    expect(third.entries().map(({ message }) => message?.rating)).toEqual([undefined, 'up'])
    expect(third.epoch).toBe(first.epoch)

    expect(await rate(second, answer.id, 'down')).toEqual({})
    expect(await rate(second, answer.id)).toEqual({})
    for (const tab of [first, second]) {
      await tab.until((one) => ratedIn(one).length === 3)
      expect(ratedIn(tab)).toEqual([{ answer: answer.id, rating: 'up' }, { answer: answer.id, rating: 'down' }, { answer: answer.id }])
    }
    const fourth = await server.visit({ token: first.token })
    await fourth.until(({ entries }) => entries().length === 2)
    expect(fourth.entries()[1]?.message).toEqual(answer)
    for (const label of ['up', 'down', 'none']) expect(await metric(server, `kefu_answer_ratings_total{rating="${label}"} 1`)).toBe(true)
  })

  test('[D-RATE] [D-REFUSED] is for answers that are there: the customer’s own message and unknown ones are refused', async () => {
    await using server = await startServer({ questions: QUESTIONS })
    const { visitor } = await answered(server)
    const own = visitor.entries()[0]!.message!
    const refusal = { refused: { code: 'message_unknown' } }
    for (const id of [own.id, own.cid!, newCid(), '']) expect(await rate(visitor, id, 'up')).toEqual(refusal)
    expect(ratedIn(visitor)).toEqual([])
  })

  test('[D-RATE] [T-APART] is the visitor’s own: another’s answers, of this tenant or another, are not there', async () => {
    await using server = await startServer({ questions: QUESTIONS })
    const { visitor: mine, answer } = await answered(server)
    await addTenant(server, 'other-site')
    for (const other of [await server.visit(), await server.visit({ siteKey: 'other-site' })]) {
      expect(await rate(other, answer.id, 'up', mine.conversation)).toEqual({ refused: { code: 'conversation_unknown' } })
      expect(await rate(other, answer.id, 'up')).toEqual({ refused: { code: 'message_unknown' } })
    }
    const again = await server.visit({ token: mine.token })
    await again.until(({ entries }) => entries().length === 2)
    expect(again.entries()[1]?.message?.rating).toBeUndefined()
  })
})

describe('what a page says of its customer', () => {
  const described = (visitor: TestVisitor, description: Partial<FromWidget['visitor-describe']>) =>
    visitor.call('visitor-describe', { attributes: [], ...description })

  async function keptBy(server: TestServer, visitor: TestVisitor) {
    const tenant = server.database.forTenant('tenant')
    return tenant.visitorDescription((await tenant.conversation(visitor.conversation))!.visitorId)
  }

  test('is kept as one document, replaced as a whole, cleared by saying nothing, and never logged', async () => {
    await using server = await startServer({ settings: { LOG_LEVEL: 'trace' } })
    const visitor = await server.visit()
    const ada = { name: 'Ada L.', email: 'ada@shop.example', userId: 'user-42', attributes: [{ name: 'plan', value: 'gold 黄金' }] }
    expect(await described(visitor, ada)).toEqual({})
    expect(await keptBy(server, visitor)).toEqual(ada)
    expect(await described(visitor, { userId: 'user-43' })).toEqual({})
    expect(await keptBy(server, visitor)).toEqual({ userId: 'user-43', attributes: [] })
    expect(await described(visitor, {})).toEqual({})
    expect(await keptBy(server, visitor)).toBeUndefined()
    for (const word of ['Ada L.', 'ada@', 'user-4', 'gold']) expect(server.logged.join('')).not.toContain(word)
  })

  test('[D-REFUSED] with more than may be kept is refused, and what was said before stays; up to there it passes, in any script', async () => {
    await using server = await startServer()
    const visitor = await server.visit()
    const { labelUnits, attributeValueUnits, descriptionUnits } = DESCRIPTION_LIMITS
    const attributes = Array.from({ length: 15 }, (_, index) => ({ name: `n${index}`, value: '字'.repeat(attributeValueUnits) }))
    const full = { name: '名'.repeat(labelUnits), attributes }
    expect(JSON.stringify(full).length).toBeGreaterThan(descriptionUnits * 0.95)
    expect(await described(visitor, full)).toEqual({})
    expect(await described(visitor, { name: 'x'.repeat(labelUnits + 1) })).toEqual({ refused: { code: 'description_too_large' } })
    expect(await keptBy(server, visitor)).toEqual(full)
  })

  test('malformed, is refused and nothing of it is kept or logged', async () => {
    await using server = await startServer({ settings: { LOG_LEVEL: 'trace' } })
    const visitor = await server.visit()
    expect(await described(visitor, { name: 'Ada\0' })).toEqual({ refused: { code: 'text_invalid' } })
    expect(await keptBy(server, visitor)).toBeUndefined()
    expect(server.logged.join('')).not.toContain('Ada')
  })
})
