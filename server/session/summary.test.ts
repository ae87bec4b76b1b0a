import { describe, expect, test, vi } from 'vitest'
import { createMemoryStore } from '../adapters/store-memory/store-memory.ts'
import type { Database } from '../ports/database.ts'
import type { AnswerContext, AnswerDelta } from '../ports/answerer.ts'
import { DEFAULT_POLICY } from '../site-policy.ts'
import type { Spend } from '../spend/spend.ts'
import type { Turn } from '../turn.ts'
import type { Question } from '../upstream/asked.ts'
import { decodeSession, encodeSession } from './encoding.ts'
import { emptySession } from './session-context.ts'
import { createSessions } from './sessions.ts'
import { createSummariser } from './summary.ts'
import { createSummaryCall } from './summary-call.ts'

const turn: Turn = {
  site: {
    id: 's',
    tenantId: 'tenant',
    key: 'k',
    name: 'Shop',
    origins: [],
    wordsVersion: 0,
    policy: { ...DEFAULT_POLICY, providers: ['near'] },
  },
  conversation: { id: 'c', siteId: 's', visitorId: 'v', epoch: 'e', top: 8, fence: 1, floor: { state: 'bot', reason: '', since: 0 } },
  claim: 1,
  messages: [],
  question: '',
  language: 'en',
  network: 'n',
  answerId: 'a',
  signal: new AbortController().signal,
}
const session = {
  ...emptySession('c', 'e', 9e15),
  seq: 8,
  summary: ['customer: where is order 7?', 'assistant: on its way.', 'customer: since when?'],
}
const noDatabase = { forTenant: () => expect.fail('the database was asked') } as unknown as Database

/** A model that says this, or fails so. */
function setUp(
  reply: (context: AnswerContext, signal: AbortSignal) => AsyncIterable<AnswerDelta>,
  filterForDesk = async (text: string) => text,
) {
  const store = createMemoryStore()
  const inner = store.forTenant('tenant')
  const failed = vi.fn<(error: unknown) => void>()
  const begun = vi.fn<Spend['begin']>(async () => () => {})
  const asked: Question[] = []
  const node = () =>
    createSummariser({
      summarise: createSummaryCall({
        upstream: {
          ask(question) {
            const { context, signal, begin } = question
            asked.push(question)
            async function* attempt() {
              await begin?.({ provider: 'near', model: 'small', context })
              yield* reply(context, signal)
            }
            return { context, attempt, mayGoOn: () => false }
          },
        },
        spend: { begin: begun },
      }),
      store,
      sessions: createSessions({
        store,
        database: noDatabase,
        limits: { window: 1_000, summary: 500 },
        ttlMs: 60_000,
        failed,
        now: Date.now,
      }),
      filterForDesk: (_site, text) => filterForDesk(text),
      failed,
    })
  const keep = (summary: string[], basedOn?: number) =>
    inner.keepSession('c', { seq: 8, bytes: encodeSession({ ...session, summary }), basedOn, ttlMs: 60_000 })
  const kept = async () => decodeSession((await inner.session('c'))!.bytes)?.summary
  return { node, keep, kept, asked, failed, begun }
}

async function* saying(...pieces: string[]): AsyncIterable<AnswerDelta> {
  for (const text of pieces) yield { type: 'text', text }
  yield { type: 'finish', reason: 'stop' }
  yield { type: 'usage', promptTokens: 90, completionTokens: 12 }
}

describe('[S-SUMMARY] the model', () => {
  test('puts one text in the place of the lines, which it is given as fenced data, and it is paid for as an answer is', async () => {
    const { node, keep, kept, asked, begun } = setUp(() => saying('Order 7 ', 'is on its way.'))
    await keep(session.summary)
    const summariser = node()
    summariser.begin(turn, session)
    await summariser.idle()
    expect(await kept()).toEqual(['Order 7 is on its way.'])
    expect(asked[0]?.context.history).toEqual([
      { role: 'customer', text: `<notes>\n${session.summary.map((line) => `| ${line}`).join('\n')}\n</notes>` },
    ])
    expect(asked[0]?.context.system).not.toContain('order 7')
    expect(asked[0]?.providers).toEqual(['near'])
    expect(begun).toHaveBeenCalledExactlyOnceWith(
      { site: turn.site, visitorId: 'v', network: 'n' },
      expect.objectContaining({ model: 'small' }),
    )
  })

  test('is filtered before it is kept, as those at the desk read it too', async () => {
    const { node, keep, kept } = setUp(
      () => saying('A darn order.'),
      async (text) => text.replace('darn', '••••'),
    )
    await keep(session.summary)
    const summariser = node()
    summariser.begin(turn, session)
    await summariser.idle()
    expect(await kept()).toEqual(['A •••• order.'])
  })

  test('leaves alone what slid out while it wrote', async () => {
    const { node, keep, kept } = setUp(async function* () {
      await keep([...session.summary, 'customer: hurry!'], 8)
      yield* saying('Order 7 is on its way.')
    })
    await keep(session.summary)
    const summariser = node()
    summariser.begin(turn, session)
    await summariser.idle()
    expect(await kept()).toEqual(['Order 7 is on its way.', 'customer: hurry!'])
  })

  test.each([
    ['fails', () => ({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('down')) }) })],
    ['says nothing', () => saying(' ')],
  ])('that %s leaves the lines as they are, and is not asked again at every turn', async (_, reply) => {
    const { node, keep, kept, asked, failed } = setUp(reply)
    await keep(session.summary)
    const summariser = node()
    for (let round = 0; round < 3; round++) {
      summariser.begin(turn, session)
      await summariser.idle()
    }
    expect(await kept()).toEqual(session.summary)
    expect(failed).toHaveBeenCalledOnce()
    expect(asked).toHaveLength(1)
  })

  test('is asked by one of two nodes', async () => {
    const { node, keep, asked } = setUp(() => saying('Once.'))
    await keep(session.summary)
    const nodes = [node(), node()]
    for (const one of nodes) one.begin(turn, session)
    await Promise.all(nodes.map((one) => one.idle()))
    expect(asked).toHaveLength(1)
  })

  test('holds nobody up, and is hung up on when the server stops', async () => {
    const { node, keep, kept, failed } = setUp(async function* (_, signal) {
      yield { type: 'text', text: 'Half a' }
      signal.throwIfAborted()
      await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)))
    })
    await keep(session.summary)
    const summariser = node()
    expect(summariser.begin(turn, session)).toBeUndefined()
    await summariser.stop()
    expect(await kept()).toEqual(session.summary)
    expect(failed).not.toHaveBeenCalled()
  })

  test('is not asked about a single line', async () => {
    const { node, asked } = setUp(() => saying('x'))
    const summariser = node()
    summariser.begin(turn, { ...session, summary: ['one'] })
    await summariser.idle()
    expect(asked).toEqual([])
  })
})
