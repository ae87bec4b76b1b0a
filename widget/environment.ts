/** Time and chance, passed in so that the core can be tested without waiting and without luck. */

import type { Page } from '../shared/page.ts'

export type Environment = {
  /** Milliseconds since 1970. */
  now(): number
  /** From 0 up to, not including, 1. */
  random(): number
  /** 16 bytes that nobody can guess. */
  randomBytes(): Uint8Array
  /** Runs once after the delay. The returned function calls it off. */
  after(delayMs: number, run: () => void): () => void
  /** Where the customer is, where the site wants to know it. */
  page?: () => Page
}

export const browserEnvironment: Environment = {
  now: () => Date.now(),
  random: () => Math.random(),
  randomBytes: () => crypto.getRandomValues(new Uint8Array(16)),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs)
    return () => clearTimeout(timer)
  },
}

const FIRST_MS = 500
const LONGEST_MS = 30_000

/** Exponential backoff with full jitter: a server that comes back is not met by everybody at the same moment. */
export const backoffMs = (environment: Environment, attempt: number): number =>
  Math.round(environment.random() * Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt))
