/**
 * Bot, two agents, the customer and the caretaker all act on one conversation, each on what it saw at some earlier moment. Whatever the order: the same
 * rules hold, on a model of the conditional writes ten thousand times, and on the real database some hundred times.
 */

import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openSqliteDatabase } from '../adapters/database-sqlite/database-sqlite.ts'
import { answerSaying, messageIn, world } from '../adapters/database/fixture.contract.ts'
import { createMemoryStore } from '../adapters/store-memory/store-memory.ts'
import type { Conversation, LogEntry } from '../ports/conversations.ts'
import type { Database, TenantDatabase } from '../ports/database.ts'
import type { Site } from '../ports/sites.ts'
import type { ClaimedTurns } from '../ports/turns.ts'
import { DEFAULT_POLICY } from '../site-policy.ts'
import { createFloor } from './floor.ts'
import { TRANSITIONS, type TransitionName } from './transitions.ts'

const SEED = 6
const PEOPLE = [
  { id: 'ada', name: 'Ada' },
  { id: 'ben', name: 'Ben' },
]

type Step =
  | { do: 'look'; who: number }
  /** `fresh`: on what is there now, and not on what was seen before. */
  | { do: 'change'; who: number; name: TransitionName; fresh: boolean }
  | { do: 'say'; who: number }
  | { do: 'write' }
  | { do: 'claim'; written: boolean }
  | { do: 'answer'; handsOver: boolean }

const agentStep = fc.record({
  do: fc.constant('change' as const),
  who: fc.nat(1),
  fresh: fc.boolean(),
  name: fc.constantFrom<TransitionName>('take', 'take', 'pass_on', 'hand_back', 'close'),
})
const otherStep = fc.record({
  do: fc.constant('change' as const),
  who: fc.constant(2),
  fresh: fc.boolean(),
  name: fc.constantFrom<TransitionName>('agent_gone', 'return', 'reopen'),
})
const steps = fc.array(
  fc.oneof(
    { weight: 2, arbitrary: fc.record({ do: fc.constant('look' as const), who: fc.nat(2) }) },
    { weight: 4, arbitrary: agentStep },
    { weight: 2, arbitrary: otherStep },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('say' as const), who: fc.nat(1) }) },
    { weight: 2, arbitrary: fc.constant({ do: 'write' as const }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('claim' as const), written: fc.boolean() }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('answer' as const), handsOver: fc.boolean() }) },
  ),
  { minLength: 6, maxLength: 24 },
)

type Port = Pick<TenantDatabase, 'conversation' | 'changeFloor' | 'claimTurns' | 'record' | 'acceptFromAgent' | 'readLog'>
type Place = { site: Site; conversationId: string; port: Port; database: Database; write: () => Promise<unknown> }

const noStore = createMemoryStore()

async function run(place: Place, plan: readonly Step[]): Promise<void> {
  const { site, conversationId, port, database } = place
  let clock = 10_000
  const floor = createFloor({ database, store: noStore, now: () => ++clock })
  const find = async (): Promise<Conversation> => (await port.conversation(conversationId))!
  const seen = [await find(), await find(), await find()]
  const won = new Map<number, number>()
  let claimed: ClaimedTurns | undefined

  for (const step of plan) {
    if (step.do === 'look') seen[step.who] = await find()
    else if (step.do === 'write') await place.write()
    else if (step.do === 'claim') {
      if (step.written) await place.write()
      claimed = await port.claimTurns(conversationId)
    } else if (step.do === 'say') {
      const said = {
        id: randomUUID(),
        conversationId,
        person: PEOPLE[step.who]!,
        cid: randomUUID(),
        originalHash: 'h',
        text: 'said',
        at: ++clock,
      }
      await port.acceptFromAgent(said)
    } else if (step.do === 'change') {
      if (step.fresh) seen[step.who] = await find()
      const { fence } = seen[step.who]!
      const person = PEOPLE[step.who]
      const entries = await floor.change(site, seen[step.who]!, { name: step.name, language: 'en', ...(person && { person }) })
      if (entries) won.set(fence, (won.get(fence) ?? 0) + 1)
    } else if (claimed) {
      // As the pipeline does: with another floor than the bot's, nothing is said.
      const { conversation, claim, turns } = claimed
      const isBot = conversation.floor.state === 'bot'
      const recorded = await port.record({
        conversationId,
        claim,
        fence: conversation.fence,
        turnIds: turns.map(({ id }) => id),
        route: { to: 'model', reason: 'r' },
        result: 'answered',
        at: ++clock,
        ...(isBot && { answer: answerSaying('the bot speaks', clock) }),
        ...(isBot && step.handsOver && { floor: { state: 'waiting' as const, reason: 'wish_for_person', since: clock } }),
      })
      if (recorded?.some(({ kind }) => kind === 'floor')) won.set(conversation.fence, (won.get(conversation.fence) ?? 0) + 1)
      claimed = undefined
    }
  }
  expect([...won.values()].every((winners) => winners === 1)).toBe(true)
  checkLog(await port.readLog(conversationId, 0, 1_000))
  await checkEnds(place, floor)
}

/** What is in the log was allowed where it stands. */
function checkLog(log: LogEntry[]): void {
  let state = 'bot'
  for (const [index, entry] of log.entries()) {
    expect(entry.seq).toBe(index + 1)
    if (entry.kind === 'floor') {
      const from = state
      state = entry.floor.state
      const allowed = Object.values(TRANSITIONS).some((change) => (change.from as readonly string[]).includes(from) && change.to === state)
      expect(allowed, `${from} to ${state}`).toBe(true)
    } else if (entry.message.author.kind === 'bot') expect(state).toBe('bot')
    else if (entry.message.author.kind === 'agent') expect(state).toBe('agent')
  }
}

