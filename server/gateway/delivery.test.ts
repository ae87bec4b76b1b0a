/** The delivery rules of docs/spec.md, against the real server through real sockets. */

import { describe, expect, test } from 'vitest'
import { LIMITS } from '../../shared/limits.ts'
import { frame } from '../testing/frames.ts'
import { startServer } from '../testing/start-server.ts'
import { newCid } from '../testing/test-visitor.ts'
import { startUpstream } from '../testing/upstream.ts'

const QUESTIONS = [{ text: 'How long is shipping?', answer: 'Two days, **always**.' }]

describe('a message', () => {
  test('[D-ONCE] sent again and again gets the same acknowledgement and one entry', async () => {
    await using server = await startServer({ questions: QUESTIONS })
    const visitor = await server.visit()
    const cid = newCid()
    const [first, ...others] = await Promise.all(Array.from({ length: 5 }, () => visitor.send('How long is shipping?', cid)))
    expect(first?.accepted?.seq).toBe(1)
    for (const other of others) expect(other).toEqual(first)
    await visitor.answerAfter(1)
    expect(await visitor.send('How long is shipping?', cid)).toEqual(first)
    expect(visitor.texts()).toEqual(['How long is shipping?', 'Two days, **always**.'])
  })

  test('[D-CONFLICT] the same cid with another text is refused and changes nothing', async () => {
    await using server = await startServer()
    const visitor = await server.visit()
    const cid = newCid()
    await visitor.send('one', cid)
    expect(await visitor.send('two', cid)).toEqual({ refused: { code: 'cid_conflict' } })
    expect(visitor.texts().filter((text) => text === 'two')).toEqual([])
  })

  test('[D-CONFLICT] masking does not count as another text', async () => {
    await using server = await startServer({ words: [{ word: 'darn' }] })
    const visitor = await server.visit()
    const cid = newCid()
    const first = await visitor.send('darn it', cid)
    expect(first.accepted?.text).toBe('•••• it')
    expect(await visitor.send('darn it', cid)).toEqual(first)
    expect(await visitor.send('•••• it', cid)).toEqual({ refused: { code: 'cid_conflict' } })
  })

  test.each([
    ['', 'text_empty'],
    [' \u200B\n', 'text_empty'],
    ['\u202E\u2066', 'text_empty'],
    ['x'.repeat(LIMITS.messageUnits + 1), 'text_too_long'],
    ['a\0b', 'text_invalid'],
  ])('[D-REFUSED] %j is refused with %s, and nothing of it is kept', async (text, code) => {
    await using server = await startServer()
    const visitor = await server.visit()
    expect(await visitor.send(text)).toEqual({ refused: { code } })
    const accepted = await visitor.send('still here')
    expect(accepted.accepted?.seq).toBe(1)
  })

  test('[D-REFUSED] half a surrogate pair is refused on the wire’s way in', async () => {
    await using server = await startServer()
    const visitor = await server.visit()
    const sent = frame({ kind: 'event', 'message-send': { conversation: visitor.conversation, cid: newCid(), text: 'a---', locale: 'en' } })
    sent.write('eda0bd', sent.indexOf('---'), 'hex')
    visitor.socket.io.engine.send(sent)
    await visitor.until(({ said }) => said.some(({ event }) => event === 'turn-error'))
    expect(visitor.said.at(-1)).toEqual({ event: 'turn-error', message: { code: 'text_invalid' } })
  })

  test('[D-REFUSED] too many are refused for now, with the time to come back', async () => {
    await using server = await startServer({ settings: { RATE_VISITOR: '0.5' }, questions: QUESTIONS })
    const visitor = await server.visit()
    const answers = await Promise.all(Array.from({ length: 12 }, (_, index) => visitor.send(`message ${index}`)))
    const refused = answers.filter((answer) => answer.refused)
    expect(refused.length).toBe(4)
    for (const answer of refused) {
      expect(answer.refused?.code).toBe('throttled')
      expect(answer.refused?.retryAfterMs).toBeGreaterThan(0)
    }
  })

  test('[D-SEQ] [D-ORDER] ten at once, of three tabs, are numbered without gaps and seen alike', async () => {
    await using server = await startServer()
    const first = await server.visit()
    const second = await server.visit({ token: first.token })
    const third = await server.visit({ token: first.token, transports: ['polling'], headers: {} })
    const tabs = [first, second, third]
    await Promise.all(Array.from({ length: 10 }, (_, index) => tabs[index % 3]!.send(`number ${index}`)))
    await first.until(({ entries }) => entries().filter(({ message }) => message?.author.kind === 'visitor').length === 10)
    await first.until(({ entries }) => entries().at(-1)?.message?.author.kind === 'bot')
    // A message that came while the first answer was written gets a second one: what is compared is what everybody has.
    const last = first.entries().length
    const texts = first.texts().slice(0, last)
    for (const tab of tabs) {
      await tab.until(({ entries }) => entries().length >= last)
      const seqs = tab.entries().map(({ seq }) => seq)
      expect(seqs).toEqual(Array.from({ length: seqs.length }, (_, index) => index + 1))
      expect(tab.texts().slice(0, last)).toEqual(texts)
    }
  })
})

