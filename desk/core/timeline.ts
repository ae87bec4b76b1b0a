/**
 * The lines of a conversation as the desk shows them: the customer's log by the same rules as the customer's own widget follows it, with what only the desk
 * knows beside it, and the notes each behind the entry after which it was written.
 */

import type { DeskEntry, FilterMark, Note, RouteMark } from '../../shared/desk.ts'
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

/** The log's own lines of a page that was read; its notes stand among the others. */
export const linesOfPage = (entries: readonly DeskEntry[]): (MessageLine | FloorLine)[] =>
  entries.flatMap((entry) => (entry.kind === 'note' ? [] : [entry.kind === 'message' ? lineOfMessage(entry) : floorLine(entry)]))

const floorLine = ({ seq, floor }: { seq: number; floor: Floor }): FloorLine => ({ kind: 'floor', seq, floor })

/** Notes among the entries, which begin behind `start`. Both lists are in their own order. */
export function merged(log: readonly (MessageLine | FloorLine)[], notes: readonly Note[], start: number): Line[] {
  const lines: Line[] = []
  let next = notes.findIndex(({ after }) => after >= start)
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
