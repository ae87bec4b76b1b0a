/** What is known for sure of visitors: the secrets of sites, and who was vouched for. */

import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Conversation, NewConversation } from '../../ports/conversations.ts'
import type { Visitor } from '../../ports/visitors.ts'
import type { VisitorRecord } from '../../ports/visitors.ts'
import { CONVERSATION_COLUMNS, conversationOf } from './rows.ts'
import type { Schema } from './schema.ts'
import { createVisitor } from './visitors.ts'

type Db = Kysely<Schema>

export async function identitySecrets(db: Db, tenantId: string, siteId: string): Promise<string[]> {
  const row = await db
    .selectFrom('sites')
    .select('identity_secrets')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', siteId)
    .executeTakeFirst()
  return row ? (JSON.parse(row.identity_secrets) as string[]) : []
}

export async function setIdentitySecrets(
  db: Db,
  tenantId: string,
  { siteId, secrets }: { siteId: string; secrets: string[] },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('sites')
    .set({ identity_secrets: JSON.stringify(secrets) })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', siteId)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export async function vouchForVisitor(
  db: Db,
  tenantId: string,
  { visitorId, userId }: { visitorId: string; userId: string },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('visitors')
    .set({ user_id: userId })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', visitorId)
    .where((is) => is.or([is('user_id', 'is', null), is('user_id', '=', userId)]))
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export type TokenMove = { from: string; visitor: Visitor; conversation: NewConversation; at: number }

export async function moveToken(
  db: Db,
  tenantId: string,
  { from, visitor, conversation, at }: TokenMove,
): Promise<Conversation | undefined> {
  const old = await db
    .selectFrom('visitors')
    .select('token_hash')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', from)
    .where('site_id', '=', visitor.siteId)
    .executeTakeFirst()
  if (!old) return undefined
  // No hash of anything, so no token leads to it.
  await db
    .updateTable('visitors')
    .set({ token_hash: `moved:${randomUUID()}` })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', from)
    .execute()
  return createVisitor(db, tenantId, { visitor, tokenHash: old.token_hash, conversation, at })
}

const VISITOR_COLUMNS = ['id', 'site_id', 'user_id', 'email', 'created_at', 'used_at'] as const

type VisitorRow = { id: string; site_id: string; user_id: string | null; email: string | null; created_at: number; used_at: number }

const visitorOf = (row: VisitorRow): VisitorRecord => ({
  id: row.id,
  siteId: row.site_id,
  ...(row.user_id !== null && { userId: row.user_id }),
  ...(row.email !== null && { email: row.email }),
  createdAt: row.created_at,
  usedAt: row.used_at,
})

export async function visitor(db: Db, tenantId: string, visitorId: string): Promise<VisitorRecord | undefined> {
  const row = await db
    .selectFrom('visitors')
    .select(VISITOR_COLUMNS)
    .where('tenant_id', '=', tenantId)
    .where('id', '=', visitorId)
    .executeTakeFirst()
  return row && visitorOf(row)
}

export async function visitorsOfUser(
  db: Db,
  tenantId: string,
  { siteId, userId }: { siteId: string; userId: string },
): Promise<VisitorRecord[]> {
  const rows = await db
    .selectFrom('visitors')
    .select(VISITOR_COLUMNS)
    .where('tenant_id', '=', tenantId)
    .where('site_id', '=', siteId)
    .where('user_id', '=', userId)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  return rows.map(visitorOf)
}

export async function conversationsOfVisitor(
  db: Db,
  tenantId: string,
  visitorId: string,
): Promise<(Conversation & { createdAt: number; lastAt: number })[]> {
  const rows = await db
    .selectFrom('conversations')
    .select([...CONVERSATION_COLUMNS, 'created_at'])
    .where('tenant_id', '=', tenantId)
    .where('visitor_id', '=', visitorId)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  return rows.map((row) => ({ ...conversationOf(row), createdAt: row.created_at, lastAt: row.last_at }))
}
