/**
 * Decides when what was deleted is taken out of the files. That writes the whole file anew, and nothing else is written meanwhile; so deletions that come
 * while it is done share the next time, and after each time there is a rest that grows with how long it took. A backup or another program may be reading
 * what was: that is waited for, though not by the one who asked.
 */

/** For every second that is spent, this many without: whoever deletes again and again gets a fifth of the writer. */
const REST = 4
const AGAIN_MS = 1_000
/** Tries at once before who asked is let go: our own threads read for a moment only, also on a busy machine. */
const FIRST_TRIES = 3

export type Scrubber = {
  /** Something was deleted. */
  begin: () => void
  /** Something may have been deleted before the start. Not at once, as whoever has just started has better to do. */
  beginLater: () => void
  /**
   * Resolves when what was deleted before has left the files, as far as others let it. Rejects when the disk does not let it, or
   * when it is stopped; in both cases it is still to be done, and will be.
   */
  done: () => Promise<void>
  stop: () => void
}

type Waiting = { resolve: () => void; reject: (reason: unknown) => void }

/** `scrub` says whether it went through. */
export function createScrubber(scrub: () => Promise<boolean>): Scrubber {
  let isDue = false
  let running: Waiting[] | undefined
  let next: Waiting[] = []
  let rest: NodeJS.Timeout | undefined
  let stopped = false

  async function run(): Promise<void> {
    const served = (running = next)
    next = []
    isDue = false
    const began = performance.now()
    let isClean = false
    try {
      for (let tries = 0; tries < FIRST_TRIES && !isClean; tries += 1) isClean = await scrub()
      for (const { resolve } of served) resolve()
    } catch (error) {
      for (const { reject } of served) reject(error)
    }
    running = undefined
    if (stopped) return
    isDue ||= !isClean
    restFor(Math.max(isClean ? 0 : AGAIN_MS, (performance.now() - began) * REST))
  }

  function restFor(ms: number): void {
    const rested = (): void => {
      rest = undefined
      if (isDue) void run()
    }
    rest = setTimeout(rested, ms).unref()
  }

  return {
    begin() {
      isDue = true
      if (!running && !rest && !stopped) void run()
    },
    beginLater() {
      isDue = true
      if (!running && !rest && !stopped) restFor(AGAIN_MS)
    },
    done() {
      const place = isDue ? next : running
      if (stopped) return Promise.reject(new Error('The database is closed.'))
      return place ? new Promise((resolve, reject) => void place.push({ resolve, reject })) : Promise.resolve()
    },
    stop() {
      stopped = true
      clearTimeout(rest)
      for (const { reject } of next) reject(new Error('The database is closed.'))
    },
  }
}
