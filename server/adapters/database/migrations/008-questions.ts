/** When approved questions hold, and wordings of customers that are suggested for them. */

import type { Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  const { schema } = db
  for (const column of ['valid_from', 'valid_to']) await schema.alterTable('questions').addColumn(column, 'bigint').execute()

  // A row for each conversation, so that it goes with the conversation, and what is counted is what is there.
  await schema
    .createTable('suggested_wordings')
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('conversation_id', 'text', (column) => column.notNull())
    .addColumn('site_id', 'text', (column) => column.notNull())
    .addColumn('question_id', 'text', (column) => column.notNull())
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('dismissed', 'integer', (column) => column.notNull().defaultTo(0))
    .addPrimaryKeyConstraint('suggested_wordings_id', ['tenant_id', 'id', 'conversation_id'])
    .addForeignKeyConstraint('suggested_wordings_question', ['tenant_id', 'question_id'], 'questions', ['tenant_id', 'id'])
    .addForeignKeyConstraint('suggested_wordings_conversation', ['tenant_id', 'conversation_id'], 'conversations', ['tenant_id', 'id'])
    .execute()
  await schema.createIndex('suggested_wordings_site').on('suggested_wordings').columns(['tenant_id', 'site_id', 'at']).execute()
  await schema.createIndex('suggested_wordings_question').on('suggested_wordings').columns(['tenant_id', 'question_id']).execute()
  await schema.createIndex('suggested_wordings_conversation').on('suggested_wordings').columns(['tenant_id', 'conversation_id']).execute()
}
