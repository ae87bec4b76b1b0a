/**
 * Who was just given back to the bot is not handed over again at once for the same reason: an answer with the same word in it, a model that still fails.
 * Otherwise customers would go round between bot and queue. A customer's own wish always counts.
 */

import type { Conversation } from '../ports.ts'

const QUIET_MS = 5 * 60 * 1000
const BACK = ['handed_back', 'customer_returned']

export const isQuiet = ({ floor, lastReason }: Conversation, reason: string, now: number): boolean =>
  reason !== 'wish_for_person' && lastReason === reason && BACK.includes(floor.reason) && now - floor.since < QUIET_MS
