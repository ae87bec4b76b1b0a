/** Canned replies. A shortcut is unique in its scope, which is a site or all of them, and in its language; the empty text stands for all. */

import type { Kysely } from 'kysely'
import type { CannedReply } from '../../../shared/tickets.ts'
import type { Schema } from './schema.ts'
import type { CannedReplyTable } from './schema/tickets.ts'

type Db = Kysely<Schema>

const COLUMNS = ['id', 'site_id', 'shortcut', 'title', 'text', 'locale', 'updated_at'] as const

export async function cannedReplies(db: Db, tenantId: string): Promise<CannedReply[]> {
  const rows = await db
    .selectFrom('canned_replies')
    .select(COLUMNS)
    .where('tenant_id', '=', tenantId)
    .orderBy('shortcut')
    .orderBy('id')
    .execute()
  return rows.map(replyOf)
}

export async function createCannedReply(db: Db, tenantId: string, reply: CannedReply): Promise<void> {
  const { id, siteId, shortcut, title, text, locale = '', updatedAt } = reply
  if (siteId !== undefined) {
    const site = await db.selectFrom('sites').select('id').where('tenant_id', '=', tenantId).where('id', '=', siteId).executeTakeFirst()
    if (!site) throw new Error('there is no such site')
  }
  await db
    .insertInto('canned_replies')
    .values({
      tenant_id: tenantId,
      id,
      site_id: siteId ?? null,
      scope: siteId ?? '',
      shortcut,
      title,
      text,
      locale,
      updated_at: updatedAt,
    })
    .execute()
}

export type CannedReplyChanges = { replyId: string; changes: Partial<Omit<CannedReply, 'id' | 'siteId'>> }

export async function updateCannedReply(
  db: Db,
  tenantId: string,
  { replyId, changes }: CannedReplyChanges,
): Promise<CannedReply | undefined> {
  const { shortcut, title, text, updatedAt } = changes
  const row = await db
    .updateTable('canned_replies')
    .set({
      id: replyId,
      ...(shortcut !== undefined && { shortcut }),
      ...(title !== undefined && { title }),
      ...(text !== undefined && { text }),
      ...('locale' in changes && { locale: changes.locale ?? '' }),
      ...(updatedAt !== undefined && { updated_at: updatedAt }),
    })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', replyId)
    .returning(COLUMNS)
    .executeTakeFirst()
  return row && replyOf(row)
}

export async function deleteCannedReply(db: Db, tenantId: string, replyId: string): Promise<boolean> {
  const deleted = await db
    .deleteFrom('canned_replies')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', replyId)
    .returning('id')
    .executeTakeFirst()
  return deleted !== undefined
}

const replyOf = (row: Pick<CannedReplyTable, (typeof COLUMNS)[number]>): CannedReply => ({
  id: row.id,
  ...(row.site_id !== null && { siteId: row.site_id }),
  shortcut: row.shortcut,
  title: row.title,
  text: row.text,
  ...(row.locale !== '' && { locale: row.locale }),
  updatedAt: row.updated_at,
})
