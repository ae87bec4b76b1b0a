import { describe, expect, it } from 'vitest'
import { ERRORS } from '../shared/errors.ts'
import { readAcknowledgement, readPacket, RETRYABLE } from './wire.ts'

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
    ['a word that is none of the list', 'floor-changed', { epoch: 'e', seq: 1, floor: { state: 'robot', reason: '', since: 0 } }],
  ])('is skipped with %s', (_what, event, payload) => {
    expect(readPacket(event, payload)).toBeUndefined()
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
