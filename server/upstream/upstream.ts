/**
 * The model, behind all providers that the operator has named: who is asked, how often, and who is left alone for a while. One attempt at one provider is
 * an `Answerer`'s business; everything between attempts is here.
 */

import type { BreakerState } from './breaker.ts'
import { createAsked, type Asked, type Question } from './asked.ts'
import { createGate, type Provider } from './gate.ts'
import type { AttemptReport } from './report.ts'
import { UPSTREAM_RULES, type UpstreamRules } from './rules.ts'

export type UpstreamOptions = {
  /** In order of preference. */
  providers: readonly Provider[]
  rules?: UpstreamRules
  /** Every attempt, at its end. */
  reported?: (report: AttemptReport) => void
  breakerChanged?: (provider: string, state: BreakerState) => void
  /** Milliseconds by a clock that is never set back. */
  now?: () => number
  random?: () => number
}

export type Upstream = {
  /** Makes no attempt yet; the clock of the message begins. */
  ask(question: Question): Asked
  /** Who would be asked, in order of preference: what they are called, and by which model they answer. */
  models(providers: readonly string[] | undefined): string[]
  /** By provider, as it is now. */
  states(): Record<string, { breaker: BreakerState; running: number; waiting: number }>
  close(): Promise<void>
}

export function createUpstream(options: UpstreamOptions): Upstream {
  const { providers, rules = UPSTREAM_RULES, reported = () => {}, breakerChanged = () => {} } = options
  const { now = () => performance.now(), random = Math.random } = options
  const gates = providers.map((provider) => createGate(provider, { rules, now, breakerChanged }))

  /** A name that is no longer there is left out, and nobody takes its place: where a site's words may go is its owner's decision. */
  const allowed = (names: readonly string[] | undefined): typeof gates =>
    names === undefined ? gates : names.flatMap((name) => gates.find((gate) => gate.name === name) ?? [])

  return {
    ask: (question) => createAsked(question, { gates: allowed(question.providers), rules, now, random, reported }),
    models: (providers) => allowed(providers).map(({ name, answerer }) => `${name} ${answerer.model}`),
    states: () =>
      Object.fromEntries(
        gates.map(({ name, breaker, places }) => [name, { breaker: breaker.state, running: places.running(), waiting: places.waiting() }]),
      ),
    async close() {
      await Promise.all(gates.map(({ answerer }) => answerer.close()))
    },
  }
}
