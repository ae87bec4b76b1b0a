/** Time that passes when a test says so. */

import type { Environment } from '../core/environment.ts'

export function manualEnvironment() {
  let now = 1_000
  let ids = 0
  let timers: { at: number; run: () => void }[] = []
  const environment: Environment = {
    now: () => now,
    random: () => 1,
    newId: () => `cid-${++ids}`,
    after(delayMs, run) {
      const timer = { at: now + delayMs, run }
      timers.push(timer)
      return () => void (timers = timers.filter((other) => other !== timer))
    },
  }
  return {
    environment,
    pass(ms: number) {
      now += ms
      const due = timers.filter(({ at }) => at <= now)
      timers = timers.filter(({ at }) => at > now)
      for (const { run } of due) run()
    },
  }
}
