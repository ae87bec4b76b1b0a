/** The OpenAI adapter against the recorded-stream server: contract, requests, faults, aborts, connections. */

import { getEventListeners } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { inspect } from 'node:util'

import { describe, expect, test, vi } from 'vitest'

import { isWellFormed } from '../../../shared/text.ts'
import type { AnswerDelta, AnswerFault } from '../../ports/answerer.ts'
import { FAULT_NAMES, FAULTS, type FaultOutcome } from '../../testing/upstream-faults.ts'
import { answerEvents, chunkOf, DONE, eventOf } from '../../testing/upstream-wire.ts'
import { EVENT_STREAM, startUpstream, type Step, type Upstream } from '../../testing/upstream.ts'
import { answererContract, collect, never, question, textOf, type AnswererBench } from '../answerer.contract.ts'
import { createOpenAiAnswerer, type OpenAiAnswererOptions } from './answerer-openai.ts'

const KEY = 'sk-secret-part-of-a-key'
const PATIENT = { connectMs: 3_000, headersMs: 3_000, firstTextMs: 3_000, idleMs: 3_000, attemptMs: 8_000 }

const answererAt = (upstream: { url: string }, options: Partial<OpenAiAnswererOptions> = {}): ReturnType<typeof createOpenAiAnswerer> =>
  createOpenAiAnswerer({
    baseUrl: upstream.url,
    apiKey: KEY,
    model: 'kefu-double',
    maxOutputTokens: 512,
    timers: PATIENT,
    lingerMs: 60,
    ...options,
  })

async function openBench(): Promise<AnswererBench> {
  const upstream = await startUpstream()
  const answerer = answererAt(upstream)
  const say = (events: string[], last: Step[] = []): void => {
    upstream.respond = () => ({ headers: EVENT_STREAM, steps: [...events.map((bytes): Step => ({ do: 'send', bytes })), ...last] })
  }
  return {
    answerer,
    provider: {
      says: (text) => upstream.reply(text),
      saysOnly: (text) => say([...answerEvents(text).slice(0, -2), DONE]),
      runsOutAfter: (text) => say(answerEvents(text, 'length')),
      breaksOffAfter: (text) => say([eventOf(chunkOf({ content: text }))]),
      fallsSilentAfter: (text) => say([eventOf(chunkOf({ content: text }))], [{ do: 'hang' }]),
      refuses: (status) => (upstream.respond = () => ({ status, steps: [] })),
      lastTold: () => upstream.requests.at(-1)!.body!.messages.map(({ role, content }) => ({ role, text: content })),
      open: upstream.openRequests,
      aborted: () => upstream.requests.filter(({ aborted }) => aborted).length,
    },
    async [Symbol.asyncDispose]() {
      await answerer.close()
      await upstream.close()
      expect(upstream.failures).toEqual([])
    },
  }
}

answererContract('openai', openBench)

