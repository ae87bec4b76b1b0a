/**
 * The clocks of one attempt, and who ended it. Exactly one phase clock runs at a time, beside the one for the whole
 * attempt; when one strikes, the request is aborted and the fault that it names is the attempt's outcome, whatever the
 * SDK makes of the abort.
 */

import { AnswerFault, type AnswerFaultKind } from '../../ports/answerer.ts'
import { faultOf } from './fault-of.ts'

export type AttemptTimers = {
  /** From the start until the request is on a connected socket: waiting for a free one, name, TCP. */
  connectMs: number
  /** The same where TLS comes on top. */
  handshakeMs: number
  /** From there to the response headers. */
  headersMs: number
  /** From the start to the first sign of work: text, reasoning or a tool call. A customer waits from the start. */
  firstTextMs: number
  /** Between two such signs. Comments and empty chunks are none. */
  idleMs: number
  attemptMs: number
}

export type Attempt = {
  /** For the SDK; never the caller's own, on which the SDK leaves its listener behind. */
  readonly signal: AbortSignal
  onSent(): void
  onStream(): void
  /** A sign of work. */
  worked(): void
  /** While the consumer holds the answer up, no silence counts against the endpoint. */
  rest(): void
  /** The consumer is back. Throws when the attempt ended meanwhile. */
  resume(): void
  /** The answer is complete; what may still follow has this long. */
  finish(lingerMs: number): void
  /** Remembers the first fault, for when the SDK wraps it or throws something else. */
  note(error: unknown): void
  /** What to throw instead of this error. */
  verdict(error: unknown): unknown
  end(): void
}

export function startAttempt(caller: AbortSignal, timers: AttemptTimers, options: { secure: boolean }): Attempt {
  const startedAt = performance.now()
  const controller = new AbortController()
  let fault: AnswerFault | undefined
  let resting = false
  /** The same as the signal's `aborted`, which is dear to ask for every token. */
  let stopped = false
  let working = false
  let phase: NodeJS.Timeout | undefined
  const whole = setTimeout(() => strike('attempt_timeout'), timers.attemptMs)
  const onAbort = (): void => stop(caller.reason)
  caller.addEventListener('abort', onAbort, { once: true })

  function stop(reason?: unknown): void {
    stopped = true
    controller.abort(reason)
  }

  function strike(kind: AnswerFaultKind): void {
    fault ??= new AnswerFault(kind)
    stop(fault)
  }

  function waitFor(kind: AnswerFaultKind, limitMs: number): void {
    clearTimeout(phase)
    phase = setTimeout(() => {
      if (!resting) strike(kind)
    }, limitMs)
  }

  waitFor('connect_timeout', options.secure ? timers.handshakeMs : timers.connectMs)

  const verdict = (error: unknown): unknown => (caller.aborted ? caller.reason : (fault ?? faultOf(error)))

  return {
    signal: controller.signal,
    onSent: () => waitFor('headers_timeout', timers.headersMs),
    onStream: () => waitFor('first_text_timeout', Math.max(0, timers.firstTextMs - (performance.now() - startedAt))),
    worked() {
      if (working) phase?.refresh()
      else waitFor('idle_timeout', timers.idleMs)
      working = true
    },
    rest() {
      resting = true
    },
    resume() {
      resting = false
      if (stopped) throw verdict(controller.signal.reason)
      // Also starts a clock again that struck while the consumer rested.
      phase?.refresh()
    },
    finish(lingerMs) {
      clearTimeout(whole)
      clearTimeout(phase)
      phase = setTimeout(() => stop(), lingerMs)
    },
    note(error) {
      if (error instanceof AnswerFault) fault ??= error
    },
    verdict,
    end() {
      clearTimeout(whole)
      clearTimeout(phase)
      caller.removeEventListener('abort', onAbort)
    },
  }
}
