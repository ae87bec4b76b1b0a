/** Sessions over a real database and the memory store, as one node and as two. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openSqliteDatabase } from '../adapters/database-sqlite/database-sqlite.ts'
import { createMemoryStore } from '../adapters/store-memory/store-memory.ts'
import type { Conversation, LogEntry } from '../ports/conversations.ts'
import type { Database } from '../ports/database.ts'
import type { Store, TenantStore } from '../ports/store.ts'
import { DEFAULT_POLICY } from '../site-policy.ts'
import { createPrompt } from '../stages/prompt.ts'
import type { Turn } from '../turn.ts'
import { decodeSession, encodeSession } from './encoding.ts'
import { emptySession, readOn } from './session-context.ts'
import { createSessions, placeOf, type SessionsOptions } from './sessions.ts'

const site = { id: 'site', tenantId: 'tenant', key: 'key', name: 'Shop', origins: [], wordsVersion: 0, policy: DEFAULT_POLICY }
const limits = { window: 3_000, summary: 1_500 }
const folder = mkdtempSync(join(tmpdir(), 'kefu-sessions-'))
let database: Database
let count = 0

beforeAll(async () => {
  database = await openSqliteDatabase({ folder })
  await database.migrate()
  await database.createTenant({ id: 'tenant', name: 'Tenant' })
  await database.forTenant('tenant').createSite(site)
})

afterAll(async () => {
  await database.close()
  rmSync(folder, { recursive: true, force: true })
})

const tenant = () => database.forTenant('tenant')

async function newTalk(): Promise<Conversation> {
  const id = `${++count}`
  return tenant().createVisitor({
    visitor: { id: `v${id}`, siteId: 'site' },
    tokenHash: `t${id}`,
    conversation: { id: `c${id}`, epoch: `e${id}` },
    at: 1,
  })
}

async function ask({ id: conversationId, visitorId }: Conversation, text: string): Promise<void> {
  const cid = `m${++count}`
  await tenant().accept({ id: `id-${cid}`, conversationId, visitorId, cid, originalHash: '', text, locale: 'en', at: Date.now() })
}

async function claim({ id }: Conversation): Promise<Turn> {
  const claimed = await tenant().claimTurns(id)
  if (!claimed) throw new Error('nothing is open')
  const { claim: number, conversation, turns } = claimed
  const question = turns.map(({ text }) => text).join('\n')
  return {
    site,
    conversation,
    claim: number,
    messages: turns,
    question,
    language: 'en',
    answerId: `a${++count}`,
    signal: new AbortController().signal,
  }
}

async function answer(turn: Turn, text: string): Promise<LogEntry[]> {
  const recorded = await tenant().record({
    conversationId: turn.conversation.id,
    claim: turn.claim,
    fence: turn.conversation.fence,
    turnIds: turn.messages.map(({ id }) => id),
    route: { to: 'model', reason: 'test' },
    result: 'answered',
    at: Date.now(),
    answer: { id: turn.answerId, author: { kind: 'bot' }, text, at: Date.now(), origin: 'model', outcome: 'complete' },
  })
  if (!recorded) throw new Error('not recorded')
  return recorded
}

const node = (store: Store, options: Partial<SessionsOptions> = {}) =>
  createSessions({ store, database, limits, ttlMs: 60_000, failed: (error) => expect.fail(String(error)), now: Date.now, ...options })

/** A store of which some methods are replaced, and which keeps the names of all that were called. */
function watched<Port extends { forTenant: (id: string) => object }>(port: Port, replaced: object = {}): { port: Port; calls: string[] } {
  const calls: string[] = []
  const forTenant = (id: string): object => {
    const inner = { ...port.forTenant(id), ...replaced } as Record<string, (...values: unknown[]) => unknown>
    const entries = Object.entries(inner).map(([name, call]) => [name, (...values: unknown[]) => (calls.push(name), call(...values))])
    return Object.fromEntries(entries) as object
  }
  return { port: { ...port, forTenant }, calls }
}

