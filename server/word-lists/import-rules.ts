/** Rules from a file into a list, for the API and the command alike. */

import type { TenantDatabase } from '../ports/database.ts'
import type { WordListEntry } from '../ports/word-lists.ts'
import type { LineFault, RulesRead } from './read-rules.ts'
import { TooManyRules, WORD_LIMITS } from './rule-fault.ts'

export type Imported = { added: number; changed: number; repeated: number; ruleCount: number; faults: LineFault[]; faultCount: number }

/** `undefined` when the list is gone meanwhile. Nothing is changed where it would get too long, or by a file in which every line is bad. */
export async function importRules(
  tenant: Pick<TenantDatabase, 'putWordRules'>,
  list: Pick<WordListEntry, 'id' | 'ruleCount'>,
  { read, replace, at }: { read: RulesRead; replace: boolean; at: number },
): Promise<Imported | undefined> {
  const { rules, faults, faultCount, repeated } = read
  if (rules.length === 0 && faultCount > 0) return { added: 0, changed: 0, repeated, ruleCount: list.ruleCount, faults, faultCount }
  const done = await tenant.putWordRules({ listId: list.id, rules, replace, most: WORD_LIMITS.rules, at })
  if (done === 'full') throw new TooManyRules()
  return done && { ...done, repeated, faults, faultCount }
}
