/**
 * Who answers what, and whether it still counts.
 *
 * Two numbers decide. The fence grows when the floor changes: an answer begun while the model had the floor is not
 * recorded once an agent took it. The claim grows with every claim and every record: of two runs of the same turns only the
 * later claim counts, and it counts once. Both are checked in the same statement that uses them up.
 */

import { sql, type Kysely } from 'kysely'
import type { Message } from '../../../shared/protocol.ts'
import type { FloorChange, LogEntry } from '../../ports/conversations.ts'
import type { ClaimedTurns, TurnOutcome } from '../../ports/turns.ts'
import { append, type Addition } from './log.ts'
import { moveTicket } from './ticket-moves.ts'
import { keepHits } from './word-hits.ts'
import { CONVERSATION_COLUMNS, conversationOf } from './rows.ts'
import type { Schema } from './schema.ts'

type Db = Kysely<Schema>

export async function claimTurns(db: Db, tenantId: string, conversationId: string): Promise<ClaimedTurns | undefined> {
  const claimed = await db
    .updateTable('conversations')
    .set({ claim: sql<number>`claim + 1` })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', conversationId)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('turns')
          .select('turns.seq')
          .where('turns.tenant_id', '=', tenantId)
          .where('turns.conversation_id', '=', conversationId)
          .where('turns.closed_at', 'is', null),
      ),
    )
    .returning(CONVERSATION_COLUMNS)
    .executeTakeFirst()
  if (!claimed) return undefined
  await db
    .updateTable('turns')
    .set({ claim: claimed.claim, runs: sql<number>`runs + 1` })
    .where('tenant_id', '=', tenantId)
    .where('conversation_id', '=', conversationId)
    .where('closed_at', 'is', null)
    .execute()
  const rows = await db
    .selectFrom('turns')
    .innerJoin('entries', (join) =>
      join
        .onRef('entries.tenant_id', '=', 'turns.tenant_id')
        .onRef('entries.conversation_id', '=', 'turns.conversation_id')
        .onRef('entries.seq', '=', 'turns.seq'),
    )
    .select(['turns.id', 'turns.seq', 'turns.locale', 'turns.opened_at', 'turns.runs', 'turns.asks_for_person', 'entries.body'])
    .where('turns.tenant_id', '=', tenantId)
    .where('turns.conversation_id', '=', conversationId)
    .where('turns.closed_at', 'is', null)
    .orderBy('turns.seq')
    .execute()
  if (rows.length === 0) return undefined
  const turns = rows.map(({ id, seq, locale, opened_at: openedAt, runs, asks_for_person: asks, body }) => {
    const { text } = JSON.parse(body) as Message
    return { id, seq, text, locale, openedAt, runs, asksForPerson: asks === 1 }
  })
  return { claim: claimed.claim, conversation: conversationOf(claimed), turns }
}

/** The answer first, then the change of the floor and what is said of it: the customer reads what was said before who speaks next. */
export async function record(db: Db, tenantId: string, outcome: TurnOutcome): Promise<LogEntry[] | undefined> {
  const { conversationId, answer, floor, notice, ticket, hits = [], at } = outcome
  const conversation = await db
    .updateTable('conversations')
    .set({ claim: sql<number>`claim + 1`, ...(floor && { fence: sql<number>`fence + 1` }) })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', conversationId)
    .where('claim', '=', outcome.claim)
    .where('fence', '=', outcome.fence)
    .returning(CONVERSATION_COLUMNS)
    .executeTakeFirst()
  if (!conversation) return undefined
  const additions: Addition[] = []
  if (answer) additions.push({ kind: 'message', answer })
  if (floor) additions.push({ kind: 'floor', floor })
  if (notice) additions.push({ kind: 'message', answer: notice })
  const said = ticket && (await moveTicket(db, conversation, ticket))
  if (said) additions.push({ kind: 'message', answer: said })
  const entries = await append(db, conversation, additions)
  if (answer) await keepHits(db, tenantId, { conversationId, messageId: answer.id, hits, at })
  await closeTurns(db, tenantId, outcome)
  return entries
}

/** A turn that the claim did not take is a fault of the caller, and undoes the whole record. */
async function closeTurns(db: Db, tenantId: string, outcome: TurnOutcome): Promise<void> {
  const { turnIds } = outcome
  if (turnIds.length === 0) return
  const closed = await db
    .updateTable('turns')
    .set({
      closed_at: outcome.at,
      route_to: outcome.route.to,
      route_reason: outcome.route.reason,
      result: outcome.result,
      answer_id: outcome.answer?.id ?? null,
    })
    .where('tenant_id', '=', tenantId)
    .where('conversation_id', '=', outcome.conversationId)
    .where('id', 'in', turnIds)
    .where('claim', '=', outcome.claim)
    .where('closed_at', 'is', null)
    .returning('seq')
    .execute()
  if (closed.length !== new Set(turnIds).size) throw new Error('a turn was recorded under a claim that did not take it')
}

/** The change of the floor first, then the notice: it is said by who has the floor now. Open turns stay open. */
export async function changeFloor(db: Db, tenantId: string, change: FloorChange): Promise<LogEntry[] | undefined> {
  const conversation = await db
    .updateTable('conversations')
    .set({ fence: sql<number>`fence + 1` })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', change.conversationId)
    .where('fence', '=', change.fence)
    .returning(CONVERSATION_COLUMNS)
    .executeTakeFirst()
  if (!conversation) return undefined
  const additions: Addition[] = [{ kind: 'floor', floor: change.floor, person: change.person }]
  if (change.notice) additions.push({ kind: 'message', answer: change.notice })
  const said = change.ticket && (await moveTicket(db, conversation, change.ticket))
  if (said) additions.push({ kind: 'message', answer: said })
  return append(db, conversation, additions)
}

/** Of all tenants: what a crash left behind. */
export async function unfinished(db: Db, _tenantId: string, limit: number): Promise<{ tenantId: string; conversationId: string }[]> {
  const rows = await db
    .selectFrom('turns')
    .select(['tenant_id', 'conversation_id'])
    .where('closed_at', 'is', null)
    .groupBy(['tenant_id', 'conversation_id'])
    .orderBy(({ fn }) => fn.min('opened_at'))
    .orderBy('tenant_id')
    .orderBy('conversation_id')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ tenantId: row.tenant_id, conversationId: row.conversation_id }))
}

export async function newestLocale(db: Db, tenantId: string, conversationId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('turns')
    .select('locale')
    .where('tenant_id', '=', tenantId)
    .where('conversation_id', '=', conversationId)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.locale
}