async function talk(sessions: ReturnType<typeof node>, conversation: Conversation, turns: number): Promise<void> {
  for (let index = 1; index <= turns; index++) {
    await ask(conversation, `question ${index}`)
    const turn = await claim(conversation)
    await sessions.remember(turn, await answer(turn, `answer ${index}`))
  }
}

const said = (turns: number): string[] =>
  Array.from({ length: turns }, (_, index) => [`question ${index + 1}`, `answer ${index + 1}`]).flat()

test('[S-WARM] one read of the store and none of the database says what was said, from the first turn on', async () => {
  const store = watched(createMemoryStore())
  const conversation = await newTalk()
  for (let index = 1; index <= 3; index++) {
    await ask(conversation, `question ${index}`)
    const turn = await claim(conversation)
    const read = watched(database)
    const sessions = node(store.port, { database: read.port })
    store.calls.length = 0
    const context = await createPrompt({ database: read.port, sessions }).contextOf(turn)
    expect(context.history.map(({ text }) => text)).toEqual([...said(index - 1), `question ${index}`])
    expect(read.calls).toEqual([])
    expect(store.calls).toEqual(['session'])
    await sessions.remember(turn, await answer(turn, `answer ${index}`))
    expect(read.calls).toEqual([])
  }
})

describe('[S-REBUILD] the log says the same when the session', () => {
  const lose: Record<string, (store: TenantStore, conversation: Conversation) => Promise<unknown>> = {
    'is gone': (store, { id }) => store.forgetSession(id),
    'is unreadable': (store, { id }) => store.keepSession(id, { seq: 6, bytes: Uint8Array.of(9, 9, 9), basedOn: 6, ttlMs: 60_000 }),
    'is of an earlier epoch': (store, { id }) =>
      store.keepSession(id, { seq: 6, bytes: encodeSession({ ...emptySession(id, 'old', 9e15), seq: 6 }), basedOn: 6, ttlMs: 60_000 }),
    'is of another conversation': (store, { id, epoch }) =>
      store.keepSession(id, { seq: 6, bytes: encodeSession({ ...emptySession('other', epoch, 9e15), seq: 6 }), basedOn: 6, ttlMs: 60_000 }),
    'has expired': (store, { id, epoch }) =>
      store.keepSession(id, { seq: 6, bytes: encodeSession({ ...emptySession(id, epoch, 1), seq: 6 }), basedOn: 6, ttlMs: 60_000 }),
    'is behind': (store, { id, epoch }) =>
      store.keepSession(id, { seq: 0, bytes: encodeSession(emptySession(id, epoch, 9e15)), basedOn: 6, ttlMs: 60_000 }),
    'claims to be ahead': (store, { id, epoch }) =>
      store.keepSession(id, { seq: 99, bytes: encodeSession({ ...emptySession(id, epoch, 9e15), seq: 99 }), basedOn: 6, ttlMs: 60_000 }),
  }

  test.each(Object.keys(lose))('%s', async (how) => {
    const store = createMemoryStore()
    const conversation = await newTalk()
    await talk(node(store), conversation, 3)
    await lose[how]?.(store.forTenant('tenant'), conversation)
    await ask(conversation, 'question 4')
    const turn = await claim(conversation)
    expect((await node(store).before(turn)).history.map(({ text }) => text)).toEqual(said(3))
  })

  test('cannot be had, as the store is away: nothing fails, and somebody is told', async () => {
    const away = () => Promise.reject(new Error('away'))
    const failed = vi.fn<(error: unknown) => void>()
    const store = watched(createMemoryStore(), { session: away, keepSession: away, forgetSession: away })
    const sessions = node(store.port, { failed })
    const conversation = await newTalk()
    await talk(sessions, conversation, 2)
    await ask(conversation, 'question 3')
    const turn = await claim(conversation)
    expect((await sessions.before(turn)).history.map(({ text }) => text)).toEqual(said(2))
    expect(failed).toHaveBeenCalled()
    await expect(sessions.forget(placeOf(turn))).rejects.toThrow('away')
  })
})

