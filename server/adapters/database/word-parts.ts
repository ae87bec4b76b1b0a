/**
 * How the rules of a list lie in the database: in 64 documents, each word in the one that its hash names.
 *
 * A list can have 100,000 rules. As rows they would cost two index entries each, and replacing them all would keep the writer for most of a second; as
 * documents all of them are 64 rows, written in one transaction and read in a moment. And a single rule is a change of one small document, in which a word that
 * is there already is found. The hash is part of the stored format and never changes.
 */

import type { Action, WordRule } from '../../words/rule.ts'

const PARTS = 64

/** A rule in its document. */
export type StoredRule = [place: number, word: string, category: string, action: Action]

/** FNV-1a over UTF-16 units. */
export function partOf(word: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < word.length; index++) hash = Math.imul(hash ^ word.charCodeAt(index), 0x01000193)
  return (hash ^ (hash >>> 16)) & (PARTS - 1)
}

/** The rules by the part that each belongs to. Of two with the same word the later counts, in the place of the earlier. */
export function byPart(rules: Iterable<WordRule>): Map<number, Map<string, WordRule>> {
  const parts = new Map<number, Map<string, WordRule>>()
  for (const rule of rules) {
    const number = partOf(rule.word)
    let part = parts.get(number)
    if (!part) parts.set(number, (part = new Map()))
    part.set(rule.word, rule)
  }
  return parts
}

export const parsePart = (document: string): StoredRule[] => JSON.parse(document) as StoredRule[]
