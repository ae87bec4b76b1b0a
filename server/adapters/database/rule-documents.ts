/** Rules on their way to and from a database thread: as documents, read and written piece by piece, so that no list stalls the event loop. */

import type { ListedRule } from '../../ports/word-lists.ts'
import { slicesOf } from '../../slices.ts'
import type { WordRule } from '../../words/rule.ts'
import { parsePart } from './word-parts.ts'

const RULES_AT_ONCE = 4_000
const DOCUMENTS_AT_ONCE = 4

export async function documentsOf(rules: readonly WordRule[]): Promise<string[]> {
  const documents: string[] = []
  for await (const slice of slicesOf(rules, RULES_AT_ONCE))
    documents.push(JSON.stringify(slice.map(({ word, category, action }) => [word, category, action])))
  return documents
}

/** In order of their places. */
export async function rulesOf(list: string, documents: readonly string[]): Promise<ListedRule[]> {
  const rules: ListedRule[] = []
  for await (const slice of slicesOf(documents, DOCUMENTS_AT_ONCE)) {
    for (const document of slice) {
      for (const [place, word, category, action] of parsePart(document)) rules.push({ word, category, action, list, place })
    }
  }
  // Each document is in order by itself, so this only merges them.
  return rules.toSorted((one, other) => one.place - other.place)
}
