import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encode, Malformed } from './codec.ts'
import { decodePacket, Decoder, Encoder, PacketType } from './parser.ts'
import { fromServer, fromWidget, packet, type Message, type Packet } from './protocol.ts'

type Received = { type: number; nsp: string; id?: number; data?: unknown }

function receive(frame: unknown): Received {
  const received: Received[] = []
  const decoder = new Decoder()
  decoder.on('decoded', (given) => received.push(given as Received))
  decoder.add(frame)
  expect(received.length).toBe(1)
  return received[0]!
}

const send = (given: Received): Uint8Array => {
  const frames = new Encoder().encode(given)
  expect(frames.length).toBe(1)
  return frames[0]!
}

const bytesOf = (message: Packet, ...more: number[]): Uint8Array => Buffer.concat([encode(packet, message), Buffer.from(more)])

describe('a packet', () => {
  test.each([
    ['what a widget says first', { type: 0, nsp: '/', data: { protocol: 1, after: 7, locale: 'en' } }],
    ['the answer to that', { type: 0, nsp: '/', data: { sid: 'abc' } }],
    ['a refused connection', { type: 4, nsp: '/', data: { message: 'site_unknown', data: { code: 'site_unknown' } } }],
    ['an event', { type: 2, nsp: '/', data: ['answer-stop', { answer: 'x' }] }],
    ['an event that wants an answer', { type: 2, nsp: '/desk', id: 12, data: ['answer-stop', { answer: 'x' }] }],
    ['an acknowledgement', { type: 3, nsp: '/', id: 0, data: [{ refused: { code: 'throttled', retryAfterMs: 5 } }] }],
    ['an acknowledgement of nothing more', { type: 3, nsp: '/', id: 0, data: [{}] }],
    ['a goodbye', { type: 1, nsp: '/' }],
  ])('arrives as it was sent: %s', (_what, given: Received) => {
    expect(receive(send(given))).toEqual(given)
  })

  test('has room for every event of the table, under a number of its own', () => {
    const events = [...Object.keys(fromServer), ...Object.keys(fromWidget)]
    const {
      kind: _kind,
      namespace: _namespace,
      id: _id,
      acknowledgement: _ack,
      hello: _hello,
      session: _session,
      refused: _refused,
      ...bodies
    } = packet
    expect(Object.keys(bodies).toSorted()).toEqual(events.toSorted())
    for (const [event, body] of Object.entries(bodies)) expect(body.schema).toBe({ ...fromServer, ...fromWidget }[event as 'answer-stop'])
  })

  test('is read from a buffer of the network’s as well as from a browser’s', () => {
    const frame = send({ type: 1, nsp: '/' })
    for (const given of [frame, Buffer.from(frame), new Uint8Array(frame).buffer]) expect(receive(given).type).toBe(PacketType.DISCONNECT)
  })

  test('keeps its place in the log where it cannot be read', () => {
    const code = 'message_malformed'
    // An event of number 99 with epoch e and place 7, and one with a message m1 in it.
    expect(receive(bytesOf({ kind: 'event' }, 0x9a, 0x06, 5, 0x0a, 1, 0x65, 0x10, 7)).data).toEqual([
      'unreadable',
      { code, epoch: 'e', seq: 7 },
    ])
    const message = { id: 'm1', author: { kind: 'bot' as const }, text: 'x', at: 1, suggestions: [], attachments: [] } satisfies Message
    const frame = Buffer.from(bytesOf({ kind: 'event', 'message-added': { epoch: 'e', seq: 7, message } }))
    frame[frame.indexOf(Buffer.from([0x1a, 2, 0x08, 1])) + 3] = 9
    expect(receive(frame).data).toEqual(['unreadable', { code, epoch: 'e', seq: 7, id: 'm1' }])
  })

  test('that says nothing, or no event that anybody knows, is unreadable; the rest is without what it carries', () => {
    const unreadable = ['unreadable', { code: 'message_malformed' }]
    expect(receive(bytesOf({ kind: 'event', id: 3 }))).toEqual({ type: 2, nsp: '/', id: 3, data: unreadable })
    expect(receive(bytesOf({ kind: 'event' }, 0x9a, 0x06, 1, 5)).data).toEqual(unreadable)
    expect(receive(bytesOf({ kind: 'event', session: 'x', refused: { code: 'x' } })).data).toEqual(unreadable)
    expect(receive(bytesOf({ kind: 'acknowledgement', id: 1 })).data).toEqual([undefined])
    expect(receive(bytesOf({ kind: 'connect' }, 0x2a, 1, 5)).data).toEqual({})
  })

  test.each([
    ['text', '2["answer-stop",{}]'],
    ['nothing', new Uint8Array()],
    ['a kind of later', Uint8Array.of(8, 17)],
    ['noise', Uint8Array.of(0xff, 0xff)],
  ])('that is %s is none', (_what, frame) => {
    expect(() => receive(frame)).toThrow(Malformed)
  })
})

