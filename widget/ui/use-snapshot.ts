/** The core's snapshots as Preact state: at most one drawing per frame however fast text arrives, none while hidden. */

import { useEffect, useState } from 'preact/hooks'
import type { Conversation } from '../conversation.ts'
import type { Snapshot } from '../snapshot.ts'

export function useSnapshot(conversation: Conversation, isShown: boolean): Snapshot {
  const [snapshot, setSnapshot] = useState(conversation.snapshot)
  useEffect(() => {
    if (!isShown) return undefined
    let frame = 0
    const draw = () => {
      frame = 0
      setSnapshot(conversation.snapshot())
    }
    draw()
    const unsubscribe = conversation.subscribe(() => {
      frame ||= requestAnimationFrame(draw)
    })
    return () => {
      unsubscribe()
      cancelAnimationFrame(frame)
    }
  }, [conversation, isShown])
  return snapshot
}
