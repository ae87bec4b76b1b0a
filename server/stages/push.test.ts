import { describe, expect, test, vi } from 'vitest'
import type { FromServer } from '../../shared/protocol.ts'
import { TurnStop, type Reply, type Turn } from '../turn.ts'
import { createLiveAnswers, type AnswerWatcher } from './push.ts'

type Said = ['start', FromServer['answer-start']] | ['delta', FromServer['answer-delta']] | ['end', FromServer['answer-end']]

/** A tab as the protocol describes it: what it would show. */
function tab() {
  const said: Said[] = []
  let ready = true
  const watcher: AnswerWatcher = {
    start: (event) => said.push(['start', event]),
    delta: (event) => said.push(['delta', event]),
    end: (event) => said.push(['end', event]),
    ready: () => ready,
  }
  return {
    watcher,
    said,
    setReady: (value: boolean) => (ready = value),
    /** Applies the rules of the client; a delta that does not fit is a fault. */
    shown(): string {
      let text = ''
      let attempt = 0
      for (const [kind, event] of said) {
        if (kind === 'start') [text, attempt] = ['', event.attempt]
        if (kind === 'delta') {
          expect([event.attempt, event.offset]).toEqual([attempt, text.length])
          text += event.text
        }
      }
      return text
    },
  }
}

const CONVERSATION = { id: 'c', epoch: 'e' }

const turn = (signal = new AbortController().signal) => ({ conversation: CONVERSATION, answerId: 'answer', signal }) as unknown as Turn

const reply = (text: AsyncIterable<string>): Reply => ({ author: { kind: 'bot' }, origin: 'model', text })

/** A stream that a test feeds by hand. */
function handFed() {
  const waiting: ((result: IteratorResult<string>) => void)[] = []
  const failures: ((error: unknown) => void)[] = []
  const stream: AsyncIterable<string> = {
    [Symbol.asyncIterator]: () => ({ next: () => new Promise((resolve, reject) => (waiting.push(resolve), failures.push(reject))) }),
  }
  const turnOver = async (): Promise<void> => void (await new Promise((resolve) => setImmediate(resolve)))
  return {
    stream,
    async say(text: string) {
      await turnOver()
      waiting.pop()?.({ value: text, done: false })
      await turnOver()
    },
    async finish() {
      await turnOver()
      waiting.pop()?.({ value: undefined, done: true })
    },
    async fail(error: unknown) {
      await turnOver()
      failures.pop()?.(error)
    },
  }
}

