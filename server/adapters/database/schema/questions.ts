/** Tables of approved questions. */

import type { Generated } from 'kysely'

export type QuestionTable = {
  tenant_id: string
  id: string
  site_id: string
  locale: string
  text: string
  /** JSON: `string[]`. */
  variants: string
  answer: string
  /** JSON: `string[]`. */
  tags: string
  suggested: number
  updated_at: number
  /** The site's knowledge version that it came with: the order in which questions were made. */
  place: number
  valid_from: number | null
  valid_to: number | null
}

/** What customers asked before they chose the question from an offer. All rows of one wording have the same `id`. */
export type SuggestedWordingTable = {
  tenant_id: string
  id: string
  conversation_id: string
  site_id: string
  question_id: string
  text: string
  at: number
  dismissed: Generated<number>
}