describe('an answer', () => {
  test('[D-STREAM] [D-FINAL] is a growing prefix of what ends in the log, under the id of its bubble', async () => {
    await using upstream = await startUpstream()
    await using server = await startServer({ upstream })
    upstream.reply('The lamp lasts **ten hours** on one charge, and ninety when it is dimmed.', { paceMs: 8 })
    const visitor = await server.visit()
    await visitor.send('How long does it last?')
    const answer = await visitor.answerAfter(1)
    await visitor.until(({ said }) => said.some(({ event }) => event === 'answer-end'))
    let text = ''
    let deltas = 0
    for (const { event, message } of visitor.said) {
      if (event === 'answer-start') expect(message).toMatchObject({ answer: answer.id, attempt: 1 })
      if (event !== 'answer-delta') continue
      expect([message.answer, message.offset]).toEqual([answer.id, text.length])
      text += message.text
      expect(answer.text.startsWith(text)).toBe(true)
      deltas += 1
    }
    expect(deltas).toBeGreaterThan(3)
    expect(text).toBe(answer.text)
    expect(answer).toMatchObject({ origin: 'model', outcome: 'complete', author: { kind: 'bot' } })
    expect(visitor.said.at(-1)).toMatchObject({ event: 'answer-end', message: { answer: answer.id, outcome: 'recorded' } })
  })

  test('[D-STREAM] [D-TABS] a second tab in the middle gets what is there so far and goes on', async () => {
    await using upstream = await startUpstream()
    await using server = await startServer({ upstream })
    upstream.reply('One two three four five six seven eight nine ten eleven twelve.', { paceMs: 25 })
    const first = await server.visit()
    await first.send('Count')
    await first.until(({ said }) => said.filter(({ event }) => event === 'answer-delta').length >= 3)
    const second = await server.visit({ token: first.token })
    await second.until(({ said }) => said.some(({ event }) => event === 'answer-delta'))
    const [delta] = second.said.filter(({ event }) => event === 'answer-delta')
    expect(delta?.message).toMatchObject({ offset: 0 })
    expect(second.said[0]?.message).toHaveProperty('answer')
    const answer = await second.answerAfter(1)
    expect(answer.text).toBe('One two three four five six seven eight nine ten eleven twelve.')
    expect(second.texts()).toEqual(first.texts())
  })

  test('[D-ATTEMPT] that breaks in the middle is replaced, not continued, and never shown whole', async () => {
    await using upstream = await startUpstream()
    await using server = await startServer({ upstream })
    upstream.fault('cut-mid-sentence')
    const visitor = await server.visit()
    await visitor.send('Tell me')
    const answer = await visitor.answerAfter(1)
    expect(answer).toMatchObject({ origin: 'notice', outcome: 'complete' })
    expect(answer.text).not.toContain('parcel')
    // What was shown of the first attempt stands in front of the last start, never behind it.
    const lastStart = visitor.said.findLastIndex(({ event }) => event === 'answer-start')
    const [attempt] = visitor.said.slice(lastStart).flatMap((item) => (item.event === 'answer-start' ? [item.message.attempt] : []))
    for (const item of visitor.said.slice(lastStart)) if (item.event === 'answer-delta') expect(item.message.attempt).toBe(attempt)
  })

  test('the customer’s stop ends the model’s call and keeps what was shown', async () => {
    await using upstream = await startUpstream()
    await using server = await startServer({ upstream })
    upstream.reply('word '.repeat(400), { paceMs: 10 })
    const visitor = await server.visit()
    await visitor.send('Talk')
    await visitor.until(({ said }) => said.filter(({ event }) => event === 'answer-delta').length >= 2)
    const start = visitor.said.find((item) => item.event === 'answer-start')!.message as { answer: string }
    await visitor.call('answer-stop', { answer: start.answer })
    const answer = await visitor.answerAfter(1)
    expect(answer.outcome).toBe('stopped')
    expect('word '.repeat(400).startsWith(answer.text)).toBe(true)
    expect(upstream.requests.at(-1)?.aborted).toBe(true)
    expect((await visitor.send('again')).accepted).toBeDefined()
  })

  test('a stop before the first word is told in the log, so that the question does not stand there unanswered', async () => {
    await using upstream = await startUpstream()
    await using server = await startServer({ upstream })
    upstream.fault('silent-before-headers')
    const visitor = await server.visit()
    await visitor.send('Hello?')
    await visitor.until(({ said }) => said.some(({ event }) => event === 'answer-start'))
    const start = visitor.said.find((item) => item.event === 'answer-start')!.message as { answer: string }
    await visitor.call('answer-stop', { answer: start.answer })
    const answer = await visitor.answerAfter(1)
    expect(answer).toMatchObject({
      id: start.answer,
      author: { kind: 'system' },
      origin: 'notice',
      text: 'You stopped this answer before it began.',
    })
  })

  test('[D-TURN] messages that come during an answer are logged at once and answered together', async () => {
    await using upstream = await startUpstream()
    await using server = await startServer({ upstream })
    upstream.reply('First answer, at some length.', { paceMs: 30 })
    const visitor = await server.visit()
    await visitor.send('one')
    await visitor.until(({ said }) => said.some(({ event }) => event === 'answer-start'))
    await visitor.send('two')
    await visitor.send('three')
    expect(visitor.texts()).toEqual(['one', 'two', 'three'])
    await visitor.until(({ entries }) => entries().filter(({ message }) => message?.author.kind === 'bot').length === 2)
    expect(visitor.texts()).toEqual(['one', 'two', 'three', 'First answer, at some length.', 'First answer, at some length.'])
    expect(upstream.requests.length).toBe(2)
    expect(upstream.requests[1]!.body!.messages.slice(1).map(({ role, content }) => `${role}: ${content}`)).toEqual([
      'user: one',
      'assistant: First answer, at some length.',
      'user: two',
      'user: three',
    ])
  })

  test('runs at its cap and says that it was cut', async () => {
    await using upstream = await startUpstream()
    await using server = await startServer({ upstream, settings: { ANSWER_TOKENS: '16384' } })
    upstream.fault('tokens-200000')
    const visitor = await server.visit()
    await visitor.send('Go on for ever')
    const answer = await visitor.answerAfter(1)
    expect(answer.outcome).toBe('cut')
    expect(answer.text.length).toBeLessThanOrEqual(LIMITS.answerUnits)
    expect(answer.text.length).toBeGreaterThan(LIMITS.answerUnits - 100)
  })
})

