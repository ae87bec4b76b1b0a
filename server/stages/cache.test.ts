import { setImmediate as drained } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createMemoryStore } from '../adapters/store-memory/store-memory.ts'
import type { Site } from '../ports/sites.ts'
import type { Store } from '../ports/store.ts'
import { AnswerFault, type Transfer } from '../ports/answerer.ts'
import { DEFAULT_POLICY } from '../site-policy.ts'
import { SpendRefused } from '../spend/spend.ts'
import { randomFrom } from '../testing/seeded-random.ts'
import { TurnStop, type Decision, type Reply, type Turn } from '../turn.ts'
import { createCache, type Looked } from './cache.ts'
import { decodeKept, encodeKept } from './kept-answer.ts'

const SITE: Site = { id: 'site', tenantId: 'tenant', key: 'k', name: 'Shop', origins: [], policy: DEFAULT_POLICY, wordsVersion: 0 }

type Model = { calls: Turn[]; transfer?: Transfer; say: (turn: Turn, call: number) => AsyncIterable<string> }

function modelSaying(say: Model['say']): Model {
  return { calls: [], say }
}

/** A node of its own, with its own model, on a store that may be shared. */
function node(model: Model, { store = createMemoryStore(), holder = 'node 1', messageMs = 75_000, version = { of: 1 } } = {}) {
  const looked: Record<Looked, number> = { hit: 0, miss: 0, joined: 0, skipped: 0, invalid: 0 }
  const models = ['one gpt']
  const stage = createCache({
    store,
    knowledge: { version: async () => version.of },
    prompt: { isPersonal: async (turn) => turn.conversation.visitorId === 'known by name' },
    answer(turn): Reply {
      let raw = ''
      async function* text(): AsyncIterable<string> {
        for await (const piece of model.say(turn, model.calls.push(turn))) {
          raw += piece
          yield piece
        }
      }
      return {
        author: { kind: 'bot', name: 'x' },
        origin: 'model',
        text: text(),
        transfer: () => model.transfer,
        worthKeeping: () => (model.transfer ? undefined : raw),
      }
    },
    models: () => models,
    ttlMs: 30_000,
    messageMs,
    holder,
    looked: (result) => looked[result]++,
    notKept: (error) => Promise.reject(error),
  })

  type Asked = { text: string; transfer?: Transfer | undefined; tries: number; fault?: unknown; isKept?: boolean | undefined }

  /** As the pipeline does it: shows the reply and what follows it, and keeps what is complete. */
  async function ask(question: string, more: { site?: Site; seq?: number; visitor?: string; signal?: AbortSignal; refuse?: boolean } = {}) {
    const { site = SITE, seq = 1, visitor = 'v', signal = new AbortController().signal, refuse = false } = more
    const messages = [{ id: 'm', seq, text: question, locale: 'en', openedAt: 0, runs: 1, asksForPerson: false }]
    const turn = { site, conversation: { visitorId: visitor }, messages, question, language: 'en', signal } as unknown as Turn
    const decision: Decision = { to: 'model', reason: 'no_question_matches' }
    let reply = await stage.cache(turn, decision)
    const asked: Asked = { text: '', tries: 0 }
    if (!reply) return { ...asked, text: 'skipped' }
    for (;;) {
      asked.text = ''
      asked.tries++
      try {
        for await (const piece of reply.text) {
          asked.text += piece
          if (refuse) throw new Error('refused')
        }
        asked.isKept = reply.isKept?.()
        asked.transfer = reply.transfer?.()
        await stage.keep(turn, { reply, shown: { text: asked.text, outcome: 'complete' } })
        return asked
      } catch (fault) {
        const again: Reply | undefined = signal.aborted ? undefined : reply.again?.(fault)
        if (!again) return { ...asked, fault }
        reply = again
      }
    }
  }

  return { stage, ask, looked, version, models, store }
}

afterEach(() => void vi.useRealTimers())

const together = <Value>(count: number, make: (index: number) => Promise<Value>): Promise<Value[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => make(index)))

async function* pieces(text: string): AsyncIterable<string> {
  for (const piece of text.split(/(?<= )/)) {
    await drained()
    yield piece
  }
}

async function* failing(fault: unknown, text = ''): AsyncIterable<string> {
  await drained()
  if (text !== '') yield text
  throw fault
}

const network = new AnswerFault('network')

