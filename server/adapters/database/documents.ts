/** Documents. Every change makes the site's knowledge version grow, which is then the document's revision. */

import type { Kysely } from 'kysely'
import type { DocumentContent, DocumentEntry, KnowledgeDocument } from '../../ports/documents.ts'
import { growVersion } from './questions.ts'
import type { Schema } from './schema.ts'
import type { DocumentTable } from './schema/documents.ts'

type Db = Kysely<Schema>

const ABOUT = ['id', 'site_id', 'name', 'url', 'locale', 'type', 'updated_at'] as const
const COLUMNS = [...ABOUT, 'text'] as const

export async function documents(db: Db, tenantId: string, siteId: string): Promise<DocumentEntry[]> {
  const rows = await db
    .selectFrom('documents')
    .select([...ABOUT, 'units', 'revision'])
    .where('tenant_id', '=', tenantId)
    .where('site_id', '=', siteId)
    .orderBy('name')
    .execute()
  return rows.map((row) => ({ ...aboutOf(row), units: row.units, revision: row.revision }))
}

export async function document(db: Db, tenantId: string, documentId: string): Promise<KnowledgeDocument | undefined> {
  const row = await db
    .selectFrom('documents')
    .select(COLUMNS)
    .where('tenant_id', '=', tenantId)
    .where('id', '=', documentId)
    .executeTakeFirst()
  return row && { ...aboutOf(row), text: row.text }
}

export async function createDocument(db: Db, tenantId: string, made: KnowledgeDocument): Promise<void> {
  const revision = await growVersion(db, tenantId, made)
  if (revision === undefined) throw new Error('there is no such site')
  await db
    .insertInto('documents')
    .values({ tenant_id: tenantId, id: made.id, site_id: made.siteId, revision, ...columnsOf(made) })
    .execute()
}

export type DocumentReplacement = { documentId: string; content: DocumentContent & { updatedAt: number } }

export async function replaceDocument(
  db: Db,
  tenantId: string,
  { documentId, content }: DocumentReplacement,
): Promise<KnowledgeDocument | undefined> {
  const known = await document(db, tenantId, documentId)
  if (!known) return undefined
  const { id, siteId } = known
  const revision = await growVersion(db, tenantId, { siteId })
  await db
    .updateTable('documents')
    .set({ ...columnsOf(content), ...(revision !== undefined && { revision }) })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .execute()
  return { id, siteId, ...content }
}

export async function deleteDocument(db: Db, tenantId: string, documentId: string): Promise<boolean> {
  const row = await db
    .deleteFrom('documents')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', documentId)
    .returning('site_id')
    .executeTakeFirst()
  if (!row) return false
  await growVersion(db, tenantId, { siteId: row.site_id })
  return true
}

const columnsOf = ({ name, url, locale, type, text, updatedAt }: DocumentReplacement['content']) => ({
  name,
  url: url ?? null,
  locale,
  type,
  text,
  units: text.length,
  updated_at: updatedAt,
})

const aboutOf = (row: Pick<DocumentTable, (typeof ABOUT)[number]>): Omit<KnowledgeDocument, 'text'> => ({
  id: row.id,
  siteId: row.site_id,
  name: row.name,
  ...(row.url !== null && { url: row.url }),
  locale: row.locale,
  type: row.type,
  updatedAt: row.updated_at,
})
