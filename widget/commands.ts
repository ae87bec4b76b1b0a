/** What the customer asks of the conversation besides writing: each is one request, whose refusal is told. */

import type { FromWidget, Rating, Refused } from '../shared/protocol.ts'
import type { FollowedLog } from '../shared/followed-log.ts'
import type { KeptText } from './kept-text.ts'
import type { Line } from './line.ts'
import type { Outbox } from './outbox.ts'
import type { Bubble } from '../shared/streaming-answer.ts'

export type CommandsOptions = {
  line: Line
  locale(): string
  bubble: Bubble
  log: FollowedLog
  outbox: Outbox
  draft: KeptText
  conversation(): string
  isOnline(): boolean
  failed(code: string): void
  erased(): void
  changed(): void
}

type Command = 'answer-stop' | 'conversation-start' | 'answer-rate' | 'conversation-erase' | 'handoff-cancel' | 'conversation-rate'

const LOST = { refused: { code: 'unavailable' } }

export function createCommands(options: CommandsOptions) {
  const { line, locale, bubble, log, outbox, draft, conversation, isOnline, failed, erased, changed } = options

  /** What follows from an erasing that was asked for, once it is known that it was done. */
  let erasing: ((id: string) => void) | undefined

  /** A refusal is told to the customer, and so is that nothing can be asked without a line; not where `undo` says that it is none. */
  async function command<E extends Command>(event: E, payload: FromWidget[E], undo: () => unknown = () => {}): Promise<boolean> {
    changed()
    const { refused }: { refused?: Refused } = isOnline() ? await line.request(event, payload).catch(() => LOST) : LOST
    if (refused && undo() !== false) failed(refused.code)
    return !refused
  }

  return {
    stop() {
      const answer = bubble.current()
      if (!answer || answer.ended) return
      bubble.markStopping(answer.answer, true)
      void command('answer-stop', { answer: answer.answer }, () => bubble.markStopping(answer.answer, false))
    },
    startConversation: () => void command('conversation-start', { locale: locale() }),
    /** Shown at once, and taken back if the server does not take it; a rating that came after it stays. Tells whether it was taken. */
    rate(answer: string, rating: Rating | undefined): Promise<boolean> {
      const before = log.rate(answer, rating)
      return command('answer-rate', { conversation: conversation(), answer, rating: rating ?? 'none' }, () => {
        if (log.find(answer)?.rating === rating) log.rate(answer, before)
      })
    },
    /** [C-ERASE] Nothing is let go before the server has done it. What is written while it does is not part of what was said. */
    async erase() {
      const id = conversation()
      const typed = draft.text()
      const cids = outbox.cidsOf(id)
      let isOver = false
      const done = (where: string) => {
        if (isOver) return
        isOver = true
        erasing = undefined
        if (where !== id) return
        for (const cid of cids) outbox.remove(cid)
        if (draft.text() === typed) draft.set('')
        erased()
      }
      if (isOnline()) erasing = done
      if (await command('conversation-erase', { conversation: id }, () => !isOver)) done(id)
    },
    /** Another epoch of the same conversation says as much as the acknowledgement, which may be lost with the line. */
    logBegan: (id: string) => erasing?.(id),
    isErasing: () => erasing !== undefined,
    cancelHandoff: () => void command('handoff-cancel', { conversation: conversation() }),
    /** 1 to 5, once it is closed. Tells whether it was taken. */
    rateConversation: (score: number, comment: string) => command('conversation-rate', { conversation: conversation(), score, comment }),
  }
}