describe('the same question at once', () => {
  test('[A-FLIGHT] is one call of the model, and paid for once', async () => {
    const model = modelSaying(() => pieces('Ten hours and more.'))
    const { ask, looked } = node(model)
    const all = await together(100, () => ask('How long does it last?'))
    expect(new Set(all.map(({ text }) => text))).toEqual(new Set(['Ten hours and more.']))
    expect(model.calls).toHaveLength(1)
    expect(all.filter(({ isKept }) => !isKept)).toHaveLength(1)
    expect(looked).toMatchObject({ miss: 1, joined: 99, hit: 0 })
    expect(await ask('how long does it LAST')).toMatchObject({ text: 'Ten hours and more.', isKept: true })
    expect([model.calls.length, looked.hit]).toEqual([1, 1])
  })

  test('[A-RETRY] that fails is asked again by one of those who waited, never by all, and the first one is told', async () => {
    const model = modelSaying((_, call) => (call === 1 ? failing(network, 'Ten ') : pieces('Ten hours.')))
    const { ask, looked } = node(model)
    const all = await together(50, () => ask('How long?'))
    expect(model.calls).toHaveLength(2)
    expect(all.filter(({ fault }) => fault === network)).toEqual([{ text: 'Ten ', tries: 1, fault: network }])
    expect(all.filter(({ text, tries }) => text === 'Ten hours.' && tries === 2)).toHaveLength(49)
    expect(looked).toMatchObject({ joined: 49, miss: 2 })
  })

  test('[A-RETRY] that fails three times is asked no more', async () => {
    const model = modelSaying(() => failing(network))
    const { ask } = node(model)
    const all = await together(50, () => ask('How long?'))
    expect(all.every(({ fault }) => fault === network)).toBe(true)
    expect(model.calls).toHaveLength(3)
  })

  test.each([new AnswerFault('content_filter'), new AnswerFault('unavailable'), new SpendRefused('tenant'), new Error('ours')])(
    '[A-RETRY] is not asked again after %s',
    async (fault) => {
      const model = modelSaying(() => failing(fault))
      const { ask } = node(model)
      const all = await together(5, () => ask('How long?'))
      expect(all.map((asked) => asked.fault)).toEqual(Array.from({ length: 5 }, () => fault))
      expect(model.calls).toHaveLength(1)
    },
  )

  test('[A-RETRY] goes on at the cost of the next one where one visitor has spent the day’s budget', async () => {
    const spent = new SpendRefused('visitor')
    const model = modelSaying(({ conversation }) => (conversation.visitorId.startsWith('poor') ? failing(spent) : pieces('Ten hours.')))
    const { ask } = node(model)
    const all = await together(12, (index) => ask('How long?', { visitor: index < 6 ? `poor ${index}` : `rich ${index}` }))
    expect(all.filter(({ fault }) => fault === spent)).toHaveLength(6)
    expect(all.filter(({ text }) => text === 'Ten hours.')).toHaveLength(6)
    expect(model.calls).toHaveLength(7)
  })

  test('[A-LEAVE] goes on when the first one stops, and nobody’s stop is another one’s', async () => {
    const model = modelSaying(() => pieces('Ten hours and a good many words more.'))
    const { ask } = node(model)
    const stops = [0, 3, 4].map((index) => ({ index, away: new AbortController() }))
    const all = together(6, (index) =>
      ask('How long?', { signal: stops.find((stop) => stop.index === index)?.away.signal ?? new AbortController().signal }),
    )
    for (let turn = 0; turn < 3; turn++) await drained()
    for (const { away } of stops) away.abort(new TurnStop('customer'))
    const ends = await all
    expect(ends.map(({ fault }) => fault instanceof TurnStop)).toEqual([true, false, false, true, true, false])
    expect(ends.filter(({ text }) => text === 'Ten hours and a good many words more.')).toHaveLength(3)
    expect(model.calls.map(({ signal }) => signal.aborted)).toEqual([false])
  })

  test('[A-LEAVE] hangs up on the model when the last one has gone', async () => {
    const model = modelSaying(({ signal }) => silent(signal))
    const { ask } = node(model)
    const aways = [new AbortController(), new AbortController()]
    const all = together(2, (index) => ask('How long?', { signal: aways[index]!.signal }))
    await drained()
    aways[0]!.abort(new TurnStop('customer'))
    await drained()
    expect(model.calls[0]!.signal.aborted).toBe(false)
    aways[1]!.abort(new TurnStop('erasure'))
    expect(model.calls[0]!.signal.aborted).toBe(true)
    expect((await all).every(({ fault }) => fault instanceof TurnStop)).toBe(true)
  })

  test('[A-KEY] is another question at another tenant, site, or language, after an edit, with another prompt, another model, or another number', async () => {
    const model = modelSaying(({ site, question }, call) => pieces(`${call}: ${site.tenantId} ${site.id} ${question}`))
    const { ask, version, models } = node(model)
    const sites = [
      SITE,
      { ...SITE, tenantId: 'other' },
      { ...SITE, id: 'second' },
      { ...SITE, policy: { ...DEFAULT_POLICY, facts: 'We are closed.' } },
    ]
    const all = await together(4, (index) => ask('Is it warm at -5?', { site: sites[index]! }))
    expect(new Set(all.map(({ text }) => text)).size).toBe(4)
    await ask('Is it warm at 5?')
    version.of = 2
    await ask('Is it warm at 5?')
    models[0] = 'one gpt-next'
    await ask('Is it warm at 5?')
    await ask('is it  warm at 5?')
    expect(model.calls).toHaveLength(7)
  })

  test('[A-KEY] is shared by nobody whose prompt is personal, whose conversation has begun, or who said nothing that can be read', async () => {
    const model = modelSaying(() => pieces('Ten hours.'))
    const { ask, looked } = node(model)
    for (const more of [{ visitor: 'known by name' }, { seq: 3 }]) expect((await ask('How long?', more)).text).toBe('skipped')
    expect((await ask('?!')).text).toBe('skipped')
    expect(looked).toMatchObject({ skipped: 3, miss: 0 })
  })

  test('[A-WHOLE] is kept by nobody when it was taken back, and asked anew', async () => {
    const model = modelSaying(() => pieces('Ten bad hours.'))
    const { ask } = node(model)
    await ask('How long?', { refuse: true })
    await ask('How long?', { refuse: true })
    expect(model.calls).toHaveLength(2)
  })

  test('[A-WHOLE] after which the model asks for a person brings all who asked a person, and is not kept', async () => {
    const model = modelSaying(() => pieces('That is for a colleague.'))
    model.transfer = { reason: 'refund', intent: 'complaint' }
    const { ask } = node(model)
    const all = await together(3, () => ask('Pay me back?'))
    expect(all.map(({ transfer }) => transfer)).toEqual([model.transfer, model.transfer, model.transfer])
    expect(model.calls).toHaveLength(1)
    await ask('Pay me back?')
    expect(model.calls).toHaveLength(2)
  })

  test('ends for each in the time that a message may take, however late its flight began', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const model = modelSaying(({ signal }) => silent(signal))
    const { ask } = node(model, { messageMs: 1_000 })
    const late = ask('How long?')
    await vi.advanceTimersByTimeAsync(1_000)
    expect((await late).fault).toMatchObject({ kind: 'message_timeout' })
    expect(model.calls[0]!.signal.aborted).toBe(true)
  })
})

