/**
 * Packets on the wire: how large a frame is, and what writing and reading it costs, beside Socket.IO's own parser and the one for msgpack, in one
 * run: `npm run bench:wire`. What every parser gives back is compared with what it was given before anything is timed.
 */

import { deepStrictEqual } from 'node:assert'
import * as msgpackParser from 'socket.io-msgpack-parser'
import * as defaultParser from 'socket.io-parser'
import * as ourParser from '../shared/parser.ts'

type Packet = { type: number; nsp: string; id?: number; data: unknown }
type Frame = string | Uint8Array
type Parser = {
  Encoder: new () => { encode(packet: Packet): Frame[] }
  Decoder: new () => { on(event: 'decoded', listener: (packet: Packet) => void): unknown; add(frame: Frame): void }
}

const answer = '01a20458-7a4e-7f81-9c51-0242ac130003'
const event = (name: string, body: object, id?: number): Packet => ({
  type: 2,
  nsp: '/',
  ...(id === undefined ? {} : { id }),
  data: [name, body],
})

/** What passes most, and what is largest. */
const PACKETS: Record<string, Packet> = {
  'a delta of one word': event('answer-delta', { answer, attempt: 1, offset: 412, text: ' lamp' }),
  'a delta of 80 characters': event('answer-delta', {
    answer,
    attempt: 1,
    offset: 412,
    text: ' lasts ten hours on one charge, and ninety when it is dimmed to its lowest step.',
  }),
  'a delta in Chinese': event('answer-delta', { answer, attempt: 1, offset: 412, text: '充满电后可以连续使用十个小时，' }),
  'a message sent': event(
    'message-send',
    { conversation: answer, cid: answer, text: 'How long does it last on one charge?', locale: 'en' },
    7,
  ),
  'its acknowledgement': {
    type: 3,
    nsp: '/',
    id: 7,
    data: [
      { accepted: { id: answer, seq: 12, epoch: 'k3J9xQ2mZp4W', at: 1_795_369_381_610, text: 'How long does it last on one charge?' } },
    ],
  },
  'an answer of 1,000 characters': event('message-added', {
    epoch: 'k3J9xQ2mZp4W',
    seq: 13,
    message: {
      id: answer,
      author: { kind: 'bot', name: 'Mira' },
      text: 'It lasts ten hours. '.repeat(50),
      at: 1_795_369_381_610,
      origin: 'model',
      outcome: 'complete',
      suggestions: [],
      attachments: [],
    },
  }),
}

const PARSERS: Record<string, Parser> = {
  ours: ourParser as unknown as Parser,
  default: defaultParser as unknown as Parser,
  msgpack: msgpackParser as unknown as Parser,
}

const ROUNDS = 9
const CALLS = 20_000

function readOnce(decoder: InstanceType<Parser['Decoder']>, frames: Frame[]): Packet {
  let read: Packet | undefined
  decoder.on('decoded', (packet) => (read = packet))
  for (const frame of frames) decoder.add(frame)
  if (!read) throw new Error('nothing was decoded')
  return read
}

/** Nanoseconds a call: the median of the rounds, in which all parsers take turns. */
const median = (values: number[]): number => values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN

function nanoseconds(run: () => void): number {
  const start = process.hrtime.bigint()
  for (let call = 0; call < CALLS; call++) run()
  return Number(process.hrtime.bigint() - start) / CALLS
}

const sizeOf = (frames: Frame[]): number => frames.reduce((sum, frame) => sum + Buffer.byteLength(frame), 0)

const rows: Record<string, Record<string, number | string>> = {}
for (const [what, packet] of Object.entries(PACKETS)) {
  const sides = Object.entries(PARSERS).map(([name, { Encoder, Decoder }]) => {
    const encoder = new Encoder()
    const frames = encoder.encode(structuredClone(packet))
    const { type, nsp, id, data } = readOnce(new Decoder(), frames)
    deepStrictEqual({ type, nsp, ...(id === undefined ? {} : { id }), data }, packet, `${name} gives back what it was given: ${what}`)
    const decoder = new Decoder()
    decoder.on('decoded', () => {})
    return {
      name,
      bytes: sizeOf(frames),
      write: () => void encoder.encode(packet),
      read: () => frames.forEach((frame) => decoder.add(frame)),
      writing: [] as number[],
      reading: [] as number[],
    }
  })
  for (let round = 0; round < ROUNDS; round++) {
    for (const side of sides) {
      side.writing.push(nanoseconds(side.write))
      side.reading.push(nanoseconds(side.read))
    }
  }
  for (const { name, bytes, writing, reading } of sides) {
    rows[`${what}, ${name}`] = { bytes, 'write ns': Math.round(median(writing)), 'read ns': Math.round(median(reading)) }
  }
}
console.table(rows)
