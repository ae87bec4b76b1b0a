/** What comes from outside and should not: the server says so, and goes on. */

import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PacketType } from '../../shared/parser.ts'
import { encode } from '../../shared/codec.ts'
import { fromServer, packet } from '../../shared/protocol.ts'
import { frame, rawField } from '../testing/frames.ts'
import { sentence } from '../sentences.ts'
import { ORIGIN, startServer, type TestServer } from '../testing/start-server.ts'
import { newCid } from '../testing/test-visitor.ts'
import { startUpstream } from '../testing/upstream.ts'
import { FAULT_NAMES, FAULTS, type FaultOutcome } from '../testing/upstream-faults.ts'
import { scaled, UPSTREAM_RULES } from '../upstream/rules.ts'

const refusedWith = (code: string) => expect.objectContaining({ data: expect.objectContaining({ code }) })

/** It still serves: a fresh visitor gets an acknowledgement. */
async function stillServes(server: TestServer): Promise<void> {
  const visitor = await server.visit()
  expect((await visitor.send('still there?')).accepted).toBeDefined()
}

describe('connecting', () => {
  test('with a forged, foreign or malformed token is refused alike, and without one it works', async () => {
    await using server = await startServer()
    await server.database.forTenant('tenant').createSite({ ...server.site, id: 'other', key: 'other-site' })
    const visitor = await server.visit()
    for (const [token, siteKey] of [
      ['A'.repeat(22), 'test-site'],
      [visitor.token, 'other-site'],
      ['', 'test-site'],
      ['x'.repeat(5_000), 'test-site'],
    ]) {
      await expect(server.visit({ token: token!, siteKey: siteKey! })).rejects.toEqual(refusedWith('token_unknown'))
    }
    await stillServes(server)
  })

  test('with an expired token is refused', async () => {
    await using server = await startServer()
    const { createHash } = await import('node:crypto')
    const token = 'old-token-old-token-ol'
    await server.database.forTenant('tenant').createVisitor({
      visitor: { id: newCid(), siteId: 'site' },
      tokenHash: createHash('sha256').update(token).digest('base64url'),
      conversation: { id: newCid(), epoch: 'e' },
      at: Date.now() - 181 * 24 * 3600 * 1000,
    })
    await expect(server.visit({ token })).rejects.toEqual(refusedWith('token_unknown'))
  })

  test('with another protocol is refused', async () => {
    await using server = await startServer()
    await expect(server.visit({ protocol: 2 })).rejects.toEqual(refusedWith('protocol_unsupported'))
  })

  test.each(['websocket', 'polling'] as const)(
    'by %s from a foreign origin, without one, or for an unknown site never gets that far',
    async (transport) => {
      await using server = await startServer()
      for (const options of [{ origin: 'https://evil.example' }, { origin: undefined }, { siteKey: 'nowhere' }]) {
        await expect(server.visit({ ...options, transports: [transport] })).rejects.toThrow()
      }
      await stillServes(server)
    },
  )

  test('an upgrade with a stolen session id from a foreign origin is refused', async () => {
    await using server = await startServer()
    const poll = await fetch(`${server.url}/socket.io/?site=test-site&EIO=4&transport=polling`, { headers: { origin: ORIGIN } })
    const { sid } = JSON.parse((await poll.text()).slice(1)) as { sid: string }
    const status = async (origin: string): Promise<number> =>
      (
        await fetch(`${server.url}/socket.io/?site=test-site&EIO=4&transport=polling&sid=${sid}`, {
          method: 'POST',
          headers: { origin },
          body: '40',
        })
      ).status
    expect(await status('https://evil.example')).toBe(403)
    expect(await status(ORIGIN)).toBe(200)
  })

  test('a refused poll says why, so that the page’s owner can be told', async () => {
    await using server = await startServer()
    const answer = await fetch(`${server.url}/socket.io/?site=test-site&EIO=4&transport=polling`, {
      headers: { origin: 'https://evil.example' },
    })
    expect(answer.status).toBe(403)
    expect(await answer.json()).toMatchObject({ error: { code: 'origin_refused' } })
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
  })

  test('more connections than an address may hold are refused, and freed places are taken again', async () => {
    await using server = await startServer({ settings: { CONNECTIONS_PER_ADDRESS: '2' } })
    const [first] = [await server.visit(), await server.visit()]
    await expect(server.visit()).rejects.toThrow()
    first!.close()
    await expect
      .poll(() =>
        server.visit().then(
          () => 'in',
          () => 'out',
        ),
      )
      .toBe('in')
  })
})

