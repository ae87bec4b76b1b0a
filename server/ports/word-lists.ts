/** The part of the Database that holds lists of sensitive words, and what they found. */

import type { Action, WordList, WordRule } from '../words/rule.ts'

/** Whose words a list is for: what customers send, what the bot answers, what a person at the desk writes. */
export const DIRECTIONS = ['customer', 'answer', 'agent'] as const
export type Direction = (typeof DIRECTIONS)[number]

/** A list of sensitive words as its owner sees it. Its rules are read apart: there can be 100,000. */
export type WordListEntry = Omit<WordList, 'rules'> & {
  id: string
  siteId: string
  /** Unique at its site. */
  name: string
  enabled: boolean
  directions: readonly Direction[]
  ruleCount: number
  updatedAt: number
}
export type WordListContent = Omit<WordListEntry, 'id' | 'siteId' | 'ruleCount' | 'updatedAt'>

/** A rule in its list, where its word stands once. `place` is its number there: rules stand in this order, and no number is given twice. */
export type ListedRule = WordRule & { list: string; place: number }

/** What a word filter found: which rule, and where. Never the text. Offsets count UTF-16 units of the text before masking. */
export type WordHit = {
  direction: Direction
  list: string
  /** The rule's `place` in its list. */
  rule: number
  category: string
  action: Action
  start: number
  end: number
}

export type RulesPut = { added: number; changed: number; ruleCount: number }

/** Every change makes the site's `wordsVersion` grow in the same transaction. */
export type WordListsDatabase = {
  /** In the order in which they were made. */
  wordLists(siteId: string): Promise<WordListEntry[]>
  wordList(listId: string): Promise<WordListEntry | undefined>
  /** Rejects with `Duplicate` when the site has a list of this name. `full` where the site has `most` lists already: nothing is changed then. */
  createWordList(list: Omit<WordListEntry, 'ruleCount'>, most?: number): Promise<'made' | 'full'>
  /** Rejects with `Duplicate` for a name that is taken. */
  updateWordList(change: { listId: string; changes: Partial<WordListContent> & { updatedAt: number } }): Promise<WordListEntry | undefined>
  deleteWordList(listId: string): Promise<boolean>
  /** In order. */
  wordRules(listId: string): Promise<ListedRule[]>
  /**
   * Adds these rules, and changes those whose word is there already; with `replace` they are all that the list has then. In one transaction, and quick
   * also for 100,000. `full`, and nothing is changed, where the list would have more than `most` rules then; `undefined` when there is no such list.
   */
  putWordRules(change: {
    listId: string
    rules: readonly WordRule[]
    replace?: boolean
    most?: number
    at: number
  }): Promise<RulesPut | 'full' | undefined>
  removeWordRule(removal: { listId: string; word: string; at: number }): Promise<boolean>
  /** The lists that are switched on, whole and as they were at one moment. */
  siteWords(siteId: string): Promise<{ version: number; lists: (WordListEntry & { rules: ListedRule[] })[] }>
  /** What was found in the messages of a conversation, in the order in which it was kept. */
  wordHits(conversationId: string): Promise<(WordHit & { messageId: string; at: number })[]>
}
