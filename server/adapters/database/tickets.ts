/**
 * Tickets and their history. Who changes a ticket updates its row first, and who opens one for a conversation updates the conversation's row first: so
 * on databases with many writers they take turns, and numbers have no gaps, as the one who counts holds the count until its transaction ends.
 */

import { sql, type Kysely } from 'kysely'
import type { TicketMark } from '../../../shared/desk.ts'
import type { Ticket, TicketActor, TicketEvent, TicketStatus } from '../../../shared/tickets.ts'
import type { NewTicket, TicketChanges, TicketQuery } from '../../ports/tickets.ts'
import { mayAnswer } from './answering.ts'
import type { Schema } from './schema.ts'
import { difference, TICKET_COLUMNS, ticketOf, type TicketRow } from './ticket-rows.ts'

type Db = Kysely<Schema>

export async function openTicket(
  db: Db,
  tenantId: string,
  { ticket, by }: { ticket: NewTicket; by: TicketActor },
): Promise<Ticket | undefined> {
  const { siteId, conversation } = ticket
  if (conversation !== undefined) {
    const found = await db
      .updateTable('conversations')
      .set({ id: conversation })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', conversation)
      .where('site_id', '=', siteId)
      .returning('id')
      .executeTakeFirst()
    if (!found) return undefined
  }
  const site = await db.selectFrom('sites').select('id').where('tenant_id', '=', tenantId).where('id', '=', siteId).executeTakeFirst()
  return site && ticketOf(await insertTicket(db, tenantId, { ticket, by }))
}

export async function insertTicket(db: Db, tenantId: string, { ticket, by }: { ticket: NewTicket; by: TicketActor }): Promise<TicketRow> {
  const { assignee } = ticket
  const { last: number } = await db
    .insertInto('ticket_numbers')
    .values({ tenant_id: tenantId, last: 1 })
    .onConflict((conflict) => conflict.column('tenant_id').doUpdateSet({ last: sql<number>`ticket_numbers.last + 1` }))
    .returning('last')
    .executeTakeFirstOrThrow()
  const row = await db
    .insertInto('tickets')
    .values({
      tenant_id: tenantId,
      number,
      site_id: ticket.siteId,
      conversation_id: ticket.conversation ?? null,
      subject: ticket.subject,
      intent: ticket.intent,
      reason: ticket.reason,
      priority: ticket.priority,
      status: 'open',
      assignee: assignee !== undefined && (await mayAnswer(db, tenantId, assignee)) ? assignee : null,
      tags: JSON.stringify(ticket.tags ?? []),
      email: ticket.email ?? null,
      locale: ticket.locale,
      created_at: ticket.at,
      updated_at: ticket.at,
      first_response_due_at: ticket.firstResponseDueAt,
      solution_due_at: ticket.solutionDueAt,
    })
    .returning(TICKET_COLUMNS)
    .executeTakeFirstOrThrow()
  await addEvents(db, tenantId, { number, events: [{ kind: 'opened', at: ticket.at, by }] })
  return row
}

export async function ticket(db: Db, tenantId: string, number: number): Promise<Ticket | undefined> {
  const row = await from(db, tenantId).where('number', '=', number).executeTakeFirst()
  return row && ticketOf(row)
}

export async function ticketOfConversation(db: Db, tenantId: string, conversationId: string): Promise<Ticket | undefined> {
  const row = await newestOf(db, tenantId, conversationId)
  return row && ticketOf(row)
}

export const newestOf = (db: Db, tenantId: string, conversationId: string): Promise<TicketRow | undefined> =>
  from(db, tenantId).where('conversation_id', '=', conversationId).orderBy('number', 'desc').limit(1).executeTakeFirst()

/** There is at most one. */
export const unsolvedOf = (db: Db, tenantId: string, conversationId: string): Promise<TicketRow | undefined> =>
  from(db, tenantId).where('conversation_id', '=', conversationId).where('status', '<>', 'solved').executeTakeFirst()

