/**
 * That the customer waits for an answer of which nothing is there yet. The server answers, or says that it cannot,
 * within 75 s; nobody is told to wait any longer than that.
 */

import type { Environment } from './environment.ts'

const LONGEST_MS = 80_000

export type Waiting = { since(): number | undefined; begin(): void; end(): void }

export function createWaiting(environment: Environment, gaveUp: () => void): Waiting {
  let since: number | undefined
  let callOff: (() => void) | undefined

  function end() {
    callOff?.()
    callOff = undefined
    since = undefined
  }

  return {
    since: () => since,
    begin() {
      end()
      since = environment.now()
      callOff = environment.after(LONGEST_MS, () => {
        end()
        gaveUp()
      })
    },
    end,
  }
}