describe('the request', () => {
  test('goes out once, streaming, with usage asked for, a limit and the key', async () => {
    await using upstream = await startUpstream()
    upstream.reply('Yes.')
    await collect(answererAt(upstream).answer(question, never()))
    expect(upstream.requests).toHaveLength(1)
    expect(upstream.requests[0]).toMatchObject({
      path: '/v1/chat/completions',
      headers: { authorization: `Bearer ${KEY}` },
      body: { model: 'kefu-double', stream: true, stream_options: { include_usage: true }, max_tokens: 512 },
    })
  })

  test('works without a key and without a system text', async () => {
    await using upstream = await startUpstream()
    upstream.reply('Yes.')
    const answer = answererAt(upstream, { apiKey: '' }).answer({ system: '', history: question.history }, never())
    expect(textOf(await collect(answer))).toBe('Yes.')
    expect(upstream.requests[0]!.body!.messages[0]!.role).toBe('user')
  })

  test('to one of Azure’s deployments carries the version in the address and the key in its own header', async () => {
    await using upstream = await startUpstream()
    upstream.reply('Yes.')
    await collect(answererAt(upstream, { apiVersion: '2024-10-21' }).answer(question, never())).catch(() => {})
    expect(upstream.requests[0]).toMatchObject({ path: '/v1/chat/completions?api-version=2024-10-21', headers: { 'api-key': KEY } })
    expect(upstream.requests[0]!.headers).not.toHaveProperty('authorization')
    upstream.failures.length = 0
  })

  test('carries the operator’s own headers', async () => {
    await using upstream = await startUpstream()
    upstream.reply('Yes.')
    await collect(answererAt(upstream, { headers: { 'x-team': 'support' } }).answer(question, never()))
    expect(upstream.requests[0]).toMatchObject({ headers: { 'x-team': 'support', authorization: `Bearer ${KEY}` } })
  })

  test('takes nothing from the environment', async () => {
    await using upstream = await startUpstream()
    upstream.reply('Yes.')
    vi.stubEnv('OPENAI_BASE_URL', 'http://127.0.0.1:9/v1')
    vi.stubEnv('OPENAI_ORG_ID', 'org-of-somebody')
    vi.stubEnv('OPENAI_PROJECT_ID', 'project-of-somebody')
    vi.stubEnv('OPENAI_LOG', 'debug')
    const printed = (['log', 'info', 'warn', 'error', 'debug'] as const).map((level) => vi.spyOn(console, level))
    try {
      await collect(answererAt(upstream).answer(question, never()))
      upstream.fault('invalid-json')
      await collect(answererAt(upstream).answer(question, never())).catch(() => {})
    } finally {
      vi.unstubAllEnvs()
    }
    for (const level of printed) expect(level).not.toHaveBeenCalled()
    vi.restoreAllMocks()
    expect(upstream.requests[0]!.headers).not.toHaveProperty('openai-organization')
    expect(upstream.requests[0]!.headers).not.toHaveProperty('openai-project')
  })

  test.each([
    ['not-a-url', 'k', /base URL/],
    ['ftp://models.example/v1', 'k', /base URL/],
    ['https://user:hidden@models.example/v1', 'k', /password/],
    ['https://models.example/v1', 'key with blank', /API key/],
    ['https://models.example/v1', 'key\nwith line', /API key/],
  ])('a bad setting is told at once, in plain words and without the secret: %s', (baseUrl, apiKey, words) => {
    const make = (): unknown => createOpenAiAnswerer({ baseUrl, apiKey, model: 'm', maxOutputTokens: 1 })
    expect(make).toThrow(words)
    expect(make).not.toThrow(/hidden|with blank|with line/)
  })

  test.each([
    ['https://api.openai.com/v1', 'openai'],
    ['https://api.deepseek.com', 'openai:api.deepseek.com'],
    ['http://127.0.0.1:8080/v1', 'openai:127.0.0.1:8080'],
  ])('%s is called %s', (baseUrl, name) => {
    expect(createOpenAiAnswerer({ baseUrl, apiKey: KEY, model: 'm', maxOutputTokens: 1 }).name).toBe(name)
  })
})

/** Only the clock under test is short: a busy machine must not make another one strike first. */
const HASTY: Record<string, Partial<typeof PATIENT>> = {
  headers_timeout: { headersMs: 40 },
  first_text_timeout: { firstTextMs: 60 },
  idle_timeout: { idleMs: 40 },
  attempt_timeout: { attemptMs: 100 },
}

async function outcomeOf(answer: AsyncIterable<AnswerDelta>): Promise<FaultOutcome & { error?: AnswerFault }> {
  try {
    const deltas = await collect(answer)
    const finish = deltas.find((delta) => delta.type === 'finish')
    if (finish === undefined) throw new Error('an answer ended without a finish and without a fault')
    return { text: textOf(deltas), finish: finish.reason }
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'AnswerFault') throw error
    const fault = error as AnswerFault
    return { kind: fault.kind, ...(fault.status === undefined ? {} : { status: fault.status }), error: fault }
  }
}

