/** What went wrong, in words for somebody who did not write this program. */

import { ApiFault } from '../core/api.ts'
import type { Dictionary } from '../i18n/en.ts'

export function faultText(error: unknown, words: Dictionary): string {
  const code = error instanceof ApiFault ? error.code : 'internal'
  const said = words.faults[code as keyof Dictionary['faults']] as string | undefined
  return said ?? words.faults.internal
}
