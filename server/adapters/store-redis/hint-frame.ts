/** A hint on its way from one process to the others: protocol buffers, by the same codec as the wire. */

import { decode, encode } from '../../../shared/codec.ts'
import { list, nested, optional, text } from '../../../shared/fields.ts'
import { deskHint } from '../../../shared/desk-protocol.ts'
import { fromServer } from '../../../shared/protocol.ts'
import type { LogEntry } from '../../ports/conversations.ts'
import type { Hint } from '../../ports/store.ts'

const frame = {
  /** The process that published it, which has told its own listeners already. */
  from: text(1),
  topic: text(2),
  /** In order. Each is the event that a customer is sent. */
  entries: list(
    nested(3, {
      message: optional(nested(1, fromServer['message-added'])),
      floor: optional(nested(2, fromServer['floor-changed'])),
    }),
  ),
  rated: optional(nested(4, fromServer['answer-rated'])),
  desk: optional(nested(5, deskHint)),
  typing: optional(nested(6, fromServer['typing-changed'])),
}

export function encodeHint(from: string, { topic, entries, rated, typing, desk }: Hint): Buffer {
  const bytes = encode(frame, {
    from,
    topic,
    entries: entries.map((entry) => {
      const { epoch, seq } = entry
      return entry.kind === 'message' ? { message: { epoch, seq, message: entry.message } } : { floor: { epoch, seq, floor: entry.floor } }
    }),
    ...(rated ? { rated } : {}),
    ...(desk ? { desk } : {}),
    ...(typing ? { typing } : {}),
  })
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** Throws `Malformed` on anything else. An entry of a later version, which we cannot read, leaves the hint without entries: then the log is read. */
export function decodeHint(bytes: Buffer): { from: string; hint: Hint } {
  const { from, topic, entries, rated, typing, desk } = decode(frame, bytes)
  const known = entries.flatMap(({ message, floor }): LogEntry[] => {
    if (message) return [{ kind: 'message', epoch: message.epoch, seq: message.seq, message: message.message }]
    return floor ? [{ kind: 'floor', epoch: floor.epoch, seq: floor.seq, floor: floor.floor }] : []
  })
  const hint = { topic, entries: known.length === entries.length ? known : [] }
  return { from, hint: { ...hint, ...(rated && { rated }), ...(typing && { typing }), ...(desk && { desk }) } }
}