describe('faults', () => {
  test.each(FAULT_NAMES)('%s has its one outcome, and nothing stays open', async (name) => {
    await using upstream = await startUpstream()
    const expected: FaultOutcome = FAULTS[name].outcome
    const hasty = 'kind' in expected ? HASTY[expected.kind] : undefined
    const answerer = answererAt(upstream, { timers: { ...PATIENT, ...hasty } })
    upstream.fault(name)
    const { error, ...outcome } = await outcomeOf(answerer.answer(question, never()))
    expect(outcome).toEqual({ ...('status' in outcome ? { status: outcome.status } : {}), ...expected })
    // Everything that a logger could print.
    expect(inspect(error, { depth: 9 })).not.toMatch(/sk-secret|Guten Tag|parcel/)
    await expect.poll(() => upstream.openRequests(), { timeout: 2_000 }).toBe(0)

    // The same answerer goes on working.
    upstream.reply('Still here.')
    expect(await outcomeOf(answerer.answer(question, never()))).toEqual({ text: 'Still here.', finish: 'stop' })
    await answerer.close()
  })

  test('the short code of a refusal is kept, its words are not', async () => {
    await using upstream = await startUpstream()
    upstream.fault('status-429-quota')
    await expect(collect(answererAt(upstream).answer(question, never()))).rejects.toMatchObject({
      message: 'status 429 insufficient_quota',
      code: 'insufficient_quota',
    })
  })

  test.each([
    ['status-429', 2_000],
    ['status-503', 1_000],
    // A date that is over.
    ['status-529', 0],
    ['status-500', undefined],
  ] as const)('%s says how long to leave the endpoint alone: %s ms', async (name, retryAfterMs) => {
    await using upstream = await startUpstream()
    upstream.fault(name)
    const { error } = await outcomeOf(answererAt(upstream).answer(question, never()))
    expect(error?.retryAfterMs).toBe(retryAfterMs)
  })

  test('nobody listening is a network fault', async () => {
    const upstream = await startUpstream()
    await upstream.close()
    expect(await outcomeOf(answererAt(upstream).answer(question, never()))).toMatchObject({ kind: 'network' })
  })

  test('a TLS handshake that nobody answers is a connect timeout', async () => {
    const mute = createServer(() => {}).listen(0, '127.0.0.1')
    await vi.waitFor(() => expect(mute.listening).toBe(true))
    const { port } = mute.address() as AddressInfo
    const answerer = answererAt({ url: `https://127.0.0.1:${port}/v1` }, { timers: { ...PATIENT, handshakeMs: 50 } })
    expect(await outcomeOf(answerer.answer(question, never()))).toMatchObject({ kind: 'connect_timeout' })
    await answerer.close()
    mute.close()
  })

  test('waiting for a free socket counts as connecting, and what was given up is never sent', async () => {
    await using upstream = await startUpstream()
    upstream.fault('silent-after-text')
    const answerer = answererAt(upstream, { pool: { sockets: 1 }, timers: { ...PATIENT, connectMs: 60 } })
    const first = answerer.answer(question, never())[Symbol.asyncIterator]()
    await first.next()
    expect(await outcomeOf(answerer.answer(question, never()))).toMatchObject({ kind: 'connect_timeout' })
    await first.return?.()
    upstream.reply('Next.')
    expect(await outcomeOf(answerer.answer(question, never()))).toMatchObject({ text: 'Next.' })
    expect(upstream.requests).toHaveLength(2)
    await answerer.close()
  })
})

describe('completeness', () => {
  test('the finish is told at once, before the token counts are there', async () => {
    await using upstream = await startUpstream()
    upstream.fault('open-after-finish')
    const answer = answererAt(upstream, { lingerMs: 3_000 }).answer(question, never())[Symbol.asyncIterator]()
    const startedAt = performance.now()
    let delta = await answer.next()
    while (delta.value?.type === 'text') delta = await answer.next()
    expect(delta.value).toEqual({ type: 'finish', reason: 'stop' })
    expect(performance.now() - startedAt).toBeLessThan(2_000)
    await answer.return?.()
  })

  test('the last token counts hold', async () => {
    await using upstream = await startUpstream()
    upstream.fault('usage-in-every-chunk')
    expect((await collect(answererAt(upstream).answer(question, never()))).at(-1)).toEqual({
      type: 'usage',
      promptTokens: 42,
      completionTokens: 1,
    })
  })

  test('no delta ends in half a character', async () => {
    await using upstream = await startUpstream()
    upstream.fault('split-surrogates')
    const deltas = await collect(answererAt(upstream).answer(question, never()))
    expect(deltas.every((delta) => delta.type !== 'text' || isWellFormed(delta.text))).toBe(true)
  })
})

