/**
 * One outbox for all tabs: what a tab has written is sent by that tab, and by another one only when it still lies there after
 * a while, because the tab that wrote it was closed, or sleeps. Should both send it after all, it is under one `cid`.
 */

import type { Environment } from './environment.ts'

const PATIENCE_MS = 4_000

export type Adoption = {
  /** Another tab has a message to send. */
  expect(): void
  stop(): void
}

export function createAdoption({
  environment,
  isOnline,
  adopt,
}: {
  environment: Environment
  isOnline(): boolean
  adopt(): void
}): Adoption {
  let callOff: (() => void) | undefined

  /** Whatever is newer than the message that began a wait is waited for as well: a tab that writes is awake. */
  function expect() {
    callOff?.()
    // Without a line the other tab cannot send it either.
    callOff = environment.after(PATIENCE_MS, () => (isOnline() ? adopt() : expect()))
  }

  return { expect, stop: () => callOff?.() }
}
