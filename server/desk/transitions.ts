/**
 * Every change that a floor can go through, in one table. Who acts looks at a floor, and asks for a change of it under the fence that was seen: the
 * database makes it only if nobody was quicker. So of all who act at once exactly one wins, and whoever acts on a state that is over changes nothing.
 *
 * The server's own hand-over stands here too, though it is written together with the answer that leads to it (`stages/record.ts`). Erasing
 * (`server/erasure.ts`) gives the floor back to the bot from any state, with an empty log.
 */

import type { FloorState } from '../../shared/protocol.ts'

export type Transition = {
  from: readonly FloorState[]
  to: FloorState
  by: 'server' | 'agent' | 'customer'
  /** Only whoever has the floor may do it, where somebody has. */
  holderOnly?: true
  /** As the floor says why it changed; a hand-over has a reason of its own. */
  reason: string
  /** What the customer is told. */
  says?: 'agent_here' | 'passed_on' | 'agent_gone' | 'closed' | 'back_to_assistant'
}

export const TRANSITIONS = {
  hand_over: { from: ['bot'], to: 'waiting', by: 'server', reason: 'wish_for_person' },
  take: { from: ['bot', 'waiting', 'closed'], to: 'agent', by: 'agent', reason: 'taken', says: 'agent_here' },
  pass_on: { from: ['agent'], to: 'waiting', by: 'agent', holderOnly: true, reason: 'passed_on', says: 'passed_on' },
  agent_gone: { from: ['agent'], to: 'waiting', by: 'server', reason: 'agent_gone', says: 'agent_gone' },
  hand_back: { from: ['waiting', 'agent'], to: 'bot', by: 'agent', holderOnly: true, reason: 'handed_back', says: 'back_to_assistant' },
  return: { from: ['waiting'], to: 'bot', by: 'customer', reason: 'customer_returned', says: 'back_to_assistant' },
  close: { from: ['bot', 'waiting', 'agent'], to: 'closed', by: 'agent', holderOnly: true, reason: 'closed', says: 'closed' },
  reopen: { from: ['closed'], to: 'bot', by: 'customer', reason: 'customer_wrote' },
} as const satisfies Record<string, Transition>

export type TransitionName = keyof typeof TRANSITIONS

/** Whether this may be done to a floor that `holder` has, if anybody does. */
export function mayChange(name: TransitionName, floor: { state: FloorState; holder?: string | undefined }, person?: string): boolean {
  const { from, ...transition }: Transition = TRANSITIONS[name]
  if (!from.includes(floor.state)) return false
  return !(transition.holderOnly && floor.state === 'agent' && floor.holder !== person)
}
