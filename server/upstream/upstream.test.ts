/** The way between attempts, with providers that do what a test tells them. What a single attempt does is tested with the adapter. */

import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { AnswerFault, type AnswerContext, type AnswerDelta, type Answerer } from '../ports/answerer.ts'
import type { AttemptCost } from './asked.ts'
import type { Provider } from './gate.ts'
import type { AttemptReport } from './report.ts'
import { scaled, UPSTREAM_RULES, type UpstreamRules } from './rules.ts'
import { createUpstream, type Upstream } from './upstream.ts'

const CONTEXT: AnswerContext = { system: '', history: [{ role: 'customer', text: 'Where is it?' }] }
const USAGE = { type: 'usage', promptTokens: 5, completionTokens: 2 } as const
const FAST: UpstreamRules = { ...scaled(UPSTREAM_RULES, 1 / 100), messageMs: 5_000 }

type Step = string | Error | { waitMs: number }
const HANG: Step = { waitMs: 3_600_000 }
type Script = Step[]

/** Says the scripts of its calls one after another, the last again and again. */
function provider(name: string, ...scripts: Script[]): Provider & { calls: number; open: number } {
  const one = {
    name,
    calls: 0,
    open: 0,
    answerer: {
      name,
      model: `model of ${name}`,
      async *answer(_context: AnswerContext, signal: AbortSignal): AsyncGenerator<AnswerDelta> {
        const script = scripts[Math.min(one.calls, scripts.length - 1)]!
        one.calls += 1
        one.open += 1
        try {
          for (const step of script) {
            signal.throwIfAborted()
            if (step instanceof Error) throw step
            if (typeof step === 'object')
              await delay(step.waitMs, undefined, { signal }).catch(() => Promise.reject(signal.reason as Error))
            else yield { type: 'text', text: step }
          }
          yield { type: 'finish', reason: 'stop' }
          yield USAGE
        } finally {
          one.open -= 1
        }
      },
      close: () => Promise.resolve(),
    } satisfies Answerer,
  }
  return one
}

const status = (code: number, more: { code?: string; retryAfterMs?: number } = {}): AnswerFault =>
  new AnswerFault('status', { status: code, ...more })

type Outcome = { shown: string[]; fault: unknown }

/** As the pipeline does it: another attempt as long as there is one, what was shown of each apart. */
async function answered(upstream: Upstream, more: Partial<Parameters<Upstream['ask']>[0]> = {}): Promise<Outcome> {
  const asked = upstream.ask({ context: CONTEXT, signal: new AbortController().signal, ...more })
  const shown: string[] = []
  for (;;) {
    shown.push('')
    try {
      for await (const delta of asked.attempt()) if (delta.type === 'text') shown[shown.length - 1] += delta.text
      return { shown, fault: undefined }
    } catch (fault) {
      if (!asked.mayGoOn(fault)) return { shown, fault }
    }
  }
}

function upstreamOf(providers: Provider[], rules = FAST): Upstream & { reports: AttemptReport[] } {
  const reports: AttemptReport[] = []
  return { ...createUpstream({ providers, rules, reported: (report) => reports.push(report) }), reports }
}

