/** Visitors and the conversations that they have. */

import type { Kysely } from 'kysely'
import type { Page } from '../../../shared/page.ts'
import type { FloorState } from '../../../shared/protocol.ts'
import type { Conversation, NewConversation } from '../../ports/conversations.ts'
import type { Visitor, VisitorDescription } from '../../ports/visitors.ts'
import { CONVERSATION_COLUMNS, conversationOf } from './rows.ts'
import type { Schema } from './schema.ts'

type Db = Kysely<Schema>

export type Arrival = { visitor: Visitor; tokenHash: string; conversation: NewConversation; at: number }

export async function createVisitor(db: Db, tenantId: string, { visitor, tokenHash, conversation, at }: Arrival): Promise<Conversation> {
  await db
    .insertInto('visitors')
    .values({
      tenant_id: tenantId,
      id: visitor.id,
      site_id: visitor.siteId,
      token_hash: tokenHash,
      newest_conversation_id: conversation.id,
      created_at: at,
      used_at: at,
      user_id: visitor.userId ?? null,
    })
    .execute()
  return insertConversation(db, tenantId, { visitor, conversation, at })
}

export type TokenUse = { siteId: string; tokenHash: string; usedSince: number }
export type Recognised = { visitor: Visitor; conversation: Conversation; usedAt: number }

export async function visitorByToken(db: Db, tenantId: string, token: TokenUse): Promise<Recognised | undefined> {
  const row = await visitorsWithNewest(db, tenantId)
    .select(['visitors.used_at', 'visitors.user_id'])
    .where('visitors.site_id', '=', token.siteId)
    .where('visitors.token_hash', '=', token.tokenHash)
    .where('visitors.used_at', '>=', token.usedSince)
    .executeTakeFirst()
  if (!row) return undefined
  const visitor = { id: row.visitor_id, siteId: row.site_id, ...(row.user_id !== null && { userId: row.user_id }) }
  return { visitor, conversation: conversationOf(row), usedAt: row.used_at }
}

/** Notes that the token was used; never moves the note back. */
export async function touchVisitor(db: Db, tenantId: string, { visitorId, at }: { visitorId: string; at: number }): Promise<void> {
  await db
    .updateTable('visitors')
    .set({ used_at: at })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', visitorId)
    .where('used_at', '<', at)
    .execute()
}

export type Described = { visitorId: string; description: Omit<VisitorDescription, 'page'> | undefined }
export type Visited = { visitorId: string; page: Page }
type Kept = { visitorId: string; description: VisitorDescription | undefined }

export async function describeVisitor(db: Db, tenantId: string, { visitorId, description }: Described): Promise<void> {
  const { page } = (await visitorDescription(db, tenantId, visitorId)) ?? {}
  await keepDescription(db, tenantId, { visitorId, description: page ? { attributes: [], ...description, page } : description })
}

export async function visitPage(db: Db, tenantId: string, { visitorId, page }: Visited): Promise<void> {
  const said = await visitorDescription(db, tenantId, visitorId)
  await keepDescription(db, tenantId, { visitorId, description: { attributes: [], ...said, page } })
}

/** A page says the same at every visit: what is known already is not written again. */
async function keepDescription(db: Db, tenantId: string, { visitorId, description }: Kept): Promise<void> {
  const said = description === undefined ? null : JSON.stringify(description)
  await db
    .updateTable('visitors')
    .set({ description: said })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', visitorId)
    .where((is) =>
      said === null ? is('description', 'is not', null) : is.or([is('description', 'is', null), is('description', '<>', said)]),
    )
    .execute()
}

export async function visitorDescription(db: Db, tenantId: string, visitorId: string): Promise<VisitorDescription | undefined> {
  const row = await db
    .selectFrom('visitors')
    .select('description')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', visitorId)
    .executeTakeFirst()
  return row?.description ? (JSON.parse(row.description) as VisitorDescription) : undefined
}

