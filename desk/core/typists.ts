/** Who is writing, colleagues and the customer: said again and again while it lasts, and over when it is not said for some seconds. */

import type { PersonName } from '../../shared/desk.ts'
import type { Environment } from './environment.ts'

const LASTS_MS = 6_000

export function createTypists(environment: Environment, changed: () => void) {
  const typists = new Map<string, { who: PersonName; callOff: () => void }>()

  return {
    now: (): PersonName[] => [...typists.values()].map(({ who }) => who),
    start(who: PersonName) {
      typists.get(who.id)?.callOff()
      const callOff = environment.after(LASTS_MS, () => {
        typists.delete(who.id)
        changed()
      })
      typists.set(who.id, { who, callOff })
    },
    /** What was being written is there. */
    stop(id: string) {
      typists.get(id)?.callOff()
      typists.delete(id)
    },
    clear() {
      for (const { callOff } of typists.values()) callOff()
      typists.clear()
    },
  }
}