describe('two nodes that share a store', () => {
  /** What one node's model says when it is told to. */
  function told() {
    let say: (what: string | Error) => void = () => {}
    const said = new Promise<string | Error>((resolve) => (say = resolve))
    async function* text(): AsyncIterable<string> {
      const what = await said
      if (what instanceof Error) throw what
      yield what
    }
    return { text, say }
  }

  function nodes() {
    const store = createMemoryStore()
    const first = told()
    const models = [modelSaying(() => first.text()), modelSaying(() => pieces('Of node 2.'))] as const
    return { first, models, one: node(models[0], { store, holder: 'node 1' }), two: node(models[1], { store, holder: 'node 2' }) }
  }

  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))

  test('[A-NODES] ask the model once', async () => {
    const { first, models, one, two } = nodes()
    const asked = one.ask('How long?')
    await drained()
    const others = together(5, () => two.ask('How long?'))
    await drained()
    first.say('Ten hours.')
    expect((await asked).text).toBe('Ten hours.')
    expect((await others).map(({ text, isKept }) => [text, isKept])).toEqual(Array.from({ length: 5 }, () => ['Ten hours.', true]))
    expect(models[1].calls.length).toBe(0)
    expect(two.looked).toMatchObject({ hit: 1, joined: 4, miss: 0 })
  })

  test('[A-NODES] take over at once where the other one failed', async () => {
    const { first, models, one, two } = nodes()
    const asked = one.ask('How long?')
    await drained()
    const other = two.ask('How long?')
    await drained()
    first.say(network)
    expect((await asked).fault).toBe(network)
    expect((await other).text).toBe('Of node 2.')
    expect(models[1].calls.length).toBe(1)
  })

  test('[A-NODES] wait for each other a little while and no longer', async () => {
    const { first, one, two } = nodes()
    const asked = one.ask('How long?')
    await drained()
    const other = two.ask('How long?')
    await vi.advanceTimersByTimeAsync(4_900)
    expect(two.looked.miss).toBe(0)
    await vi.advanceTimersByTimeAsync(100)
    expect((await other).text).toBe('Of node 2.')
    first.say('Ten hours.')
    expect((await asked).text).toBe('Ten hours.')
  })

  test('[A-LEAVE] are not waited for by who stops', async () => {
    const { one, two, models } = nodes()
    void one.ask('How long?')
    await drained()
    const away = new AbortController()
    const other = two.ask('How long?', { signal: away.signal })
    await drained()
    away.abort(new TurnStop('customer'))
    expect((await other).fault).toBeInstanceOf(TurnStop)
    expect(models[1].calls.length).toBe(0)
    expect(vi.getTimerCount()).toBe(1)
  })
})

