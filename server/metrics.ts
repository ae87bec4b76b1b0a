/** What Prometheus can ask about. Names and labels follow one scheme; no label ever holds anything that a customer wrote. */

import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

export type Metrics = ReturnType<typeof createMetrics>

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60]

export function createMetrics(options: { processMetrics?: boolean } = {}) {
  const registry = new Registry()
  const registers = [registry]
  if (options.processMetrics ?? true) collectDefaultMetrics({ register: registry })
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Counter({ name, help, labelNames, registers })

  return {
    registry,
    aiRequests: counter(
      'kefu_ai_requests_total',
      'Calls of the model, by HTTP status; 504 for our own time limits, 499 where we hung up.',
      ['status'],
    ),
    aiAttempts: counter('kefu_ai_attempts_total', 'Attempts at an answer, by provider and by what they came to.', ['provider', 'result']),
    aiRetries: counter('kefu_ai_retries_total', 'Attempts that repeat one with the same provider for the same message.', ['provider']),
    aiLatency: new Histogram({ name: 'kefu_ai_latency_seconds', help: 'From call to end of a model answer.', buckets: SECONDS, registers }),
    aiFirstToken: new Histogram({
      name: 'kefu_ai_first_token_seconds',
      help: 'From call to first text of a model answer.',
      buckets: SECONDS,
      registers,
    }),
    turns: counter('kefu_turns_total', 'Turns recorded, by who answered and by the kind of reason.', ['route', 'reason']),
    answerCache: counter(
      'kefu_answer_cache_total',
      'Turns of the model, by whether their answer was there: kept, being written for somebody else, or to be asked for.',
      ['result'],
    ),
    throttled: counter('kefu_throttled_total', 'Messages refused for now, by what ran dry.', ['scope']),
    wordHits: counter('kefu_words_hits_total', 'Sensitive words found.', ['action', 'direction']),
    wordBuilds: counter('kefu_word_builds_total', 'Word filters of a site made after a change; `failed` leaves the ones before in force.', [
      'result',
    ]),
    storeErrors: counter('kefu_store_errors_total', 'What Redis did not do, by what it was asked for.', ['kind']),
    handoffs: counter('kefu_handoffs_total', 'Conversations handed to people, by the kind of reason.', ['reason']),
    mails: counter('kefu_mails_total', 'E-mails with answers: sent, tried in vain and kept for later, or dropped.', ['result']),
    satisfaction: counter('kefu_satisfaction_total', 'Ratings of closed conversations by customers, 1 to 5.', ['score']),
    answerRatings: counter('kefu_answer_ratings_total', 'Ratings of answers by customers; `none` where one was taken back.', ['rating']),
    connections: new Gauge({ name: 'kefu_connections', help: 'Open sockets of visitors.', registers }),
    tokens: counter('kefu_tokens_total', 'Tokens that were paid for; `cached` ones are among the `prompt` ones.', ['kind']),
    spend: new Counter({ name: 'kefu_spend_total', help: 'What the model’s answers cost, in the currency of the prices.', registers }),
    estimatedCalls: new Counter({
      name: 'kefu_spend_estimated_calls_total',
      help: 'Calls whose tokens the provider did not count, or that were ended before it did.',
      registers,
    }),
    spendRefused: counter(
      'kefu_spend_refused_total',
      'Calls of the model that were not made: whose day’s budget was used up, or `unknown`.',
      ['scope'],
    ),
    spendWarnings: counter('kefu_spend_warnings_total', 'Days on which a tenant came near its limit, or reached it.', ['kind']),

    /** `states` is asked at every scrape: an open breaker may begin to probe without anybody calling. */
    watchBreakers(states: () => [provider: string, state: number][]): void {
      new Gauge({
        name: 'kefu_breaker_state',
        help: 'Whether a provider is asked: 0 closed (asked), 1 probing (one call at a time), 2 open (left alone).',
        labelNames: ['provider'],
        registers,
        collect() {
          for (const [provider, state] of states()) this.set({ provider }, state)
        },
      })
    },

    /** `count` is asked at every scrape. */
    watchTickets(count: () => Promise<Record<string, number>>): void {
      new Gauge({
        name: 'kefu_tickets',
        help: 'Tickets by status.',
        labelNames: ['status'],
        registers,
        async collect() {
          for (const [status, tickets] of Object.entries(await count())) this.set({ status }, tickets)
        },
      })
    },

    /** `count` is asked at every scrape. */
    watchFloor(count: () => Promise<Record<string, number>>): void {
      new Gauge({
        name: 'kefu_floor',
        help: 'Conversations that wait for a person or have one.',
        labelNames: ['state'],
        registers,
        async collect() {
          for (const [state, conversations] of Object.entries(await count())) this.set({ state }, conversations)
        },
      })
    },
  }
}
