/**
 * Socket.IO's packets as binary frames of our message table: what both ends give Socket.IO as its `parser`. Every packet is one frame, and
 * what is no message of the table does not get past here: an event that cannot be read arrives as `unreadable`, any other packet without what it
 * carries, and a frame that is no packet at all ends the connection.
 */

import { decode, eachField, encode, Malformed } from './codec.ts'
import type { ErrorCode } from './errors.ts'
import { packet, place, type Packet } from './protocol.ts'

/** Of Socket.IO's protocol. */
export const protocol = 5

/** Socket.IO's numbers. Those of packets with attachments are never used: ours are binary as they are. */
export const PacketType = { CONNECT: 0, DISCONNECT: 1, EVENT: 2, ACK: 3, CONNECT_ERROR: 4, BINARY_EVENT: 5, BINARY_ACK: 6 } as const

/** A packet as Socket.IO passes it around. */
export type SocketPacket = { type: number; nsp: string; id?: number | undefined; data?: unknown }

/**
 * Takes the place of an event that is not in this table, or not in its form: `code` says what is wrong with it, the rest is there if it has a
 * place in the log.
 */
export type Unreadable = { code: ErrorCode; epoch?: string; seq?: number; id?: string | undefined }

const KINDS = packet.kind.values as readonly Packet['kind'][]
/** What every packet has; whatever stands behind is what it carries. */
const head = { kind: packet.kind, namespace: packet.namespace, id: packet.id }

/** What stands in a packet beside its head, from what Socket.IO has under `data`. */
function bodyOf(kind: Packet['kind'], data: never): Partial<Packet> {
  const { sid, data: refused, 0: first, 1: second } = (data ?? {}) as { sid?: string; data?: Packet['refused']; 0: never; 1: never }
  switch (kind) {
    case 'connect':
      return sid === undefined ? { hello: data } : { session: sid }
    case 'event':
      return { [first as unknown as string]: second }
    case 'acknowledgement':
      return { acknowledgement: first }
    case 'connect-error':
      return { refused: refused ?? { code: 'message_malformed' } }
    case 'disconnect':
      return {}
  }
}

/** And back. */
function dataOf(message: Packet): unknown {
  const { kind, hello, session, acknowledgement, refused } = message
  switch (kind) {
    case 'connect':
      return session === undefined ? (hello ?? {}) : { sid: session }
    case 'event': {
      const event = Object.keys(message).find((name) => packet[name as keyof Packet].number > packet.refused.number)
      return event ? [event, message[event as keyof Packet]] : undefined
    }
    case 'acknowledgement':
      return [acknowledgement]
    case 'connect-error':
      return { message: refused?.code, data: refused }
    case 'disconnect':
      return undefined
  }
}

/** Throws `Malformed` for what is no packet. */
export function decodePacket(frame: unknown): SocketPacket {
  if (typeof frame === 'string') throw new Malformed()
  const bytes = frame instanceof Uint8Array ? frame : new Uint8Array(frame as ArrayBuffer)
  let code: ErrorCode = 'message_malformed'
  let message: Pick<Packet, 'kind' | 'namespace' | 'id'> | undefined
  let data: unknown
  try {
    const whole = decode(packet, bytes)
    message = whole
    data = dataOf(whole)
  } catch (error) {
    if (error instanceof Malformed) ({ code } = error)
  }
  // What cannot be read whole may still say what it is.
  const { kind, namespace: nsp = '/', id } = message ?? decode(head, bytes)
  if (kind === 'event') data ??= ['unreadable', { code, ...placeOf(bytes) }]
  else if (!message) data = dataOf({ kind })
  return { type: KINDS.indexOf(kind), nsp, id, data }
}

function placeOf(bytes: Uint8Array): Omit<Unreadable, 'code'> {
  let body: Uint8Array = new Uint8Array()
  eachField(bytes, (number, value) => {
    if (number > packet.id.number && value instanceof Uint8Array) body = value
  })
  try {
    const { epoch, seq, message } = decode(place, body)
    return { epoch, seq, id: message?.id }
  } catch {
    return {}
  }
}

/** One frame. */
export function encodePacket({ type, nsp, id, data }: SocketPacket): Uint8Array {
  const kind = KINDS[type] ?? 'event'
  const namespace = nsp === '/' ? {} : { namespace: nsp }
  return encode(packet, { kind, ...namespace, ...(id === undefined ? {} : { id }), ...bodyOf(kind, data as never) })
}

/** The same in the form in which a `Server` and a `Manager` of Socket.IO take it. */
export class Encoder {
  encode(given: SocketPacket): Uint8Array[] {
    return [encodePacket(given)]
  }
}

type Listener = (packet: SocketPacket) => void

/** An emitter of one event, `decoded`, for the one listener that Socket.IO has. */
export class Decoder {
  readonly #decode: (frame: unknown) => SocketPacket
  #decoded: Listener | undefined

  constructor(decode = decodePacket) {
    this.#decode = decode
  }

  on(_event: 'decoded', listener: Listener): void {
    this.#decoded = listener
  }

  off(): void {
    this.#decoded = undefined
  }

  /** Throws `Malformed` for what is no packet; Socket.IO then closes the connection. */
  add(frame: unknown): void {
    this.#decoded?.(this.#decode(frame))
  }

  removeListener(): void {
    this.off()
  }

  destroy(): void {
    this.off()
  }
}
