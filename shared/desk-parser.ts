/**
 * Socket.IO's packets between desk and server: the visitors' parser, and before it a look for the desk's own events. So the widget's parser stays as
 * small as it is.
 */

import { decode, encode, Malformed } from './codec.ts'
import { deskPacket } from './desk-protocol.ts'
import { Decoder as VisitorDecoder, decodePacket, encodePacket, PacketType, type SocketPacket } from './parser.ts'

export { PacketType, protocol } from './parser.ts'

const HEAD = ['kind', 'namespace', 'id']
const EVENTS = new Set(Object.keys(deskPacket).filter((name) => !HEAD.includes(name)))

/** One frame. */
export function encodeDeskPacket(given: SocketPacket): Uint8Array {
  const [event, message] = given.type === PacketType.EVENT ? (given.data as [string, never]) : []
  if (event === undefined || !EVENTS.has(event)) return encodePacket(given)
  const namespace = given.nsp === '/' ? {} : { namespace: given.nsp }
  return encode(deskPacket, { kind: 'event', ...namespace, ...(given.id === undefined ? {} : { id: given.id }), [event]: message })
}

/** Throws `Malformed` for what is no packet. */
export function decodeDeskPacket(frame: unknown): SocketPacket {
  return deskEventIn(frame) ?? decodePacket(frame)
}

/** What is no event of the desk's, or not in its form, is the other parser's to judge. */
function deskEventIn(frame: unknown): SocketPacket | undefined {
  if (typeof frame === 'string') return undefined
  try {
    const message = decode(deskPacket, frame instanceof Uint8Array ? frame : new Uint8Array(frame as ArrayBuffer))
    const event = Object.keys(message).find((name) => EVENTS.has(name)) as keyof typeof message | undefined
    if (message.kind !== 'event' || event === undefined) return undefined
    return { type: PacketType.EVENT, nsp: message.namespace ?? '/', id: message.id, data: [event, message[event]] }
  } catch (error) {
    if (error instanceof Malformed) return undefined
    throw error
  }
}

/** The same in the form in which a `Server` and a `Manager` of Socket.IO take it. */
export class Encoder {
  encode(given: SocketPacket): Uint8Array[] {
    return [encodeDeskPacket(given)]
  }
}

export class Decoder extends VisitorDecoder {
  constructor() {
    super(decodeDeskPacket)
  }
}
