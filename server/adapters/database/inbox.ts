/** Conversations as the desk lists them, newest activity first. Each view has an index of its own; nothing is read but the page and its newest messages. */

import { sql, type ExpressionBuilder, type Kysely } from 'kysely'
import type { ConversationSummary, DeskFloor, PersonName } from '../../../shared/desk.ts'
import type { Message } from '../../../shared/protocol.ts'
import { wholeCharacters } from '../../../shared/text.ts'
import type { InboxQuery } from '../../ports/desk.ts'
import type { VisitorDescription } from '../../ports/visitors.ts'
import { hasText } from './found-texts.ts'
import { CONVERSATION_COLUMNS, type ConversationRow } from './rows.ts'
import type { Schema } from './schema.ts'
import { ticketMarks } from './tickets.ts'

type Db = Kysely<Schema>

/** Of the newest message, in UTF-16 units. */
const EXCERPT_UNITS = 160

/** So many conversations are searched before others who read have their turn. */
const SEARCHED_AT_ONCE = 200

/** Positions are told so far. */
const QUEUE = 1_000

const newestMessage = sql<string | null>`(
  select entries.body from entries
  where entries.tenant_id = conversations.tenant_id and entries.conversation_id = conversations.id and entries.kind = 'message'
  order by entries.seq desc limit 1)`

const ofTenant = (db: Db, tenantId: string) => db.selectFrom('conversations').where('conversations.tenant_id', '=', tenantId)
type Conversations = ReturnType<typeof ofTenant>

const withSummaries = (conversations: Conversations) =>
  conversations
    .innerJoin('visitors', (join) =>
      join.onRef('visitors.tenant_id', '=', 'conversations.tenant_id').onRef('visitors.id', '=', 'conversations.visitor_id'),
    )
    .select(CONVERSATION_COLUMNS.map((column) => `conversations.${column}` as const))
    .select(['conversations.created_at', 'visitors.description', newestMessage.as('newest')])

type Place = NonNullable<InboxQuery['before']>

/** `next`: a search has not come to its end there, and goes on behind that place. */
export type InboxPart = { rows: ConversationSummary[]; next?: Place }

export async function inbox(db: Db, tenantId: string, query: InboxQuery): Promise<InboxPart> {
  const { search, limit } = query
  const listed = newestFirst(inView(ofTenant(db, tenantId), query))
  if (search === undefined) return { rows: await withPositions(db, tenantId, await withSummaries(listed.limit(limit)).execute()) }
  const last = await listed
    .select(['conversations.last_at as lastAt', 'conversations.id'])
    .offset(SEARCHED_AT_ONCE - 1)
    .limit(1)
    .executeTakeFirst()
  // Asked of one conversation after the other, newest first, until the page is full: what is said often is found without reading everything.
  const found = (last ? listed.where(comparedTo('>=', last)) : listed).where(({ exists, selectFrom }) =>
    exists(
      selectFrom('entries')
        .select('entries.seq')
        .whereRef('entries.tenant_id', '=', 'conversations.tenant_id')
        .whereRef('entries.conversation_id', '=', 'conversations.id')
        .where(hasText(search)),
    ),
  )
  const rows = await withPositions(db, tenantId, await withSummaries(found.limit(limit)).execute())
  return { rows, ...(last && rows.length < limit && { next: last }) }
}

const newestFirst = (conversations: Conversations): Conversations =>
  conversations.orderBy('conversations.last_at', 'desc').orderBy('conversations.id', 'desc')

const comparedTo =
  (comparison: '<' | '>=', { lastAt, id }: Place) =>
  ({ eb, refTuple, tuple }: ExpressionBuilder<Schema, 'conversations'>) =>
    eb(refTuple('conversations.last_at', 'conversations.id'), comparison, tuple(lastAt, id))

function inView(conversations: Conversations, { view, person, siteId, before }: InboxQuery): Conversations {
  let listed = conversations
  // The literal conditions are those of the partial indexes, word for word.
  if (view === 'mine')
    listed = listed
      .where(sql<boolean>`conversations.floor_person is not null`)
      .where('conversations.floor_person', '=', person)
      .where('conversations.floor_state', 'in', ['agent', 'waiting'])
  else {
    listed = listed.where(sql<boolean>`conversations.top > 0`)
    if (view !== 'all') listed = listed.where('conversations.floor_state', '=', view)
  }
  if (siteId !== undefined) listed = listed.where('conversations.site_id', '=', siteId)
  return before ? listed.where(comparedTo('<', before)) : listed
}

export async function summary(db: Db, tenantId: string, conversationId: string): Promise<ConversationSummary | undefined> {
  const row = await withSummaries(ofTenant(db, tenantId)).where('conversations.id', '=', conversationId).executeTakeFirst()
  return row && (await withPositions(db, tenantId, [row]))[0]
}

/** Who waits, longest first. */
export async function queue(db: Db, tenantId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('conversations')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where(sql<boolean>`floor_state = 'waiting'`)
    .orderBy('queued_at')
    .orderBy('id')
    .limit(QUEUE)
    .execute()
  return rows.map(({ id }) => id)
}

type SummaryRow = ConversationRow & { created_at: number; description: string | null; newest: string | null }

async function withPositions(db: Db, tenantId: string, rows: SummaryRow[]): Promise<ConversationSummary[]> {
  const waiting = rows.some((row) => row.floor_state === 'waiting') ? await queue(db, tenantId) : []
  const ids = rows.map(({ id }) => id)
  const marks = await ticketMarks(db, tenantId, ids)
  return rows.map((row) => summaryOf(row, { position: waiting.indexOf(row.id) + 1 || QUEUE, ticket: marks.get(row.id) }))
}

function summaryOf(
  row: SummaryRow,
  { position, ticket }: { position: number; ticket: ConversationSummary['ticket'] | undefined },
): ConversationSummary {
  const { name } = row.description ? (JSON.parse(row.description) as VisitorDescription) : {}
  const newest = row.newest === null ? undefined : (JSON.parse(row.newest) as Message)
  return {
    id: row.id,
    site: row.site_id,
    revision: row.revision,
    fence: row.fence,
    epoch: row.epoch,
    top: row.top,
    floor: deskFloorOf(row, position),
    visitor: { id: row.visitor_id, ...(name !== undefined && { name }) },
    createdAt: row.created_at,
    lastAt: row.last_at,
    ...(ticket && { ticket }),
    ...(newest && { last: { author: newest.author.kind, text: excerpt(newest.text) } }),
  }
}

const excerpt = (text: string): string => text.slice(0, wholeCharacters(text, Math.min(text.length, EXCERPT_UNITS)))

function deskFloorOf(row: ConversationRow, position: number): DeskFloor {
  const { floor_state: state, floor_reason: reason, floor_since: since } = row
  const person: PersonName | undefined = row.floor_person === null ? undefined : { id: row.floor_person, name: row.floor_person_name ?? '' }
  switch (state) {
    case 'bot':
      return { state, reason, since }
    case 'waiting':
      return { state, reason, since, queuedAt: row.queued_at ?? since, position, ...(person && { assigned: person }) }
    case 'agent':
      return { state, reason, since, person: person ?? { id: '', name: '' } }
    case 'closed':
      return { state, reason, since, ...(person && { person }) }
  }
}
