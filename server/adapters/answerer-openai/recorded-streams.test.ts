/**
 * Every recorded stream, as it was recorded and cut at random bytes, through the whole adapter over a real socket. What
 * it must come to is worked out here a second time, by reading the file as one string: naive, and written apart from the
 * adapter.
 */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import type { AnswerFaultKind, Answerer } from '../../ports/answerer.ts'
import {
  hasRecordedStreams,
  hasVectors,
  ownStreams,
  publicRefusals,
  publicStreams,
  streamVectors,
  type RecordedStream,
} from '../../testing/recorded-streams.ts'
import { randomFrom } from '../../testing/seeded-random.ts'
import { cutAt } from '../../testing/upstream-wire.ts'
import { startUpstream, type Upstream } from '../../testing/upstream.ts'
import { collect, never, question } from '../answerer.contract.ts'
import { createOpenAiAnswerer } from './answerer-openai.ts'
import { createEventFramer } from './event-framer.ts'

const SEED = 20_261
const PATIENT = { connectMs: 5_000, headersMs: 5_000, firstTextMs: 5_000, idleMs: 5_000, attemptMs: 10_000 }

type Outcome = { text: string; end: 'stop' | 'length' | AnswerFaultKind; usage?: [number, number] }

let upstream: Upstream
let answerer: Answerer
beforeAll(async () => {
  upstream = await startUpstream()
  answerer = createOpenAiAnswerer({
    baseUrl: upstream.url,
    apiKey: '',
    model: 'kefu-double',
    maxOutputTokens: 512,
    timers: PATIENT,
    lingerMs: 50,
  })
})
afterAll(async () => {
  await answerer.close()
  await upstream.close()
  if (upstream.failures.length > 0) throw new Error(upstream.failures.join('; '))
})

async function outcome(): Promise<Outcome> {
  const seen: Outcome = { text: '', end: 'incomplete' }
  try {
    await collect(answerer.answer(question, never()), (delta) => {
      if (delta.type === 'text') seen.text += delta.text
      else if (delta.type === 'finish') seen.end = delta.reason
      else if (delta.type === 'usage') seen.usage = [delta.promptTokens, delta.completionTokens]
    })
    if (seen.end === 'incomplete') throw new Error('it ended without a finish and without a fault')
  } catch (error) {
    if (!(error instanceof Error && 'kind' in error)) throw error
    seen.end = error.kind as AnswerFaultKind
  }
  return seen
}

/** Everything that a stream carries, whether answers are made of it or not, put together from its events. */
function carriedBy(events: string[]) {
  const carried = {
    text: '',
    reasoning: '',
    refusal: '',
    tools: {} as Record<string, string>,
    finishes: [] as unknown[],
    usage: [] as unknown[],
  }
  for (const event of events) {
    const { choices, usage } = JSON.parse(event)
    if (usage) carried.usage.push(usage)
    for (const { index = 0, delta, finish_reason: finish } of choices ?? []) {
      if (typeof delta?.content === 'string') carried.text += delta.content
      carried.reasoning += delta?.reasoning_content ?? delta?.reasoning ?? ''
      carried.refusal += delta?.refusal ?? ''
      if (finish) carried.finishes.push(finish)
      for (const { index: at = 0, id = '', function: named } of delta?.tool_calls ?? []) {
        const key = `${index}.${at}`
        carried.tools[key] = (carried.tools[key] ?? '') + id + (named?.name ?? '') + (named?.arguments ?? '')
      }
    }
  }
  return carried
}

function eventsOf(pieces: Uint8Array[]): string[] {
  const framer = createEventFramer({ eventBytes: 1e7, responseBytes: 1e8 }, { sniff: false })
  return [...pieces.flatMap((piece) => [...framer.push(Buffer.from(piece))]), ...framer.end()]
}

/** The naive reading: all of it at once, line by line, trusting the file. */
function expectedOf(file: string): Outcome {
  let text = ''
  let finish: string | undefined
  let called = false
  let usage: [number, number] | undefined
  for (const line of file.split(/\r\n|\n|\r/)) {
    if (!line.startsWith('data:')) continue
    const data = line.slice(5).trim()
    if (data === '[DONE]') break
    const chunk = JSON.parse(data)
    if (chunk.error) return { text, end: 'stream_error' }
    if (chunk.usage) usage = [chunk.usage.prompt_tokens, chunk.usage.completion_tokens]
    const choice = chunk.choices?.find((one: { index: number }) => one.index === 0)
    if (!choice || finish) continue
    const content = choice.delta?.content
    text += typeof content === 'string' ? content : ''
    text += choice.delta?.refusal ?? ''
    called ||= choice.delta?.tool_calls?.length > 0
    finish = choice.finish_reason ?? undefined
  }
  if (finish === undefined) return { text, end: 'incomplete' }
  if (finish === 'tool_calls') return { text, end: 'unexpected_finish' }
  if (text.trim() === '') return { text, end: called ? 'unexpected_finish' : 'empty' }
  return { text, end: finish === 'length' ? 'length' : 'stop', ...(usage ? { usage } : {}) }
}

const cutsOf = (bytes: Buffer, seed: number): number[] => {
  const random = randomFrom(seed)
  return Array.from({ length: 40 }, () => Math.floor(random() * bytes.length))
}

