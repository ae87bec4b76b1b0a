/** What word lists do to messages and answers, through the whole server. */

import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { nobodyHere } from '../desk/waiting.ts'
import { sentence } from '../sentences.ts'
import { sha256 } from '../sha256.ts'
import { setWords, startServer, type TestRule, type TestServer } from '../testing/start-server.ts'
import { EVENT_STREAM, startUpstream, type Step, type Upstream } from '../testing/upstream.ts'
import { callEvents, chunkOf, DONE, eventOf, transferCall } from '../testing/upstream-wire.ts'

const CONTACT = { contact: 'help@shop.example' }

/** What of the model's answer was ever shown, per attempt, and whatever the log has. */
function shownIn(said: { event: string; message: unknown }[]): string[] {
  const attempts: string[] = []
  for (const { event, message } of said) {
    if (event === 'answer-start') attempts.push('')
    if (event === 'answer-delta') attempts[attempts.length - 1] += (message as { text: string }).text
  }
  return attempts
}

/** These pieces, each a token of its own, so far apart that each could have a frame of its own. */
function sayPieces(upstream: Upstream, ...pieces: string[]): void {
  upstream.respond = () => ({
    headers: EVENT_STREAM,
    steps: [
      ...pieces.flatMap((content): Step[] => [
        { do: 'send', bytes: eventOf(chunkOf({ content })) },
        { do: 'wait', ms: 40 },
      ]),
      { do: 'send', bytes: eventOf(chunkOf({}, 'stop')) + DONE },
    ],
  })
}

const hitsOf = (server: TestServer, conversation: string) => server.database.forTenant('tenant').wordHits(conversation)

async function metric(server: TestServer, name: string): Promise<string> {
  const text = await (await fetch(`${server.url}/metrics`)).text()
  return text
    .split('\n')
    .filter((line) => line.startsWith(name) && !line.endsWith(' 0'))
    .join('\n')
}

/** At a hand-over the customer learns its number. */
const TICKET = 'Your ticket number is 1.'

