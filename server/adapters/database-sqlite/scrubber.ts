/**
 * Sees to it that what was deleted leaves the files. A backup or another program may be reading what was: that is waited for, though not by the
 * one who asked. Closing the database scrubs too.
 */

const AGAIN_MS = 1_000
/** Tries at once before who asked is let go: our own threads read for a moment only, also on a busy machine. */
const FIRST_TRIES = 3

export type Scrubber = { scrub: () => Promise<void>; stop: () => void }

/** `scrub` says whether it went through. A fault of the disk is no different from a busy file: the deletion itself is committed already. */
export function createScrubber(scrub: () => Promise<boolean>): Scrubber {
  let timer: NodeJS.Timeout | undefined
  let stopped = false

  async function run(tries = 1): Promise<void> {
    let isDone = false
    for (let tried = 0; tried < tries && !isDone; tried += 1) isDone = await scrub().catch(() => false)
    clearTimeout(timer)
    if (!isDone && !stopped) timer = setTimeout(() => void run(), AGAIN_MS).unref()
  }

  return {
    scrub: () => run(FIRST_TRIES),
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}
