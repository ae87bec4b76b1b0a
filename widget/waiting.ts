/**
 * That the customer waits for an answer of which nothing is there yet. A turn has its bubble from the moment it begins,
 * long before its first word, and messages written meanwhile wait behind that bubble. So what this counts is only the
 * moment between a message and the beginning of its turn, however long answers take; when that is long over, nobody is at work.
 */

import type { Environment } from './environment.ts'

const LONGEST_MS = 10_000

export type Waiting = {
  since(): number | undefined
  /** The customer's message at this place in the log was just said. */
  asked(seq: number): void
  /** A bubble appeared: it answers what was asked up to here. */
  begun(seq: number): void
  /** That bubble is over, whatever came of it: what was asked later has its turn next. */
  over(): void
  /** Nothing is owed. */
  end(): void
}

export function createWaiting(environment: Environment, gaveUp: () => void): Waiting {
  let since: number | undefined
  let callOff: (() => void) | undefined
  let newest = 0
  let taken = 0

  function begin() {
    stop()
    since = environment.now()
    callOff = environment.after(LONGEST_MS, () => {
      stop()
      gaveUp()
    })
  }

  function stop() {
    callOff?.()
    callOff = undefined
    since = undefined
  }

  return {
    since: () => since,
    asked(seq) {
      newest = seq
      begin()
    },
    begun(seq) {
      taken = seq
    },
    over() {
      if (newest > taken) begin()
      else stop()
    },
    end() {
      newest = taken = 0
      stop()
    },
  }
}
