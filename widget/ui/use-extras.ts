/** The parts that are fetched when they are first needed. Until then, and where they cannot be had, there is nothing in their place. */

import type { RefObject } from 'preact'
import { useLayoutEffect, useState } from 'preact/hooks'
import type { ConnectionState } from '../snapshot.ts'
import type * as extrasModule from './extras.ts'

export type Extras = typeof extrasModule

export type Need = {
  /** Each other value that is not falsy is a try until one succeeds. */
  needs: unknown
  /** Anywhere in the shadow root. */
  place: RefObject<Element | null>
  /** Each change of it is a try, too. */
  connection?: ConnectionState
  /** Nobody waits for them: they come this much later. */
  afterMs?: number
}

export function useExtras({ needs, place, connection, afterMs = 0 }: Need): Extras | undefined {
  const [extras, setExtras] = useState<Extras>()
  useLayoutEffect(() => {
    if (!needs || extras) return undefined
    const adopt = (loaded: Extras) => {
      if (place.current) loaded.adoptStyles(place.current)
      setExtras(loaded)
    }
    const timer = setTimeout(() => void import('./extras.ts').then(adopt, () => {}), afterMs)
    return () => clearTimeout(timer)
  }, [needs, connection])
  return extras
}
