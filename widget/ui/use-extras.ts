/** The parts that are fetched when they are first needed. Until then, and where they cannot be had, there is nothing in their place. */

import type { RefObject } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { ConnectionState } from '../snapshot.ts'
import type * as extrasModule from './extras.ts'

type Extras = typeof extrasModule

/**
 * Each other value of `needs` that is not falsy is a try until one succeeds, and so is each change of the `connection`. `place` is anywhere in
 * the shadow root.
 */
export function useExtras(needs: unknown, place: RefObject<Element | null>, connection?: ConnectionState): Extras | undefined {
  const [extras, setExtras] = useState<Extras>()
  useEffect(() => {
    if (!needs || extras) return
    const adopt = (loaded: Extras) => {
      if (place.current) loaded.adoptStyles(place.current)
      setExtras(loaded)
    }
    import('./extras.ts').then(adopt, () => {})
  }, [needs, connection])
  return extras
}