describe('packets', () => {
  test('of every wrong form are refused, with or without an acknowledgement, and end nothing', async () => {
    await using server = await startServer()
    const visitor = await server.visit()
    const event = frame({ kind: 'event' })
    const asking = frame({ kind: 'event', id: 7 })
    const number = packet['message-send'].number
    const wrong: Buffer[] = [
      Buffer.alloc(0),
      rawField(number, Buffer.alloc(0)),
      rawField(number, Buffer.from('not a message')),
      rawField(number, rawField(1, Buffer.from([0xff, 0xfe]))),
      rawField(number, Buffer.alloc(2_000, 0x0a)),
      rawField(900, Buffer.from('an event of nobody')),
      rawField(packet['answer-delta'].number, Buffer.from('an event of the server')),
      rawField(packet['answer-end'].number, Buffer.from(encode(fromServer['answer-end'], { answer: 'x', attempt: 1, outcome: 'dropped' }))),
      rawField(packet['turn-error'].number, Buffer.from(encode(fromServer['turn-error'], { code: 'internal' }))),
    ]
    const answers: unknown[] = []
    visitor.socket.io.on('packet', ({ type, data }) => type === PacketType.ACK && answers.push((data as unknown[])[0]))
    for (const body of wrong) {
      visitor.socket.io.engine.send(Buffer.concat([asking, body]))
      visitor.socket.io.engine.send(Buffer.concat([event, body]))
    }
    await visitor.until(({ said }) => said.filter((item) => item.event === 'turn-error').length >= wrong.length)
    await expect.poll(() => answers.length).toBe(wrong.length)
    for (const answer of answers)
      expect(answer).toEqual({ refused: { code: expect.stringMatching(/^(?:message_malformed|text_invalid)$/) } })
    expect(await visitor.call('message-send', { conversation: visitor.conversation, cid: 'no-uuid', text: 'x', locale: 'en' })).toEqual({
      refused: { code: 'cid_invalid' },
    })
    await stillServes(server)
  })

  test('that are no packets at all end only their own connection', async () => {
    await using server = await startServer()
    const { port } = new URL(server.url)
    for (const garbage of [
      '\0\xff\0\xff'.repeat(100),
      'GET / HTTP/9.9\r\n\r\n',
      `GET /socket.io/?site=test-site&EIO=3&transport=websocket HTTP/1.1\r\nHost: x\r\nOrigin: ${ORIGIN}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n`,
    ]) {
      await new Promise<void>((resolve) => {
        const socket = connect(Number(port), '127.0.0.1', () => socket.end(garbage))
        socket.on('close', () => resolve())
        socket.on('error', () => resolve())
        socket.resume()
      })
    }
    const visitor = await server.visit()
    const closed = new Promise((resolve) => visitor.socket.once('disconnect', resolve))
    visitor.socket.io.engine.send('9{not a packet')
    await closed
    const another = await server.visit()
    const closedToo = new Promise((resolve) => another.socket.once('disconnect', resolve))
    another.socket.io.engine.send(Buffer.from([0xff, 0xff]))
    await closedToo
    await stillServes(server)
  })

  test('that are too large end the connection', async () => {
    await using server = await startServer()
    const visitor = await server.visit()
    const closed = new Promise((resolve) => visitor.socket.once('disconnect', resolve))
    visitor.socket.emit('message-send', { conversation: '', cid: '', text: 'x'.repeat(40_000), locale: '' })
    await closed
    await stillServes(server)
  })

  test('in a flood end the connection', async () => {
    await using server = await startServer()
    const visitor = await server.visit()
    const closed = new Promise((resolve) => visitor.socket.once('disconnect', resolve))
    for (let index = 0; index < 400; index++) visitor.socket.emit('answer-stop', { answer: 'x' })
    await closed
    await stillServes(server)
  })
})

