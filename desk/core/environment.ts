/** Time and chance, passed in so that the core can be tested without waiting and without luck. */

import { uuidv7 } from '../../shared/identity.ts'

export type Environment = {
  /** Milliseconds since 1970. */
  now(): number
  /** From 0 up to, not including, 1. */
  random(): number
  /** A new id for a message: UUIDv7, which sorts by time. */
  newId(): string
  /** Runs once after the delay. The returned function calls it off. */
  after(delayMs: number, run: () => void): () => void
}

export const browserEnvironment: Environment = {
  now: () => Date.now(),
  random: () => Math.random(),
  newId: () => uuidv7(Date.now(), crypto.getRandomValues(new Uint8Array(16))),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs)
    return () => clearTimeout(timer)
  },
}
