/**
 * What the page says of its customer, carried to those who answer: once there is a line, and again when it has changed or the
 * conversation is another one. Nobody has checked it. Few pages say anything, so this is loaded only where one does.
 */

import type { FromWidget } from '../shared/protocol.ts'
import type { Settings } from './handover.ts'
import type { Line } from './line.ts'
import type { Snapshot } from './snapshot.ts'

type Described = FromWidget['visitor-describe']
type Said = Pick<Settings, 'label' | 'attributes'>

export type DescriptionOptions = {
  line: Pick<Line, 'request'>
  conversation: { snapshot(): Snapshot; subscribe(listener: () => void): () => void }
  /** For the page's owner. */
  warn?(sentence: string): void
}

const inConsole = (sentence: string) => console.warn(`Kefu: ${sentence}`)

/** Tells the server what `say` was last given, until the conversation is closed. */
export function createDescription({ line, conversation, warn = inConsole }: DescriptionOptions) {
  let wanted: Described | undefined
  /** What was said last, and to which conversation. */
  let told = ''
  let isOnItsWay = false

  function speak() {
    const { connection, conversation: id } = conversation.snapshot()
    const saying = JSON.stringify([id, wanted])
    if (!wanted || connection.state !== 'online' || isOnItsWay || saying === told) return
    isOnItsWay = true
    line
      .request('visitor-describe', wanted)
      .then(({ refused }) => {
        told = saying
        if (refused) warn(`identify and setAttributes were refused: ${refused.code}`)
      })
      // The next connection says it again.
      .catch(() => {})
      .finally(() => {
        isOnItsWay = false
        if (saying === told) speak()
      })
  }
  conversation.subscribe(speak)

  return {
    say(said: Said) {
      wanted = describe(said, warn)
      speak()
    },
  }
}

/** What can be understood of what the page said; its owner is told of the rest. */
export function describe({ label, attributes }: Said, warn: (sentence: string) => void): Described {
  const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
  if (label !== undefined && !isRecord(label)) warn('identify takes { name, email, id, hash }')
  const { name, email, id, hash } = isRecord(label) ? label : {}
  const known = Object.entries({ name, email, userId: id, userHash: hash }).map(([key, value]) => [key, textOf(value)])
  return {
    ...(Object.fromEntries(known.filter(([, text]) => text)) as Omit<Described, 'attributes'>),
    attributes: Object.entries(attributes ?? {}).flatMap(([key, value]) => {
      const text = textOf(value)
      if (text === undefined && value !== undefined && value !== null) warn(`the attribute “${key}” is no text, number, boolean or date`)
      return text === undefined ? [] : { name: key, value: text }
    }),
  }
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)) return String(value)
  return value instanceof Date && Number.isFinite(value.getTime()) ? value.toISOString() : undefined
}
