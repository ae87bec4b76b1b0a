/** What the customer asks of the conversation besides writing: each is one request, whose refusal is told. */

import type { Refused } from '../shared/protocol.ts'
import type { Line } from './line.ts'
import type { Bubble } from './streaming-answer.ts'

export type CommandsOptions = {
  line: Line
  locale(): string
  bubble: Bubble
  conversation(): string
  isOnline(): boolean
  failed(code: string): void
  changed(): void
}

export function createCommands({ line, locale, bubble, conversation, isOnline, failed, changed }: CommandsOptions) {
  /** A refusal is told to the customer as such; a lost line needs no words beyond the strip that says so. */
  function command(request: Promise<{ refused?: Refused }>, undo = () => {}) {
    const tell = (code: string) => {
      undo()
      failed(code)
    }
    request.then(
      ({ refused }) => refused && tell(refused.code),
      () => tell('unavailable'),
    )
    changed()
  }

  return {
    stop() {
      const answer = bubble.current()
      if (!answer || answer.ended || !isOnline()) return
      bubble.markStopping(answer.answer, true)
      command(line.request('answer-stop', { answer: answer.answer }), () => bubble.markStopping(answer.answer, false))
    },
    startConversation() {
      if (isOnline()) command(line.request('conversation-start', { locale: locale() }))
    },
    cancelHandoff() {
      if (isOnline()) command(line.request('handoff-cancel', { conversation: conversation() }))
    },
  }
}