describe('what a customer sends', () => {
  const words: TestRule[] = [
    { word: 'darn', category: 'mild' },
    { word: 'awful', action: 'flag' },
    { word: 'verboten', action: 'refuse' },
    { word: 'lawyer', action: 'handoff' },
  ]

  test('[W-MASK] [W-AUDIT] is masked and kept masked; the record says rule and place', async () => {
    await using server = await startServer({ words })
    const visitor = await server.visit()
    const sent = await visitor.send('darn, how awful')
    expect(sent.accepted?.text).toBe('••••, how awful')
    const hits = await hitsOf(server, visitor.conversation)
    expect(hits).toMatchObject([
      { messageId: sent.accepted?.id, direction: 'customer', rule: 1, category: 'mild', action: 'mask', start: 0, end: 4 },
      { messageId: sent.accepted?.id, direction: 'customer', rule: 2, category: '', action: 'flag', start: 10, end: 15 },
    ])
    expect(JSON.stringify(hits)).not.toContain('darn')
    expect(server.logged.join('')).not.toMatch(/darn|awful/)
    expect(await metric(server, 'kefu_words_hits_total')).toBe(
      'kefu_words_hits_total{action="mask",direction="customer"} 1\nkefu_words_hits_total{action="flag",direction="customer"} 1',
    )
  })

  test('[W-REFUSE] is refused, finally, and nothing of it is kept', async () => {
    await using server = await startServer({ words })
    const visitor = await server.visit()
    expect(await visitor.send('this is verboten')).toEqual({ refused: { code: 'text_refused' } })
    expect((await visitor.send('this is fine')).accepted?.seq).toBe(1)
    expect(await hitsOf(server, visitor.conversation)).toEqual([])
    expect(await metric(server, 'kefu_words_hits_total')).toContain('{action="refuse",direction="customer"} 1')
  })

  test('[W-OFFER] is never offered as a button where it would be refused or masked', async () => {
    const fine = ['How long is shipping?', 'Have you got gift cards?', 'May I return shoes?', 'Do I need a lawyer?']
    const texts = ['Is my parcel verboten?', 'Where is my darn parcel?', ...fine]
    await using server = await startServer({ words, questions: texts.map((text) => ({ text, answer: 'Fine.' })), policy: CONTACT })
    const inEmpty = async () => (await fetch(`${server.url}/kefu-site.js?site=test-site&language=en`)).text()
    expect(await inEmpty()).toContain(`"suggestions":${JSON.stringify({ en: fine })}`)
    const visitor = await server.visit()
    await visitor.send('Hi')
    expect((await visitor.answerAfter(1)).suggestions).toEqual(fine)
    const sent = await visitor.send('parcel Norway')
    expect((await visitor.answerAfter(sent.accepted?.seq ?? 0)).suggestions).toEqual(fine)

    await setWords(server, [{ word: 'lawyer', action: 'refuse' }])
    await expect.poll(inEmpty, { timeout: 8_000 }).toContain(`"suggestions":${JSON.stringify({ en: texts.slice(0, -1) })}`)
    const again = await visitor.send('parcel Norway')
    expect((await visitor.answerAfter(again.accepted?.seq ?? 0)).suggestions).toEqual(texts.slice(0, 2))
  })

  test('[W-PERSON] asks for a person, before any question is looked up', async () => {
    const questions = [{ text: 'I call my lawyer', answer: 'Fine.' }]
    await using server = await startServer({ words, questions, policy: CONTACT })
    const visitor = await server.visit()
    await visitor.send('I call my lawyer')
    await visitor.until(({ entries }) => entries().some(({ floor }) => floor === 'waiting'))
    const noted = nobodyHere('en', CONTACT.contact)
    await expect.poll(visitor.texts).toEqual(['I call my lawyer', noted, 'floor: waiting', TICKET])
    const conversation = await server.database.forTenant('tenant').conversation(visitor.conversation)
    expect(conversation?.floor.reason).toBe('word')
    expect(await metric(server, 'kefu_handoffs_total')).toBe('kefu_handoffs_total{reason="word"} 1')
  })

  test('[W-PERSON] leaves who has the floor already in peace', async () => {
    await using server = await startServer({ words })
    const visitor = await server.visit()
    await visitor.send('I want to talk to a person')
    await visitor.until(({ entries }) => entries().length === 4)
    await visitor.send('or my lawyer')
    await visitor.send('hello?')
    expect(visitor.texts().slice(4)).toEqual(['or my lawyer', 'hello?'])
  })
})

