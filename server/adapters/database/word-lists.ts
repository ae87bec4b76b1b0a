/** Lists of sensitive words, without their rules. Every change makes the site's words version grow. */

import { sql, type Kysely } from 'kysely'
import type { WordListContent, WordListEntry } from '../../ports/word-lists.ts'
import { WORD_LIST_COLUMNS, wordListOf } from './rows.ts'
import type { Schema } from './schema.ts'
import type { WordListTable } from './schema/word-lists.ts'

type Db = Kysely<Schema>

export async function wordLists(db: Db, tenantId: string, siteId: string): Promise<WordListEntry[]> {
  const rows = await db
    .selectFrom('word_lists')
    .select(WORD_LIST_COLUMNS)
    .where('tenant_id', '=', tenantId)
    .where('site_id', '=', siteId)
    .orderBy('place')
    .execute()
  return rows.map(wordListOf)
}

export async function wordList(db: Db, tenantId: string, listId: string): Promise<WordListEntry | undefined> {
  const row = await db
    .selectFrom('word_lists')
    .select(WORD_LIST_COLUMNS)
    .where('tenant_id', '=', tenantId)
    .where('id', '=', listId)
    .executeTakeFirst()
  return row && wordListOf(row)
}

export type NewList = { list: Omit<WordListEntry, 'ruleCount'>; most: number | undefined }

export async function createWordList(db: Db, tenantId: string, { list, most = Infinity }: NewList): Promise<'made' | 'full'> {
  const { id, siteId, updatedAt, name, enabled, directions, foldings, wholeWords, exceptions } = list
  if (most < Infinity && (await wordLists(db, tenantId, siteId)).length >= most) return 'full'
  const place = await growWordsVersion(db, tenantId, siteId)
  if (place === undefined) throw new Error('there is no such site')
  await db
    .insertInto('word_lists')
    .values({
      tenant_id: tenantId,
      id,
      site_id: siteId,
      place,
      updated_at: updatedAt,
      name,
      enabled: enabled ? 1 : 0,
      directions: JSON.stringify(directions),
      foldings: JSON.stringify(foldings),
      whole_words: wholeWords ? 1 : 0,
      exceptions: JSON.stringify(exceptions),
    })
    .execute()
  return 'made'
}

export type WordListChange = { listId: string; changes: Partial<WordListContent> & { updatedAt: number } }

export async function updateWordList(db: Db, tenantId: string, { listId, changes }: WordListChange): Promise<WordListEntry | undefined> {
  const row = await db
    .updateTable('word_lists')
    .set({ updated_at: changes.updatedAt, ...columnsOf(changes) })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', listId)
    .returning(WORD_LIST_COLUMNS)
    .executeTakeFirst()
  if (!row) return undefined
  await growWordsVersion(db, tenantId, row.site_id)
  return wordListOf(row)
}

export async function deleteWordList(db: Db, tenantId: string, listId: string): Promise<boolean> {
  await db.deleteFrom('word_rules').where('tenant_id', '=', tenantId).where('list_id', '=', listId).execute()
  const row = await db
    .deleteFrom('word_lists')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', listId)
    .returning('site_id')
    .executeTakeFirst()
  if (!row) return false
  await growWordsVersion(db, tenantId, row.site_id)
  return true
}

export async function growWordsVersion(db: Db, tenantId: string, siteId: string): Promise<number | undefined> {
  const row = await db
    .updateTable('sites')
    .set({ words_version: sql<number>`words_version + 1` })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', siteId)
    .returning('words_version')
    .executeTakeFirst()
  return row?.words_version
}

type Columns = Pick<WordListTable, 'name' | 'enabled' | 'directions' | 'foldings' | 'whole_words' | 'exceptions'>

/** Only what is given: fields that are absent or undefined stay as they are. */
const columnsOf = ({ name, enabled, directions, foldings, wholeWords, exceptions }: Partial<WordListContent>): Partial<Columns> => ({
  ...(name !== undefined && { name }),
  ...(enabled !== undefined && { enabled: enabled ? 1 : 0 }),
  ...(directions !== undefined && { directions: JSON.stringify(directions) }),
  ...(foldings !== undefined && { foldings: JSON.stringify(foldings) }),
  ...(wholeWords !== undefined && { whole_words: wholeWords ? 1 : 0 }),
  ...(exceptions !== undefined && { exceptions: JSON.stringify(exceptions) }),
})