describe('a connection', () => {
  test('[D-RESUME] gets exactly what it does not hold', async () => {
    await using server = await startServer({ questions: QUESTIONS })
    const first = await server.visit()
    for (const text of ['a', 'b', 'c']) {
      const { accepted } = await first.send(text)
      await first.answerAfter(accepted!.seq)
    }
    const held = { conversation: first.conversation, epoch: first.epoch, after: 4 }
    const again = await server.visit({ token: first.token, held })
    await again.until(({ entries }) => entries().length === 2)
    expect(again.entries().map(({ seq }) => seq)).toEqual([5, 6])
    expect(again.said.some(({ event }) => event === 'history-reset')).toBe(false)
  })

  test('[D-RESUME] [D-ORDER] a log of several pages comes whole and in order, while new entries arrive', async () => {
    await using server = await startServer({ settings: { RATE_VISITOR: '1000', RATE_ADDRESS: '1000' } })
    const first = await server.visit()
    await first.send('转人工')
    await first.until(({ entries }) => entries().length === 4)
    const sends = Array.from({ length: 150 }, (_, index) => first.send(`note ${index}`))
    await Promise.all(sends.slice(0, 120))
    const second = await server.visit({ token: first.token })
    await Promise.all(sends)
    const last = 4 + 150
    await second.until(({ entries }) => entries().length === last)
    expect(second.entries().map(({ seq }) => seq)).toEqual(Array.from({ length: last }, (_, index) => index + 1))
  })

  test.each([
    ['another epoch', { epoch: 'elsewhere', after: 1 }],
    ['a place beyond the top', { after: 99 }],
    ['another conversation', { conversation: newCid(), after: 1 }],
  ])('[D-RESET] that holds %s starts over', async (_name, held) => {
    await using server = await startServer({ questions: QUESTIONS })
    const first = await server.visit()
    await first.send('How long is shipping?')
    await first.answerAfter(1)
    const again = await server.visit({
      token: first.token,
      held: { conversation: first.conversation, epoch: first.epoch, ...held },
    })
    await again.until(({ entries }) => entries().length === 2)
    expect(again.said.map(({ event }) => event)).toEqual(['visitor-ready', 'history-reset', 'message-added', 'message-added'])
  })

  test('[D-RESUME] [D-RESET] a gap that the client found is filled, or the log starts over', async () => {
    await using server = await startServer({ questions: QUESTIONS })
    const visitor = await server.visit()
    await visitor.send('How long is shipping?')
    await visitor.answerAfter(1)
    visitor.said.length = 0
    expect(await visitor.call('history-request', { conversation: visitor.conversation, epoch: visitor.epoch, after: 1 })).toEqual({})
    await visitor.until(({ entries }) => entries().length === 1)
    expect(visitor.entries()[0]?.seq).toBe(2)
    visitor.said.length = 0
    await visitor.call('history-request', { conversation: visitor.conversation, epoch: 'wrong', after: 1 })
    await visitor.until(({ entries }) => entries().length === 2)
    expect(visitor.said[0]?.event).toBe('history-reset')
  })

  test('[D-TABS] a new conversation takes all tabs along, once', async () => {
    await using server = await startServer({ questions: QUESTIONS })
    const first = await server.visit()
    const second = await server.visit({ token: first.token })
    await first.send('How long is shipping?')
    await first.answerAfter(1)
    await Promise.all([first.call('conversation-start', { locale: 'en' }), second.call('conversation-start', { locale: 'en' })])
    const moved = await Promise.all(
      [first, second].map(async (tab) => {
        await tab.until(({ said }) => said.some(({ event }) => event === 'history-reset'))
        return tab.said.findLast((item) => item.event === 'history-reset')!.message as { conversation: string; top: number }
      }),
    )
    expect(moved[0]).toEqual(moved[1])
    expect(moved[0]?.conversation).not.toBe(first.conversation)
    const third = await server.visit({ token: first.token })
    expect(third.conversation).toBe(moved[0]?.conversation)
    third.conversation = first.conversation
    expect((await third.send('to the old one')).accepted?.seq).toBe(3)
  })
})