describe('what the model says', () => {
  test('[W-STREAM] [W-AUDIT] shows no part of a masked word, however it is cut', async () => {
    await using upstream = await startUpstream()
    await using server = await startServer({ upstream, words: [{ word: 'forbidden' }] })
    sayPieces(upstream, 'It is for', 'bid', 'den here', ' and for')
    const visitor = await server.visit()
    await visitor.send('What is it?')
    const answer = await visitor.answerAfter(1)
    expect(answer.text).toBe('It is ••••••••• here and for')
    const [shown = ''] = shownIn(visitor.said)
    expect(shown).toContain('It is ')
    expect(answer.text.startsWith(shown)).toBe(true)
    expect(await hitsOf(server, visitor.conversation)).toMatchObject([
      { messageId: answer.id, direction: 'answer', action: 'mask', start: 6, end: 15 },
    ])
  })

  test('[W-STREAM] lets nothing of a word go when the stream breaks or is stopped', async () => {
    await using upstream = await startUpstream()
    await using server = await startServer({ upstream, words: [{ word: 'forbidden' }] })
    const visitor = await server.visit()
    upstream.respond = () => ({
      headers: EVENT_STREAM,
      steps: [
        { do: 'send', bytes: eventOf(chunkOf({ content: 'It is for' })) },
        { do: 'send', bytes: eventOf(chunkOf({ content: 'bidde' })) },
        { do: 'hang' },
      ],
    })
    await visitor.send('What is it?')
    await visitor.until(({ said }) => said.some(({ event }) => event === 'answer-delta'))
    const start = visitor.said.find(({ event }) => event === 'answer-start')?.message as { answer: string }
    await visitor.call('answer-stop', { answer: start.answer })
    const answer = await visitor.answerAfter(1)
    expect(answer).toMatchObject({ text: 'It is ', outcome: 'stopped' })
    expect(shownIn(visitor.said)).toEqual(['It is '])
  })

  test('[W-REFUSE] is taken back: a new attempt clears the bubble, says so, and a person is asked for', async () => {
    await using upstream = await startUpstream()
    await using server = await startServer({ upstream, words: [{ word: 'refund', action: 'refuse' }], policy: CONTACT })
    sayPieces(upstream, 'Of course we re', 'fun', 'd you all of it.')
    const visitor = await server.visit()
    await visitor.send('Do I get it back?')
    await visitor.until(({ entries }) => entries().some(({ floor }) => floor === 'waiting'))
    const said = `${sentence('answer_withheld', 'en')}\n\n${nobodyHere('en', CONTACT.contact)}`
    await expect.poll(visitor.texts).toEqual(['Do I get it back?', said, 'floor: waiting', TICKET])
    const starts = visitor.said.flatMap(({ event, message }) => (event === 'answer-start' ? [message.attempt] : []))
    expect(starts.at(-1)).toBeGreaterThan(1)
    for (const attempt of shownIn(visitor.said)) expect([said.startsWith(attempt), 'Of course we '.startsWith(attempt)]).toContain(true)
    const log = await server.database.forTenant('tenant').readLog(visitor.conversation, 0, 10)
    expect(JSON.stringify(log)).not.toMatch(/Of course|refund/)
    expect(await hitsOf(server, visitor.conversation)).toMatchObject([{ direction: 'answer', action: 'refuse', start: 13, end: 19 }])
    await expect.poll(() => upstream.openRequests()).toBe(0)
  })

  test('[W-PERSON] is finished where a word in it asks for a person, who is asked for then', async () => {
    await using upstream = await startUpstream()
    await using server = await startServer({ upstream, words: [{ word: 'lawsuit', action: 'handoff' }] })
    upstream.reply('A lawsuit is not needed.')
    const visitor = await server.visit()
    await visitor.send('What now?')
    await visitor.until(({ entries }) => entries().length === 4)
    await expect.poll(visitor.texts).toEqual(['What now?', 'A lawsuit is not needed.', 'floor: waiting', nobodyHere('en', ''), TICKET])
  })

  test('[W-MASK] says why a person is needed without the words that are masked or refused', async () => {
    await using upstream = await startUpstream()
    await using server = await startServer({ upstream, words: [{ word: 'darn' }, { word: 'refund', action: 'refuse' }] })
    upstream.respond = () => ({
      headers: EVENT_STREAM,
      steps: [{ do: 'send', bytes: callEvents([transferCall('Wants a darn refund', 'refund')]).join('') }],
    })
    const visitor = await server.visit()
    await visitor.send('Where is it?')
    await visitor.until(({ texts }) => texts().includes(TICKET))
    const [ticket] = await server.database.forTenant('tenant').tickets({ limit: 1 })
    expect(ticket).toMatchObject({ reason: 'model_asks:Wants a •••• ••••••', intent: '••••••' })
  })

  test('passes where a word in it is only noted', async () => {
    await using upstream = await startUpstream()
    await using server = await startServer({ upstream, words: [{ word: 'discount', action: 'flag' }] })
    upstream.reply('There is a discount.')
    const visitor = await server.visit()
    await visitor.send('Cheaper?')
    expect((await visitor.answerAfter(1)).text).toBe('There is a discount.')
    expect(await hitsOf(server, visitor.conversation)).toMatchObject([{ action: 'flag', start: 11, end: 19 }])
  })

  test('a list is for the directions that it names', async () => {
    await using upstream = await startUpstream()
    await using server = await startServer({ upstream })
    await setWords(server, [{ word: 'darn' }], { name: 'answers', directions: ['answer'] })
    await setWords(server, [{ word: 'heck' }], { name: 'agents', directions: ['agent'] })
    await setWords(server, [{ word: 'gosh' }], { name: 'off', enabled: false })
    upstream.reply('darn heck gosh')
    const visitor = await server.visit()
    expect((await visitor.send('darn heck gosh')).accepted?.text).toBe('darn heck gosh')
    expect((await visitor.answerAfter(1)).text).toBe('•••• heck gosh')
  })
})

