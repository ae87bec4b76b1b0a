/**
 * The lines of a conversation as the desk shows them: the customer's log by the same rules as the customer's own widget follows it, with what only the desk
 * knows beside it, and the notes each behind the entry after which it was written.
 */

import type { FilterMark, Note, RouteMark } from '../../shared/desk.ts'
import type { ConversationEvent } from '../../shared/desk-protocol.ts'
import type { Floor, Message, Rating } from '../../shared/protocol.ts'

export type MessageLine = {
  readonly kind: 'message'
  readonly seq: number
  readonly message: Message
  readonly route?: RouteMark | undefined
  readonly marks: readonly FilterMark[]
}
export type FloorLine = { readonly kind: 'floor'; readonly seq: number; readonly floor: Floor }
export type NoteLine = { readonly kind: 'note'; readonly note: Note }
export type Line = MessageLine | FloorLine | NoteLine

export type Added = NonNullable<ConversationEvent['message-added']>

export const lineOfMessage = ({ seq, message, route, marks }: Added): MessageLine => ({ kind: 'message', seq, message, route, marks })

/** Notes among the entries. Both lists are in their own order. */
export function merged(log: readonly (MessageLine | FloorLine)[], notes: readonly Note[]): Line[] {
  const lines: Line[] = []
  let next = 0
  const addNotes = (upTo: number) => {
    for (let note = notes[next]; note && note.after < upTo; note = notes[++next]) lines.push({ kind: 'note', note })
  }
  for (const line of log) {
    addNotes(line.seq)
    lines.push(line)
  }
  addNotes(Infinity)
  return lines
}

/** By number, each once; a note that was told twice is the same. */
export function withNote(notes: readonly Note[], note: Note): readonly Note[] {
  if (notes.some(({ id }) => id === note.id)) return notes
  return [...notes, note].toSorted((one, other) => one.number - other.number)
}

export const rated = (line: MessageLine | FloorLine, answer: string, rating: Rating | undefined): MessageLine | FloorLine => {
  if (line.kind !== 'message' || line.message.id !== answer) return line
  const { rating: _before, ...message } = line.message
  return { ...line, message: rating ? { ...message, rating } : message }
}
