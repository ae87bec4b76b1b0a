/**
 * The day through the whole server: its pipeline, its database, its sockets, and a double of the model that is asked over HTTP. The clock of day is ours: a message is sent
 * at its time and the next not before this one's way is decided, so that what is kept is kept for as long as it would be. What comes within the same
 * seconds is asked at once, and finds an answer being written.
 */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { parseConfig } from '../../server/config.ts'
import { DEMO_SITE_KEY, seedDemo } from '../../server/demo/seed.ts'
import { createLog } from '../../server/log.ts'
import { start, type RunningServer } from '../../server/main.ts'
import { standInWidget } from '../../server/testing/start-server.ts'
import { connectVisitor, type TestVisitor } from '../../server/testing/test-visitor.ts'
import { replyScript, startUpstream } from '../../server/testing/upstream.ts'
import { KINDS, type Day, type Kind, type Visit } from './messages.ts'

const ORIGIN = 'https://shop.example'
const MIDNIGHT = Date.UTC(2026, 2, 9)
/** As long as a model writes: who asks within these seconds finds the answer being written. */
const WRITING_SECONDS = 4
/** Between two messages of one customer. */
const PAUSE_SECONDS = 40

export const WAYS = ['approved', 'kept', 'joined', 'model', 'person', 'nobody'] as const
export type Way = (typeof WAYS)[number]

export type Run = {
  keepSeconds: number
  messages: number
  modelCalls: number
  ways: Record<Way, number>
  /** By what the messages were; `cache` and `model` are both the model's answers here. */
  byKind: Record<Kind, { messages: number; approved: number; model: number; person: number }>
  handovers: Record<string, number>
}

type Moment = { at: number; visit: Visit; place: number }

