import { describe, expect, it } from 'vitest'
import { ERRORS } from '../shared/errors.ts'
import { FINAL, readAcknowledgement, readPacket, RETRYABLE } from './wire.ts'

describe('what arrives', () => {
  it('is handed on as it was decoded', () => {
    const payload = { answer: 'a1', attempt: 1, offset: 0, text: 'Hi' }
    expect(readPacket('answer-delta', payload)).toEqual({ event: 'answer-delta', payload })
  })

  it('is skipped where it could not be read, but for its place in the log', () => {
    const code = 'message_malformed'
    expect(readPacket('unreadable', { code })).toBeUndefined()
    expect(readPacket('unreadable', { code, epoch: 'e', seq: 7, id: 'm1' })).toEqual({
      event: 'entry-unreadable',
      payload: { epoch: 'e', seq: 7, id: 'm1' },
    })
  })

  it('takes an acknowledgement that could not be read for a fault of the server’s', () => {
    expect(readAcknowledgement({ refused: { code: 'throttled' } })).toEqual({ refused: { code: 'throttled' } })
    expect(readAcknowledgement(undefined)).toEqual({ refused: { code: 'internal' } })
  })
})

/** Said to people at the desk only. */
const DESK_ONLY = ['help_unavailable']

it('retries what the error table calls retryable, of what a widget can meet, and nothing else', () => {
  const retryable = Object.entries(ERRORS).flatMap(([code, { retryable: may }]) => (may && !DESK_ONLY.includes(code) ? [code] : []))
  expect([...RETRYABLE].sort()).toEqual(retryable.sort())
})

it('takes for the end of trying only what the error table calls not retryable', () => {
  const errors: Record<string, { retryable: boolean } | undefined> = ERRORS
  expect(FINAL.map((code) => [code, errors[code]?.retryable])).toEqual(FINAL.map((code) => [code, false]))
})
