import { describe, expect, test } from 'vitest'
import type { LogEntry } from '../ports/conversations.ts'
import { condense, emptySession, readOn } from './session-context.ts'
import { gistOf } from './gist.ts'
import { estimateTokens } from '../spend/tokens.ts'
import { sourcesLine } from '../sources.ts'

type Said = { by?: 'visitor' | 'bot' | 'agent' | 'system'; origin?: 'question' | 'model' | 'notice'; text?: string }

const entry = (seq: number, { by = 'visitor', origin, text = `text ${seq}` }: Said = {}): LogEntry => ({
  seq,
  epoch: 'e',
  kind: 'message',
  message: {
    id: `id-${seq}`,
    author: { kind: by },
    text,
    at: seq * 1_000,
    ...(origin ? { origin } : {}),
    suggestions: [],
    attachments: [],
  },
})

const empty = emptySession('c', 'e', 9e15)
const limits = { window: 1_000, summary: 500 }

describe('what is read from the log', () => {
  test('has a role and a route for everybody who spoke, and leaves our own notices out', () => {
    const floor: LogEntry = { seq: 5, epoch: 'e', kind: 'floor', floor: { state: 'waiting', reason: 'wish_for_person', since: 1 } }
    const session = readOn(
      empty,
      [
        entry(1),
        entry(2, { by: 'bot', origin: 'question' }),
        entry(3, { by: 'bot', origin: 'model' }),
        entry(4, { by: 'bot', origin: 'notice' }),
        floor,
        entry(6, { by: 'agent' }),
        entry(7, { by: 'system' }),
      ],
      limits,
    )
    expect(session.seq).toBe(7)
    expect(session.history.map((turn) => [turn.role, 'route' in turn ? turn.route : 'none'])).toEqual([
      ['customer', 'none'],
      ['assistant', 'question'],
      ['assistant', 'model'],
      ['agent', 'human'],
    ])
  })

  test('has answers as the model wrote them, without the sources that we named behind them', () => {
    const text = `Thirty days [1].${sourcesLine([{ title: 'Returns', url: 'https://shop.example/' }], 'en')}`
    const said = readOn(empty, [entry(1, { text }), entry(2, { by: 'bot', origin: 'model', text })], limits).history
    expect(said.map((turn) => turn.text)).toEqual([text, 'Thirty days.'])
  })

  test('comes to the same in one piece, in many, and with repetitions', () => {
    const entries = Array.from({ length: 60 }, (_, index) => entry(index + 1, { text: `Order ${index} says `.repeat(10) }))
    const atOnce = readOn(empty, entries.slice(0, 30), limits)
    const oneByOne = entries.slice(0, 30).reduce((session, one) => readOn(session, [one], limits), empty)
    expect(readOn(atOnce, entries.slice(20, 30), limits)).toEqual(atOnce)
    expect(oneByOne.seq).toBe(atOnce.seq)
    expect(oneByOne.history.at(-1)).toEqual(atOnce.history.at(-1))
  })
})

describe('[S-WINDOW] the window', () => {
  const long = Array.from({ length: 50 }, (_, index) => entry(index + 1, { text: `Number ${index}: ${'word '.repeat(60)}` }))
  const session = long.reduce((before, one) => readOn(before, [one], limits), empty)

  test('stays within its tokens, and so does the summary', () => {
    expect(session.history.reduce((sum, { text }) => sum + estimateTokens(text), 0)).toBeLessThanOrEqual(limits.window)
    expect(session.summary.reduce((sum, text) => sum + estimateTokens(text), 0)).toBeLessThanOrEqual(limits.summary)
    expect(session.history.at(-1)?.id).toBe('id-50')
  })

  test('loses its older half at once, so that it begins alike for several turns', () => {
    const begins = long.map(
      (_, index) => long.slice(0, index + 1).reduce((before, one) => readOn(before, [one], limits), empty).history[0]?.id,
    )
    expect(new Set(begins).size).toBeLessThan(long.length / 3)
  })

  test('has a line in the summary for each turn that slid out last', () => {
    const first = Number(session.history[0]?.id.slice(3))
    expect(session.summary.at(-1)).toContain(`Number ${first - 2}:`)
  })

  test('keeps the newest turn, however long it is', () => {
    const huge = readOn(empty, [entry(1), entry(2, { text: '长'.repeat(4_000) })], limits)
    expect(huge.history.map(({ id }) => id)).toEqual(['id-2'])
  })
})

describe('a line that stands for a turn', () => {
  test('is the turn itself when that is short', () => {
    expect(gistOf({ role: 'customer', text: 'Where is\n my   parcel?' })).toBe('customer: Where is my parcel?')
  })

  test('begins as the turn does and keeps numbers, dates, addresses and names of the rest', () => {
    const filler = 'There is nothing else to be said about this and so it goes on for a while. '.repeat(4)
    const text = `I bought the lamp in spring. ${filler}The order is 48-20917 from 2026-03-14, paid $59.90. Write to ann@mail.example, I am Ann Marie Lee.`
    const line = gistOf({ role: 'customer', text })
    expect(line).toMatch(/^customer: I bought the lamp in spring\./)
    for (const fact of ['48-20917', '2026-03-14', '$59.90', 'ann@mail.example', 'Ann Marie Lee']) expect(line).toContain(fact)
    expect(line.length).toBeLessThan(320)
    expect(gistOf({ role: 'customer', text })).toBe(line)
  })

  test('does so in Chinese', () => {
    const text = `我想问一下之前的事情。${'这里没有什么特别要说的内容，只是继续往下讲。'.repeat(12)}订单号是SF7720418836，3月14日付了1200元，店名叫《青山书店》。`
    const line = gistOf({ role: 'customer', text })
    for (const fact of ['SF7720418836', '3月', '14日', '1200元', '《青山书店》']) expect(line).toContain(fact)
  })

  test('takes no long time, whatever the text is made of', () => {
    const started = process.cpuUsage().user
    for (const text of ['1'.repeat(16_000), 'a.'.repeat(8_000), 'Aa '.repeat(5_000), '“'.repeat(16_000), 'a@'.repeat(8_000)])
      gistOf({ role: 'customer', text })
    expect((process.cpuUsage().user - started) / 1_000).toBeLessThan(2_000)
  })
})

test('a summary takes the place of the lines that it was made from, and of no others', () => {
  const session = { ...empty, summary: ['a', 'b', 'c'] }
  expect(condense(session, ['a', 'b'], 'ab')?.summary).toEqual(['ab', 'c'])
  expect(condense(session, ['a', 'x'], 'ax')).toBeUndefined()
  expect(condense({ ...session, summary: ['b', 'c'] }, ['a', 'b'], 'ab')).toBeUndefined()
})
