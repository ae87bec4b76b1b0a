/** Approved questions. Every change makes the site’s knowledge version grow. */

import { sql, type Kysely } from 'kysely'
import type { Question, QuestionChanges } from '../../ports/questions.ts'
import { QUESTION_COLUMNS, questionOf } from './rows.ts'
import type { Schema } from './schema.ts'
import type { QuestionTable } from './schema/questions.ts'

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

/** Behind this place. `next` is where to go on; absent at the end. */
export async function questionsPage(
  db: Db,
  tenantId: string,
  { siteId, after, limit }: { siteId: string; after: number; limit: number },
): Promise<{ questions: Question[]; next?: number }> {
  const rows = await db
    .selectFrom('questions')
    .select([...QUESTION_COLUMNS, 'place'])
    .where('tenant_id', '=', tenantId)
    .where('site_id', '=', siteId)
    .where('place', '>', after)
    .orderBy('place')
    .limit(limit)
    .execute()
  const next = rows.length === limit ? rows.at(-1)?.place : undefined
  return { questions: rows.map(questionOf), ...(next !== undefined && { next }) }
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
  const place = await growVersion(db, tenantId, question)
  if (place === undefined) throw new Error('there is no such site')
  await db
    .insertInto('questions')
    .values(rowOf(tenantId, question, place))
    .execute()
}

/** Rows in one statement: their values together stay below what SQLite takes. */
const ROWS_AT_ONCE = 500

export async function putQuestions(
  db: Db,
  tenantId: string,
  { siteId, questions }: { siteId: string; questions: readonly Question[] },
): Promise<{ added: number; changed: number }> {
  const last = await growVersion(db, tenantId, { siteId, by: questions.length })
  if (last === undefined) throw new Error('there is no such site')
  const before = await countOf(db, tenantId, siteId)
  const rows = questions.map((question, index) => rowOf(tenantId, { ...question, siteId }, last - questions.length + 1 + index))
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    await db
      .insertInto('questions')
      .values(rows.slice(from, from + ROWS_AT_ONCE))
      .onConflict((conflict) =>
        conflict.columns(['tenant_id', 'site_id', 'locale', 'text']).doUpdateSet(({ ref }) => ({
          variants: ref('excluded.variants'),
          answer: ref('excluded.answer'),
          tags: ref('excluded.tags'),
          suggested: ref('excluded.suggested'),
          updated_at: ref('excluded.updated_at'),
          valid_from: ref('excluded.valid_from'),
          valid_to: ref('excluded.valid_to'),
        })),
      )
      .execute()
  }
  const added = (await countOf(db, tenantId, siteId)) - before
  return { added, changed: questions.length - added }
}

async function countOf(db: Db, tenantId: string, siteId: string): Promise<number> {
  const row = await db
    .selectFrom('questions')
    .select((builder) => builder.fn.countAll<number>().as('count'))
    .where('tenant_id', '=', tenantId)
    .where('site_id', '=', siteId)
    .executeTakeFirst()
  return Number(row?.count ?? 0)
}

export async function updateQuestion(
  db: Db,
  tenantId: string,
  { questionId, changes }: { questionId: string; changes: QuestionChanges },
): Promise<Question | undefined> {
  const row = await db
    .updateTable('questions')
    // The id to itself: an update that changes nothing is still a sentence in SQL.
    .set({ id: questionId, ...columnsOf(changes) })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', questionId)
    .returning(QUESTION_COLUMNS)
    .executeTakeFirst()
  if (!row) return undefined
  await growVersion(db, tenantId, { siteId: row.site_id })
  return questionOf(row)
}

export async function deleteQuestion(db: Db, tenantId: string, questionId: string): Promise<boolean> {
  await db.deleteFrom('suggested_wordings').where('tenant_id', '=', tenantId).where('question_id', '=', questionId).execute()
  const row = await db
    .deleteFrom('questions')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', questionId)
    .returning('site_id')
    .executeTakeFirst()
  if (!row) return false
  await growVersion(db, tenantId, { siteId: row.site_id })
  return true
}

/** 0 for a site that is not there, as for one that knows nothing. */
export async function knowledgeVersion(db: Db, tenantId: string, siteId: string): Promise<number> {
  const row = await db
    .selectFrom('sites')
    .select('knowledge_version')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', siteId)
    .executeTakeFirst()
  return row?.knowledge_version ?? 0
}

/** By as many as need a place. Answers the new version; nothing when there is no such site. */
export async function growVersion(
  db: Db,
  tenantId: string,
  { siteId, by = 1 }: { siteId: string; by?: number },
): Promise<number | undefined> {
  const row = await db
    .updateTable('sites')
    .set({ knowledge_version: sql<number>`knowledge_version + ${by}` })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', siteId)
    .returning('knowledge_version')
    .executeTakeFirst()
  return row?.knowledge_version
}

type Columns = Omit<QuestionTable, 'tenant_id' | 'id' | 'site_id' | 'place'>

const rowOf = (tenantId: string, { id, siteId, ...content }: Question, place: number) => ({
  tenant_id: tenantId,
  id,
  site_id: siteId,
  place,
  ...columnsOf({ validFrom: null, validTo: null, ...content }),
})

/** Only what is given: fields that are absent or undefined stay as they are. */
function columnsOf(content: Required<QuestionChanges>): Columns
function columnsOf(content: QuestionChanges): Partial<Columns>
function columnsOf(content: QuestionChanges): Partial<Columns> {
  const { locale, text, variants, answer, tags, suggested, updatedAt, validFrom, validTo } = content
  return {
    ...(locale !== undefined && { locale }),
    ...(text !== undefined && { text }),
    ...(variants !== undefined && { variants: JSON.stringify(variants) }),
    ...(answer !== undefined && { answer }),
    ...(tags !== undefined && { tags: JSON.stringify(tags) }),
    ...(suggested !== undefined && { suggested: suggested ? 1 : 0 }),
    ...(updatedAt !== undefined && { updated_at: updatedAt }),
    ...(validFrom !== undefined && { valid_from: validFrom }),
    ...(validTo !== undefined && { valid_to: validTo }),
  }
}