describe('who is asked next', () => {
  test('the first provider answers and nobody else is asked', async () => {
    const [one, two] = [provider('one', ['Hello', ' you']), provider('two', ['No'])]
    const upstream = upstreamOf([one, two])
    expect(await answered(upstream)).toEqual({ shown: ['Hello you'], fault: undefined })
    expect([one.calls, two.calls]).toEqual([1, 0])
    expect(upstream.reports).toMatchObject([
      { provider: 'one', result: 'answered', status: 200, isRepetition: false, usage: { promptTokens: 5 } },
    ])
  })

  test('[U-NEXT] one that fails before its first text is followed by the next, and nobody sees it', async () => {
    const [one, two] = [provider('one', [status(503)]), provider('two', ['Here'])]
    const upstream = upstreamOf([one, two])
    expect((await answered(upstream)).shown).toEqual(['Here'])
    expect(upstream.reports.map(({ provider: name, result }) => [name, result])).toEqual([
      ['one', 'status'],
      ['two', 'answered'],
    ])
  })

  test('[U-REPLACE] one that fails in the middle is followed by an attempt from the beginning, never by a continuation', async () => {
    const one = provider('one', ['Half a', new AnswerFault('incomplete')])
    expect(await answered(upstreamOf([one, provider('two', ['A whole one'])]))).toEqual({
      shown: ['Half a', 'A whole one'],
      fault: undefined,
    })
  })

  test('[U-ATTEMPTS] a message has three attempts in all', async () => {
    const [one, two] = [provider('one', [status(500)]), provider('two', ['x', status(502)])]
    const { fault } = await answered(upstreamOf([one, two]))
    expect([one.calls, two.calls]).toEqual([2, 1])
    expect(fault).toMatchObject({ kind: 'status', status: 500 })
  })

  test.each([401, 403, 404, 400, 413, 422, 302])(
    '[U-NORETRY] after %i the same provider is not asked again, and the next one is',
    async (code) => {
      const [one, two] = [provider('one', [status(code)]), provider('two', ['Here'])]
      expect((await answered(upstreamOf([one]))).fault).toMatchObject({ status: code })
      expect(one.calls).toBe(1)
      expect((await answered(upstreamOf([one, two]))).shown).toEqual(['Here'])
    },
  )

  test('[U-NORETRY] an empty account is not asked again, whatever its status', async () => {
    const one = provider('one', [status(429, { code: 'insufficient_quota' })])
    await answered(upstreamOf([one]))
    expect(one.calls).toBe(1)
  })

  test.each([new AnswerFault('content_filter'), status(400, { code: 'content_filter' })])(
    '[U-NORETRY] a filter’s word (%o) is not gone around by asking somebody else',
    async (fault) => {
      const two = provider('two', ['Here'])
      expect((await answered(upstreamOf([provider('one', [fault]), two]))).fault).toBe(fault)
      expect(two.calls).toBe(0)
    },
  )

  test('[U-RETRYAFTER] a short wish to be left alone is granted, a long one is not waited for', async () => {
    const patient = { ...FAST, backoffMs: 0, mostRetryAfterMs: 5_000 }
    const one = provider('one', [status(429, { retryAfterMs: 120 })], ['Now'])
    const startedAt = performance.now()
    expect((await answered(upstreamOf([one], patient))).shown).toEqual(['Now'])
    expect(performance.now() - startedAt).toBeGreaterThan(110)
    const long = provider('one', [status(429, { retryAfterMs: 5_001 })], ['Never'])
    expect((await answered(upstreamOf([long], patient))).fault).toMatchObject({ status: 429 })
    expect(long.calls).toBe(1)
  })

  test('only the providers that a site names are asked, in its order', async () => {
    const [one, two] = [provider('one', ['One']), provider('two', ['Two'])]
    const upstream = upstreamOf([one, two])
    expect((await answered(upstream, { providers: ['two', 'one'] })).shown).toEqual(['Two'])
    expect((await answered(upstream, { providers: ['gone', 'one'] })).shown).toEqual(['One'])
    expect((await answered(upstream, { providers: ['gone'] })).fault).toMatchObject({ kind: 'unavailable' })
  })
})