describe('[S-MERGE] of two nodes', () => {
  test('with turns in any order, none loses what the other wrote', async () => {
    const store = createMemoryStore()
    const nodes = [node(store), node(store)]
    const conversation = await newTalk()
    const late: (() => Promise<unknown>)[] = []
    for (let index = 1; index <= 12; index++) {
      await ask(conversation, `question ${index}`)
      const turn = await claim(conversation)
      const recorded = await answer(turn, `answer ${index}`)
      const write = () => nodes[index % 2]!.remember(turn, recorded)
      // Some at once, some after the next one of the other node, some together with it.
      if (index % 3 === 0) await write()
      else late.push(write)
      if (index % 4 === 0) await Promise.all(late.splice(0).map((one) => one()))
    }
    await Promise.all(late.map((one) => one()))
    const kept = await store.forTenant('tenant').session(conversation.id)
    const session = decodeSession(kept!.bytes)!
    expect(session.history.map(({ text }) => text)).toEqual(said(12))
    const log = await tenant().readLog(conversation.id, 0, 100)
    const fromLog = readOn(emptySession(conversation.id, conversation.epoch, session.expire), log, limits)
    expect(session).toEqual(fromLog)
    expect(kept?.seq).toBe(24)
  })

  test('the slower one reads again, and both are there', async () => {
    const store = createMemoryStore()
    const inner = store.forTenant('tenant')
    const conversation = await newTalk()
    await talk(node(store), conversation, 1)
    const turns: { turn: Turn; recorded: LogEntry[] }[] = []
    for (const index of [2, 3]) {
      await ask(conversation, `question ${index}`)
      const turn = await claim(conversation)
      turns.push({ turn, recorded: await answer(turn, `answer ${index}`) })
    }
    const [second, third] = turns
    let writes = 0
    const slow = watched(store, {
      keepSession: async (...[id, session]: Parameters<TenantStore['keepSession']>) => {
        // Between the reading and the writing of the node with the third turn, the other one writes the second.
        if (++writes === 1) await node(store).remember(second!.turn, second!.recorded)
        return inner.keepSession(id, session)
      },
    })
    await node(slow.port).remember(third!.turn, third!.recorded)
    expect(writes).toBe(2)
    expect(decodeSession((await inner.session(conversation.id))!.bytes)?.history.map(({ text }) => text)).toEqual(said(3))
  })
})

describe('[S-ERASE] an erased conversation', () => {
  const erase = async (conversation: Conversation) =>
    (await tenant().eraseConversation({
      conversationId: conversation.id,
      visitorId: conversation.visitorId,
      epoch: `new-${conversation.epoch}`,
      at: 1,
    }))!

  test.each(['before it writes', 'before it reads'])('is not brought back by a node that was late: erased %s', async (when) => {
    const store = createMemoryStore()
    const inner = store.forTenant('tenant')
    const conversation = await newTalk()
    await talk(node(store), conversation, 2)
    await ask(conversation, 'a secret')
    const turn = await claim(conversation)
    const recorded = await answer(turn, 'kept well')
    let isErased = false
    const eraseOnce = async (): Promise<void> => {
      if (isErased) return
      isErased = true
      await node(store).forget({ ...placeOf(turn), epoch: (await erase(conversation)).epoch, top: 0 })
    }
    const late = watched(store, {
      session: async (id: string) => {
        if (when === 'before it reads') await eraseOnce()
        return inner.session(id)
      },
      keepSession: async (...[id, session]: Parameters<TenantStore['keepSession']>) => {
        await eraseOnce()
        return inner.keepSession(id, session)
      },
    })
    await node(late.port).remember(turn, recorded)
    expect(isErased).toBe(true)
    const session = decodeSession((await inner.session(conversation.id))!.bytes)!
    expect(session).toMatchObject({ epoch: `new-${conversation.epoch}`, history: [], summary: [] })
  })

  test('begins anew', async () => {
    const store = createMemoryStore()
    const sessions = node(store)
    const conversation = await newTalk()
    await talk(sessions, conversation, 2)
    const erased = await erase(conversation)
    await sessions.forget({ tenantId: 'tenant', ...erased })
    await talk(sessions, erased, 1)
    expect(decodeSession((await store.forTenant('tenant').session(conversation.id))!.bytes)?.history.map(({ text }) => text)).toEqual(
      said(1),
    )
  })
})
