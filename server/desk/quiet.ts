/**
 * Whom an agent just gave back to the bot is not handed over again at once for the same reason: an answer with the same word in it, a complaint that the agent
 * has heard, a model that still fails. What only looks as if a person were needed does not count then at all, nor when the customer came back by themselves.
 * Otherwise customers would go round between bot and queue. A customer's own wish always counts.
 */

import { kindOf, type ReasonKind } from '../../shared/reasons.ts'
import type { Conversation } from '../ports/conversations.ts'

const QUIET_MS = 5 * 60 * 1000

/** Nobody said so. */
const GUESSES: readonly ReasonKind[] = ['signals', 'model_asks']

export function isQuiet({ floor, lastReason = '' }: Conversation, kind: ReasonKind, now: number): boolean {
  if (kind === 'wish_for_person' || now - floor.since >= QUIET_MS) return false
  if (GUESSES.includes(kind)) return floor.reason === 'handed_back' || floor.reason === 'customer_returned'
  return floor.reason === 'handed_back' && kindOf(lastReason) === kind
}
