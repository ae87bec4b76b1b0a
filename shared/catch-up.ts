/**
 * Asks for what was missed: once per gap, not once per event that shows it, and again only if it stays open. The
 * network may lose the answer, so an acknowledgement proves nothing; only being level again does.
 */

/** Runs once after the delay. The returned function calls it off. */
export type Timer = { after(delayMs: number, run: () => void): () => void }

export type CatchUp = {
  /** Something is missing. Asks now unless that was just done. */
  needed(): void
  /** Something may be missing if it has not come by then. */
  expected(): void
  stop(): void
}

/** How long an answer may take before the question is put again. */
const PATIENCE_MS = 2_000

export function createCatchUp(timer: Timer, ask: () => void, isBehind: () => boolean): CatchUp {
  let callOff: (() => void) | undefined

  function check() {
    callOff = undefined
    if (isBehind()) needed()
  }

  function expected() {
    callOff ??= timer.after(PATIENCE_MS, check)
  }

  let asked = false
  function needed() {
    if (asked && callOff) return
    callOff?.()
    callOff = undefined
    asked = true
    ask()
    expected()
  }

  return {
    needed,
    expected() {
      if (callOff) return
      asked = false
      expected()
    },
    stop() {
      callOff?.()
      callOff = undefined
      asked = false
    },
  }
}
