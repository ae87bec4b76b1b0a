/** What happens to tickets with something else: a conversation's floor changes, an agent answers or goes, the customer rates or erases it. */

import { sql, type Kysely } from 'kysely'
import { kindOf } from '../../../shared/reasons.ts'
import { TICKET_PRIORITIES, type Satisfaction, type Ticket, type TicketActor } from '../../../shared/tickets.ts'
import type { NewAnswer } from '../../ports/conversations.ts'
import type { TicketChanges, TicketMove } from '../../ports/tickets.ts'
import { mayAnswer } from './answering.ts'
import type { ConversationRow } from './rows.ts'
import type { Schema } from './schema.ts'
import { satisfactionOf, ticketOf, type TicketRow } from './ticket-rows.ts'
import { addEvents, change, insertTicket, lock, newestOf, unsolvedOf } from './tickets.ts'

type Db = Kysely<Schema>

/** Of a conversation whose row this transaction has updated. Answers what is to be said with it, and does nothing where there is no ticket to move. */
export async function moveTicket(db: Db, conversation: ConversationRow, move: TicketMove): Promise<NewAnswer | undefined> {
  const { tenant_id: tenantId } = conversation
  const { by } = move
  if (move.to === 'open') {
    const { number } = await openOne(db, conversation, move)
    return move.said && { ...move.said, text: move.said.text.replaceAll('{ticket}', String(number)) }
  }
  const { at } = move
  const unsolved = await unsolvedOf(db, tenantId, conversation.id)
  const row = unsolved && (await lock(db, tenantId, unsolved.number))
  if (!row) return undefined
  await change(db, tenantId, { row, changes: move.to === 'assigned' ? { assignee: move.person } : { status: 'solved' }, by, at })
  return undefined
}

async function openOne(db: Db, conversation: ConversationRow, move: Extract<TicketMove, { to: 'open' }>): Promise<TicketRow> {
  const { tenant_id: tenantId } = conversation
  const { by, reopenSince, summary } = move
  async function note(number: number): Promise<void> {
    if (summary !== undefined) await addEvents(db, tenantId, { number, events: [{ kind: 'note', text: summary, at: ticket.at, by }] })
  }
  const ticket = { ...move.ticket, siteId: conversation.site_id, conversation: conversation.id }
  const newest = await newestOf(db, tenantId, conversation.id)
  const known = (await unsolvedOf(db, tenantId, conversation.id)) ?? (newest && (newest.solved_at ?? 0) > reopenSince ? newest : undefined)
  if (!known) {
    const made = await insertTicket(db, tenantId, { ticket, by })
    await note(made.number)
    return made
  }
  const { intent, priority } = ticket
  const presses = TICKET_PRIORITIES.indexOf(priority) > TICKET_PRIORITIES.indexOf(known.priority)
  if (known.status === 'open' && !presses && summary === undefined) return known
  const row = await lock(db, tenantId, known.number)
  const changes: TicketChanges = { status: 'open', ...(presses && { intent, priority }) }
  const changed = await change(db, tenantId, { row: row ?? known, changes, by, at: ticket.at })
  await note(known.number)
  return changed
}

/** What is not solved of somebody who has gone, or may not answer any more, waits for anybody again. */
export async function releaseTickets(
  db: Db,
  tenantId: string,
  { personId, by, at }: { personId: string; by: TicketActor; at: number },
): Promise<Ticket[]> {
  if (await mayAnswer(db, tenantId, personId)) return []
  const theirs = await db
    .selectFrom('tickets')
    .select('number')
    .where('tenant_id', '=', tenantId)
    .where('assignee', '=', personId)
    .where('status', '<>', 'solved')
    .orderBy('number')
    .execute()
  const released: Ticket[] = []
  for (const { number } of theirs) {
    const row = await lock(db, tenantId, number)
    if (row) released.push(ticketOf(await change(db, tenantId, { row, changes: { assignee: undefined }, by, at })))
  }
  return released
}

export type AgentAnswer = { conversationId: string; epoch: string; seq: number; at: number; mailAt: number | undefined }

