/** A customer who writes after a conversation was closed has it opened again, by the assistant. What was written before it was closed does not. */

import type { Floors } from '../desk/floor.ts'
import type { Turn } from '../turn.ts'

export const createReopen = ({ floor }: { floor: Pick<Floors, 'change'> }) =>
  /** The turn under the floor that there is now; `undefined` when somebody was quicker: the turn stays open and is taken up again. */
  async function reopen(turn: Turn): Promise<Turn | undefined> {
    const { site, conversation, messages } = turn
    if (conversation.floor.state !== 'closed') return turn
    if (messages.every(({ openedAt }) => openedAt < conversation.floor.since)) return turn
    const entries = await floor.change(site, conversation, { name: 'reopen' })
    const entry = entries?.[0]
    if (entry?.kind !== 'floor') return undefined
    const { person: _, queuedAt: __, ...rest } = conversation
    return { ...turn, conversation: { ...rest, top: entry.seq, floor: entry.floor, fence: conversation.fence + 1 } }
  }