/** The newest one of each of these conversations that has any. */
export async function ticketMarks(db: Db, tenantId: string, conversationIds: string[]): Promise<Map<string, TicketMark>> {
  if (conversationIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('tickets')
    .select(['conversation_id', 'number', 'status', 'revision'])
    .where('tenant_id', '=', tenantId)
    .where('conversation_id', 'in', conversationIds)
    .orderBy('number')
    .execute()
  return new Map(rows.map(({ conversation_id: id, ...mark }) => [id ?? '', mark]))
}

export async function tickets(db: Db, tenantId: string, query: TicketQuery): Promise<Ticket[]> {
  const { status, assignee, unassigned = false, siteId, conversation, tag, before, limit } = query
  let found = from(db, tenantId)
  if (status) found = found.where('status', '=', status)
  if (assignee !== undefined) found = found.where('assignee', '=', assignee)
  if (unassigned) found = found.where('assignee', 'is', null)
  if (siteId !== undefined) found = found.where('site_id', '=', siteId)
  if (conversation !== undefined) found = found.where('conversation_id', '=', conversation)
  // In the JSON a tag stands between quotes, and its own are escaped.
  if (tag !== undefined) found = found.where(sql<boolean>`tags like ${`%${JSON.stringify(tag).replace(/[\\%_]/g, '\\$&')}%`} escape '\\'`)
  if (before !== undefined) found = found.where('number', '<', before)
  const rows = await found.orderBy('number', 'desc').limit(limit).execute()
  return rows.map(ticketOf)
}

export const ticketCounts = (db: Db, tenantId: string): Promise<Record<TicketStatus, number>> => counted(db, tenantId)

/** Of all tenants. */
export const allTicketCounts = (db: Db): Promise<Record<TicketStatus, number>> => counted(db)

async function counted(db: Db, tenantId?: string): Promise<Record<TicketStatus, number>> {
  let found = db.selectFrom('tickets').select(['status', ({ fn }) => fn.countAll<number>().as('count')])
  if (tenantId !== undefined) found = found.where('tenant_id', '=', tenantId)
  const rows = await found.groupBy('status').execute()
  return { open: 0, pending: 0, solved: 0, ...Object.fromEntries(rows.map(({ status, count }) => [status, Number(count)])) }
}

export type TicketUpdate = { number: number; changes: TicketChanges; by: TicketActor; at: number; revision?: number }

export async function updateTicket(db: Db, tenantId: string, update: TicketUpdate): Promise<Ticket | 'changed' | undefined> {
  const { number, changes, by, at, revision } = update
  const row = await lock(db, tenantId, number)
  if (!row) return undefined
  // The row that is locked counts one more already.
  if (revision !== undefined && row.revision !== revision + 1) {
    await unlock(db, tenantId, row)
    return 'changed'
  }
  return ticketOf(await change(db, tenantId, { row, changes, by, at }))
}

/**
 * Of a row that this transaction has locked, or that stands behind a lock. Whatever is changed, a ticket that is not solved belongs to nobody rather than to
 * somebody who may not answer: who takes it may be removed at the same time, and who had it may be gone when it is opened again.
 */
export async function change(
  db: Db,
  tenantId: string,
  { row, changes: given, by, at }: { row: TicketRow; changes: TicketChanges; by: TicketActor; at: number },
): Promise<TicketRow> {
  const { status = row.status, assignee = 'assignee' in given ? null : row.assignee } = given
  const isNobodys = status !== 'solved' && assignee !== null && !(await mayAnswer(db, tenantId, assignee))
  const { columns, events } = difference(row, isNobodys ? { ...given, assignee: undefined } : given, at)
  await addEvents(db, tenantId, { number: row.number, events: events.map((event) => ({ ...event, at, by })) })
  // Its mark stands in the conversation's row of the inbox.
  if (row.conversation_id !== null)
    await db
      .updateTable('conversations')
      .set({ revision: sql<number>`revision + 1` })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', row.conversation_id)
      .execute()
  return db
    .updateTable('tickets')
    .set({ ...columns, updated_at: at })
    .where('tenant_id', '=', tenantId)
    .where('number', '=', row.number)
    .returning(TICKET_COLUMNS)
    .executeTakeFirstOrThrow()
}

/** One more of its revision, which holds the row until the transaction ends. */
export const lock = (db: Db, tenantId: string, number: number): Promise<TicketRow | undefined> =>
  db
    .updateTable('tickets')
    .set({ revision: sql<number>`revision + 1` })
    .where('tenant_id', '=', tenantId)
    .where('number', '=', number)
    .returning(TICKET_COLUMNS)
    .executeTakeFirst()

const unlock = (db: Db, tenantId: string, { number, revision }: TicketRow) =>
  db
    .updateTable('tickets')
    .set({ revision: revision - 1 })
    .where('tenant_id', '=', tenantId)
    .where('number', '=', number)
    .execute()

export type Note = { number: number; text: string; by: TicketActor; at: number }

export async function addTicketNote(db: Db, tenantId: string, { number, text, by, at }: Note): Promise<TicketEvent | undefined> {
  const row = await lock(db, tenantId, number)
  if (!row) return undefined
  await change(db, tenantId, { row, changes: {}, by, at })
  const [added] = await addEvents(db, tenantId, { number, events: [{ kind: 'note', text, at, by }] })
  return added
}

export async function ticketHistory(db: Db, tenantId: string, number: number): Promise<TicketEvent[]> {
  const rows = await db
    .selectFrom('ticket_events')
    .select(['place', 'body'])
    .where('tenant_id', '=', tenantId)
    .where('number', '=', number)
    .orderBy('place')
    .execute()
  return rows.map(({ place, body }) => ({ place, ...(JSON.parse(body) as NewEvent) }) as TicketEvent)
}

type WithoutPlace<Event> = Event extends TicketEvent ? Omit<Event, 'place'> : never
export type NewEvent = WithoutPlace<TicketEvent>

/** To a ticket whose row this transaction has written. */
export async function addEvents(
  db: Db,
  tenantId: string,
  { number, events }: { number: number; events: readonly NewEvent[] },
): Promise<TicketEvent[]> {
  if (events.length === 0) return []
  const { last } = await db
    .selectFrom('ticket_events')
    .select(({ fn }) => fn.max<number | null>('place').as('last'))
    .where('tenant_id', '=', tenantId)
    .where('number', '=', number)
    .executeTakeFirstOrThrow()
  const placed = events.map((event, index) => ({ ...event, place: (last ?? 0) + 1 + index }) as TicketEvent)
  await db
    .insertInto('ticket_events')
    .values(placed.map(({ place, ...body }) => ({ tenant_id: tenantId, number, place, at: body.at, body: JSON.stringify(body) })))
    .execute()
  return placed
}

const from = (db: Db, tenantId: string) => db.selectFrom('tickets').select(TICKET_COLUMNS).where('tenant_id', '=', tenantId)
