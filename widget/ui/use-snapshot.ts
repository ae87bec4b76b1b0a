/** The core's snapshots as Preact state: drawn at once, and then at a pace however fast text arrives; never while hidden. */

import { useLayoutEffect, useState } from 'preact/hooks'
import type { Conversation } from '../conversation.ts'
import type { Snapshot } from '../snapshot.ts'

/** To readers, text that grows twenty times a second grows as well as sixty times; to a slow phone it is a third of the work. */
const PACE_MS = 50

export function useSnapshot(conversation: Conversation, isShown: boolean): Snapshot {
  const [snapshot, setSnapshot] = useState(conversation.snapshot)
  useLayoutEffect(() => {
    if (!isShown) return undefined
    let drawnAt = 0
    let timer: ReturnType<typeof setTimeout> | undefined
    const draw = () => {
      timer = undefined
      drawnAt = performance.now()
      setSnapshot(conversation.snapshot())
    }
    draw()
    // By a timer: a page in the background may get no frames, and a screen reader still reads it.
    const unsubscribe = conversation.subscribe(() => (timer ??= setTimeout(draw, drawnAt + PACE_MS - performance.now())))
    return () => {
      unsubscribe()
      clearTimeout(timer)
    }
  }, [conversation, isShown])
  return snapshot
}
