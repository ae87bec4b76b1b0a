/** Tells the log and the metrics that Redis did not do what it was asked: every time the metrics, at most once a second the log. */

export type StoreFault = 'tokens' | 'answer' | 'session' | 'lease' | 'budget' | 'presence' | 'hint' | 'connection'

export type OutageLog = { warn(details: object, message: string): void; error(details: object, message: string): void }

export type Outages = {
  report(kind: StoreFault, error: unknown): void
  /** What breaks from now on is broken off by ourselves. */
  close(): void
}

const ONCE_MS = 1_000

export function createOutages(options: { log: OutageLog; failed: (kind: StoreFault) => void; now: () => number }): Outages {
  const { log, failed, now } = options
  let quietUntil = -Infinity
  let unsaid = 0
  let isClosed = false

  return {
    report(kind, error) {
      if (isClosed) return
      failed(kind)
      if (now() < quietUntil) {
        unsaid++
        return
      }
      quietUntil = now() + ONCE_MS
      // Only its sentence: an error of a command carries the command, and with it what customers wrote.
      log.warn({ kind, reason: error instanceof Error ? error.message : 'unknown', unsaid }, 'Redis did not answer as it should')
      unsaid = 0
    },
    close() {
      isClosed = true
    },
  }
}
