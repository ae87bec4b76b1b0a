/** A model that asks for a person, over the real wire. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TOOL_TOKENS } from '../../spend/tokens.ts'
import { callEvents, chunkOf, DONE, eventOf, events, transferCall } from '../../testing/upstream-wire.ts'
import { startUpstream, type Upstream } from '../../testing/upstream.ts'
import { collect, never, question, textOf } from '../answerer.contract.ts'
import { createOpenAiAnswerer } from './answerer-openai.ts'
import { TRANSFER_TOOL } from './transfer-tool.ts'

let upstream: Upstream
beforeAll(async () => {
  upstream = await startUpstream()
})
afterAll(() => upstream.close())

const OFFERED = { ...question, mayTransfer: true }
const CALL = transferCall('Wants her money back. 想退款', 'refund')
const bytesOf = (lines: readonly string[]): Buffer => Buffer.from(lines.join(''))

async function ask(bytes: Uint8Array, { context = OFFERED, tools = true, cuts = [] as number[] } = {}) {
  upstream.replay(bytes, { cuts })
  const answerer = createOpenAiAnswerer({ baseUrl: upstream.url, apiKey: 'k', model: 'm', maxOutputTokens: 100, lingerMs: 20, tools })
  try {
    return await collect(answerer.answer(context, never()))
  } finally {
    await answerer.close()
  }
}

const inOneChunk = (call: unknown, finish = 'stop'): Buffer =>
  bytesOf([events(chunkOf({ role: 'assistant', content: '', tool_calls: [call] }), chunkOf({}, finish)), DONE])

describe('[R-MODEL] a model that asks for a person', () => {
  test('is offered one tool where it may ask, and none where it may not or does not take any', async () => {
    const answer = bytesOf([eventOf(chunkOf({ content: 'Tomorrow.' })), eventOf(chunkOf({}, 'stop')), DONE])
    await ask(answer)
    await ask(answer, { context: { ...question, mayTransfer: false } })
    await ask(answer, { tools: false })
    const offers = upstream.requests.splice(0).map(({ body }) => body?.['tools'])
    expect(offers).toEqual([[TRANSFER_TOOL], undefined, undefined])
    // What is reserved for it before a call is enough.
    expect(Buffer.byteLength(JSON.stringify(TRANSFER_TOOL))).toBeLessThanOrEqual(TOOL_TOKENS.most)
  })

  test('says why, whatever pieces the call comes in', async () => {
    const bytes = bytesOf(callEvents([CALL], { text: 'One moment. ' }))
    const whole = [
      { type: 'transfer', reason: 'Wants her money back. 想退款', intent: 'refund' },
      { type: 'finish', reason: 'stop' },
    ]
    for (const step of [1, 7, 64, bytes.length]) {
      const cuts = Array.from({ length: Math.floor(bytes.length / step) }, (_, index) => index * step)
      const deltas = await ask(bytes, { cuts })
      expect(textOf(deltas)).toBe('One moment. ')
      expect(deltas.filter(({ type }) => type === 'transfer' || type === 'finish')).toEqual(whole)
    }
  })

  const read = { reason: 'Why', intent: 'refund' }
  const given = JSON.stringify(read)
  test.each<[string, Buffer, { reason: string; intent: string }]>([
    ['without a word of text', bytesOf(callEvents([CALL])), { reason: 'Wants her money back. 想退款', intent: 'refund' }],
    ['with a finish of another name', bytesOf(callEvents([transferCall('Why', 'refund')], { finish: 'stop' })), read],
    [
      'with arguments that are cut',
      bytesOf(callEvents([{ ...CALL, arguments: CALL.arguments.slice(0, 20) }], { finish: 'length' })),
      { reason: '', intent: '' },
    ],
    ['with arguments that are no JSON', bytesOf(callEvents([{ ...CALL, arguments: 'because' }])), { reason: '', intent: '' }],
    ['with arguments that are no object', bytesOf(callEvents([{ ...CALL, arguments: '"x"' }])), { reason: '', intent: '' }],
    [
      'with fields that are no text',
      bytesOf(callEvents([{ ...CALL, arguments: '{"reason":{"a":1},"intent":7}' }])),
      { reason: '', intent: '' },
    ],
    ['twice', bytesOf(callEvents([transferCall('Why', 'refund'), transferCall('Again', 'other')])), read],
    [
      'after a tool that nobody offered',
      bytesOf(callEvents([{ name: 'issue_refund', arguments: '{}' }, transferCall('Why', 'refund')])),
      read,
    ],
    [
      'in one chunk, without a place',
      inOneChunk({ id: 'a', type: 'function', function: { name: 'transfer_to_human', arguments: given } }),
      read,
    ],
    ['with arguments as an object', inOneChunk({ function: { name: 'transfer_to_human', arguments: read } }), read],
    [
      'at the place of another call',
      bytesOf([
        events(
          chunkOf({ tool_calls: [{ index: 0, id: 'a', function: { name: 'other', arguments: '{}' } }] }),
          chunkOf({ tool_calls: [{ index: 0, id: 'b', function: { name: 'transfer_to_human', arguments: given } }] }),
          chunkOf({}, 'tool_calls'),
        ),
        DONE,
      ]),
      read,
    ],
    [
      'at great length, and with more than text',
      bytesOf(callEvents([transferCall(`One\n\u202Etwo\u0000 ${'x'.repeat(900)}`, 'a'.repeat(90))])),
      { reason: `One two ${'x'.repeat(191)}…`, intent: `${'a'.repeat(39)}…` },
    ],
  ])('asks %s', async (_name, bytes, expected) => {
    expect((await ask(bytes)).filter(({ type }) => type === 'transfer')).toEqual([{ type: 'transfer', ...expected }])
  })

  test('does nothing by any other tool', async () => {
    const strange = callEvents([{ name: 'issue_refund', arguments: '{"amount":1000}' }])
    await expect(ask(bytesOf(strange))).rejects.toMatchObject({ kind: 'unexpected_finish' })
    const withText = await ask(bytesOf(callEvents([{ name: 'issue_refund', arguments: '{}' }], { text: 'Tomorrow.', finish: 'stop' })))
    expect(withText.map(({ type }) => type)).not.toContain('transfer')
  })

  test('asks in vain where it was not offered the tool, or breaks off', async () => {
    await expect(ask(bytesOf(callEvents([CALL])), { tools: false })).rejects.toMatchObject({ kind: 'unexpected_finish' })
    await expect(ask(bytesOf(callEvents([CALL]).slice(0, -3)))).rejects.toMatchObject({ kind: 'incomplete' })
  })
})
