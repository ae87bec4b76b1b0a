/**
 * The log as this tab follows it: what is here, how far the server has spoken of, and asking for what lies between. The
 * rules of applying an entry are in `log.ts`, those of asking in `catch-up.ts`.
 */

import type { Rating } from './protocol.ts'
import { createCatchUp, type Timer } from './catch-up.ts'
import { applyEntry, emptyLog, type Entry, type Log } from './log.ts'

export type FollowedLogOptions = {
  timer: Timer
  ask(log: Log): void
  isOnline(): boolean
  /** Something volatile is missing that asking brings as well. */
  isOwed(): boolean
}

export type FollowedLog = ReturnType<typeof createFollowedLog>

export function createFollowedLog({ timer, ask, isOnline, isOwed }: FollowedLogOptions) {
  let log = emptyLog('', 0)
  /** The highest `seq` that the server has spoken of in this epoch. */
  let highest = 0
  /** Entries up to here were there before this page: they are history, not news. */
  let newsAfter = 0
  /** Entries up to here were there before this connection: what they asked for is answered, named at its beginning, or still to begin. */
  let liveAfter = 0
  const catchUp = createCatchUp(
    timer,
    () => ask(log),
    () => isOnline() && (log.last < highest || isOwed()),
  )

  /** The log is known to go up to `seq`; what is missing of it should be on its way. */
  function reach(seq: number) {
    highest = Math.max(highest, seq)
    if (log.last < highest) catchUp.expected()
  }

  const find = (id: string) => log.messages.find((message) => message.id === id)

  return {
    present: () => log,
    /** Another log, or the same one from the start; `after` says that it is read from behind there on. */
    begin(epoch: string, top: number, after = 0) {
      log = emptyLog(epoch, after)
      highest = newsAfter = liveAfter = top
      catchUp.stop()
    },
    /** A new connection stands. */
    connected(top: number) {
      liveAfter = top
      catchUp.stop()
      reach(top)
    },
    reach,
    /** Tells whether the entry was the next one. Asks for what is missing before it. */
    apply(entry: Entry): boolean {
      const { log: next, verdict } = applyEntry(log, entry)
      log = next
      if (verdict === 'gap') {
        highest = Math.max(highest, entry.payload.seq)
        catchUp.needed()
      }
      return verdict === 'applied'
    },
    find,
    /** What the customer thinks of an answer stands beside the log. Returns what was thought before. */
    rate(answer: string, rating: Rating | undefined): Rating | undefined {
      const before = find(answer)?.rating
      log = { ...log, messages: log.messages.map((message) => (message.id === answer ? { ...message, rating } : message)) }
      return before
    },
    top: () => Math.max(highest, log.last),
    isNews: (seq: number) => seq > newsAfter,
    isLive: (seq: number) => seq > liveAfter,
    isSynced: () => log.epoch !== '' && log.last >= newsAfter,
    needed: catchUp.needed,
    expected: catchUp.expected,
    stop: catchUp.stop,
  }
}
