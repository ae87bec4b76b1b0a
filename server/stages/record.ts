/**
 * What the turn came to goes into the log, in one conditional write: when the floor or the claim has changed meanwhile, nothing is written
 * and the answer is dropped. Then everybody who watches is told that there is something to read.
 */

import { kindOf } from '../../shared/reasons.ts'
import { isBlank } from '../../shared/text.ts'
import type { LogEntry, NewAnswer } from '../ports/conversations.ts'
import type { Database } from '../ports/database.ts'
import type { Store } from '../ports/store.ts'
import type { TicketMove } from '../ports/tickets.ts'
import type { TurnOutcome } from '../ports/turns.ts'
import { sentence } from '../sentences.ts'
import type { Sessions } from '../session/sessions.ts'
import type { HandOff, TurnEnd } from '../pipeline.ts'
import { systemNotice } from '../system-notice.ts'
import { ticketMove } from '../tickets/moves.ts'
import { ticketSummary } from '../tickets/summary.ts'
import type { Turn } from '../turn.ts'

export type RecordOptions = {
  database: Database
  store: Store
  sessions: Pick<Sessions, 'before'>
  now: () => number
  recorded: (turn: Turn, end: TurnEnd) => void
}

export const createRecord = ({ database, store, sessions, now, recorded }: RecordOptions) =>
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
    if (end.hits) outcome.hits = end.hits
    // Customers get the floor as it is: the kind is enough for them.
    if (handOff?.floor) outcome.floor = { state: handOff.floor, reason: kindOf(handOff.reason), since: at }
    if (handOff?.floor) outcome.ticket = await ticketOf(database, turn, { ...handOff, at, summary: await summaryFor(sessions, turn, end) })
    if (handOff?.notice !== undefined) outcome.notice = systemNotice(turn.site, handOff.notice, at)

    const entries = await database.forTenant(turn.site.tenantId).record(outcome)
    if (!entries) return undefined
    recorded(turn, end)
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
  return { ...systemNotice(turn.site, sentence('stopped', turn.language), at), id: turn.answerId, author: { ...author, kind: 'system' } }
}

/** For whoever takes it over: what was said before, now, and by the model before it asked for a person. */
async function summaryFor(sessions: Pick<Sessions, 'before'>, turn: Turn, { reply, shown }: TurnEnd): Promise<string | undefined> {
  const { summary, history } = await sessions.before(turn)
  const asked = turn.messages.map(({ text }) => ({ role: 'customer' as const, text }))
  const answered = reply?.origin === 'model' && shown && !isBlank(shown.text) ? [{ role: 'assistant' as const, text: shown.text }] : []
  return ticketSummary(summary, [...history, ...asked, ...answered])
}

/** A hand-over has its ticket, and the customer learns its number. */
const ticketOf = (
  { forTenant }: Database,
  turn: Turn,
  { reason, intent, summary, at }: HandOff & { at: number; summary: string | undefined },
): Promise<TicketMove | undefined> =>
  ticketMove(forTenant(turn.site.tenantId), {
    to: 'waiting',
    reason,
    intent,
    summary,
    by: { kind: 'system' },
    at,
    language: turn.language,
    question: turn.question,
    conversationId: turn.conversation.id,
    says: systemNotice(turn.site, '', at),
  })

/** For reports and the desk: what became of the turn. */
function resultOf({ handOff, reply, shown, fault }: TurnEnd): string {
  if (handOff) return handOff.floor ? 'handed_off' : 'left_to_person'
  if (shown?.outcome === 'stopped') return 'stopped'
  if (fault) return shown?.outcome === 'failed' ? 'failed' : reply?.origin === 'question' ? 'fallback_question' : 'fallback'
  return 'answered'
}
