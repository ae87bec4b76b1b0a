/** Conversations as the desk lists them, newest activity first. Each view has an index of its own; nothing is read but the page and its newest messages. */

import { sql, type Kysely } from 'kysely'
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

/** Positions are told so far. */
const QUEUE = 1_000

const newestMessage = sql<string | null>`(
  select entries.body from entries
  where entries.tenant_id = conversations.tenant_id and entries.conversation_id = conversations.id and entries.kind = 'message'
  order by entries.seq desc limit 1)`

const summaries = (db: Db, tenantId: string) =>
  db
    .selectFrom('conversations')
    .innerJoin('visitors', (join) =>
      join.onRef('visitors.tenant_id', '=', 'conversations.tenant_id').onRef('visitors.id', '=', 'conversations.visitor_id'),
    )
    .select(CONVERSATION_COLUMNS.map((column) => `conversations.${column}` as const))
    .select(['conversations.created_at', 'visitors.description', newestMessage.as('newest')])
    .where('conversations.tenant_id', '=', tenantId)

export async function inbox(db: Db, tenantId: string, query: InboxQuery): Promise<ConversationSummary[]> {
  const { view, person, siteId, search, before, limit } = query
  // The literal conditions are those of the partial indexes, word for word.
  let found = summaries(db, tenantId)
  if (view === 'mine')
    found = found
      .where(sql<boolean>`conversations.floor_person is not null`)
      .where('conversations.floor_person', '=', person)
      .where('conversations.floor_state', 'in', ['agent', 'waiting'])
  else {
    found = found.where(sql<boolean>`conversations.top > 0`)
    if (view !== 'all') found = found.where('conversations.floor_state', '=', view)
  }
  if (siteId !== undefined) found = found.where('conversations.site_id', '=', siteId)
  if (before)
    found = found.where(({ eb, refTuple, tuple }) =>
      eb(refTuple('conversations.last_at', 'conversations.id'), '<', tuple(before.lastAt, before.id)),
    )
  if (search !== undefined) {
    // Asked of one conversation after the other, newest first, until the page is full: what is said often is found without reading everything.
    found = found.where(({ exists, selectFrom }) =>
      exists(
        selectFrom('entries')
          .select('entries.seq')
          .whereRef('entries.tenant_id', '=', 'conversations.tenant_id')
          .whereRef('entries.conversation_id', '=', 'conversations.id')
          .where(hasText(search)),
      ),
    )
  }
  const rows = await found.orderBy('conversations.last_at', 'desc').orderBy('conversations.id', 'desc').limit(limit).execute()
  return withPositions(db, tenantId, rows)
}

export async function summary(db: Db, tenantId: string, conversationId: string): Promise<ConversationSummary | undefined> {
  const row = await summaries(db, tenantId).where('conversations.id', '=', conversationId).executeTakeFirst()
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
