/** What the doctor says of an endpoint that does each of the things which real ones do. */

import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { createOpenAiAnswerer } from '../adapters/answerer-openai/answerer-openai.ts'
import { FAULT_NAMES, FAULTS, type FaultName } from '../testing/upstream-faults.ts'
import { answerEvents } from '../testing/upstream-wire.ts'
import { EVENT_STREAM, startUpstream } from '../testing/upstream.ts'
import { tryProvider, type Finding } from './try-provider.ts'

const QUICK = { connectMs: 2_000, handshakeMs: 2_000, headersMs: 500, firstTextMs: 500, idleMs: 500, attemptMs: 900 }

async function found(baseUrl: string, apiKey = 'sk-secret-part'): Promise<Finding> {
  const settings = { baseUrl, apiKey, model: 'some-model' }
  const answerer = createOpenAiAnswerer({ ...settings, maxOutputTokens: 64, timers: QUICK, lingerMs: 200 })
  try {
    return await tryProvider(answerer, settings)
  } finally {
    await answerer.close()
  }
}

async function afterFault(name: FaultName): Promise<Finding> {
  await using upstream = await startUpstream()
  upstream.fault(name)
  return await found(upstream.url)
}

describe('kefu doctor', () => {
  test('tells the time to the first word and the pace of what follows', async () => {
    await using upstream = await startUpstream()
    upstream.reply('April, June, September and November have thirty days.', { paceMs: 8 })
    const { works, lines } = await found(upstream.url)
    expect(works).toBe(true)
    expect(lines).toEqual([expect.stringMatching(/^answers\. First word after \d+ ms, then \d+ tokens a second\.$/)])
  })

  test('knows a model that refuses tools from one that refuses all', async () => {
    await using upstream = await startUpstream()
    upstream.respond = ({ body }) =>
      body['tools']
        ? FAULTS['status-400'].script()
        : { headers: EVENT_STREAM, steps: [{ do: 'send', bytes: answerEvents('April.').join('') }] }
    const { works, lines } = await found(upstream.url)
    expect(works).toBe(false)
    expect(lines).toEqual([expect.stringMatching(/refuses requests with tools.*OPENAI_TOOLS=off/)])
  })

  test.each([
    ['status-401', /key is not accepted/],
    ['status-403', /may not do this/],
    ['status-404', /no model “some-model”/],
    ['status-429-quota', /nothing left to spend/],
    ['status-429', /Too many requests/],
    ['status-500', /trouble of its own/],
    ['status-400', /does not understand the request/],
    ['redirect', /sends the request elsewhere/],
    ['html-with-200', /not with a stream/],
    ['json-with-200', /cannot be used/],
    ['cut-mid-sentence', /ended before the answer did/],
    ['silent-before-headers', /no answer began/],
    ['silent-after-headers', /no word came/],
    ['silent-after-text', /stopped in the middle/],
    ['reset-before-headers', /broke off/],
    ['finish-without-text', /without a word of text/],
    ['finish-content-filter', /filter/],
    ['error-as-text', /error in it/],
  ] as [FaultName, RegExp][])('%s: in words, with what to do', async (name, words) => {
    const { works, lines } = await afterFault(name)
    expect(works).toBe(false)
    expect(lines.join(' ')).toMatch(words)
  })

  test('tells a missing key from a wrong one', async () => {
    await using upstream = await startUpstream()
    upstream.fault('status-401')
    expect((await found(upstream.url, '')).lines.join()).toContain('none is set')
  })

  test('tells what does not even connect: no such name, nobody there, no TLS', async () => {
    expect((await found('http://no-such-host.invalid/v1')).lines.join()).toContain('cannot be resolved')
    const upstream = await startUpstream()
    await upstream.close()
    expect((await found(upstream.url)).lines.join()).toContain('Nobody listens')
    const plain = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(0, '127.0.0.1')
    await expect.poll(() => plain.listening).toBe(true)
    expect((await found(`https://127.0.0.1:${(plain.address() as AddressInfo).port}/v1`)).lines.join()).toMatch(/certificate|broke off/)
    plain.close()
  })

  test('says of what is odd but right that it works, and where costs are estimated', async () => {
    for (const name of ['missing-done', 'crlf', 'byte-order-mark', 'reasoning-first'] as const)
      expect((await afterFault(name)).works).toBe(true)
    expect((await afterFault('finish-unknown')).lines.join(' ')).toContain('estimated')
  })

  test('has words for every kind of fault, and never a secret', async () => {
    const kinds = new Map(FAULT_NAMES.map((name) => [JSON.stringify(FAULTS[name].outcome), name]))
    for (const name of kinds.values()) {
      const said = (await afterFault(name)).lines.join(' ')
      expect(said).not.toMatch(/sk-secret|unforeseen|undefined/)
    }
  })
})
