/** What the customer asks of the conversation besides writing: each is one request, whose refusal is told. */

import type { Rating, Refused } from '../shared/protocol.ts'
import type { Draft } from './draft.ts'
import type { FollowedLog } from './followed-log.ts'
import type { Line } from './line.ts'
import type { Outbox } from './outbox.ts'
import type { Bubble } from './streaming-answer.ts'

export type CommandsOptions = {
  line: Line
  locale(): string
  bubble: Bubble
  log: FollowedLog
  outbox: Outbox
  draft: Draft
  conversation(): string
  isOnline(): boolean
  failed(code: string): void
  erased(): void
  changed(): void
}

export function createCommands(options: CommandsOptions) {
  const { line, locale, bubble, log, outbox, draft, conversation, isOnline, failed, erased, changed } = options

  /** A refusal is told to the customer as such; a lost line needs no words beyond the strip that says so. */
  function command(request: Promise<{ refused?: Refused }>, undo = () => {}, done = () => {}) {
    const tell = (code: string) => {
      undo()
      failed(code)
    }
    request.then(
      ({ refused }) => (refused ? tell(refused.code) : done()),
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
    /** Shown at once, and taken back if the server does not take it; a rating that came after it stays. */
    rate(answer: string, rating: Rating | undefined) {
      if (!isOnline()) return
      const before = log.rate(answer, rating)
      const request = line.request('answer-rate', { conversation: conversation(), answer, rating: rating ?? 'none' })
      command(request, () => {
        if (log.find(answer)?.rating === rating) log.rate(answer, before)
      })
    },
    /** [C-ERASE] Nothing is let go before the server has done it. What is written while it does is not part of what was said. */
    erase() {
      if (!isOnline()) return
      const cids = outbox.cidsOf(conversation())
      const request = line.request('conversation-erase', { conversation: conversation() })
      command(request, undefined, () => {
        for (const cid of cids) outbox.remove(cid)
        draft.set('')
        erased()
      })
    },
    cancelHandoff() {
      if (isOnline()) command(line.request('handoff-cancel', { conversation: conversation() }))
    },
  }
}
