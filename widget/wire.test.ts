import { describe, expect, it } from 'vitest'
import { ERRORS } from '../shared/errors.ts'
import { FINAL, readAcknowledgement, readPacket, RETRYABLE } from './wire.ts'

describe('what arrives', () => {
  it('passes with exactly the fields of the table', () => {
    const payload = { answer: 'a1', attempt: 1, offset: 0, text: 'Hi', invented: 'later' }
    expect(readPacket('answer-delta', payload)).toEqual({
      event: 'answer-delta',
      payload: { answer: 'a1', attempt: 1, offset: 0, text: 'Hi' },
    })
  })

  it.each([
    ['an unknown event', 'typing-changed', {}],
    ['a name of every object', 'constructor', {}],
    ['no payload', 'message-added', undefined],
    ['a field of another type', 'answer-delta', { answer: 'a1', attempt: '1', offset: 0, text: 'x' }],
    ['a missing field', 'answer-delta', { answer: 'a1', attempt: 1, text: 'x' }],
    ['a negative position', 'answer-delta', { answer: 'a1', attempt: 1, offset: -1, text: 'x' }],
    ['half a character', 'answer-delta', { answer: 'a1', attempt: 1, offset: 0, text: '\uD83D' }],
  ])('is skipped with %s', (_what, event, payload) => {
    expect(readPacket(event, payload)).toBeUndefined()
  })

  const written = { id: 'm1', author: { kind: 'bot' }, text: 'Hi', at: 1, origin: 'model', suggestions: [], attachments: [] }

  it('does without a word of a later version where a word may be missing', () => {
    const { origin: _origin, ...message } = written
    const payload = { epoch: 'e', seq: 1, message: { ...written, origin: 'document' } }
    expect(readPacket('message-added', payload)).toEqual({ event: 'message-added', payload: { epoch: 'e', seq: 1, message } })
  })

  it.each([
    ['an event of a later version', 'rating-added', { rating: 5 }, undefined],
    ['a word of a later version', 'floor-changed', { floor: { state: 'robot', reason: '', since: 0 } }, undefined],
    ['a message of a later form', 'message-added', { message: { ...written, author: { kind: 'robot' } } }, 'm1'],
    ['a message that is none', 'message-added', { message: 5 }, undefined],
  ])('keeps the place in the log of %s', (_what, event, rest, id) => {
    const payload = { epoch: 'e', seq: 7, ...rest }
    expect(readPacket(event, payload)).toEqual({ event: 'entry-unreadable', payload: { epoch: 'e', seq: 7, id } })
    for (const seq of ['7', -1, 1.5, undefined]) expect(readPacket(event, { ...payload, seq })).toBeUndefined()
  })

  it('takes a malformed acknowledgement for none', () => {
    expect(readAcknowledgement('message-send', { refused: { code: 'throttled' } })).toEqual({ refused: { code: 'throttled' } })
    for (const payload of [undefined, 'ok', { accepted: { id: 'x' } }])
      expect(() => readAcknowledgement('message-send', payload)).toThrow('malformed')
  })
})

it('retries what the error table calls retryable, of what a widget can meet, and nothing else', () => {
  const retryable = Object.entries(ERRORS).flatMap(([code, { retryable: may }]) => (may ? [code] : []))
  expect([...RETRYABLE].sort()).toEqual(retryable.sort())
})

it('takes for the end of trying only what the error table calls not retryable', () => {
  const errors: Record<string, { retryable: boolean } | undefined> = ERRORS
  expect(FINAL.map((code) => [code, errors[code]?.retryable])).toEqual(FINAL.map((code) => [code, false]))
})
