/**
 * Whatever a network does to the server's events (loses, repeats, reorders them), the widget ends with the server's log,
 * and on the way shows nothing that was never said. Seeds are fixed; a failing run prints its own.
 */

import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { FromServer, Message } from '../shared/protocol.ts'
import { createConversation } from './conversation.ts'
import { applyDelta, startAnswer, type StreamingAnswer } from '../shared/streaming-answer.ts'
import { createArea, createScriptedEnvironment, createScriptedLine, storageOver } from './testing/scripted-line.ts'

const SEED = 20_261_122

const message = (seq: number): Message => ({
  id: `m${seq}`,
  author: { kind: 'bot' },
  text: `${seq}`,
  at: seq,
  suggestions: [],
  attachments: [],
})

it(`[C-SEQ] [C-EPOCH] ends with the server's log for any loss, repetition and order (seed ${SEED})`, async () => {
  const act = fc.oneof(
    { weight: 8, arbitrary: fc.record({ kind: fc.constant('event' as const), seq: fc.integer({ min: 1, max: 12 }) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('foreign' as const), seq: fc.integer({ min: 1, max: 12 }) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('resume' as const), kept: fc.integer({ min: 0, max: 12 }) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('reconnect' as const) }) },
  )
  let gaps = 0
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 60 }), async (acts) => {
      const script = createScriptedLine()
      const time = createScriptedEnvironment()
      const conversation = createConversation({
        line: script.line,
        storage: storageOver(createArea()),
        environment: time.environment,
        locale: () => 'en',
      })
      conversation.start()
      const ready = () => script.deliver('visitor-ready', { conversation: 'c1', epoch: 'e1', top: 12 })
      const add = (seq: number, epoch = 'e1') => script.deliver('message-added', { epoch, seq, message: message(seq) })
      const cursors: [number, number][] = []
      ready()
      const shown = () => conversation.snapshot().messages.map(({ seq }) => seq)

      for (const step of acts) {
        if (step.kind === 'event') add(step.seq)
        else if (step.kind === 'foreign') add(step.seq, 'another')
        else if (step.kind === 'resume') for (let seq = conversation.snapshot().last + 1; seq <= step.kept; seq++) add(seq)
        else {
          script.lose()
          cursors.push([script.hello().after, conversation.snapshot().last])
          ready()
        }
        // At every moment: a beginning of the log, nothing twice, nothing out of place.
        expect(shown()).toEqual(Array.from({ length: shown().length }, (_, index) => index + 1))
      }
      for (const [asked, held] of cursors) expect(asked).toBe(held)
      // Whatever was lost: the widget asks by itself, and asks for exactly what it lacks.
      await time.pass(2_000)
      if (conversation.snapshot().last < 12) {
        gaps++
        const { payload } = script.of('history-request').at(-1)!
        for (let seq = Number(payload['after']) + 1; seq <= 12; seq++) add(seq)
      }
      expect(shown()).toHaveLength(12)
    }),
    { seed: SEED, numRuns: 150 },
  )
  expect(gaps).toBeGreaterThan(20)
})

it(`[C-STREAM] shows only beginnings of one attempt, for any loss, repetition and order of deltas (seed ${SEED})`, () => {
  const attempts = ['the first attempt breaks off', 'a second attempt, which is longer than the first one']
  const act = fc.record({
    attempt: fc.integer({ min: 1, max: 2 }),
    from: fc.integer({ min: 0, max: 52 }),
    length: fc.integer({ min: 1, max: 20 }),
    isStart: fc.boolean(),
    isNext: fc.boolean(),
  })
  let grown = 0
  fc.assert(
    fc.property(fc.array(act, { maxLength: 80 }), (acts) => {
      let answer: StreamingAnswer | undefined
      for (const { attempt, from, length, isStart, isNext } of acts) {
        const text = attempts[attempt - 1]!
        const offset = Math.min(isNext ? (answer?.text.length ?? 0) : from, text.length)
        const before = answer?.attempt ?? 0
        const delta: FromServer['answer-delta'] = { answer: 'a1', attempt, offset, text: text.slice(offset, offset + length) }
        answer = isStart ? startAnswer(answer, { answer: 'a1', attempt }, 0) : applyDelta(answer, delta, 0).answer
        if (!answer) continue
        expect(answer.attempt).toBeGreaterThanOrEqual(before)
        expect(attempts[answer.attempt - 1]!.startsWith(answer.text)).toBe(true)
        if (answer.text.length > 20) grown++
      }
    }),
    { seed: SEED, numRuns: 300 },
  )
  expect(grown).toBeGreaterThan(50)
})
