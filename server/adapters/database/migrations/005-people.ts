/** Those who work at the desk: accounts, sessions, one-time links, and what they did. Then what is known for sure of a visitor. */

import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  const { schema } = db

  await schema
    .createTable('people')
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('email', 'text', (column) => column.notNull())
    .addColumn('email_key', 'text', (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('password_hash', 'text', (column) => column.notNull())
    .addColumn('device_key', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('people_id', ['tenant_id', 'id'])
    .addUniqueConstraint('people_email', ['tenant_id', 'email_key'])
    .addForeignKeyConstraint('people_tenant', ['tenant_id'], 'tenants', ['id'])
    .execute()
  await schema.createIndex('people_email_key').on('people').column('email_key').execute()

  await schema
    .createTable('desk_sessions')
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('person_id', 'text', (column) => column.notNull())
    .addColumn('secret_hash', 'text', (column) => column.notNull().unique())
    .addColumn('device', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('used_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('desk_sessions_id', ['tenant_id', 'id'])
    .addForeignKeyConstraint('desk_sessions_person', ['tenant_id', 'person_id'], 'people', ['tenant_id', 'id'])
    .execute()
  await schema.createIndex('desk_sessions_of_person').on('desk_sessions').columns(['tenant_id', 'person_id']).execute()

  await schema
    .createTable('welcome_links')
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('email', 'text', (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('person_id', 'text', (column) => column.notNull())
    .addColumn('token_hash', 'text', (column) => column.notNull().unique())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('welcome_links_id', ['tenant_id', 'id'])
    .addForeignKeyConstraint('welcome_links_tenant', ['tenant_id'], 'tenants', ['id'])
    .execute()

  // No foreign key to people: what somebody did stays when they have gone.
  await schema
    .createTable('audit')
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('person_id', 'text', (column) => column.notNull())
    .addColumn('person', 'text', (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('detail', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('audit_id', ['tenant_id', 'id'])
    .addForeignKeyConstraint('audit_tenant', ['tenant_id'], 'tenants', ['id'])
    .execute()

  await schema
    .alterTable('sites')
    .addColumn('identity_secrets', 'text', (column) => column.notNull().defaultTo('[]'))
    .execute()
  await schema.alterTable('visitors').addColumn('user_id', 'text').execute()
  await schema
    .createIndex('visitors_user')
    .on('visitors')
    .columns(['tenant_id', 'site_id', 'user_id'])
    .where(sql.ref('user_id'), 'is not', null)
    .execute()
}
