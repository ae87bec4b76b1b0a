/** Tickets with their history, what customers thought of conversations, canned replies, and the mail that is to go out. */

import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  const { schema } = db

  await schema
    .createTable('ticket_numbers')
    .addColumn('tenant_id', 'text', (column) => column.primaryKey().notNull().references('tenants.id'))
    .addColumn('last', 'bigint', (column) => column.notNull())
    .execute()

  await schema
    .createTable('tickets')
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('number', 'bigint', (column) => column.notNull())
    .addColumn('site_id', 'text', (column) => column.notNull())
    .addColumn('conversation_id', 'text')
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('intent', 'text', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('priority', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('assignee', 'text')
    .addColumn('tags', 'text', (column) => column.notNull())
    .addColumn('email', 'text')
    .addColumn('locale', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .addColumn('revision', 'bigint', (column) => column.notNull().defaultTo(0))
    .addColumn('first_response_due_at', 'bigint', (column) => column.notNull())
    .addColumn('first_response_at', 'bigint')
    .addColumn('solution_due_at', 'bigint', (column) => column.notNull())
    .addColumn('solved_at', 'bigint')
    .addColumn('score', 'integer')
    .addColumn('comment', 'text')
    .addColumn('rated_at', 'bigint')
    .addPrimaryKeyConstraint('tickets_number', ['tenant_id', 'number'])
    .addForeignKeyConstraint('tickets_site', ['tenant_id', 'site_id'], 'sites', ['tenant_id', 'id'])
    .addForeignKeyConstraint('tickets_conversation', ['tenant_id', 'conversation_id'], 'conversations', ['tenant_id', 'id'])
    .execute()
  // Never two that are not solved for one conversation. Those without a conversation do not meet here: null is unlike null.
  await schema
    .createIndex('tickets_unsolved')
    .unique()
    .on('tickets')
    .columns(['tenant_id', 'conversation_id'])
    .where(sql.ref('status'), '<>', sql.lit('solved'))
    .execute()
  await schema.createIndex('tickets_of_conversation').on('tickets').columns(['tenant_id', 'conversation_id', 'number']).execute()
  await schema.createIndex('tickets_status').on('tickets').columns(['tenant_id', 'status', 'number']).execute()

  await schema
    .createTable('ticket_events')
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('number', 'bigint', (column) => column.notNull())
    .addColumn('place', 'bigint', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('ticket_events_place', ['tenant_id', 'number', 'place'])
    .addForeignKeyConstraint('ticket_events_ticket', ['tenant_id', 'number'], 'tickets', ['tenant_id', 'number'])
    .execute()

  await schema
    .createTable('satisfaction')
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('conversation_id', 'text', (column) => column.notNull())
    .addColumn('score', 'integer', (column) => column.notNull())
    .addColumn('comment', 'text')
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('satisfaction_conversation_id', ['tenant_id', 'conversation_id'])
    .addForeignKeyConstraint('satisfaction_conversation', ['tenant_id', 'conversation_id'], 'conversations', ['tenant_id', 'id'])
    .execute()

  await schema
    .createTable('canned_replies')
    .addColumn('tenant_id', 'text', (column) => column.notNull().references('tenants.id'))
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('site_id', 'text')
    .addColumn('scope', 'text', (column) => column.notNull())
    .addColumn('shortcut', 'text', (column) => column.notNull())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('locale', 'text', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('canned_replies_id', ['tenant_id', 'id'])
    .addUniqueConstraint('canned_replies_shortcut', ['tenant_id', 'scope', 'locale', 'shortcut'])
    .addForeignKeyConstraint('canned_replies_site', ['tenant_id', 'site_id'], 'sites', ['tenant_id', 'id'])
    .execute()

  await schema
    .createTable('mails')
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('conversation_id', 'text', (column) => column.notNull())
    .addColumn('after', 'bigint', (column) => column.notNull())
    .addColumn('through', 'bigint')
    .addColumn('due_at', 'bigint', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull().defaultTo(0))
    .addPrimaryKeyConstraint('mails_id', ['tenant_id', 'id'])
    .addForeignKeyConstraint('mails_conversation', ['tenant_id', 'conversation_id'], 'conversations', ['tenant_id', 'id'])
    .execute()
  // One that still gathers messages, for each conversation.
  await schema
    .createIndex('mails_gathering')
    .unique()
    .on('mails')
    .columns(['tenant_id', 'conversation_id'])
    .where(sql.ref('through'), 'is', null)
    .execute()
  await schema.createIndex('mails_of_conversation').on('mails').columns(['tenant_id', 'conversation_id']).execute()
  await schema.createIndex('mails_due').on('mails').column('due_at').execute()
}
