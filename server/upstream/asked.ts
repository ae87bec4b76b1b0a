/**
 * One message on its way to an answer: which provider is asked next, after which wait, and for how long in all.
 *
 * Providers are asked in order of preference. One that failed is followed at once by the next; only when all that may be asked have been is the first
 * asked again, after a wait, and if its retry budget has room. What fails before its first text is tried again without anybody seeing it. What fails later is
 * thrown, because the text that was shown has to go first: whoever shows it asks `mayGoOn` and then for another attempt.
 */

import { setTimeout as delay } from 'node:timers/promises'
import { AnswerFault, type AnswerContext, type AnswerDelta } from '../ports/answerer.ts'
import type { Pass } from './breaker.ts'
import type { Gate } from './gate.ts'
import { judge } from './judge.ts'
import type { Leave } from './limiter.ts'
import { startReport, type AttemptReport } from './report.ts'
import type { UpstreamRules } from './rules.ts'

export type Question = {
  context: AnswerContext
  signal: AbortSignal
  /** Names of the providers that may be asked, in order of preference; all without it. */
  providers?: readonly string[] | undefined
  /**
   * Called before each attempt, and may forbid it by throwing: then nothing else is tried. What it answers with is called at the attempt's end, whatever
   * became of it, with what it cost.
   */
  begin?: (attempt: AttemptStart) => Promise<(cost: AttemptCost) => void>
}

export type AttemptStart = { provider: string; model: string; context: AnswerContext }

/** `usage` is the endpoint's own count, absent where it gave none: then there is only the text to count. `fault`: what the attempt threw. */
export type AttemptCost = { usage: Usage | undefined; text: string; fault: unknown }

export type Usage = Omit<AnswerDelta & { type: 'usage' }, 'type'>

export type Asked = {
  readonly context: AnswerContext
  /** An answer from its beginning: whatever an earlier attempt gave is void. */
  attempt(): AsyncGenerator<AnswerDelta, void, undefined>
  /** After an attempt threw this: is there another one to make? */
  mayGoOn(fault: unknown): boolean
}

export type AskedOptions = {
  gates: readonly Gate[]
  rules: UpstreamRules
  now: () => number
  random: () => number
  reported: (report: AttemptReport) => void
}

type Tries = { count: number; notBefore: number; isOver: boolean }
type Place = { gate: Gate; pass: Pass; leave: Leave; isRepetition: boolean }

export function createAsked({ context, signal, begin }: Question, { gates, rules, now, random, reported }: AskedOptions): Asked {
  const startedAt = now()
  const leftMs = (): number => rules.messageMs - (now() - startedAt)
  const tries = new Map<Gate, Tries>(gates.map((gate) => [gate, { count: 0, notBefore: 0, isOver: false }]))
  let attempts = 0
  let last: Error | undefined

  /** The provider that was asked least, and of those the one that is preferred. */
  function next(): { gate: Gate; tried: Tries } | undefined {
    if (attempts >= rules.attempts || leftMs() <= 0) return undefined
    let best: { gate: Gate; tried: Tries } | undefined
    for (const [gate, tried] of tries) {
      if (tried.isOver || !gate.breaker.isPassable()) continue
      // A message that failed here already is no probe.
      if (tried.count > 0 && gate.breaker.state !== 'closed') continue
      if (!best || tried.count < best.tried.count) best = { gate, tried }
    }
    return best
  }

  async function takePlace(within: AbortSignal): Promise<Place | undefined> {
    for (let found = next(); found; found = next()) {
      const { gate, tried } = found
      const isRepetition = tried.count > 0
      if (isRepetition && !(await pause(gate, tried, within))) continue
      const leave = await gate.places.enter(within)
      if (!leave) {
        tried.isOver = true
        continue
      }
      const pass = gate.breaker.enter()
      if (!pass) {
        leave()
        continue
      }
      if (!isRepetition) gate.budget.called()
      tried.count += 1
      attempts += 1
      return { gate, pass, leave, isRepetition }
    }
    return undefined
  }

  /** Waits until the provider may be asked again. False when it is not to be waited for. */
  async function pause(gate: Gate, tried: Tries, within: AbortSignal): Promise<boolean> {
    const backoffMs = random() * Math.min(rules.mostBackoffMs, rules.backoffMs * 2 ** (tried.count - 1))
    const waitMs = Math.max(0, tried.notBefore - now()) + backoffMs
    if (waitMs >= leftMs() || !gate.budget.take()) {
      tried.isOver = true
      return false
    }
    await delay(waitMs, undefined, { signal: within }).catch((error: unknown) => Promise.reject(asError(within.reason ?? error)))
    return gate.breaker.isPassable()
  }

  function note(gate: Gate, fault: unknown): void {
    last = asError(fault)
    const { again } = judge(fault)
    const retryAfterMs = fault instanceof AnswerFault ? (fault.retryAfterMs ?? 0) : 0
    const tried = tries.get(gate)
    if (tried) {
      tried.notBefore = now() + retryAfterMs
      tried.isOver ||= again !== 'anywhere' || retryAfterMs > rules.mostRetryAfterMs
    }
    if (again === 'nowhere') attempts = rules.attempts
  }

  async function* attempt(): AsyncGenerator<AnswerDelta, void, undefined> {
    signal.throwIfAborted()
    const end = new AbortController()
    const onAbort = (): void => end.abort(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
    const whole = setTimeout(() => end.abort(new AnswerFault('message_timeout')), Math.max(0, leftMs()))
    try {
      for (;;) {
        const place = await takePlace(end.signal)
        if (!place) throw last ?? new AnswerFault('unavailable')
        const { gate, pass, leave } = place
        const { name: provider, answerer } = gate
        const report = startReport({ provider, model: answerer.model, isRepetition: place.isRepetition, slowMs: rules.slowMs, now })
        let hasBegun = false
        let settle: ((cost: AttemptCost) => void) | undefined
        try {
          settle = await begin?.({ provider, model: answerer.model, context })
          hasBegun = true
          for await (const delta of answerer.answer(context, end.signal)) {
            report.heard(delta)
            yield delta
          }
          return
        } catch (fault) {
          report.failed(fault)
          note(gate, fault)
          if (report.hasText() || judge(fault).again === 'nowhere') throw fault
        } finally {
          // Also when the reader goes away in the middle.
          const { outcome, cost, ...ended } = report.end()
          pass.settle(outcome)
          leave()
          settle?.(cost)
          if (hasBegun) reported(ended)
        }
      }
    } finally {
      clearTimeout(whole)
      signal.removeEventListener('abort', onAbort)
    }
  }

  return {
    context,
    attempt,
    mayGoOn: (fault) => fault === last && !signal.aborted && next() !== undefined,
  }
}

const asError = (reason: unknown): Error => (reason instanceof Error ? reason : new Error('given up', { cause: reason }))
