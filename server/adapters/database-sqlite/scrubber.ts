/**
 * Sees to it that what was deleted leaves the files. A backup or another program may be reading what was: that is waited for, though not by the
 * one who asked. Closing the database scrubs too.
 */

const AGAIN_MS = 1_000

export type Scrubber = { scrub: () => Promise<void>; stop: () => void }

/** `scrub` says whether it went through. A fault of the disk is no different from a busy file: the deletion itself is committed already. */
export function createScrubber(scrub: () => Promise<unknown>): Scrubber {
  let timer: NodeJS.Timeout | undefined
  let stopped = false

  async function run(): Promise<void> {
    const isDone = await scrub().catch(() => false)
    clearTimeout(timer)
    if (!isDone && !stopped) timer = setTimeout(() => void run(), AGAIN_MS).unref()
  }

  return {
    scrub: run,
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}
