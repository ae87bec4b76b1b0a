import { describe, expect, test, vi } from 'vitest'
import { createMemoryStore } from '../adapters/store-memory/store-memory.ts'
import type { AnswerContext, AnswerDelta, Database } from '../ports.ts'
import { decodeSession, encodeSession } from './encoding.ts'
import { emptySession } from './session-context.ts'
import { createSessions } from './sessions.ts'
import { createSummariser } from './summary.ts'

const place = { tenantId: 'tenant', id: 'c', epoch: 'e', top: 8 }
const session = {
  ...emptySession('c', 'e', 9e15),
  seq: 8,
  summary: ['customer: where is order 7?', 'assistant: on its way.', 'customer: since when?'],
}
const noDatabase = { forTenant: () => expect.fail('the database was asked') } as unknown as Database

/** A model that says this, or fails so. */
function setUp(reply: (context: AnswerContext, signal: AbortSignal) => AsyncIterable<AnswerDelta>) {
  const store = createMemoryStore()
  const inner = store.forTenant('tenant')
  const failed = vi.fn<(error: unknown) => void>()
  const used = vi.fn<(usage: object) => void>()
  const asked: AnswerContext[] = []
  const node = () =>
    createSummariser({
      answerer: {
        name: 'double',
        answer: (context, signal) => {
          asked.push(context)
          return reply(context, signal)
        },
        close: async () => {},
      },
      store,
      sessions: createSessions({
        store,
        database: noDatabase,
        limits: { window: 1_000, summary: 500 },
        ttlMs: 60_000,
        failed,
        now: Date.now,
      }),
      used,
      failed,
    })
  const keep = (summary: string[], basedOn?: number) =>
    inner.keepSession('c', { seq: 8, bytes: encodeSession({ ...session, summary }), basedOn, ttlMs: 60_000 })
  const kept = async () => decodeSession((await inner.session('c'))!.bytes)?.summary
  return { node, keep, kept, asked, failed, used }
}

async function* saying(...pieces: string[]): AsyncIterable<AnswerDelta> {
  for (const text of pieces) yield { type: 'text', text }
  yield { type: 'finish', reason: 'stop' }
  yield { type: 'usage', promptTokens: 90, completionTokens: 12 }
}

describe('[S-SUMMARY] the model', () => {
  test('puts one text in the place of the lines, which it is given as fenced data, and its tokens are counted', async () => {
    const { node, keep, kept, asked, used } = setUp(() => saying('Order 7 ', 'is on its way.'))
    await keep(session.summary)
    const summariser = node()
    summariser.begin(place, session)
    await summariser.idle()
    expect(await kept()).toEqual(['Order 7 is on its way.'])
    expect(asked[0]?.history).toEqual([
      { role: 'customer', text: `<notes>\n${session.summary.map((line) => `| ${line}`).join('\n')}\n</notes>` },
    ])
    expect(asked[0]?.system).not.toContain('order 7')
    expect(used).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ promptTokens: 90, completionTokens: 12 }))
  })

  test('leaves alone what slid out while it wrote', async () => {
    const { node, keep, kept } = setUp(async function* () {
      await keep([...session.summary, 'customer: hurry!'], 8)
      yield* saying('Order 7 is on its way.')
    })
    await keep(session.summary)
    const summariser = node()
    summariser.begin(place, session)
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
    for (let turn = 0; turn < 3; turn++) {
      summariser.begin(place, session)
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
    for (const one of nodes) one.begin(place, session)
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
    expect(summariser.begin(place, session)).toBeUndefined()
    await summariser.stop()
    expect(await kept()).toEqual(session.summary)
    expect(failed).not.toHaveBeenCalled()
  })

  test('is not asked about a single line', async () => {
    const { node, asked } = setUp(() => saying('x'))
    const summariser = node()
    summariser.begin(place, { ...session, summary: ['one'] })
    await summariser.idle()
    expect(asked).toEqual([])
  })
})
