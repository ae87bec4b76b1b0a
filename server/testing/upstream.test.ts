/** The model double itself: what it says, at what pace, and what it refuses. */

import { expect, test } from 'vitest'

import { FAULT_NAMES, FAULTS } from './upstream-faults.ts'
import { cutAt, tokensOf } from './upstream-wire.ts'
import { startUpstream, type Upstream } from './upstream.ts'

const ask = (upstream: Upstream, signal?: AbortSignal): Promise<Response> =>
  fetch(`${upstream.url}/chat/completions`, {
    method: 'POST',
    body: JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'Hello' }] }),
    ...(signal === undefined ? {} : { signal }),
  })

test('a request that nobody set up is refused in clear words and kept as a failure', async () => {
  await using upstream = await startUpstream()
  const response = await ask(upstream)
  expect(response.status).toBe(500)
  expect(await response.text()).toContain('nothing was set up')
  expect(upstream.failures).toHaveLength(1)
})

test('a path or body that is no chat request is refused too, even when an answer is set up', async () => {
  await using upstream = await startUpstream()
  upstream.reply('Yes.')
  expect((await fetch(`${upstream.url}/completions`, { method: 'POST', body: '{}' })).status).toBe(500)
  expect((await fetch(`${upstream.url}/chat/completions`, { method: 'POST', body: '{"model":"m"}' })).status).toBe(500)
  expect(upstream.failures).toHaveLength(2)
})

test('it lists its model', async () => {
  await using upstream = await startUpstream()
  expect(await (await fetch(`${upstream.url}/models`)).json()).toMatchObject({ object: 'list', data: [{ object: 'model' }] })
})

test('it keeps every request, and tells who went away', async () => {
  await using upstream = await startUpstream()
  upstream.reply('Yes.')
  expect(await (await ask(upstream)).text()).toContain('data: [DONE]')
  upstream.fault('silent-after-text')
  const caller = new AbortController()
  await ask(upstream, caller.signal)
  expect(upstream.openRequests()).toBe(1)
  caller.abort()
  await expect.poll(() => upstream.requests.map(({ aborted }) => aborted)).toEqual([false, true])
  expect(upstream.requests[0]).toMatchObject({ body: { messages: [{ content: 'Hello' }] } })
})

test('it answers each request as its own', async () => {
  await using upstream = await startUpstream({
    respond: ({ body }) => ({
      headers: { 'x-asked': String(body.messages.length) },
      steps: [{ do: 'send', bytes: body.messages.at(-1)!.content }],
    }),
  })
  const response = await ask(upstream)
  expect([response.headers.get('x-asked'), await response.text()]).toEqual(['1', 'Hello'])
})

test('at a pace, the first piece is there before the last', async () => {
  await using upstream = await startUpstream()
  upstream.reply('one two three four', { tokensPerSecond: 100 })
  const pieces: number[] = []
  for await (const _piece of (await ask(upstream)).body!) pieces.push(performance.now())
  expect(pieces.at(-1)! - pieces[0]!).toBeGreaterThan(30)
})

test('cuts fall where they were asked for, and nothing is lost', () => {
  const bytes = Buffer.from('0123456789')
  expect(cutAt(bytes, [7, 3, 3, 0, 10, 99]).map((piece) => new TextDecoder().decode(piece))).toEqual(['012', '3456', '789'])
  expect(Buffer.concat(cutAt(bytes, [1, 2, 5]))).toEqual(bytes)
})

test('tokens make up the text again, and no token is half a character', () => {
  const text = 'Hello, world!\n\n- 明天发货 🎉 a-very-long-word-without-any-blank'
  expect(tokensOf(text).join('')).toBe(text)
  expect(tokensOf(text).every((token) => !/\p{Cs}/u.test(token))).toBe(true)
  expect(tokensOf(text).length).toBeGreaterThan(10)
})

test('faults of every outcome class are there', () => {
  const kinds = new Set(FAULT_NAMES.map((name) => ('kind' in FAULTS[name].outcome ? FAULTS[name].outcome.kind : 'whole')))
  expect([...kinds].sort()).toEqual(
    [
      'attempt_timeout',
      'content_filter',
      'empty',
      'first_text_timeout',
      'headers_timeout',
      'idle_timeout',
      'incomplete',
      'network',
      'not_a_stream',
    ]
      .concat(['status', 'stream_error', 'too_large', 'unexpected_finish', 'whole'])
      .sort(),
  )
})
