/** From word lists to filters. Small lists are compiled here, large ones in a thread of their own, so that the event loop goes on. */

import type { Direction, ListedRule, WordListEntry } from '../ports/word-lists.ts'
import { compileWordsAside } from '../words/aside.ts'
import { compileWords, type WordFilter } from '../words/filter.ts'

export type SiteFilter = WordFilter<ListedRule>
export type SiteFilters = Record<Direction, SiteFilter>
export type WholeList = WordListEntry & { rules: ListedRule[] }

/** Compiled in the event loop: a few milliseconds at most. */
const COMPILED_HERE = 500

/** A rule as an object, beside its filter. */
const RULE_BYTES = 120

/** One filter for each direction; those with the same lists share one. */
export async function compileSite(lists: readonly WholeList[]): Promise<{ filters: SiteFilters; bytes: number }> {
  const made = new Map<string, Promise<SiteFilter>>()
  const filterOf = (direction: Direction): Promise<SiteFilter> => {
    const chosen = lists.filter(({ enabled, directions }) => enabled && directions.includes(direction))
    const key = chosen.map(({ id }) => id).join(' ')
    const known = made.get(key) ?? compileLists(chosen)
    made.set(key, known)
    return known
  }
  const [customer, answer, agent] = await Promise.all([filterOf('customer'), filterOf('answer'), filterOf('agent')])
  const filters = await Promise.all(made.values())
  return { filters: { customer, answer, agent }, bytes: filters.reduce((sum, { bytes }) => sum + bytes, rulesIn(lists) * RULE_BYTES) }
}

export const compileLists = async (lists: readonly WholeList[]): Promise<SiteFilter> =>
  rulesIn(lists) > COMPILED_HERE ? compileWordsAside(lists) : compileWords(lists)

const rulesIn = (lists: readonly WholeList[]): number => lists.reduce((sum, { rules }) => sum + rules.length, 0)
