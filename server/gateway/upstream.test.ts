/** What a customer gets when the model fails, through the real server: another provider, an approved answer, a person, or an honest sentence. */

import { describe, expect, test } from 'vitest'
import { sentence } from '../sentences.ts'
import { scaled, UPSTREAM_RULES } from '../upstream/rules.ts'
import { startServer } from '../testing/start-server.ts'
import { startUpstream } from '../testing/upstream.ts'

const QUESTIONS = [
  { text: 'How long does shipping take?', answer: 'Three days.' },
  { text: 'Hello there', answer: 'Hello! What would you like to know?' },
]
/** Waits between attempts are short, and an opened breaker stays open. */
const HASTY = { ...scaled(UPSTREAM_RULES, 1 / 100), messageMs: 75_000, breaker: { ...UPSTREAM_RULES.breaker, openMs: 60_000 } }

describe('a provider that fails', () => {
  test('[U-REPLACE] in the middle of an answer is replaced by the next, whose text alone is recorded', async () => {
    await using first = await startUpstream()
    await using second = await startUpstream()
    first.fault('cut-mid-sentence')
    second.reply('It leaves tomorrow.')
    await using server = await startServer({ upstream: [first, second] })
    const visitor = await server.visit()
    await visitor.send('Where is it?')
    const answer = await visitor.answerAfter(1)
    expect(answer).toMatchObject({ text: 'It leaves tomorrow.', origin: 'model', outcome: 'complete' })
    const shown = new Map<number, string>()
    for (const item of visitor.said)
      if (item.event === 'answer-delta') shown.set(item.message.attempt, (shown.get(item.message.attempt) ?? '') + item.message.text)
    const [broken, whole, ...more] = [...shown.values()]
    expect([broken, more]).toEqual(['Your parcel', []])
    // The message in the log may overtake the last of its text.
    expect(answer.text.startsWith(whole ?? '')).toBe(true)
    const metrics = await fetch(`${server.url}/metrics`).then((response) => response.text())
    expect(metrics).toContain('kefu_ai_attempts_total{provider="double-1",result="incomplete"} 1')
    expect(metrics).toContain('kefu_ai_attempts_total{provider="double-2",result="answered"} 1')
    expect(metrics).toContain('kefu_breaker_state{provider="double-1"} 0')
  })

  test('and whose breaker is open is seen in the metrics and told in the log, without a word of the customer’s', async () => {
    await using upstream = await startUpstream()
    upstream.fault('status-401')
    await using server = await startServer({ upstream, rules: HASTY })
    for (let times = 0; times < 10; times++) {
      const visitor = await server.visit()
      await visitor.send('My secret parcel?')
      await visitor.answerAfter(1)
    }
    expect(await fetch(`${server.url}/metrics`).then((response) => response.text())).toContain('kefu_breaker_state{provider="model"} 2')
    const logged = server.logged.join('')
    expect(logged).toContain('a provider fails and is left alone')
    expect(logged).not.toContain('secret parcel')
  })
})

describe('[U-LADDER] when no provider answers', () => {
  test('an approved question that one sentence of the message asks is answered', async () => {
    await using upstream = await startUpstream()
    upstream.fault('status-503')
    await using server = await startServer({ upstream, rules: HASTY, questions: QUESTIONS })
    const visitor = await server.visit()
    await visitor.send('Hello there! How long does shipping take?')
    expect(await visitor.answerAfter(1)).toMatchObject({ text: 'Three days.', origin: 'question' })
  })

  test('a likeness is offered and never given as the answer', async () => {
    await using upstream = await startUpstream()
    upstream.fault('status-503')
    await using server = await startServer({ upstream, rules: HASTY, questions: QUESTIONS })
    const visitor = await server.visit()
    await visitor.send('Is shipping to Norway possible and how long would it be?')
    expect(await visitor.answerAfter(1)).toMatchObject({
      text: sentence('model_failed', 'en'),
      origin: 'notice',
      suggestions: ['How long does shipping take?'],
    })
  })

  test('a customer who asks once more in vain gets a person', async () => {
    await using upstream = await startUpstream()
    upstream.fault('status-503')
    await using server = await startServer({ upstream, rules: HASTY })
    const visitor = await server.visit()
    await visitor.send('Where is it?')
    expect((await visitor.answerAfter(1)).text).toBe(sentence('model_failed', 'en'))
    await visitor.send('Where is it, please?')
    await visitor.until(({ said }) => said.some(({ event }) => event === 'floor-changed'))
    expect((await visitor.answerAfter(3)).text).toBe(sentence('person_instead', 'en'))
    expect(visitor.said.find(({ event }) => event === 'floor-changed')?.message).toMatchObject({
      floor: { state: 'waiting', reason: 'model_failed' },
    })
  })

  test('a customer whom asking again would not help gets a person at once', async () => {
    await using upstream = await startUpstream()
    upstream.fault('status-429-quota')
    await using server = await startServer({ upstream, rules: HASTY })
    const visitor = await server.visit()
    await visitor.send('Where is it?')
    expect((await visitor.answerAfter(1)).text).toBe(sentence('person_instead', 'en'))
    expect(upstream.requests).toHaveLength(1)
  })
})

describe('[U-ABORT] the call of the model ends within a second', () => {
  test.each(['stop', 'erase'] as const)('when the customer says %s', async (what) => {
    await using upstream = await startUpstream()
    upstream.fault('silent-after-text')
    await using server = await startServer({ upstream })
    const visitor = await server.visit()
    await visitor.send('Where is it?')
    await visitor.until(({ said }) => said.some(({ event }) => event === 'answer-delta'))
    const { answer } = visitor.said.find((item) => item.event === 'answer-start')!.message as { answer: string }
    const startedAt = performance.now()
    if (what === 'stop') await visitor.call('answer-stop', { answer })
    else await visitor.call('conversation-erase', { conversation: visitor.conversation })
    await expect.poll(() => upstream.openRequests(), { interval: 10 }).toBe(0)
    expect(performance.now() - startedAt).toBeLessThan(1_000)
    expect(upstream.requests).toMatchObject([{ aborted: true }])
  })
})
