/** Documents that the model answers from. What a site knows is more than its questions then, and its version is called so. */

import type { Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  const { schema } = db
  await schema.alterTable('sites').renameColumn('questions_version', 'knowledge_version').execute()
  await schema
    .createTable('documents')
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('site_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('url', 'text')
    .addColumn('locale', 'text', (column) => column.notNull())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('units', 'bigint', (column) => column.notNull())
    .addColumn('revision', 'bigint', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('documents_id', ['tenant_id', 'id'])
    .addUniqueConstraint('documents_name', ['tenant_id', 'site_id', 'name'])
    .addForeignKeyConstraint('documents_site', ['tenant_id', 'site_id'], 'sites', ['tenant_id', 'id'])
    .execute()
}
