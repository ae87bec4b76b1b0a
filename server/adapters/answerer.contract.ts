/**
 * What every answerer keeps to, whichever provider it speaks to. An adapter's own test runs this with a way to make its
 * provider say the things named here.
 */

import { describe, expect, test } from 'vitest'

import { AnswerFault, type AnswerContext, type AnswerDelta, type Answerer } from '../ports/answerer.ts'

export type AnswererBench = AsyncDisposable & {
  answerer: Answerer
  /** What the provider does with the next calls. */
  provider: {
    says(text: string): void
    saysOnly(text: string): void
    runsOutAfter(text: string): void
    breaksOffAfter(text: string): void
    fallsSilentAfter(text: string): void
    refuses(status: number): void
    /** What the provider was told last. */
    lastTold(): { role: string; text: string }[]
    /** Calls that the provider still works on. */
    open(): number
    /** Calls that were given up on our side. */
    aborted(): number
  }
}

export const question: AnswerContext = {
  system: 'You answer for a shop.',
  history: [
    { role: 'customer', text: 'Hello' },
    { role: 'assistant', text: 'Hello! How can I help?' },
    { role: 'customer', text: 'Where is my parcel? 我的包裹在哪里？' },
  ],
}

export async function collect(
  answer: AsyncIterable<AnswerDelta>,
  onDelta: (delta: AnswerDelta) => void = () => {},
): Promise<AnswerDelta[]> {
  const deltas: AnswerDelta[] = []
  for await (const delta of answer) {
    deltas.push(delta)
    onDelta(delta)
  }
  return deltas
}

export const textOf = (deltas: AnswerDelta[]): string => deltas.map((delta) => (delta.type === 'text' ? delta.text : '')).join('')

export const never = (): AbortSignal => new AbortController().signal

export function answererContract(name: string, open: () => Promise<AnswererBench>): void {
  describe(`answerer contract: ${name}`, () => {
    const text = 'Your parcel left this morning. 今天早上已发出 🎉'

    test('an answer comes whole: its text in order and in pieces, then the finish, then what it cost', async () => {
      await using bench = await open()
      bench.provider.says(text)
      const deltas = await collect(bench.answerer.answer(question, never()))
      expect(textOf(deltas)).toBe(text)
      expect(deltas.map(({ type }) => type).filter((type, at, all) => type !== all[at - 1])).toEqual(['text', 'finish', 'usage'])
      expect(deltas.filter(({ type }) => type === 'text').length).toBeGreaterThan(3)
      expect(deltas.find(({ type }) => type === 'finish')).toEqual({ type: 'finish', reason: 'stop' })
      expect(deltas.at(-1)).toMatchObject({ type: 'usage', promptTokens: expect.any(Number), completionTokens: expect.any(Number) })
    })

    test('text arrives while the answer is still being made', async () => {
      await using bench = await open()
      bench.provider.fallsSilentAfter('Your parcel')
      const caller = new AbortController()
      const answer = bench.answerer.answer(question, caller.signal)[Symbol.asyncIterator]()
      expect((await answer.next()).value).toMatchObject({ type: 'text' })
      expect(bench.provider.open()).toBe(1)
      caller.abort(new Error('seen enough'))
      await expect(answer.next().then(() => answer.next())).rejects.toThrow('seen enough')
    })

    test('the model is told the system text and the history, each with its role and in order', async () => {
      await using bench = await open()
      bench.provider.says(text)
      await collect(bench.answerer.answer(question, never()))
      expect(bench.provider.lastTold()).toEqual([
        { role: 'system', text: 'You answer for a shop.' },
        { role: 'user', text: 'Hello' },
        { role: 'assistant', text: 'Hello! How can I help?' },
        { role: 'user', text: 'Where is my parcel? 我的包裹在哪里？' },
      ])
    })

    test('an answer at its length limit says so', async () => {
      await using bench = await open()
      bench.provider.runsOutAfter('One, two, three')
      const deltas = await collect(bench.answerer.answer(question, never()))
      expect(textOf(deltas)).toBe('One, two, three')
      expect(deltas).toContainEqual({ type: 'finish', reason: 'length' })
    })

    test('an answer without token counts is complete without them', async () => {
      await using bench = await open()
      bench.provider.saysOnly(text)
      const deltas = await collect(bench.answerer.answer(question, never()))
      expect(textOf(deltas)).toBe(text)
      expect(deltas.at(-1)).toEqual({ type: 'finish', reason: 'stop' })
    })

    test('a stream that merely ends is incomplete, after its text was given', async () => {
      await using bench = await open()
      bench.provider.breaksOffAfter('Your parcel')
      const given: AnswerDelta[] = []
      await expect(collect(bench.answerer.answer(question, never()), (delta) => given.push(delta))).rejects.toMatchObject({
        kind: 'incomplete',
      })
      expect(textOf(given)).toBe('Your parcel')
    })

    test('a refusal of the provider is a fault with its status', async () => {
      await using bench = await open()
      bench.provider.refuses(503)
      const failed = collect(bench.answerer.answer(question, never()))
      await expect(failed).rejects.toBeInstanceOf(AnswerFault)
      await expect(failed).rejects.toMatchObject({ kind: 'status', status: 503 })
    })

    test('an abort before the start rejects with its reason, and nobody is asked', async () => {
      await using bench = await open()
      bench.provider.says(text)
      const reason = new Error('erased')
      await expect(collect(bench.answerer.answer(question, AbortSignal.abort(reason)))).rejects.toBe(reason)
      expect(bench.provider.open()).toBe(0)
      expect(() => bench.provider.lastTold()).toThrow()
    })

    test('an abort while it streams rejects with its reason and ends the call at the provider', async () => {
      await using bench = await open()
      bench.provider.fallsSilentAfter('Your parcel')
      const caller = new AbortController()
      const reason = new Error('an agent took over')
      const failed = collect(bench.answerer.answer(question, caller.signal), () => queueMicrotask(() => caller.abort(reason)))
      await expect(failed).rejects.toBe(reason)
      await expect.poll(() => bench.provider.open()).toBe(0)
      expect(bench.provider.aborted()).toBe(1)
    })

    test('a reader that goes away ends the call at the provider', async () => {
      await using bench = await open()
      bench.provider.fallsSilentAfter('Your parcel')
      for await (const delta of bench.answerer.answer(question, never())) {
        expect(delta.type).toBe('text')
        break
      }
      await expect.poll(() => bench.provider.open()).toBe(0)
      expect(bench.provider.aborted()).toBe(1)
    })

    test('many answers at once do not mix', async () => {
      await using bench = await open()
      bench.provider.says(text)
      const answers = await Promise.all(Array.from({ length: 20 }, () => collect(bench.answerer.answer(question, never()))))
      expect(new Set(answers.map(textOf))).toEqual(new Set([text]))
    })

    test('closing fails what is still open, and what is asked after it', async () => {
      await using bench = await open()
      bench.provider.fallsSilentAfter('Your parcel')
      const answer = bench.answerer.answer(question, never())[Symbol.asyncIterator]()
      await answer.next()
      const next = answer.next().then(() => answer.next())
      next.catch(() => {})
      await bench.answerer.close()
      await expect(next).rejects.toBeInstanceOf(AnswerFault)
      await expect(collect(bench.answerer.answer(question, never()))).rejects.toBeInstanceOf(AnswerFault)
      await expect.poll(() => bench.provider.open()).toBe(0)
    })

    test('its name names no key', async () => {
      await using bench = await open()
      expect(bench.answerer.name).toMatch(/^[a-z0-9.:-]+$/)
    })
  })
}