export async function replay(day: Day, keepSeconds: number): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), 'kefu-day-'))
  await using upstream = await startUpstream({ respond: () => replyScript('An answer.', { thinkMs: 5 }) })
  let clock = MIDNIGHT
  const server = await start(configOf(folder, upstream.url, keepSeconds), {
    log: createLog('fatal'),
    widgetFolder: standInWidget(folder),
    deskFolder: join(folder, 'desk'),
    now: () => clock,
    prepare: async (database) => void (await seedDemo(database, { origins: [ORIGIN], shopUrl: ORIGIN })),
  })
  try {
    await forget(server, day.unapproved)
    const visitors = new Map<Visit, TestVisitor>()
    const byKind = Object.fromEntries(KINDS.map((kind) => [kind, { messages: 0, approved: 0, model: 0, person: 0 }])) as Run['byKind']

    async function say({ visit, place }: Moment): Promise<void> {
      const message = visit.messages[place]
      if (!message) return
      const { language: locale } = visit
      const visitor = visitors.get(visit) ?? (await connectVisitor({ url: server.url, siteKey: DEMO_SITE_KEY, origin: ORIGIN, locale }))
      visitors.set(visit, visitor)
      // Who has a person, or waits for one, says no more to the assistant.
      if (visitor.entries().some(({ floor }) => floor === 'waiting')) return
      await visitor.until(isAnswered)
      const before = visitor.said.length
      byKind[message.kind].messages += 1
      await visitor.send(message.text)
      await visitor.until(({ said }) => said.slice(before).some(({ event }) => event === 'answer-start'))
      const [begun] = visitor.said.slice(before).flatMap((said) => (said.event === 'answer-start' ? [said.message] : []))
      // An approved answer may go on being read while the day does.
      if (begun?.origin !== 'question') await visitor.until(isAnswered)
      const isWaiting = visitor.entries().some(({ floor }) => floor === 'waiting')
      byKind[message.kind][isWaiting ? 'person' : begun?.origin === 'question' ? 'approved' : 'model'] += 1
    }

    for (const together of windows(day)) {
      clock = MIDNIGHT + (together[0]?.at ?? 0) * 1_000
      await Promise.all(together.map(say))
      for (const { visit, place } of together) if (place === visit.messages.length - 1) await goodbye(visitors, visit)
    }
    return { keepSeconds, byKind, modelCalls: upstream.requests.length, ...(await counted(server, byKind)) }
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

const configOf = (folder: string, url: string, keepSeconds: number) =>
  parseConfig({
    HOST: '127.0.0.1',
    PORT: '0',
    DATA_DIR: join(folder, 'data'),
    SHUTDOWN_SECONDS: '2',
    OPENAI_BASE_URL: url,
    OPENAI_MODEL: 'double',
    ANSWER_CACHE_SECONDS: String(keepSeconds),
    // All customers have one address here.
    RATE_ADDRESS: '100000',
    RATE_SITE_CONVERSATIONS: '100000',
    RATE_TENANT: '100000',
    CONNECTIONS_PER_ADDRESS: '10000',
    SPEND_ADDRESS_DAY: '10000',
    SPEND_TENANT_DAY: '10000',
  })

/** Takes out the wordings that nobody has approved. */
async function forget({ database }: RunningServer, unapproved: Set<string>): Promise<void> {
  const site = await database.siteByKey(DEMO_SITE_KEY)
  if (!site) throw new Error('the demo has no site')
  const tenant = database.forTenant(site.tenantId)
  for (const { id, variants } of await tenant.questions(site.id)) {
    const approved = variants.filter((variant) => !unapproved.has(variant))
    if (approved.length < variants.length) await tenant.updateQuestion(id, { variants: approved })
  }
}

/** What is said within the time that a model writes, together. */
function windows({ visits }: Day): Moment[][] {
  const moments = visits
    .flatMap((visit) => visit.messages.map((_, place) => ({ at: visit.at + place * PAUSE_SECONDS, visit, place })))
    .toSorted((one, other) => one.at - other.at)
  const all: Moment[][] = []
  for (const moment of moments) {
    const last = all.at(-1)
    if (last?.[0] && moment.at - last[0].at < WRITING_SECONDS) last.push(moment)
    else all.push([moment])
  }
  return all
}

/** Every message of the customer has something after it. */
function isAnswered({ said, entries }: TestVisitor): boolean {
  const last = entries().at(-1)
  const open = said.findLast(({ event }) => event === 'answer-start' || event === 'answer-end')?.event === 'answer-start'
  return !open && last?.message?.author.kind !== 'visitor'
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)

async function goodbye(visitors: Map<Visit, TestVisitor>, visit: Visit): Promise<void> {
  visitors.get(visit)?.close()
  visitors.delete(visit)
}

/** What the operator's metrics say, by one of their labels. */
async function metricsOf({ url }: RunningServer): Promise<(name: string, label: string) => Record<string, number>> {
  const metrics = await (await fetch(`${url}/metrics`)).text()
  return (name, label) => {
    const sums: Record<string, number> = {}
    for (const [, labels = '', count] of metrics.matchAll(new RegExp(`^${name}\\{([^}]*)\\} (\\d+)`, 'gm'))) {
      const value = new RegExp(`${label}="([^"]*)"`).exec(labels)?.[1] ?? ''
      sums[value] = (sums[value] ?? 0) + Number(count)
    }
    return sums
  }
}

async function counted(server: RunningServer, byKind: Run['byKind']): Promise<Pick<Run, 'messages' | 'ways' | 'handovers'>> {
  const messages = sum(Object.values(byKind).map((kind) => kind.messages))
  let by = await metricsOf(server)
  // The last approved answers are still being read.
  for (let look = 0; look < 100 && sum(Object.values(by('kefu_turns_total', 'route'))) < messages; look++) {
    await delay(100)
    by = await metricsOf(server)
  }
  const routes = by('kefu_turns_total', 'route')
  const looked = by('kefu_answer_cache_total', 'result')
  const handovers = by('kefu_handoffs_total', 'reason')
  const { question: approved = 0, model = 0, human: person = 0 } = routes
  const { hit: kept = 0, joined = 0 } = looked
  const nobody = messages - approved - model - person
  return { messages, handovers, ways: { approved, kept, joined, model: model - kept - joined, person, nobody } }
}
