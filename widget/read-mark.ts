/** How far the customer has read, remembered between pages, so that a reload does not make old answers new again. */

import type { Log } from '../shared/log.ts'
import { createKeptText } from './kept-text.ts'
import type { WidgetStorage } from './storage.ts'

export type ReadMark = {
  /** Everything in this log has been on screen. */
  read(log: Log): void
  /** Messages of others after the mark. */
  unread(log: Log): number
}

/** `changed`: the customer has read on in another tab. */
export function createReadMark(storage: WidgetStorage, changed: () => void): ReadMark {
  const kept = createKeptText(storage, 'read', changed)

  /** Anything may lie in a page's storage. */
  function markIn({ epoch }: Log): number {
    try {
      const [of, seq] = JSON.parse(kept.text()) as unknown[]
      return of === epoch ? Number(seq) || 0 : 0
    } catch {
      return 0
    }
  }

  return {
    read(log) {
      if (log.epoch && log.last > markIn(log)) kept.set(JSON.stringify([log.epoch, log.last]))
    },
    unread(log) {
      const mark = markIn(log)
      return log.messages.filter(({ seq, author }) => seq > mark && author.kind !== 'visitor').length
    },
  }
}