describe('answers while they are written', () => {
  test('[D-STREAM] the first text goes out at once, what follows within a frame goes out together', async () => {
    const live = createLiveAnswers()
    const one = tab()
    live.watch(CONVERSATION, one.watcher)
    const model = handFed()
    const showing = live.push(turn()).show(reply(model.stream))
    await model.say('Hello')
    expect(one.shown()).toBe('Hello')
    for (const piece of [',', ' ', 'you']) await model.say(piece)
    await model.finish()
    expect(await showing).toEqual({ text: 'Hello, you', outcome: 'complete' })
    await vi.waitFor(() => expect(one.shown()).toBe('Hello, you'))
    expect(one.said.filter(([kind]) => kind === 'delta').length).toBeLessThan(4)
  })

  test('[D-STREAM] a tab that comes late gets what is there so far and goes on', async () => {
    const live = createLiveAnswers()
    const model = handFed()
    const draft = live.push(turn())
    const showing = draft.show(reply(model.stream))
    await model.say('So far')
    const late = tab()
    live.watch(CONVERSATION, late.watcher)
    expect(late.shown()).toBe('So far')
    await model.say(', so good')
    await vi.waitFor(() => expect(late.shown()).toBe('So far, so good'))
    await model.finish()
    await showing
    draft.end('recorded')
    expect(late.said.at(-1)).toEqual(['end', { answer: 'answer', attempt: 1, outcome: 'recorded' }])
    expect(live.current(CONVERSATION)).toBeUndefined()
  })

  test('[D-ATTEMPT] a second attempt starts the bubble over with a higher number', async () => {
    const live = createLiveAnswers()
    const one = tab()
    live.watch(CONVERSATION, one.watcher)
    const draft = live.push(turn())
    const first = handFed()
    const failing = draft.show(reply(first.stream))
    await first.say('Half of it')
    await first.fail(new Error('the model died'))
    expect(await failing).toMatchObject({ outcome: 'failed', text: 'Half of it' })
    const second = handFed()
    const showing = draft.show(reply(second.stream))
    await second.say('Sorry')
    await second.finish()
    await showing
    await vi.waitFor(() => expect(one.shown()).toBe('Sorry'))
    expect(one.said.flatMap(([kind, event]) => (kind === 'start' ? [event.attempt] : []))).toEqual([1, 2])
  })

  test('a slow tab gets larger steps, and everything', async () => {
    const live = createLiveAnswers()
    const slow = tab()
    slow.setReady(false)
    live.watch(CONVERSATION, slow.watcher)
    const model = handFed()
    const showing = live.push(turn()).show(reply(model.stream))
    for (const piece of ['a', 'b', 'c', 'd']) await model.say(piece)
    expect(slow.said.filter(([kind]) => kind === 'delta')).toEqual([])
    slow.setReady(true)
    await vi.waitFor(() =>
      expect(slow.said.filter(([kind]) => kind === 'delta')).toEqual([
        ['delta', { answer: 'answer', attempt: 1, offset: 0, text: 'abcd' }],
      ]),
    )
    await model.finish()
    await showing
  })

  test('a customer’s stop keeps what was shown; a shutdown is a failure', async () => {
    for (const [by, outcome] of [
      ['customer', 'stopped'],
      ['shutdown', 'failed'],
    ] as const) {
      const live = createLiveAnswers()
      const controller = new AbortController()
      const model = handFed()
      const showing = live.push(turn(controller.signal)).show(reply(model.stream))
      await model.say('Half')
      controller.abort(new TurnStop(by))
      await model.fail(controller.signal.reason)
      expect(await showing).toMatchObject({ text: 'Half', outcome })
    }
  })

  test('[D-ERASE] an erasure leaves nothing to show, not even that the answer was stopped', async () => {
    const live = createLiveAnswers()
    const controller = new AbortController()
    const model = handFed()
    const showing = live.push(turn(controller.signal)).show(reply(model.stream))
    await model.say('Half')
    controller.abort(new TurnStop('erasure'))
    await model.fail(controller.signal.reason)
    await expect(showing).rejects.toBe(controller.signal.reason)
  })

  test('[D-ERASE] what is still written in the epoch before is not shown to who follows the one after', async () => {
    const live = createLiveAnswers()
    const model = handFed()
    const draft = live.push(turn())
    void draft.show(reply(model.stream))
    await model.say('Old')
    const next = { ...CONVERSATION, epoch: 'next' }
    const one = tab()
    live.watch(next, one.watcher)
    await model.say('er')
    await model.finish()
    draft.end('dropped')
    expect(one.said).toEqual([])
    expect(live.current(next)).toBeUndefined()
  })

  test('who has left hears nothing more', async () => {
    const live = createLiveAnswers()
    const one = tab()
    const leave = live.watch(CONVERSATION, one.watcher)
    const model = handFed()
    void live.push(turn()).show(reply(model.stream))
    await model.say('x')
    leave()
    const before = one.said.length
    await model.say('y')
    expect(one.said.length).toBe(before)
    await model.finish()
  })
})

describe('a model that says nothing for a while', () => {
  const conversation = { ...turn(), language: 'en' } as Turn
  const STILL = 'I am still working on it.\n'

  test('[U-PATIENT] is spoken for, until its answer begins in a bubble of its own', async () => {
    const live = createLiveAnswers({ stillWorkingMs: 5 })
    const one = tab()
    live.watch(CONVERSATION, one.watcher)
    const model = handFed()
    const showing = live.push(conversation).show(reply(model.stream))
    await vi.waitFor(() => expect(one.shown()).toBe(STILL))
    expect(one.said.findLast(([kind]) => kind === 'start')?.[1]).toMatchObject({ attempt: 2, origin: 'notice' })
    await model.say('Here it is.')
    await vi.waitFor(() => expect(one.shown()).toBe('Here it is.'))
    expect(one.said.findLast(([kind]) => kind === 'start')?.[1]).toMatchObject({ attempt: 3, origin: 'model' })
    await model.finish()
    expect(await showing).toEqual({ text: 'Here it is.', outcome: 'complete' })
  })

  test('[U-PATIENT] and is stopped or fails meanwhile has said nothing', async () => {
    for (const stop of [new TurnStop('customer'), new TurnStop('shutdown')]) {
      const live = createLiveAnswers({ stillWorkingMs: 5 })
      const one = tab()
      live.watch(CONVERSATION, one.watcher)
      const caller = new AbortController()
      const model = handFed()
      const showing = live.push({ ...conversation, signal: caller.signal }).show(reply(model.stream))
      await vi.waitFor(() => expect(one.shown()).toBe(STILL))
      caller.abort(stop)
      await model.fail(stop)
      expect((await showing).text).toBe('')
    }
  })

  test('our own words need no such patience', async () => {
    const live = createLiveAnswers({ stillWorkingMs: 1 })
    const one = tab()
    live.watch(CONVERSATION, one.watcher)
    const model = handFed()
    const showing = live.push(conversation).show({ ...reply(model.stream), origin: 'question' })
    await new Promise((resolve) => setTimeout(resolve, 10))
    await model.say('Thirty days.')
    await model.finish()
    await showing
    expect(one.said.filter(([kind]) => kind === 'start')).toHaveLength(1)
  })
})
