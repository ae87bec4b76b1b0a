/** Tables of lists of sensitive words, and of what they found. */

import type { Generated } from 'kysely'
import type { Direction } from '../../../ports/word-lists.ts'
import type { Action } from '../../../words/rule.ts'

export type WordListTable = {
  tenant_id: string
  id: string
  site_id: string
  name: string
  enabled: number
  /** JSON: `Direction[]`. */
  directions: string
  /** JSON: `Folding[]`. */
  foldings: string
  whole_words: number
  /** JSON: `string[]`. */
  exceptions: string
  rule_count: Generated<number>
  /** The number that the next new rule is given. */
  next_place: Generated<number>
  /** The site's words version that the list came with: the order in which lists were made. */
  place: number
  updated_at: number
}

/** One part of a list's rules: `word-parts.ts`. */
export type WordRuleTable = {
  tenant_id: string
  list_id: string
  part: number
  /** JSON: `StoredRule[]`. */
  rules: string
}

/** What was found in a message: rule and place, never the text. */
export type WordHitTable = {
  tenant_id: string
  conversation_id: string
  message_id: string
  /** 0, 1, 2 … within the message. */
  number: number
  direction: Direction
  list_id: string
  rule: number
  category: string
  action: Action
  start_at: number
  end_at: number
  at: number
}
