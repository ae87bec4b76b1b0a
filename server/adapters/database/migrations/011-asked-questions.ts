/** How often each approved question was asked on each day, by nobody in particular. */

import type { Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  const { schema } = db
  await schema
    .createTable('usage_questions')
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('site_id', 'text', (column) => column.notNull())
    .addColumn('day', 'text', (column) => column.notNull())
    .addColumn('question_id', 'text', (column) => column.notNull())
    .addColumn('asked', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('usage_questions_day', ['tenant_id', 'site_id', 'day', 'question_id'])
    .addForeignKeyConstraint('usage_questions_site', ['tenant_id', 'site_id'], 'sites', ['tenant_id', 'id'])
    .execute()
  await schema.createIndex('usage_questions_day_index').on('usage_questions').column('day').execute()
}
