/**
 * Customers' messages through the answering half of the pipeline, with models behind it that fail as often as is asked for and in every way that the double
 * knows. All clocks run faster by the same factor: those of an attempt, those between attempts, the breaker's and the message's.
 *
 * Each message has its own right answer, so that a mixture of two attempts, a half answer and somebody else's answer are all seen.
 */

import { setTimeout as delay } from 'node:timers/promises'
import { ATTEMPT_TIMERS, createOpenAiAnswerer } from '../adapters/answerer-openai/answerer-openai.ts'
import { createKnowledge } from '../knowledge/questions.ts'
import { createPipeline, type Stages, type TurnEnd } from '../pipeline.ts'
import type { Database } from '../ports/database.ts'
import { AnswerFault, type AnswerFaultKind } from '../ports/answerer.ts'
import { DEFAULT_POLICY } from '../site-policy.ts'
import { createAnswer } from '../stages/answer.ts'
import { createFallback } from '../stages/fallback.ts'
import { createLiveAnswers } from '../stages/push.ts'
import type { Turn } from '../turn.ts'
import type { AttemptReport } from '../upstream/report.ts'
import { scaled, UPSTREAM_RULES, type UpstreamRules } from '../upstream/rules.ts'
import { createUpstream } from '../upstream/upstream.ts'
import { FAULT_NAMES, FAULTS, type FaultName } from './upstream-faults.ts'
import { randomFrom } from './seeded-random.ts'
import { replyScript, startUpstream, type Respond, type Script } from './upstream.ts'

/** After these nobody else is asked: a filter's word is not to be gone around. */
export const FINAL: readonly FaultName[] = ['finish-content-filter']

/**
 * All other faults, after which somebody else may do better. The rest of the double's kinds are odd and right. An answer without end is among neither: it is
 * shown up to its limit, and said to be cut.
 */
export const FAILING = FAULT_NAMES.filter((name) => 'kind' in FAULTS[name].outcome && name !== 'tokens-200000' && !FINAL.includes(name))

export type ChaosOptions = {
  messages: number
  /** For each provider, in order of preference, the fault of its next call if it has one. */
  providers: (() => FaultName | undefined)[]
  /** Messages under way at once. */
  width: number
  /** How many times as fast all clocks run. A machine that has much else to do needs fewer: a timer that strikes late makes a fault of its own. */
  speed: number
  rules?: Partial<UpstreamRules>
}

export type ChaosResult = {
  messages: number
  /** The model's answer, whole and this message's own. */
  real: number
  /** One of our sentences, and the model was not shown as having said it. */
  honest: number
  /** Neither: cut, mixed, somebody else's, none, or too late. One line each. */
  missed: string[]
  /** Attempts for each message that reached a provider; the worst provider's. */
  amplification: number
  attempts: number
  /** From the question to the whole honest sentence, where nobody was asked; the longest, in real milliseconds. */
  openMs: number | undefined
  longestMs: number
  /** Requests that the providers still work on afterwards, and connections once the upstream is closed. */
  openRequests: number
  openConnections: number
  byResult: Partial<Record<AttemptReport['result'], number>>
  /** How each message that got no real answer failed last. */
  faults: Partial<Record<AnswerFaultKind | 'other', number>>
}

/** `failing` of all calls fail, each in a way drawn at random. */
export function atRate(failing: number, seed: number): () => FaultName | undefined {
  const random = randomFrom(seed)
  return () => (random() < failing ? FAILING[Math.floor(random() * FAILING.length)] : undefined)
}

const answerTo = (question: string): string => `This is the answer to ${question}, from the first word to the last. 就是这样 🎉`