function replays(streams: RecordedStream[]): void {
  test.each(streams.map((stream) => [stream.name, stream] as const))('%s', async (_name, { bytes }) => {
    upstream.replay(bytes)
    expect(await outcome()).toEqual(expectedOf(bytes.toString('utf8')))
  })

  test.each(streams.map((stream, at) => [stream.name, SEED + at, stream] as const))(
    '%s, cut at random bytes (seed %i)',
    async (_name, seed, { bytes }) => {
      upstream.replay(bytes, { cuts: cutsOf(bytes, seed) })
      expect(await outcome()).toEqual(expectedOf(bytes.toString('utf8')))
    },
  )
}

describe('our own streams', () => {
  replays(ownStreams())

  test('are all whole answers', () => {
    const ends = ownStreams().map(({ bytes }) => expectedOf(bytes.toString('utf8')))
    expect(ends.length).toBeGreaterThanOrEqual(4)
    for (const { end, text, usage } of ends) {
      expect(end).toBe('stop')
      expect(text.length).toBeGreaterThan(20)
      expect(usage).toBeDefined()
    }
  })

  test.each(ownStreams().map((stream) => [stream.name, stream] as const))('%s, one byte at a time', async (_name, { bytes }) => {
    upstream.replay(bytes, { cuts: Array.from(bytes, (_byte, at) => at) })
    expect(await outcome()).toEqual(expectedOf(bytes.toString('utf8')))
  })

  test.each(ownStreams().map((stream, at) => [stream.name, SEED + at, stream] as const))(
    '%s, ended early at any byte, is never taken for whole (seed %i)',
    async (_name, seed, { bytes }) => {
      const finishAt = bytes.indexOf('"finish_reason":"stop"')
      const random = randomFrom(seed)
      for (let round = 0; round < 10; round++) {
        upstream.replay(bytes.subarray(0, Math.floor(random() * finishAt)))
        expect((await outcome()).end).toBe('incomplete')
      }
    },
  )
})

describe.skipIf(!hasRecordedStreams)('recorded streams of public endpoints (needs ../shared/data)', () => {
  replays(publicStreams())

  const whole = (streams: RecordedStream[]) =>
    streams.flatMap(({ name, bytes }) => {
      try {
        const events = eventsOf([bytes])
        return [{ name, bytes, events, carried: carriedBy(events) }]
      } catch {
        // Those that end in an error of the endpoint's have their outcome above.
        return []
      }
    })

  test(`carry the same text, reasoning, refusals, tool calls and counts however they are cut (seeds from ${SEED})`, () => {
    const streams = whole(publicStreams())
    expect(streams.length).toBeGreaterThan(100)
    for (const [at, { name, bytes, events, carried }] of streams.entries()) {
      for (let seed = SEED + at * 10; seed < SEED + at * 10 + 5; seed++) {
        const cut = eventsOf(cutAt(bytes, cutsOf(bytes, seed)))
        expect(cut, `${name}, seed ${seed}`).toEqual(events)
        expect(carriedBy(cut), `${name}, seed ${seed}`).toEqual(carried)
      }
    }
    // Or nothing would have been shown.
    const carry = (has: (carried: ReturnType<typeof carriedBy>) => boolean): number =>
      streams.filter((stream) => has(stream.carried)).length
    expect(carry(({ text }) => text !== '')).toBeGreaterThan(50)
    expect(carry(({ reasoning }) => reasoning !== '')).toBeGreaterThan(3)
    expect(carry(({ tools }) => Object.keys(tools).length > 0)).toBeGreaterThan(10)
    expect(carry(({ usage }) => usage.length > 0)).toBeGreaterThan(30)
  })

  test('are many, of many endpoints', () => {
    expect(publicStreams().length).toBeGreaterThan(100)
    expect(new Set(publicStreams().map(({ name }) => name.split('/')[1])).size).toBeGreaterThan(10)
  })

  test.each(publicRefusals().map((refusal, at) => [at, refusal.status, refusal] as const))(
    'refusal %i is a fault with status %i',
    async (_at, status, refusal) => {
      const type = refusal.headers['content-type']?.[0]
      upstream.respond = () => ({
        status,
        headers: type === undefined ? {} : { 'content-type': type },
        steps: [{ do: 'send', bytes: refusal.body }],
      })
      await expect(collect(answerer.answer(question, never()))).rejects.toMatchObject({ name: 'AnswerFault', kind: 'status', status })
    },
  )
})

describe.skipIf(!hasVectors)('vectors of the event stream standard (needs ../shared/data)', () => {
  test('are all there', () => expect(streamVectors().length).toBeGreaterThanOrEqual(20))

  test.each(streamVectors().map((vector) => [vector.name, vector] as const))(
    '%s: a defined fault, as it is no answer',
    async (_name, vector) => {
      const pieces = vector.chunks.map((chunk) => Buffer.from(chunk))
      const cuts = pieces.map((_piece, at) => Buffer.concat(pieces.slice(0, at)).length)
      upstream.replay(Buffer.concat(pieces), { cuts })
      expect(['stream_error', 'incomplete']).toContain((await outcome()).end)
    },
  )
})