describe('a wish for a person', () => {
  test('opens a waiting state, says the truth, keeps the bot silent, and can be taken back', async () => {
    await using server = await startServer({ questions: QUESTIONS, policy: { contact: 'help@shop.example' } })
    const visitor = await server.visit()
    await visitor.send('I want to talk to a human')
    await visitor.until(({ entries }) => entries().some(({ floor }) => floor === 'waiting'))
    const [, notice] = visitor.texts()
    expect(notice).toContain('list for a person')
    expect(notice).toContain('help@shop.example')

    await visitor.send('How long is shipping?')
    expect(visitor.texts().at(-1)).toBe('How long is shipping?')
    await visitor.call('handoff-cancel', { conversation: visitor.conversation })
    await visitor.until(({ entries }) => entries().some(({ floor }) => floor === 'bot'))
    const { accepted } = await visitor.send('How long is shipping?')
    expect((await visitor.answerAfter(accepted!.seq)).text).toBe('Two days, **always**.')
    expect(visitor.texts().filter((text) => text === 'Two days, **always**.').length).toBe(1)
  })
})

describe('visitors are apart', () => {
  test('[T-APART] a foreign conversation is answered exactly like one that does not exist', async () => {
    await using server = await startServer()
    const one = await server.visit()
    const other = await server.visit()
    await one.send('mine')
    const nowhere = await other.call('message-send', { conversation: newCid(), cid: newCid(), text: 'x', locale: 'en' })
    const foreign = await other.call('message-send', { conversation: one.conversation, cid: newCid(), text: 'x', locale: 'en' })
    expect(foreign).toEqual(nowhere)
    expect(foreign).toEqual({ refused: { code: 'conversation_unknown' } })
    expect(await other.call('handoff-cancel', { conversation: one.conversation })).toEqual(
      await other.call('handoff-cancel', { conversation: newCid() }),
    )
    const reset = await server.visit({ token: other.token, held: { conversation: one.conversation, epoch: one.epoch, after: 0 } })
    expect(JSON.stringify(reset.said)).not.toContain('mine')
  })

  test('[T-APART] a cid of another visitor’s conversation tells nothing', async () => {
    await using server = await startServer()
    const one = await server.visit()
    const other = await server.visit()
    const cid = newCid()
    await one.send('mine', cid)
    expect(await other.call('message-send', { conversation: one.conversation, cid, text: 'mine', locale: 'en' })).toEqual({
      refused: { code: 'conversation_unknown' },
    })
  })
})
