/**
 * Whom an agent just gave back to the bot is not handed over again at once for the same reason: an answer with the same word in it, a model that still fails.
 * Otherwise customers would go round between bot and queue. A customer's own wish always counts.
 */

import type { Conversation } from '../ports.ts'

const QUIET_MS = 5 * 60 * 1000

export const isQuiet = ({ floor, lastReason }: Conversation, reason: string, now: number): boolean =>
  reason !== 'wish_for_person' && lastReason === reason && floor.reason === 'handed_back' && now - floor.since < QUIET_MS