describe('when much fails', () => {
  test('[U-BREAKER] [U-LADDER] with every breaker open nobody is asked, and that is known at once', async () => {
    const one = provider('one', [status(401)])
    const upstream = upstreamOf([one], { ...FAST, breaker: { ...FAST.breaker, openMs: 60_000 } })
    for (let times = 0; times < 10; times++) await answered(upstream)
    expect(upstream.states()['one']?.breaker).toBe('open')
    const startedAt = performance.now()
    expect((await answered(upstream)).fault).toMatchObject({ kind: 'unavailable' })
    expect(performance.now() - startedAt).toBeLessThan(200)
    expect(one.calls).toBe(10)
  })

  test('[U-BREAKER] streams that open and then break count as failed', async () => {
    const one = provider('one', ['Well', new AnswerFault('incomplete')])
    const upstream = upstreamOf([one], { ...FAST, breaker: { ...FAST.breaker, openMs: 60_000 } })
    for (let times = 0; times < 10; times++) await answered(upstream)
    expect(upstream.states()['one']?.breaker).toBe('open')
  })

  test('answers whose first text comes late tell against a provider', async () => {
    const one = provider('one', [{ waitMs: 5 }, 'Late'])
    const upstream = upstreamOf([one], { ...FAST, slowMs: 1, breaker: { ...FAST.breaker, openMs: 60_000 } })
    for (let times = 0; times < 10; times++) expect((await answered(upstream)).shown).toEqual(['Late'])
    expect(upstream.states()['one']?.breaker).toBe('open')
  })

  test('[U-BUDGET] what is repeated stays within the budget', async () => {
    const one = provider('one', [status(500)])
    const closed = { ...FAST, backoffMs: 0, breaker: { ...FAST.breaker, leastCalls: 1_000 }, budget: { ...FAST.budget, windowMs: 60_000 } }
    const upstream = upstreamOf([one], closed)
    for (let times = 0; times < 100; times++) await answered(upstream)
    expect(one.calls).toBe(120)
    expect(upstream.reports.filter(({ isRepetition }) => isRepetition)).toHaveLength(20)
  })

  test('[U-PLACES] with no place and no room to wait the next provider is asked at once', async () => {
    const [one, two] = [provider('one', [HANG]), provider('two', ['Here'])]
    const upstream = upstreamOf([{ ...one, limits: { running: 1, waiting: 0 } }, two])
    const caller = new AbortController()
    const first = answered(upstream, { signal: caller.signal })
    await expect.poll(() => upstream.states()['one']?.running).toBe(1)
    expect((await answered(upstream)).shown).toEqual(['Here'])
    caller.abort(new Error('left'))
    await first
    expect(upstream.states()['one']).toEqual({ breaker: 'closed', running: 0, waiting: 0 })
  })

  test('[U-MESSAGE] a message ends when its time is over, however many attempts are left, waiting for a place included', async () => {
    const one = provider('one', [HANG])
    const upstream = upstreamOf([{ ...one, limits: { running: 1, waiting: 5 } }], { ...FAST, messageMs: 60 })
    const faults = await Promise.all([answered(upstream), answered(upstream)])
    expect(faults.map(({ fault }) => fault)).toEqual([
      expect.objectContaining({ kind: 'message_timeout' }),
      expect.objectContaining({ kind: 'message_timeout' }),
    ])
    expect(upstream.states()['one']).toMatchObject({ running: 0, waiting: 0 })
  })
})

describe('a caller who has enough', () => {
  test('[U-ABORT] ends the attempt, tells against nobody, and gets the reason', async () => {
    const one = provider('one', ['Well', HANG])
    const upstream = upstreamOf([one, provider('two', ['No'])])
    const caller = new AbortController()
    const asking = answered(upstream, { signal: caller.signal })
    await expect.poll(() => one.open).toBe(1)
    const reason = new Error('stopped')
    caller.abort(reason)
    expect((await asking).fault).toBe(reason)
    expect(one.open).toBe(0)
    expect(upstream.reports).toMatchObject([{ result: 'stopped', status: 499 }])
  })

  test('[U-ABORT] in a wait between two attempts ends the wait', async () => {
    const one = provider('one', [status(429, { retryAfterMs: 50_000 })])
    const caller = new AbortController()
    const asking = answered(upstreamOf([one], { ...FAST, mostRetryAfterMs: 60_000, messageMs: 60_000 }), { signal: caller.signal })
    await expect.poll(() => one.calls).toBe(1)
    const reason = new Error('stopped')
    caller.abort(reason)
    expect((await asking).fault).toBe(reason)
  })

  test('a reader that goes away in the middle leaves nothing running', async () => {
    const one = provider('one', ['a', 'b', 'c'])
    const upstream = upstreamOf([one])
    for await (const _delta of upstream.ask({ context: CONTEXT, signal: new AbortController().signal }).attempt()) break
    expect([one.open, upstream.states()['one']?.running]).toEqual([0, 0])
  })
})

describe('what an attempt costs', () => {
  test('[U-COST] is told for each, with the endpoint’s count or the text that there was', async () => {
    const costs: [string, AttemptCost][] = []
    const begin =
      async ({ provider: name }: { provider: string }) =>
      (cost: AttemptCost) =>
        void costs.push([name, cost])
    const upstream = upstreamOf([provider('one', ['Half', status(500)]), provider('two', ['Whole'])])
    await answered(upstream, { begin })
    expect(costs).toEqual([
      ['one', { usage: undefined, text: 'Half', fault: expect.any(AnswerFault) }],
      ['two', { usage: { promptTokens: 5, completionTokens: 2 }, text: 'Whole', fault: undefined }],
    ])
  })

  test('[U-COST] who may not begin is not asked, and nobody else is', async () => {
    const [one, two] = [provider('one', ['No']), provider('two', ['No'])]
    const upstream = upstreamOf([one, two])
    const refusal = new Error('the day’s limit is reached')
    expect((await answered(upstream, { begin: () => Promise.reject(refusal) })).fault).toBe(refusal)
    expect([one.calls, two.calls, upstream.reports.length]).toEqual([0, 0, 0])
    expect(upstream.states()['one']?.running).toBe(0)
  })
})
