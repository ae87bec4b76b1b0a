/**
 * What the turn came to goes into the log, in one conditional write: when the floor or the claim has changed meanwhile, nothing is written
 * and the answer is dropped. Then everybody who watches is told that there is something to read.
 */

import { isBlank } from '../../shared/text.ts'
import type { Database, LogEntry, Store, TurnOutcome } from '../ports.ts'
import type { TurnEnd } from '../pipeline.ts'
import type { Turn } from '../turn.ts'

export type RecordOptions = {
  database: Database
  store: Store
  now: () => number
  recorded: (outcome: Pick<TurnOutcome, 'route' | 'result'>, changedFloor: boolean) => void
}

export const createRecord = ({ database, store, now, recorded }: RecordOptions) =>
  async function record(turn: Turn, end: TurnEnd): Promise<LogEntry[] | undefined> {
    const at = now()
    const outcome: TurnOutcome = {
      conversationId: turn.conversation.id,
      claim: turn.claim,
      fence: turn.conversation.fence,
      turnIds: turn.messages.map((message) => message.id),
      route: { to: end.decision.to, reason: end.decision.reason },
      result: resultOf(end),
      at,
    }
    const { reply, shown, handOff } = end
    if (reply && shown && !isBlank(shown.text)) {
      outcome.answer = {
        id: turn.answerId,
        author: reply.author,
        text: shown.text,
        at,
        origin: reply.origin,
        outcome: shown.outcome === 'failed' ? 'cut' : shown.outcome,
        ...(reply.suggestions ? { suggestions: reply.suggestions } : {}),
      }
    }
    if (handOff?.floor) outcome.floor = { state: handOff.floor, reason: end.decision.reason, since: at }

    const entries = await database.forTenant(turn.site.tenantId).record(outcome)
    if (!entries) return undefined
    recorded(outcome, handOff?.floor !== undefined)
    if (entries.length > 0) await store.forTenant(turn.site.tenantId).publish({ topic: turn.conversation.id, entries })
    return entries
  }

/** For reports and the desk: what became of the turn. */
function resultOf({ handOff, reply, shown, fault }: TurnEnd): string {
  if (handOff) return handOff.floor ? 'handed_off' : 'left_to_person'
  if (shown?.outcome === 'stopped') return 'stopped'
  if (fault) return reply?.origin === 'notice' ? 'fallback' : 'failed'
  return 'answered'
}
