import { describe, expect, test } from 'vitest'
import { deskPacket, summaryFromWire, type ToDesk } from './desk-protocol.ts'
import { decodeDeskPacket, encodeDeskPacket } from './desk-parser.ts'
import { decodePacket, encodePacket, PacketType, type SocketPacket } from './parser.ts'
import { packet } from './protocol.ts'

const event = (name: string, message: object, id?: number): SocketPacket => ({
  type: PacketType.EVENT,
  nsp: '/',
  id,
  data: [name, message],
})

const changed: ToDesk['conversation-changed'] = {
  summary: {
    id: 'c',
    site: 's',
    revision: 7,
    fence: 2,
    epoch: 'e',
    top: 5,
    floor: { state: 'waiting', reason: 'word', since: 1, queuedAt: 1, position: 2 },
    visitor: { id: 'v' },
    createdAt: 1,
    lastAt: 2,
    last: { author: 'visitor', text: '人工' },
  },
}

describe('the parser between desk and server', () => {
  test.each([
    event('desk-watch', { conversation: 'c', epoch: '', after: 0 }, 4),
    event('conversation-changed', changed),
    event('conversation-event', { conversation: 'c', 'answer-delta': { answer: 'a', attempt: 1, offset: 0, text: 'hello' } }),
  ])('gives back what it was given: $data.0', (given) => {
    expect(decodeDeskPacket(encodeDeskPacket(given))).toEqual(given)
  })

  test('packets that are no events of the desk are those of the widget’s parser, byte for byte', () => {
    for (const given of [
      { type: PacketType.CONNECT, nsp: '/', id: undefined, data: { sid: 'abc' } },
      { type: PacketType.ACK, nsp: '/', id: 3, data: [{ refused: { code: 'not_found' } }] },
      { type: PacketType.CONNECT_ERROR, nsp: '/', id: undefined, data: { message: 'x', data: { code: 'person_unknown' } } },
    ]) {
      expect(encodeDeskPacket(given)).toEqual(encodePacket(given))
      expect(decodeDeskPacket(encodePacket(given))).toEqual(decodePacket(encodePacket(given)))
    }
  })

  test('an event of the desk that is not in its form arrives as unreadable', () => {
    const frame = encodeDeskPacket(event('desk-watch', { conversation: 'c' }, 9))
    expect(decodeDeskPacket(frame)).toMatchObject({ id: 9, data: ['unreadable', { code: 'message_malformed' }] })
  })

  test('the widget’s parser knows none of the desk’s events', () => {
    const frame = encodeDeskPacket(event('read', { conversation: 'c', seq: 3 }))
    expect(decodePacket(frame)).toMatchObject({ data: ['unreadable', {}] })
  })

  test('a summary over the socket is the summary of HTTP', () => {
    const { summary } = changed
    expect(summaryFromWire(summary)).toEqual(summary)
    const floor = { state: 'agent' as const, reason: 'taken', since: 3, person: { id: 'p', name: 'Ada' } }
    expect(summaryFromWire({ ...summary, floor }).floor).toEqual(floor)
  })

  test('no number stands in both tables but those of the head', () => {
    const theirs = Object.values(packet).map(({ number }) => number)
    const both = Object.entries(deskPacket).flatMap(([name, { number }]) => (theirs.includes(number) ? [name] : []))
    expect(both).toEqual(['kind', 'namespace', 'id'])
  })
})
