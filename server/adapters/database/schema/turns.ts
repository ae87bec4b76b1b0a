/** The table of turns. */

import type { Generated } from 'kysely'
import type { Route } from '../../../ports/turns.ts'

export type TurnTable = {
  tenant_id: string
  conversation_id: string
  /** The customer's message that opened the turn. */
  seq: number
  /** The id of that message. */
  id: string
  locale: string
  opened_at: number
  /** The claim that took the turn last; 0 before the first. */
  claim: Generated<number>
  runs: Generated<number>
  closed_at: number | null
  route_to: Route['to'] | null
  route_reason: string | null
  result: string | null
  /** The message that answered it. */
  answer_id: string | null
  /** 1 where a word asks for a person. */
  asks_for_person: Generated<number>
}