describe('connections', () => {
  test('answers one after another share a connection', async () => {
    await using upstream = await startUpstream()
    upstream.reply('Yes.')
    let most = 0
    const answerer = answererAt(upstream)
    for (let round = 0; round < 20; round++) {
      await collect(answerer.answer(question, never()))
      most = Math.max(most, upstream.openConnections())
    }
    // An answer is over at `[DONE]`, a moment before its socket is; so the next may find one more open, never twenty.
    expect(most).toBeLessThanOrEqual(2)
    await answerer.close()
    await expect.poll(() => upstream.openConnections()).toBe(0)
  })

  test('a connection that stays busy after the answer is destroyed, not waited for', async () => {
    await using upstream = await startUpstream()
    upstream.fault('open-after-done')
    const answerer = answererAt(upstream)
    await collect(answerer.answer(question, never()))
    await expect.poll(() => upstream.openConnections()).toBe(0)
    expect(upstream.requests[0]!.aborted).toBe(true)
    await answerer.close()
  })

  test('no more connections than allowed, however many ask', async () => {
    await using upstream = await startUpstream()
    upstream.reply('Yes, of course.')
    const answerer = answererAt(upstream, { pool: { sockets: 3 } })
    let most = 0
    await Promise.all(
      Array.from({ length: 30 }, () =>
        collect(answerer.answer(question, never()), () => (most = Math.max(most, upstream.openConnections()))),
      ),
    )
    expect(most).toBeGreaterThan(0)
    expect(most).toBeLessThanOrEqual(3)
    await answerer.close()
  })
})

describe('aborts', () => {
  const phases: [string, (upstream: Upstream) => void][] = [
    ['before the headers', (upstream) => upstream.fault('silent-before-headers')],
    ['after the headers', (upstream) => upstream.fault('silent-after-headers')],
    ['in the middle of the text', (upstream) => upstream.fault('text-without-end')],
    ['in a stream of comments', (upstream) => upstream.fault('comments-only')],
    ['while the words of a refusal come', (upstream) => upstream.fault('status-503-without-end')],
  ]

  test.each(phases)('an abort %s rejects with its reason, reaches the endpoint, and leaves nothing behind', async (_phase, arrange) => {
    await using upstream = await startUpstream()
    const answerer = answererAt(upstream, { lingerMs: 3_000 })
    arrange(upstream)
    const caller = new AbortController()
    const reason = new Error('erased by the customer')
    const failed = collect(answerer.answer(question, caller.signal))
    failed.catch(() => {})
    await expect.poll(() => upstream.openRequests()).toBe(1)
    caller.abort(reason)
    await expect(failed).rejects.toBe(reason)
    await expect.poll(() => upstream.openRequests()).toBe(0)
    expect(upstream.requests[0]!.aborted).toBe(true)
    expect(getEventListeners(caller.signal, 'abort')).toHaveLength(0)
    await answerer.close()
  })

  test('a signal that outlives a hundred answers gathers no listeners, and no clock is left running', async () => {
    await using upstream = await startUpstream()
    const answerer = answererAt(upstream)
    const caller = new AbortController()
    // Warm: the pool's own keep-alive clock is there before we count.
    upstream.reply('Yes.')
    await collect(answerer.answer(question, caller.signal))
    const clocks = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
    const before = clocks()
    for (const name of ['status-500', 'invalid-json', 'finish-length', 'cut-mid-sentence'] as const) {
      upstream.fault(name)
      for (let round = 0; round < 25; round++) await collect(answerer.answer(question, caller.signal)).catch(() => {})
    }
    expect(getEventListeners(caller.signal, 'abort')).toHaveLength(0)
    await expect.poll(clocks).toBeLessThanOrEqual(before)
    await answerer.close()
  })
})