describe('a list that changes', () => {
  async function change(server: TestServer, word: string): Promise<void> {
    const tenant = server.database.forTenant('tenant')
    const lists = await tenant.wordLists('site')
    await tenant.createApiKey({ id: 'k', name: 'k', scopes: ['words:write'], secretHash: sha256('kefu_k'), createdAt: 1 })
    const response = await fetch(`${server.url}/api/v1/sites/test-site/word-lists/${lists[0]!.id}/rules`, {
      method: 'POST',
      headers: { authorization: 'Bearer kefu_k', 'content-type': 'application/json' },
      body: JSON.stringify({ rules: [{ word }] }),
    })
    expect(response.status).toBe(200)
  }

  test('[W-RAW] keeps a word of today out of an answer that was kept before', async () => {
    await using upstream = await startUpstream()
    await using server = await startServer({ upstream, settings: { ANSWER_CACHE_SECONDS: '60' }, words: [{ word: 'ten' }] })
    upstream.reply('It burns for ten hours.')
    const ask = async () => {
      const visitor = await server.visit()
      await visitor.send('How long?')
      return (await visitor.answerAfter(1)).text
    }
    expect(await ask()).toBe('It burns for ••• hours.')
    await change(server, 'hours')
    await expect.poll(ask).toBe('It burns for ••• •••••.')
    const tenant = server.database.forTenant('tenant')
    await tenant.deleteWordList((await tenant.wordLists('site'))[0]!.id)
    await expect.poll(ask, { timeout: 10_000 }).toBe('It burns for ten hours.')
    expect(upstream.requests.length).toBe(1)
  })

  test('[W-SWAP] does not change the answer that is being written; the next message meets it', async () => {
    await using upstream = await startUpstream()
    await using server = await startServer({ upstream, words: [{ word: 'old' }] })
    upstream.respond = () => ({
      headers: EVENT_STREAM,
      steps: (function* () {
        yield { do: 'send' as const, bytes: eventOf(chunkOf({ content: 'The old one, ' })) }
        while (!isChanged) yield { do: 'wait' as const, ms: 10 }
        yield { do: 'send' as const, bytes: eventOf(chunkOf({ content: 'the new one.' })) }
        yield { do: 'send' as const, bytes: eventOf(chunkOf({}, 'stop')) + DONE }
      })(),
    })
    let isChanged = false
    const visitor = await server.visit()
    await visitor.send('Which one?')
    await visitor.until(({ said }) => said.some(({ event }) => event === 'answer-delta'))
    await change(server, 'new')
    await expect.poll(async () => (await visitor.send('a new one')).accepted?.text).toBe('a ••• one')
    isChanged = true
    expect((await visitor.answerAfter(1)).text).toBe('The ••• one, the new one.')
    await expect.poll(() => visitor.texts().at(-1)).toBe('The ••• one, the ••• one.')
  })

  test('[W-SWAP] by another process is in force within 3 s', async () => {
    await using server = await startServer({ words: [{ word: 'old' }] })
    const visitor = await server.visit()
    await visitor.send('old')
    await setWords(server, [{ word: 'new' }])
    // The server's clock says that 3 s are over and goes no further; building and sending may take this machine as long as they will.
    const clock = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 3_001)
    onTestFinished(() => clock.mockRestore())
    await expect.poll(async () => (await visitor.send('new')).accepted?.text, { timeout: 8_000 }).toBe('•••')
  })
})
