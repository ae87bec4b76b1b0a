/**
 * A reader's copy of a conversation's log, in the widget and at the desk: pure functions over immutable values. Rules [C-SEQ] and [C-EPOCH] of
 * `docs/spec.md` live here and nowhere else.
 */

import type { Floor, FromServer, Message, Rating } from './protocol.ts'

export type LogMessage = Omit<Message, 'rating'> & { readonly seq: number; readonly rating?: Rating | undefined }

export type Log = {
  readonly epoch: string
  /** `seq` of the last entry that was applied; 0 for none. */
  readonly last: number
  readonly messages: readonly LogMessage[]
  readonly floor: Floor
}

/** A durable event that says something which this reader cannot read. `id` is its message's, if it has one. */
export type UnreadableEntry = { event: 'entry-unreadable'; payload: { epoch: string; seq: number; id: string | undefined } }

export type Entry =
  | { event: 'message-added'; payload: FromServer['message-added'] }
  | { event: 'floor-changed'; payload: FromServer['floor-changed'] }
  | UnreadableEntry

export type Verdict = 'applied' | 'old' | 'gap' | 'foreign'

/** Nothing of it, or nothing behind `last`: what lies before that is not read. */
export const emptyLog = (epoch: string, last: number): Log => ({ epoch, last, messages: [], floor: { state: 'bot', reason: '', since: 0 } })

/** Only the entry after the last one changes anything; the verdict says what to do about any other. */
export function applyEntry(log: Log, entry: Entry): { log: Log; verdict: Verdict } {
  const { epoch, seq } = entry.payload
  if (epoch !== log.epoch || epoch === '') return { log, verdict: 'foreign' }
  if (seq <= log.last) return { log, verdict: 'old' }
  if (seq > log.last + 1) return { log, verdict: 'gap' }
  return { log: { ...log, last: seq, ...change(log, entry) }, verdict: 'applied' }
}

function change(log: Log, entry: Entry): Partial<Log> {
  switch (entry.event) {
    case 'message-added':
      return { messages: [...log.messages, { ...entry.payload.message, seq: entry.payload.seq }] }
    case 'floor-changed':
      return { floor: entry.payload.floor }
    case 'entry-unreadable':
      return {}
  }
}
