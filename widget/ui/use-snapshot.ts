/** The core's snapshots as Preact state: at most one drawing per frame however fast text arrives, none while hidden. */

import { useEffect, useState } from 'preact/hooks'
import type { Conversation } from '../conversation.ts'
import type { Snapshot } from '../snapshot.ts'

export function useSnapshot(conversation: Conversation, isShown: boolean): Snapshot {
  const [snapshot, setSnapshot] = useState(conversation.snapshot)
  useEffect(() => {
    if (!isShown) return undefined
    let frame = 0
    let timer: ReturnType<typeof setTimeout> | undefined
    const cancel = () => {
      cancelAnimationFrame(frame)
      clearTimeout(timer)
      frame = 0
    }
    const draw = () => {
      cancel()
      setSnapshot(conversation.snapshot())
    }
    draw()
    const unsubscribe = conversation.subscribe(() => {
      if (frame) return
      frame = requestAnimationFrame(draw)
      // A page in the background may get no frames; a screen reader still reads it.
      timer = setTimeout(draw, 200)
    })
    return () => {
      unsubscribe()
      cancel()
    }
  }, [conversation, isShown])
  return snapshot
}
