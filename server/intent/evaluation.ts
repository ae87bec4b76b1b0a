/** How well messages with known labels are read: what was taken for what, and the usual measures of it. */

import type { LabelledMessage } from './labelled-messages.ts'
import { readIntent } from './read-intent.ts'
import { INTENTS, type Intent, type Reading } from './reading.ts'

/** What is not sure is not acted on: it goes the way of an ordinary message. */
export type ReadMessage = LabelledMessage & { read: Intent; because: string }

export type Measure = { intent: Intent; messages: number; read: number; right: number; precision: number; recall: number; f1: number }

export type Evaluation = {
  messages: number
  right: number
  /** By label, then by what it was read as. */
  table: Record<Intent, Record<Intent, number>>
  measures: Measure[]
  /** Ordinary messages that would have been given to a person. */
  falseAlarms: { messages: number; of: number }
}

export function readAll(messages: readonly LabelledMessage[], read: (text: string) => Reading = readIntent): ReadMessage[] {
  return messages.map((message) => {
    const { intent, sure, because } = read(message.text)
    return { ...message, read: sure ? intent : 'ordinary', because }
  })
}

export function evaluate(messages: readonly ReadMessage[]): Evaluation {
  const none = (): Record<Intent, number> => ({ person: 0, complaint: 0, greeting: 0, thanks: 0, ordinary: 0 })
  const table = { person: none(), complaint: none(), greeting: none(), thanks: none(), ordinary: none() }
  for (const { label, read } of messages) table[label][read] += 1
  const measures = INTENTS.map((intent): Measure => {
    const labelled = INTENTS.reduce((sum, other) => sum + table[intent][other], 0)
    const read = INTENTS.reduce((sum, other) => sum + table[other][intent], 0)
    const right = table[intent][intent]
    return {
      intent,
      messages: labelled,
      read,
      right,
      precision: right / read,
      recall: right / labelled,
      f1: (2 * right) / (labelled + read),
    }
  })
  const { person, complaint } = table.ordinary
  return {
    messages: messages.length,
    right: measures.reduce((sum, { right }) => sum + right, 0),
    table,
    measures,
    falseAlarms: { messages: person + complaint, of: measures.find(({ intent }) => intent === 'ordinary')?.messages ?? 0 },
  }
}

/** What was read wrongly; first what takes the assistant away from somebody who did not ask for that, then who is not heard, then small talk. */
export const wrongOnes = (messages: readonly ReadMessage[]): ReadMessage[] =>
  messages.filter(({ label, read }) => label !== read).toSorted((one, other) => weight(one) - weight(other))

const NEEDS_PERSON: readonly Intent[] = ['person', 'complaint']
const weight = ({ label, read }: ReadMessage): number =>
  NEEDS_PERSON.includes(read) && !NEEDS_PERSON.includes(label) ? 0 : NEEDS_PERSON.includes(label) && !NEEDS_PERSON.includes(read) ? 1 : 2
