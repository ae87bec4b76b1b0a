/** The clocks of an attempt, on a clock of the test's own. */

import { getEventListeners } from 'node:events'

import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { AnswerFault } from '../../ports/answerer.ts'
import { startAttempt, type Attempt } from './attempt.ts'

const TIMERS = { connectMs: 50, handshakeMs: 100, headersMs: 100, firstTextMs: 150, idleMs: 200, attemptMs: 600 }

let caller: AbortController
let attempt: Attempt
beforeEach(() => {
  vi.useFakeTimers()
  caller = new AbortController()
  attempt = startAttempt(caller.signal, TIMERS, { secure: false })
})
afterEach(() => {
  attempt.end()
  if (vi.getTimerCount() > 0) throw new Error('a clock was left running')
  if (getEventListeners(caller.signal, 'abort').length > 0) throw new Error('a listener was left behind')
  vi.useRealTimers()
})

const outcome = (): unknown => (attempt.signal.aborted ? attempt.verdict(new Error('aborted')) : undefined)
const kind = (): string | undefined => {
  const fault = outcome()
  return fault instanceof AnswerFault ? fault.kind : undefined
}

/** Nothing strikes before the limit; at the limit, this does. */
function strikesAfter(ms: number, expected: string): void {
  vi.advanceTimersByTime(ms - 1)
  expect(kind()).toBeUndefined()
  vi.advanceTimersByTime(1)
  expect(kind()).toBe(expected)
}

test('no connection within its time is a connect timeout', () => strikesAfter(50, 'connect_timeout'))

test('a connection with TLS has more time', () => {
  attempt.end()
  attempt = startAttempt(caller.signal, TIMERS, { secure: true })
  strikesAfter(100, 'connect_timeout')
})

test('headers have their time from when the request was sent', () => {
  vi.advanceTimersByTime(40)
  attempt.onSent()
  strikesAfter(100, 'headers_timeout')
})

test('the first text has its time from the start, however long the headers took', () => {
  attempt.onSent()
  vi.advanceTimersByTime(90)
  attempt.onStream()
  strikesAfter(60, 'first_text_timeout')
})

test('each sign of work starts the idle time again', () => {
  attempt.onSent()
  attempt.onStream()
  attempt.worked()
  vi.advanceTimersByTime(190)
  attempt.worked()
  strikesAfter(200, 'idle_timeout')
})

test('the attempt as a whole has its time, however busy it is', () => {
  attempt.onSent()
  attempt.onStream()
  for (let passed = 0; passed < 500; passed += 100) {
    attempt.worked()
    vi.advanceTimersByTime(100)
  }
  attempt.worked()
  strikesAfter(100, 'attempt_timeout')
})

test('while the consumer rests the endpoint is not idle, and the idle time begins when it is back', () => {
  attempt.onStream()
  attempt.worked()
  attempt.rest()
  vi.advanceTimersByTime(350)
  expect(kind()).toBeUndefined()
  attempt.resume()
  strikesAfter(200, 'idle_timeout')
})

test('a consumer that comes back after the end is told why', () => {
  attempt.worked()
  attempt.rest()
  caller.abort(new Error('erased'))
  expect(() => attempt.resume()).toThrow('erased')
})

test('after the finish only the wait for the token counts is left, and its end is no fault', () => {
  attempt.worked()
  attempt.finish(30)
  vi.advanceTimersByTime(29)
  expect(attempt.signal.aborted).toBe(false)
  vi.advanceTimersByTime(1)
  expect(attempt.signal.aborted).toBe(true)
  expect(attempt.signal.reason).not.toBeInstanceOf(AnswerFault)
})

test("the caller's abort outranks a fault, and a fault outranks what the SDK makes of it", () => {
  attempt.note(new AnswerFault('network'))
  attempt.note(new AnswerFault('too_large'))
  expect(attempt.verdict(new Error('Connection error.'))).toMatchObject({ kind: 'network' })
  const reason = new Error('erased')
  caller.abort(reason)
  expect(attempt.verdict(new Error('Connection error.'))).toBe(reason)
})