describe('whatever happens', () => {
  test.each([81, 82, 83, 84])(
    '[A-EDIT] [A-WHOLE] [A-KEY] [T-APART] [A-NODES] nobody gets a foreign, a stale, a mixed or half an answer (seed %i)',
    async (seed) => {
      const random = randomFrom(seed)
      const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item
      const version = { of: 1 }
      const model = modelSaying(async function* ({ site, question, signal }) {
        // As the model reads them when it is asked.
        const said = `${site.tenantId}/${site.id}/${question}/v${version.of}/ and so on and on and on to the end.`
        const breaksAfter = random() < 0.25 ? Math.floor(random() * 12) : Infinity
        for (const [index, piece] of said.split(/(?<=[ /])/).entries()) {
          await drained()
          signal.throwIfAborted()
          if (index >= breaksAfter) throw pick([network, new AnswerFault('content_filter'), new SpendRefused('visitor')])
          yield piece
        }
      })
      const store = createMemoryStore()
      const nodes = ['node 1', 'node 2'].map((holder) => node(model, { store, holder, version }))
      const sites = [SITE, { ...SITE, tenantId: 'other' }, { ...SITE, id: 'second' }]
      const ends: Promise<void>[] = []
      const came = { whole: 0, kept: 0, failed: 0, stopped: 0 }

      function ask(): AbortController {
        const away = new AbortController()
        const [site, question, since] = [pick(sites), pick(['one?', 'two?', 'three?']), version.of]
        const asked = pick(nodes).ask(question, { site, signal: away.signal, refuse: random() < 0.05 })
        ends.push(
          asked.then(({ text, fault, isKept }) => {
            const own = new RegExp(
              `^${site.tenantId}/${site.id}/${question.replace('?', '\\?')}/v(\\d+)/ and so on and on and on to the end\\.$`,
            )
            if (fault !== undefined) came[away.signal.aborted ? 'stopped' : 'failed']++
            else {
              expect(Number(own.exec(text)?.[1])).toBeGreaterThanOrEqual(since)
              came.whole++
              if (isKept) came.kept++
            }
          }),
        )
        return away
      }

      const asking: AbortController[] = []
      for (let step = 0; step < 300; step++) {
        const chance = random()
        if (chance < 0.6) asking.push(ask())
        else if (chance < 0.63) version.of++
        else if (chance < 0.7) pick(asking)?.abort(new TurnStop('customer'))
        else await drained()
      }
      await Promise.all(ends)
      expect(Math.min(...Object.values(came)), JSON.stringify(came)).toBeGreaterThan(0)
      expect(model.calls.length).toBeLessThan(came.whole)
    },
  )
})

describe('a kept answer', () => {
  test('[A-OWNER] is read by its own tenant and site, and by nobody else', () => {
    const value = encodeKept(SITE, 'Ten hours.')
    expect(decodeKept(SITE, value)).toBe('Ten hours.')
    expect(decodeKept({ ...SITE, tenantId: 'other' }, value)).toBeUndefined()
    expect(decodeKept({ ...SITE, id: 'second' }, value)).toBeUndefined()
  })

  test.each([
    '',
    'Ten hours.',
    '{',
    'null',
    '{}',
    '{"format":2,"tenant":"tenant","site":"site","text":"x"}',
    '{"format":1,"tenant":"tenant","site":"site","text":""}',
  ])('[A-OWNER] that reads %j is none', (value) => expect(decodeKept(SITE, value)).toBeUndefined())

  test('[A-OWNER] that is foreign or unreadable is counted, and the model is asked', async () => {
    const model = modelSaying(() => pieces('Ten hours.'))
    const store = createMemoryStore()
    const { ask, looked } = node(model, { store: givingBack(store, encodeKept({ ...SITE, tenantId: 'other' }, 'A secret.')) })
    expect((await ask('How long?')).text).toBe('Ten hours.')
    expect(looked.invalid).toBeGreaterThan(0)
    expect(model.calls).toHaveLength(1)
  })
})

async function* silent(signal: AbortSignal): AsyncIterable<string> {
  await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
  yield 'never'
}

/** A store that answers everybody with this. */
const givingBack = (store: Store, value: string): Store => ({
  ...store,
  forTenant: (tenantId) => ({ ...store.forTenant(tenantId), keptAnswer: async () => value }),
})
