/** Everything that carries one customer's question: tenants, sites, keys, visitors, conversations, their log, turns, questions. */

import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  const { schema } = db

  await schema
    .createTable('tenants')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .execute()

  await schema
    .createTable('sites')
    .addColumn('tenant_id', 'text', (column) => column.notNull().references('tenants.id'))
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull().unique())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('origins', 'text', (column) => column.notNull())
    .addColumn('policy', 'text', (column) => column.notNull())
    .addColumn('questions_version', 'bigint', (column) => column.notNull().defaultTo(0))
    .addPrimaryKeyConstraint('sites_id', ['tenant_id', 'id'])
    .execute()

  await schema
    .createTable('api_keys')
    .addColumn('tenant_id', 'text', (column) => column.notNull().references('tenants.id'))
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('scopes', 'text', (column) => column.notNull())
    .addColumn('secret_hash', 'text', (column) => column.notNull().unique())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('api_keys_id', ['tenant_id', 'id'])
    .execute()

  await schema
    .createTable('visitors')
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('site_id', 'text', (column) => column.notNull())
    .addColumn('token_hash', 'text', (column) => column.notNull())
    .addColumn('newest_conversation_id', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('used_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('visitors_id', ['tenant_id', 'id'])
    .addUniqueConstraint('visitors_token', ['tenant_id', 'site_id', 'token_hash'])
    .addForeignKeyConstraint('visitors_site', ['tenant_id', 'site_id'], 'sites', ['tenant_id', 'id'])
    .execute()

  await schema
    .createTable('conversations')
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('site_id', 'text', (column) => column.notNull())
    .addColumn('visitor_id', 'text', (column) => column.notNull())
    .addColumn('epoch', 'text', (column) => column.notNull())
    .addColumn('top', 'bigint', (column) => column.notNull().defaultTo(0))
    .addColumn('floor_state', 'text', (column) => column.notNull())
    .addColumn('floor_reason', 'text', (column) => column.notNull())
    .addColumn('floor_since', 'bigint', (column) => column.notNull())
    .addColumn('fence', 'bigint', (column) => column.notNull().defaultTo(0))
    .addColumn('claim', 'bigint', (column) => column.notNull().defaultTo(0))
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('last_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('conversations_id', ['tenant_id', 'id'])
    .addForeignKeyConstraint('conversations_visitor', ['tenant_id', 'visitor_id'], 'visitors', ['tenant_id', 'id'])
    .execute()
  await schema.createIndex('conversations_floor').on('conversations').columns(['floor_state', 'tenant_id', 'floor_since']).execute()

  await schema
    .createTable('entries')
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('conversation_id', 'text', (column) => column.notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('cid', 'text')
    .addColumn('original_hash', 'text')
    .addColumn('body', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('entries_id', ['tenant_id', 'conversation_id', 'seq'])
    .addForeignKeyConstraint('entries_conversation', ['tenant_id', 'conversation_id'], 'conversations', ['tenant_id', 'id'])
    .execute()
  await schema
    .createIndex('entries_cid')
    .unique()
    .on('entries')
    .columns(['tenant_id', 'conversation_id', 'cid'])
    .where(sql.ref('cid'), 'is not', null)
    .execute()

  await schema
    .createTable('turns')
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('conversation_id', 'text', (column) => column.notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('locale', 'text', (column) => column.notNull())
    .addColumn('opened_at', 'bigint', (column) => column.notNull())
    .addColumn('claim', 'bigint', (column) => column.notNull().defaultTo(0))
    .addColumn('runs', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('closed_at', 'bigint')
    .addColumn('route_to', 'text')
    .addColumn('route_reason', 'text')
    .addColumn('result', 'text')
    .addPrimaryKeyConstraint('turns_id', ['tenant_id', 'conversation_id', 'seq'])
    .addForeignKeyConstraint('turns_entry', ['tenant_id', 'conversation_id', 'seq'], 'entries', ['tenant_id', 'conversation_id', 'seq'])
    .execute()
  // Open turns are few among all that ever were: claims and recovery look only at them.
  await schema
    .createIndex('turns_open')
    .on('turns')
    .columns(['tenant_id', 'conversation_id', 'seq'])
    .where(sql.ref('closed_at'), 'is', null)
    .execute()

  await schema
    .createTable('questions')
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('site_id', 'text', (column) => column.notNull())
    .addColumn('locale', 'text', (column) => column.notNull())
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('variants', 'text', (column) => column.notNull())
    .addColumn('answer', 'text', (column) => column.notNull())
    .addColumn('tags', 'text', (column) => column.notNull())
    .addColumn('suggested', 'integer', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .addColumn('place', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('questions_id', ['tenant_id', 'id'])
    .addUniqueConstraint('questions_text', ['tenant_id', 'site_id', 'locale', 'text'])
    .addForeignKeyConstraint('questions_site', ['tenant_id', 'site_id'], 'sites', ['tenant_id', 'id'])
    .execute()

  await schema
    .createTable('checks')
    .addColumn('id', 'integer', (column) => column.primaryKey().notNull())
    .addColumn('checked_at', 'bigint', (column) => column.notNull())
    .execute()
}