export async function runChaos({ messages, providers, width, speed, rules }: ChaosOptions): Promise<ChaosResult> {
  const doubles = await Promise.all(providers.map((drawn) => startUpstream({ respond: respondWith(drawn) })))
  const reports: AttemptReport[] = []
  const all: UpstreamRules = { ...scaled(UPSTREAM_RULES, 1 / speed), ...rules }
  const upstream = createUpstream({
    rules: all,
    reported: (report) => reports.push(report),
    providers: doubles.map(({ url }, index) => ({
      name: `provider-${index + 1}`,
      answerer: createOpenAiAnswerer({
        baseUrl: url,
        apiKey: '',
        model: 'double',
        maxOutputTokens: 500,
        timers: scaled(ATTEMPT_TIMERS, 1 / speed),
        lingerMs: 20,
      }),
    })),
  })

  const result: ChaosResult = {
    messages,
    real: 0,
    honest: 0,
    missed: [],
    amplification: 0,
    attempts: 0,
    openMs: undefined,
    longestMs: 0,
    openRequests: 0,
    openConnections: 0,
    byResult: {},
    faults: {},
  }
  const ends = new Map<Turn, TurnEnd>()
  const pipeline = createPipeline(stagesWith(upstream, (turn, what) => ends.set(turn, what)))

  async function ask(number: number): Promise<void> {
    const turn = turnOf(number)
    const startedAt = performance.now()
    await pipeline.run(turn).catch((error: unknown) => result.missed.push(`${number}: ${String(error)}`))
    const tookMs = performance.now() - startedAt
    result.longestMs = Math.max(result.longestMs, tookMs)
    const end = ends.get(turn)
    ends.delete(turn)
    const verdict = judged(turn.question, end)
    if (verdict === 'missed') result.missed.push(`${number}: ${JSON.stringify(end?.shown)}`)
    else result[verdict] += 1
    if (verdict === 'real') return
    const kind = end?.fault instanceof AnswerFault ? end.fault.kind : 'other'
    result.faults[kind] = (result.faults[kind] ?? 0) + 1
    if (kind === 'unavailable') result.openMs = Math.max(result.openMs ?? 0, tookMs)
  }

  let next = 0
  await Promise.all(
    Array.from({ length: width }, async () => {
      while (next < messages) {
        await ask(next++)
        // Customers do not ask again in the same millisecond.
        await delay(1)
      }
    }),
  )

  const reached = new Map<string, { first: number; all: number }>()
  for (const { provider, isRepetition, result: came } of reports) {
    const counts = reached.get(provider) ?? { first: 0, all: 0 }
    reached.set(provider, { first: counts.first + (isRepetition ? 0 : 1), all: counts.all + 1 })
    result.byResult[came] = (result.byResult[came] ?? 0) + 1
  }
  result.attempts = reports.length
  result.amplification = Math.max(1, ...[...reached.values()].map((counts) => counts.all / counts.first))

  await settled(() => doubles.every((double) => double.openRequests() === 0))
  result.openRequests = doubles.reduce((sum, double) => sum + double.openRequests(), 0)
  await upstream.close()
  await settled(() => doubles.every((double) => double.openConnections() === 0))
  result.openConnections = doubles.reduce((sum, double) => sum + double.openConnections(), 0)
  await Promise.all(doubles.map((double) => double.close()))
  return result
}

const respondWith =
  (drawn: () => FaultName | undefined): Respond =>
  ({ body }): Script => {
    const fault = drawn()
    return fault === undefined ? replyScript(answerTo(body.messages.at(-1)?.content ?? '')) : FAULTS[fault].script()
  }

function judged(question: string, end: TurnEnd | undefined): 'real' | 'honest' | 'missed' {
  const { reply, shown } = end ?? {}
  if (reply?.origin === 'notice') return shown?.outcome === 'complete' && shown.text.length > 20 ? 'honest' : 'missed'
  return shown?.outcome === 'complete' && shown.text === answerTo(question) ? 'real' : 'missed'
}

async function settled(condition: () => boolean): Promise<void> {
  for (let waits = 0; waits < 200 && !condition(); waits++) await delay(10)
}

function turnOf(number: number): Turn {
  const text = `question ${number}`
  return {
    site: { id: 's', tenantId: 't', key: 'k', name: 'Shop', origins: [], policy: DEFAULT_POLICY, wordsVersion: 0 },
    conversation: {
      id: `c${number}`,
      siteId: 's',
      visitorId: 'v',
      epoch: 'e',
      top: 1,
      floor: { state: 'bot', reason: '', since: 0 },
      fence: 0,
    },
    claim: 1,
    messages: [{ id: `m${number}`, seq: 1, text, locale: 'en', openedAt: 0, runs: 1, asksForPerson: false }],
    question: text,
    language: 'en',
    answerId: `a${number}`,
    signal: new AbortController().signal,
  } as Turn
}

/** The half before the acknowledgement, and what is not on a model's way. */
type NotRun = 'recall' | 'throttle' | 'filterText' | 'accept' | 'question' | 'handOff'

/** The real stages where something can go wrong; the others let everything pass. */
function stagesWith(upstream: ReturnType<typeof createUpstream>, ended: (turn: Turn, end: TurnEnd) => void): Stages {
  const database = {
    forTenant: () => ({ readLogBack: async () => [], questions: async () => [], knowledgeVersion: async () => 0 }),
  } as unknown as Database
  const spend = { fit: async (_site: unknown, context: unknown) => context, begin: async () => () => undefined } as unknown as Parameters<
    typeof createAnswer
  >[0]['spend']
  return {
    learn: async () => undefined,
    reopen: async (turn) => turn,
    route: async () => ({ to: 'model', reason: 'no_question_matches' }),
    cache: async () => undefined,
    answer: createAnswer({
      upstream,
      prompt: { contextOf: async ({ question }) => ({ system: '', history: [{ role: 'customer', text: question }] }) },
      retrieve: async () => [],
      spend,
      now: Date.now,
    }),
    fallback: createFallback({
      database,
      knowledge: createKnowledge({ database, now: Date.now }),
      suggestions: { near: async () => [], marked: async () => [] },
      waiting: { truth: async () => '', isSomebodyHere: async () => false },
      now: Date.now,
      failed: () => undefined,
    }),
    filterAnswer: async () => ({ apply: (reply) => reply, mask: (text) => text, hits: () => [] }),
    push: createLiveAnswers().push,
    handOver: async () => undefined,
    record: async (turn, end) => {
      ended(turn, { ...end })
      return []
    },
    keep: async () => undefined,
    remember: async () => undefined,
  } satisfies Omit<Stages, NotRun> as unknown as Stages
}
