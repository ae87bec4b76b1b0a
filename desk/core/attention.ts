/** When to call an agent: somebody new waits, or a customer of one's own has written. By sound and notification, each only where it was switched on. */

import type { ConversationSummary } from '../../shared/desk.ts'

export type Call = 'waiting' | 'message'

/**
 * What has happened that is worth a call. `isLooking`: this conversation is open before the agent's eyes. Nothing is said of what was not known before: at the
 * start everything is.
 */
export function callFor(
  before: ConversationSummary | undefined,
  now: ConversationSummary,
  { me, isLooking, mayAnswer }: { me: string; isLooking: boolean; mayAnswer: boolean },
): Call | undefined {
  const { floor } = now
  const isForMe = floor.state === 'waiting' && (!floor.assigned || floor.assigned.id === me)
  const wasWaiting = before?.floor.state === 'waiting'
  if (mayAnswer && isForMe && !wasWaiting) return 'waiting'
  const isMine = floor.state === 'agent' && floor.person.id === me
  if (isMine && !isLooking && before && now.top > before.top && now.last?.author === 'visitor') return 'message'
  return undefined
}
