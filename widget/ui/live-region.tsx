/** Where screen readers listen: finished sentences, one after the other. The log itself keeps silent, as it would repeat them. */

import { useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import type { LogMessage } from '../../shared/log.ts'
import type { Snapshot } from '../snapshot.ts'
import { createSpeech } from '../speech.ts'

/** Who reads this place line by line should not meet the whole conversation a second time. */
const KEPT_LINES = 6

export function LiveRegion({ snapshot, nameOf }: { snapshot: Snapshot; nameOf: (message?: LogMessage) => string }) {
  const region = useRef<HTMLDivElement>(null)
  const speech = useMemo(createSpeech, [])
  useLayoutEffect(() => {
    for (const line of speech(snapshot, nameOf)) {
      const said = document.createElement('p')
      said.textContent = line
      region.current?.append(said)
    }
    while ((region.current?.childElementCount ?? 0) > KEPT_LINES) region.current?.firstElementChild?.remove()
  }, [snapshot.messages, snapshot.answer, snapshot.synced])
  return <div class="hidden" aria-live="polite" ref={region} />
}