/** An agent's message was appended as this entry: the first one is the ticket's first response, and some are sent by e-mail as well. */
export async function noteAnswer(db: Db, tenantId: string, { conversationId: id, epoch, seq, at, mailAt }: AgentAnswer): Promise<void> {
  const answered = await db
    .updateTable('tickets')
    .set({ first_response_at: at, updated_at: at, revision: sql<number>`revision + 1` })
    .where('tenant_id', '=', tenantId)
    .where('conversation_id', '=', id)
    .where('status', '<>', 'solved')
    .where('first_response_at', 'is', null)
    .returning('number')
    .executeTakeFirst()
  if (answered) await addEvents(db, tenantId, { number: answered.number, events: [{ kind: 'answered', at, by: { kind: 'system' } }] })
  if (mailAt === undefined) return
  await db
    .insertInto('mails')
    .values({ tenant_id: tenantId, id: `${id}:${epoch}:${seq}`, conversation_id: id, after: seq - 1, due_at: mailAt })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'conversation_id']).where('through', 'is', null).doNothing())
    .execute()
}

export type ConversationRating = { conversationId: string; visitorId: string; score: number; comment?: string; at: number }

export async function rateConversation(db: Db, tenantId: string, rated: ConversationRating): Promise<boolean | undefined> {
  const { conversationId, visitorId, score, comment = null, at } = rated
  const conversation = await db
    .updateTable('conversations')
    .set({ id: conversationId })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', conversationId)
    .where('visitor_id', '=', visitorId)
    .returning('floor_state')
    .executeTakeFirst()
  if (!conversation) return undefined
  if (conversation.floor_state !== 'closed') return false
  await db
    .insertInto('satisfaction')
    .values({ tenant_id: tenantId, conversation_id: conversationId, score, comment, at })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'conversation_id']).doUpdateSet({ score, comment, at }))
    .execute()
  const newest = await newestOf(db, tenantId, conversationId)
  const row = newest && (await lock(db, tenantId, newest.number))
  if (!row) return true
  await db
    .updateTable('tickets')
    .set({ score, comment, rated_at: at, updated_at: at })
    .where('tenant_id', '=', tenantId)
    .where('number', '=', row.number)
    .execute()
  await addEvents(db, tenantId, { number: row.number, events: [{ kind: 'rated', score, at, by: { kind: 'customer' } }] })
  return true
}

export async function satisfaction(db: Db, tenantId: string, conversationId: string): Promise<Satisfaction | undefined> {
  const row = await db
    .selectFrom('satisfaction')
    .select(['score', 'comment', 'at'])
    .where('tenant_id', '=', tenantId)
    .where('conversation_id', '=', conversationId)
    .executeTakeFirst()
  return row && satisfactionOf(row)
}

/**
 * What customers said is gone from the tickets of an erased conversation, and with it whatever people noted there. The number stays, with its times, so
 * that nobody looks for a ticket that was there yesterday.
 */
export async function forgetTickets(
  db: Db,
  tenantId: string,
  { conversationId, at }: { conversationId: string; at: number },
): Promise<void> {
  await db.deleteFrom('mails').where('tenant_id', '=', tenantId).where('conversation_id', '=', conversationId).execute()
  await db.deleteFrom('satisfaction').where('tenant_id', '=', tenantId).where('conversation_id', '=', conversationId).execute()
  const forgotten = await db
    .updateTable('tickets')
    .set({
      conversation_id: null,
      subject: '',
      tags: '[]',
      email: null,
      comment: null,
      status: 'solved',
      solved_at: sql<number>`coalesce(solved_at, ${at})`,
      updated_at: at,
      revision: sql<number>`revision + 1`,
    })
    .where('tenant_id', '=', tenantId)
    .where('conversation_id', '=', conversationId)
    .returning(['number', 'reason'])
    .execute()
  for (const { number, reason } of forgotten) {
    // What stands behind the kind may be somebody's own words.
    const kind = kindOf(reason)
    if (kind !== reason)
      await db.updateTable('tickets').set({ reason: kind }).where('tenant_id', '=', tenantId).where('number', '=', number).execute()
    await db.deleteFrom('ticket_events').where('tenant_id', '=', tenantId).where('number', '=', number).execute()
    await addEvents(db, tenantId, { number, events: [{ kind: 'erased', at, by: { kind: 'customer' } }] })
  }
}