/** Whatever happened, somebody who is there can bring it to its end. */
async function checkEnds({ site, conversationId, port }: Place, floor: ReturnType<typeof createFloor>): Promise<void> {
  const find = async (): Promise<Conversation> => (await port.conversation(conversationId))!
  const [person] = PEOPLE
  if ((await find()).floor.state === 'agent') await floor.change(site, await find(), { name: 'agent_gone', language: 'en' })
  if ((await find()).floor.state !== 'closed') {
    expect(await floor.change(site, await find(), { name: 'take', person: person!, language: 'en' })).toBeDefined()
    expect(await floor.change(site, await find(), { name: 'close', person: person!, language: 'en' })).toBeDefined()
  }
  expect((await find()).floor.state).toBe('closed')
}

/** The database's conditional writes in a few lines. */
function modelPlace(): Place {
  const site: Site = { id: 's', tenantId: 't', key: 'k', name: 'S', origins: [], policy: DEFAULT_POLICY, wordsVersion: 0 }
  const start = { id: 'c', siteId: 's', visitorId: 'v', epoch: 'e', fence: 0, floor: { state: 'bot', reason: 'start', since: 0 } } as const
  let conversation: Conversation = { ...start, top: 0 }
  let claim = 0
  const log: LogEntry[] = []
  const open: ClaimedTurns['turns'] = []

  const message = (author: 'bot' | 'agent' | 'system' | 'visitor', text: string) => ({
    kind: 'message' as const,
    message: { id: text, author: { kind: author }, text, at: 0, suggestions: [], attachments: [] },
  })
  const append = (entries: (ReturnType<typeof message> | { kind: 'floor'; floor: Conversation['floor'] })[]): LogEntry[] => {
    const added = entries.map((entry, index): LogEntry => ({ ...entry, seq: log.length + 1 + index, epoch: 'e' }))
    log.push(...added)
    conversation = { ...conversation, top: log.length }
    return added
  }
  const port: Port = {
    conversation: async () => conversation,
    readLog: async () => log,
    async changeFloor({ fence, floor, person, notice }) {
      if (fence !== conversation.fence) return undefined
      const { person: _, ...rest } = conversation
      conversation = { ...rest, fence: fence + 1, floor, ...(person && { person }) }
      return append([{ kind: 'floor', floor }, ...(notice ? [message('system', notice.text)] : [])])
    },
    async claimTurns() {
      if (open.length === 0) return undefined
      claim += 1
      return { claim, conversation, turns: [...open] }
    },
    async record({ claim: given, fence, answer, floor }) {
      if (given !== claim || fence !== conversation.fence) return undefined
      claim += 1
      open.length = 0
      if (floor) conversation = { ...conversation, fence: fence + 1, floor }
      return append([...(answer ? [message('bot', answer.text)] : []), ...(floor ? [{ kind: 'floor' as const, floor }] : [])])
    },
    async acceptFromAgent({ person, id, cid, text, at, originalHash }) {
      if (conversation.floor.state !== 'agent' || conversation.person?.id !== person.id) return undefined
      append([message('agent', text)])
      return { id, cid, seq: log.length, epoch: 'e', at, text, originalHash }
    },
  }
  const tenant = { ...port, readLogBack: async () => [], newestLocale: async () => 'en', settings: async () => ({}) }
  const write = async () => {
    const [entry] = append([message('visitor', 'asks')])
    open.push({ id: `m${entry?.seq}`, seq: entry?.seq ?? 0, text: 'asks', locale: 'en', openedAt: 0, runs: 1, asksForPerson: false })
  }
  return { site, conversationId: 'c', port, database: { forTenant: () => tenant } as unknown as Database, write }
}

test(`[F-SILENT] [F-ONE] [F-HOLDER] hold in every order of acting, seed ${SEED}, on the model`, async () => {
  let acted = 0
  await fc.assert(
    fc.asyncProperty(steps, async (plan) => {
      acted += plan.length
      await run(modelPlace(), plan)
    }),
    { seed: SEED, numRuns: 10_000 },
  )
  expect(acted).toBeGreaterThan(100_000)
}, 60_000)

test(`[F-SILENT] [F-ONE] [F-HOLDER] hold in every order of acting, seed ${SEED}, on the database; a hand-over has one ticket`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kefu-floor-'))
  const database = await openSqliteDatabase({ folder })
  try {
    await database.migrate()
    const origin = await world(database)
    await fc.assert(
      fc.asyncProperty(steps, async (plan) => {
        const visitor = { id: randomUUID(), siteId: origin.site.id }
        const conversation = { id: randomUUID(), epoch: randomUUID() }
        const { tenant, site } = origin
        await tenant.createVisitor({ visitor, tokenHash: randomUUID(), conversation, at: 1_000 })
        const write = () => tenant.accept({ ...messageIn(origin), conversationId: conversation.id, visitorId: visitor.id })
        await run({ site, conversationId: conversation.id, port: tenant, database, write }, plan)
      }),
      { seed: SEED, numRuns: 150 },
    )
    const tickets = await origin.tenant.tickets({ limit: 1_000 })
    const conversations = tickets.map(({ conversation }) => conversation)
    expect(new Set(conversations).size).toBe(conversations.length)
    expect(tickets.every(({ status }) => status === 'solved')).toBe(true)
    expect(tickets.length).toBeGreaterThan(10)
  } finally {
    await database.close()
    rmSync(folder, { recursive: true })
  }
}, 60_000)