/** Left by the customer in the chat. */
export async function keepEmail(db: Db, tenantId: string, { visitorId, email }: { visitorId: string; email: string }): Promise<void> {
  await db.updateTable('visitors').set({ email }).where('tenant_id', '=', tenantId).where('id', '=', visitorId).execute()
}

/** What was left in the chat, else what the page says. */
export async function emailOf(db: Db, tenantId: string, visitorId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('visitors')
    .select(['email', 'description'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', visitorId)
    .executeTakeFirst()
  if (row?.email) return row.email
  return row?.description ? (JSON.parse(row.description) as VisitorDescription).email : undefined
}

export type Start = { visitor: Visitor; conversation: NewConversation; at: number }

export async function startConversation(db: Db, tenantId: string, start: Start): Promise<Conversation> {
  // Updating the visitor first also makes two starts at once take turns, on databases with many writers.
  const visitor = await db
    .updateTable('visitors')
    .set({ id: start.visitor.id })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', start.visitor.id)
    .where('site_id', '=', start.visitor.siteId)
    .returning('newest_conversation_id')
    .executeTakeFirst()
  if (!visitor) throw new Error('there is no such visitor at this site')
  const newest = await conversation(db, tenantId, visitor.newest_conversation_id)
  if (newest?.top === 0) return newest
  await db
    .updateTable('visitors')
    .set({ newest_conversation_id: start.conversation.id })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', start.visitor.id)
    .execute()
  return insertConversation(db, tenantId, start)
}

export async function conversation(db: Db, tenantId: string, conversationId: string): Promise<Conversation | undefined> {
  const row = await db
    .selectFrom('conversations')
    .select(CONVERSATION_COLUMNS)
    .where('tenant_id', '=', tenantId)
    .where('id', '=', conversationId)
    .executeTakeFirst()
  return row && conversationOf(row)
}

/** Over all tenants: for the metrics of the process. Only those whom people have or wait for: all the others are uncounted. */
export async function floorCounts(db: Db): Promise<Record<string, number>> {
  const rows = await db
    .selectFrom('conversations')
    .select(['floor_state', (builder) => builder.fn.countAll<number>().as('conversations')])
    .where('floor_state', 'in', ['waiting', 'agent'])
    .groupBy('floor_state')
    .execute()
  return { waiting: 0, agent: 0, ...Object.fromEntries(rows.map((row) => [row.floor_state, Number(row.conversations)])) }
}

export async function newestConversation(db: Db, tenantId: string, visitorId: string): Promise<Conversation | undefined> {
  const row = await visitorsWithNewest(db, tenantId).where('visitors.id', '=', visitorId).executeTakeFirst()
  return row && conversationOf(row)
}

export type FloorQuery = { state: FloorState; limit: number }

export async function conversationsByFloor(db: Db, tenantId: string, { state, limit }: FloorQuery): Promise<Conversation[]> {
  const rows = await db
    .selectFrom('conversations')
    .select(CONVERSATION_COLUMNS)
    .where('tenant_id', '=', tenantId)
    .where('floor_state', '=', state)
    .orderBy('floor_since')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(conversationOf)
}

const visitorsWithNewest = (db: Db, tenantId: string) =>
  db
    .selectFrom('visitors')
    .innerJoin('conversations', (join) =>
      join.onRef('conversations.tenant_id', '=', 'visitors.tenant_id').onRef('conversations.id', '=', 'visitors.newest_conversation_id'),
    )
    .select(CONVERSATION_COLUMNS.map((column) => `conversations.${column}` as const))
    .where('visitors.tenant_id', '=', tenantId)

async function insertConversation(db: Db, tenantId: string, { visitor, conversation, at }: Start): Promise<Conversation> {
  const row = await db
    .insertInto('conversations')
    .values({
      tenant_id: tenantId,
      id: conversation.id,
      site_id: visitor.siteId,
      visitor_id: visitor.id,
      epoch: conversation.epoch,
      floor_state: 'bot',
      floor_reason: 'start',
      floor_since: at,
      created_at: at,
      last_at: at,
    })
    .returning(CONVERSATION_COLUMNS)
    .executeTakeFirstOrThrow()
  return conversationOf(row)
}