describe('the model', () => {
  test('that is not there: the customer is told so, with questions to choose from', async () => {
    await using server = await startServer({ questions: [{ text: 'How long is shipping?', answer: 'Two days.' }] })
    const visitor = await server.visit()
    await visitor.send('Is there shipping to Mars?')
    const answer = await visitor.answerAfter(1)
    expect(answer).toMatchObject({ origin: 'notice', suggestions: ['How long is shipping?'] })
    expect(answer.text).toContain('one of these questions')
  })

  test('that is not there, on a site without questions: nothing is offered that is not there', async () => {
    await using server = await startServer()
    const visitor = await server.visit()
    await visitor.send('Is there shipping to Mars?')
    const answer = await visitor.answerAfter(1)
    expect(answer.suggestions).toEqual([])
    expect(answer.text).not.toContain('these questions')
  })

  test('with a wrong key: an honest sentence for the customer, the reason in the log and the metrics, the key nowhere', async () => {
    await using upstream = await startUpstream()
    upstream.fault('status-401')
    await using server = await startServer({ upstream, settings: { OPENAI_API_KEY: 'sk-very-secret' } })
    const visitor = await server.visit()
    await visitor.send('Hello?')
    expect(await visitor.answerAfter(1)).toMatchObject({ origin: 'notice' })
    const metrics = await (await fetch(`${server.url}/metrics`)).text()
    expect(metrics).toContain('kefu_ai_requests_total{status="401"} 1')
    const [line] = server.logged.filter((entry) => entry.includes('the model gave no answer')).map((entry) => JSON.parse(entry) as object)
    expect(line).toMatchObject({ conversationId: visitor.conversation, kind: 'status', status: 401 })
    expect(server.logged.join('') + JSON.stringify(visitor.said) + metrics).not.toContain('sk-very-secret')
  })

  test('logs and metrics never hold what a customer or the model said', async () => {
    await using upstream = await startUpstream()
    await using server = await startServer({ upstream, settings: { LOG_LEVEL: 'trace' } })
    upstream.reply('canary-answer-7391')
    const visitor = await server.visit()
    await visitor.send('canary-question-2217')
    await visitor.answerAfter(1)
    upstream.fault('cut-mid-sentence')
    await visitor.send('canary-question-2218')
    await visitor.answerAfter(3)
    const outside = server.logged.join('') + (await (await fetch(`${server.url}/metrics`)).text())
    expect(outside).not.toMatch(/canary|127\.0\.0\.1/)
    expect(outside).not.toContain(visitor.token)
  })
})

describe('every fault of a model', () => {
  let upstream: Awaited<ReturnType<typeof startUpstream>>
  let server: TestServer
  beforeAll(async () => {
    upstream = await startUpstream()
    // Short enough to wait for, long enough that a machine with other things to do brings no fault of its own.
    const timers = { connectMs: 1_000, headersMs: 600, firstTextMs: 800, idleMs: 800, attemptMs: 3_000 }
    const settings = { RATE_ADDRESS: '1000', RATE_SITE_CONVERSATIONS: '1000' }
    // One provider does everything wrong here, one fault after the other: each is to be met by a server that still asks it.
    const { messageMs, budget } = UPSTREAM_RULES
    const breaker = { ...UPSTREAM_RULES.breaker, leastCalls: Infinity }
    const rules = { ...scaled(UPSTREAM_RULES, 1 / 100), attempts: 2, messageMs, budget, breaker }
    server = await startServer({ upstream, timers, settings, rules })
  })
  afterAll(async () => {
    await server[Symbol.asyncDispose]()
    await upstream.close()
  })

  test.each(FAULT_NAMES)('%s ends in one honest entry of the log, and in a person where it says so', async (name) => {
    upstream.fault(name)
    const visitor = await server.visit()
    await visitor.send('What now?')
    const answer = await visitor.answerAfter(1)
    await visitor.until(({ said }) => said.some(({ event }) => event === 'answer-end'))
    const isPerson = answer.text === sentence('person_instead', 'en')
    await expect
      .poll(() =>
        visitor
          .entries()
          .slice(2)
          .map(({ floor }) => floor ?? 'message'),
      )
      // The message is the number of the ticket.
      .toEqual(isPerson ? ['waiting', 'message'] : [])

    const outcome: FaultOutcome = FAULTS[name].outcome
    // Our own length limit ends this one before the adapter's caps do.
    if (name === 'tokens-200000') expect(answer).toMatchObject({ origin: 'model', outcome: 'cut' })
    else if ('text' in outcome)
      expect(answer).toMatchObject({ origin: 'model', text: outcome.text, outcome: outcome.finish === 'stop' ? 'complete' : 'cut' })
    else {
      expect(answer).toMatchObject({ origin: 'notice', outcome: 'complete' })
      expect(isPerson || answer.text === sentence('model_failed', 'en')).toBe(true)
    }
    expect(answer.text).not.toContain('sk-secret')
  })
})
