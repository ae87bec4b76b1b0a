/** Approved questions. Every change makes the site’s knowledge version grow. */

import { sql, type Kysely } from 'kysely'
import type { Question } from '../../ports.ts'
import { QUESTION_COLUMNS, questionOf } from './rows.ts'
import type { Schema } from './schema.ts'

type Db = Kysely<Schema>

/** In the order in which they were made. */
export async function questions(db: Db, tenantId: string, siteId: string): Promise<Question[]> {
  const rows = await db
    .selectFrom('questions')
    .select(QUESTION_COLUMNS)
    .where('tenant_id', '=', tenantId)
    .where('site_id', '=', siteId)
    .orderBy('place')
    .execute()
  return rows.map(questionOf)
}

export async function question(db: Db, tenantId: string, questionId: string): Promise<Question | undefined> {
  const row = await db
    .selectFrom('questions')
    .select(QUESTION_COLUMNS)
    .where('tenant_id', '=', tenantId)
    .where('id', '=', questionId)
    .executeTakeFirst()
  return row && questionOf(row)
}

export async function createQuestion(db: Db, tenantId: string, question: Question): Promise<void> {
  const { id, siteId, locale, text, variants, answer, tags, suggested, updatedAt } = question
  const place = await growVersion(db, tenantId, siteId)
  if (place === undefined) throw new Error('there is no such site')
  await db
    .insertInto('questions')
    .values({
      tenant_id: tenantId,
      id,
      site_id: siteId,
      place,
      ...columnsOf({ locale, text, variants, answer, tags, suggested, updatedAt }),
    })
    .execute()
}

export type QuestionChanges = { questionId: string; changes: Partial<Omit<Question, 'id' | 'siteId'>> }

export async function updateQuestion(db: Db, tenantId: string, { questionId, changes }: QuestionChanges): Promise<Question | undefined> {
  const row = await db
    .updateTable('questions')
    // The id to itself: an update that changes nothing is still a sentence in SQL.
    .set({ id: questionId, ...columnsOf(changes) })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', questionId)
    .returning(QUESTION_COLUMNS)
    .executeTakeFirst()
  if (!row) return undefined
  await growVersion(db, tenantId, row.site_id)
  return questionOf(row)
}

export async function deleteQuestion(db: Db, tenantId: string, questionId: string): Promise<boolean> {
  const row = await db
    .deleteFrom('questions')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', questionId)
    .returning('site_id')
    .executeTakeFirst()
  if (!row) return false
  await growVersion(db, tenantId, row.site_id)
  return true
}

/** 0 for a site that is not there, as for one without questions. */
export async function knowledgeVersion(db: Db, tenantId: string, siteId: string): Promise<number> {
  const row = await db
    .selectFrom('sites')
    .select('questions_version')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', siteId)
    .executeTakeFirst()
  return row?.questions_version ?? 0
}

async function growVersion(db: Db, tenantId: string, siteId: string): Promise<number | undefined> {
  const row = await db
    .updateTable('sites')
    .set({ questions_version: sql<number>`questions_version + 1` })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', siteId)
    .returning('questions_version')
    .executeTakeFirst()
  return row?.questions_version
}

type Content = Omit<Question, 'id' | 'siteId'>
type Columns = {
  locale: string
  text: string
  variants: string
  answer: string
  tags: string
  suggested: number
  updated_at: number
}

/** Only what is given: fields that are absent or undefined stay as they are. */
function columnsOf(content: Content): Columns
function columnsOf(content: Partial<Content>): Partial<Columns>
function columnsOf({ locale, text, variants, answer, tags, suggested, updatedAt }: Partial<Content>): Partial<Columns> {
  return {
    ...(locale !== undefined && { locale }),
    ...(text !== undefined && { text }),
    ...(variants !== undefined && { variants: JSON.stringify(variants) }),
    ...(answer !== undefined && { answer }),
    ...(tags !== undefined && { tags: JSON.stringify(tags) }),
    ...(suggested !== undefined && { suggested: suggested ? 1 : 0 }),
    ...(updatedAt !== undefined && { updated_at: updatedAt }),
  }
}
