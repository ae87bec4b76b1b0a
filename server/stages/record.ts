/**
 * What the turn came to goes into the log, in one conditional write: when the floor or the claim has changed meanwhile, nothing is written
 * and the answer is dropped. Then everybody who watches is told that there is something to read.
 */

import { isBlank } from '../../shared/text.ts'
import type { Database, LogEntry, NewAnswer, Store, TurnOutcome } from '../ports.ts'
import { sentence } from '../sentences.ts'
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
    const { handOff } = end
    const answer = answerOf(turn, end, at)
    if (answer) outcome.answer = answer
    if (handOff?.floor) outcome.floor = { state: handOff.floor, reason: end.decision.reason, since: at }

    const entries = await database.forTenant(turn.site.tenantId).record(outcome)
    if (!entries) return undefined
    recorded(outcome, handOff?.floor !== undefined)
    if (entries.length > 0) await store.forTenant(turn.site.tenantId).publish({ topic: turn.conversation.id, entries })
    return entries
  }

/** What the log will say, under the id of the bubble. */
function answerOf(turn: Turn, { reply, shown }: TurnEnd, at: number): NewAnswer | undefined {
  if (!reply || !shown) return undefined
  const { author, origin, suggestions = [] } = reply
  const { text, outcome } = shown
  if (!isBlank(text)) return { id: turn.answerId, author, text, at, origin, outcome: outcome === 'failed' ? 'cut' : outcome, suggestions }
  // Nothing was shown yet: the question must not look as if nobody had noticed it.
  if (outcome !== 'stopped') return undefined
  return {
    id: turn.answerId,
    author: { ...author, kind: 'system' },
    text: sentence('stopped', turn.language),
    at,
    origin: 'notice',
    outcome: 'complete',
  }
}

/** For reports and the desk: what became of the turn. */
function resultOf({ handOff, reply, shown, fault }: TurnEnd): string {
  if (handOff) return handOff.floor ? 'handed_off' : 'left_to_person'
  if (shown?.outcome === 'stopped') return 'stopped'
  if (fault) return reply?.origin === 'notice' ? 'fallback' : 'failed'
  return 'answered'
}
