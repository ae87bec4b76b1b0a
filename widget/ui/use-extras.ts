/** The parts that are fetched when they are first needed. Until then, and where they cannot be had, there is nothing in their place. */

import type { RefObject } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type * as extrasModule from './extras.ts'

type Extras = typeof extrasModule

/** `needs` counts the occasions: each is a try, until one succeeds. `place` is anywhere in the shadow root. */
export function useExtras(needs: number, place: RefObject<Element | null>): Extras | undefined {
  const [extras, setExtras] = useState<Extras>()
  useEffect(() => {
    if (!needs || extras) return
    const adopt = (loaded: Extras) => {
      if (place.current) loaded.adoptStyles(place.current)
      setExtras(loaded)
    }
    import('./extras.ts').then(adopt, () => {})
  }, [needs])
  return extras
}
