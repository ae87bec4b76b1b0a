/** Packets as bytes, for tests that have to say more or less than the message table can. */

import { decode, encode } from '../../shared/codec.ts'
import { packet, type Packet } from '../../shared/protocol.ts'

type Sent = Partial<Packet> & Pick<Packet, 'kind'>

export const frame = (sent: Sent): Buffer => Buffer.from(encode(packet, sent as Packet))

/** As long-polling carries it. */
export const inPoll = (sent: Sent): string => `b${frame(sent).toString('base64')}`

export const fromPoll = (payload: string): Packet[] =>
  payload.split('\x1e').flatMap((part) => (part.startsWith('b') ? [decode(packet, Buffer.from(part.slice(1), 'base64'))] : []))

/** A field of any number with bytes of any form. */
export const rawField = (number: number, bytes: Uint8Array): Buffer => Buffer.concat([varint(number * 8 + 2), varint(bytes.length), bytes])

function varint(value: number): Buffer {
  const bytes: number[] = []
  let left = value
  for (; left > 127; left = Math.floor(left / 128)) bytes.push((left % 128) + 128)
  return Buffer.from([...bytes, left])
}
