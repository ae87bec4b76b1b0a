/** What was paid and for what: sums of days without anybody's name, the budgets of today, notices for the owner, and what tenants decided. */

import type { Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  const { schema } = db
  await schema
    .alterTable('tenants')
    .addColumn('settings', 'text', (column) => column.notNull().defaultTo('{}'))
    .execute()

  await schema
    .createTable('usage_calls')
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('site_id', 'text', (column) => column.notNull())
    .addColumn('day', 'text', (column) => column.notNull())
    .addColumn('model', 'text', (column) => column.notNull())
    .addColumn('calls', 'bigint', (column) => column.notNull())
    .addColumn('estimated_calls', 'bigint', (column) => column.notNull())
    .addColumn('prompt_tokens', 'bigint', (column) => column.notNull())
    .addColumn('cached_tokens', 'bigint', (column) => column.notNull())
    .addColumn('completion_tokens', 'bigint', (column) => column.notNull())
    .addColumn('spent', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('usage_calls_day', ['tenant_id', 'site_id', 'day', 'model'])
    .addForeignKeyConstraint('usage_calls_site', ['tenant_id', 'site_id'], 'sites', ['tenant_id', 'id'])
    .execute()

  await schema
    .createTable('usage_turns')
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('site_id', 'text', (column) => column.notNull())
    .addColumn('day', 'text', (column) => column.notNull())
    .addColumn('answered_by', 'text', (column) => column.notNull())
    .addColumn('turns', 'bigint', (column) => column.notNull())
    .addColumn('messages', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('usage_turns_day', ['tenant_id', 'site_id', 'day', 'answered_by'])
    .addForeignKeyConstraint('usage_turns_site', ['tenant_id', 'site_id'], 'sites', ['tenant_id', 'id'])
    .execute()

  await schema
    .createTable('budgets')
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('day', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('spent', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('budgets_key', ['tenant_id', 'day', 'key'])
    .addForeignKeyConstraint('budgets_tenant', ['tenant_id'], 'tenants', ['id'])
    .execute()
  await schema.createIndex('budgets_day').on('budgets').column('day').execute()

  await schema
    .createTable('budget_salts')
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('day', 'text', (column) => column.notNull())
    .addColumn('salt', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('budget_salts_day', ['tenant_id', 'day'])
    .addForeignKeyConstraint('budget_salts_tenant', ['tenant_id'], 'tenants', ['id'])
    .execute()

  await schema
    .createTable('notices')
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('day', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('notices_kind', ['tenant_id', 'day', 'kind'])
    .addForeignKeyConstraint('notices_tenant', ['tenant_id'], 'tenants', ['id'])
    .execute()
}
