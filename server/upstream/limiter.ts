/** So many calls at once, and so many that wait for a place. Beyond that nobody waits. */

export type LimiterRules = { running: number; waiting: number }

/** Gives the place back; calling it again does nothing. */
export type Leave = () => void

export type Limiter = {
  /** A place, perhaps after a wait; `undefined` when too many wait already, or when `dismiss` was called. Rejects with the signal's reason. */
  enter(signal: AbortSignal): Promise<Leave | undefined>
  /** Sends away all who wait. */
  dismiss(): void
  running(): number
  waiting(): number
}

export function createLimiter(rules: LimiterRules): Limiter {
  let running = 0
  /** In the order in which they came. */
  const queue = new Set<(hasPlace: boolean) => void>()

  function occupy(): Leave {
    running += 1
    let isTaken = true
    return () => {
      if (!isTaken) return
      isTaken = false
      running -= 1
      const [next] = queue
      next?.(true)
    }
  }

  return {
    async enter(signal) {
      signal.throwIfAborted()
      if (running < rules.running) return occupy()
      if (queue.size >= rules.waiting) return undefined
      return new Promise((resolve, reject) => {
        function finish(): void {
          queue.delete(called)
          signal.removeEventListener('abort', onAbort)
        }
        function called(hasPlace: boolean): void {
          finish()
          resolve(hasPlace ? occupy() : undefined)
        }
        function onAbort(): void {
          finish()
          reject(signal.reason instanceof Error ? signal.reason : new Error('given up', { cause: signal.reason }))
        }
        queue.add(called)
        signal.addEventListener('abort', onAbort)
      })
    },
    dismiss() {
      for (const called of queue) called(false)
    },
    running: () => running,
    waiting: () => queue.size,
  }
}