/** Marsaglia's xorshift: the same numbers for the same seed everywhere. */
function random(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}

const VALID: Packet[] = [
  { kind: 'connect', hello: { protocol: 1, token: 't'.repeat(22), conversation: 'c', epoch: 'e', after: 300, locale: 'zh-Hant' } },
  {
    kind: 'event',
    id: 300,
    'message-send': { conversation: 'c'.repeat(36), cid: 'i'.repeat(36), text: 'How long is 客服 🧭?', locale: 'en' },
  },
  { kind: 'event', 'answer-delta': { answer: 'a'.repeat(36), attempt: 1, offset: 70_000, text: ' token' } },
  {
    kind: 'event',
    'message-added': {
      epoch: 'e',
      seq: 2 ** 40,
      message: {
        id: 'm',
        author: { kind: 'bot', name: 'Mira' },
        text: 'x'.repeat(200),
        at: 1_795_000_000_000,
        origin: 'model',
        outcome: 'complete',
        suggestions: ['one', 'two'],
        attachments: [],
      },
    },
  },
  { kind: 'event', 'visitor-describe': { attributes: [{ name: 'plan', value: 'gold' }] } },
  { kind: 'acknowledgement', id: 5, acknowledgement: { accepted: { id: 'm', seq: 1, epoch: 'e', at: 5, text: 'x' } } },
  { kind: 'connect-error', refused: { code: 'throttled', retryAfterMs: 1_000 } },
]

describe('whatever else arrives', () => {
  test('is refused, or is a valid packet no larger than a small multiple of its bytes: 120,000 mutations (seeds 1 to 12)', () => {
    const counted = { refused: 0, unreadable: 0, read: 0 }
    let largest = 0
    for (let seed = 1; seed <= 12; seed++) {
      const pick = random(seed * 7_919)
      for (let round = 0; round < 10_000; round++) {
        const frame = mutate(encode(packet, VALID[pick(VALID.length)]!), pick)
        const outcome = tryReceive(frame)
        if (outcome) largest = Math.max(largest, JSON.stringify(outcome).length / (frame.length + 40))
        counted[outcome ? (isUnreadable(outcome) ? 'unreadable' : 'read') : 'refused']++
        if (outcome?.type === PacketType.EVENT && !isUnreadable(outcome) && round % 10 === 0)
          expect(receive(send(outcome))).toEqual(outcome)
      }
    }
    // All three happen, and often: else the mutations would be too mild or too wild to show anything.
    for (const count of Object.values(counted)) expect(count).toBeGreaterThan(10_000)
    expect(largest).toBeLessThan(8)
  }, 120_000)

  test('is refused or read, when it is bytes of nothing at all (seed 5)', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        tryReceive(bytes)
      }),
      { seed: 5, numRuns: 20_000 },
    )
  })

  test('costs what its bytes cost, whatever lengths it claims: a frame of the largest size full of the smallest items', () => {
    const frame = Buffer.concat([
      encode(packet, { kind: 'event' }),
      Buffer.from([0xc2, 0x01, 0xfc, 0xff, 0x01]),
      Buffer.alloc(32_764, Buffer.from([0x22, 0])),
    ])
    expect(receive(frame).data).toEqual(['unreadable', { code: 'message_malformed' }])
  })
})

const isUnreadable = ({ data }: Received): boolean => Array.isArray(data) && data[0] === 'unreadable'

/** `undefined` for what is refused; any other error is one of ours. */
function tryReceive(frame: Uint8Array): Received | undefined {
  try {
    return decodePacket(frame) as Received
  } catch (error) {
    if (error instanceof Malformed) return undefined
    throw error
  }
}

/** One to three of: a bit, a byte, a cut, a repetition, a foreign piece, a length that lies. */
function mutate(valid: Uint8Array, pick: (below: number) => number): Uint8Array {
  let bytes = Buffer.from(valid)
  for (let left = 1 + pick(3); left > 0; left--) {
    const at = pick(bytes.length || 1)
    switch (pick(6)) {
      case 0:
        bytes[at] = (bytes[at] ?? 0) ^ (1 << pick(8))
        break
      case 1:
        bytes[at] = pick(256)
        break
      case 2:
        bytes = bytes.subarray(0, at)
        break
      case 3:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(pick(at + 1))])
        break
      case 4:
        bytes = Buffer.concat([bytes.subarray(0, at), encode(packet, VALID[pick(VALID.length)]!), bytes.subarray(at)])
        break
      default:
        bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from([0xff, 0xff, 0xff, 0x7f]), bytes.subarray(at)])
    }
  }
  return bytes
}
