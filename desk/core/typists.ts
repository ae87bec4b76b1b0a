/** Who is writing: said again and again while it lasts, and over when it is not said for some seconds or when the text has come. */

import type { PersonName } from '../../shared/desk.ts'
import type { Environment } from './environment.ts'

export type Typist = PersonName | 'customer'

const LASTS_MS = 6_000

export function createTypists(environment: Environment, changed: () => void) {
  const typists = new Map<string, { who: Typist; callOff: () => void }>()
  const keyOf = (who: Typist): string => (who === 'customer' ? '' : who.id)

  function stop(who: Typist | undefined) {
    const entry = who && typists.get(keyOf(who))
    if (!entry) return
    entry.callOff()
    typists.delete(keyOf(who))
  }

  return {
    now: (): Typist[] => [...typists.values()].map(({ who }) => who),
    start(who: Typist) {
      stop(who)
      const callOff = environment.after(LASTS_MS, () => {
        typists.delete(keyOf(who))
        changed()
      })
      typists.set(keyOf(who), { who, callOff })
    },
    stop,
    clear() {
      for (const { callOff } of typists.values()) callOff()
      typists.clear()
    },
  }
}
