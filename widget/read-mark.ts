/** How far the customer has read, remembered between pages, so that a reload does not make old answers new again. */

import type { Log } from '../shared/log.ts'
import type { WidgetStorage } from './storage.ts'

export type ReadMark = {
  /** Everything in this log has been on screen. */
  read(log: Log): void
  /** Messages of others after the mark. */
  unread(log: Log): number
}

const KEY = 'read'

/** `changed`: the customer has read on in another tab. */
export function createReadMark(storage: WidgetStorage, changed: () => void): ReadMark {
  let [epoch = '', seq = 0] = stored(storage.get(KEY))
  storage.watch(KEY, () => {
    ;[epoch = '', seq = 0] = stored(storage.get(KEY))
    changed()
  })

  const markOf = (log: Log) => (log.epoch === epoch ? seq : 0)

  return {
    read(log) {
      if (log.epoch === '' || log.last <= markOf(log)) return
      epoch = log.epoch
      seq = log.last
      storage.set(KEY, JSON.stringify([epoch, seq]))
    },
    unread: (log) => log.messages.filter((message) => message.seq > markOf(log) && message.author.kind !== 'visitor').length,
  }
}

function stored(value: string | undefined): [string, number] | [] {
  try {
    const [epoch, seq] = JSON.parse(value ?? '') as unknown[]
    return typeof epoch === 'string' && typeof seq === 'number' ? [epoch, seq] : []
  } catch {
    return []
  }
}
