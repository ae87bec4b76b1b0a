/** What agents need: who has the floor, since when somebody waits, an inbox that is quick to list, words to search for, notes, and how long people waited. */

import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  const { schema } = db

  for (const column of ['floor_person', 'floor_person_name', 'last_reason'])
    await schema.alterTable('conversations').addColumn(column, 'text').execute()
  await schema.alterTable('conversations').addColumn('queued_at', 'bigint').execute()
  await schema
    .alterTable('conversations')
    .addColumn('revision', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute()
  await sql`update conversations set queued_at = floor_since, last_reason = floor_reason where floor_state = 'waiting'`.execute(db)
  // Conversations in which nobody said a word are the most, and in no inbox.
  const spoken = sql<boolean>`top > 0`
  await schema.createIndex('conversations_all').on('conversations').columns(['tenant_id', 'last_at', 'id']).where(spoken).execute()
  await schema
    .createIndex('conversations_state')
    .on('conversations')
    .columns(['tenant_id', 'floor_state', 'last_at', 'id'])
    .where(spoken)
    .execute()
  await schema
    .createIndex('conversations_person')
    .on('conversations')
    .columns(['tenant_id', 'floor_person', 'last_at', 'id'])
    .where(sql<boolean>`floor_person is not null`)
    .execute()

  await schema.alterTable('turns').addColumn('answer_id', 'text').execute()
  await schema.alterTable('visitors').addColumn('email', 'text').execute()
  await schema.alterTable('entries').addColumn('search_text', 'text').execute()
  await makeSearchable(db)

  await schema
    .createIndex('conversations_queue')
    .on('conversations')
    .columns(['tenant_id', 'queued_at', 'id'])
    .where(sql<boolean>`floor_state = 'waiting'`)
    .execute()

  await schema
    .createTable('notes')
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('conversation_id', 'text', (column) => column.notNull())
    .addColumn('number', 'bigint', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('cid', 'text', (column) => column.notNull())
    .addColumn('after_seq', 'bigint', (column) => column.notNull())
    .addColumn('person_id', 'text', (column) => column.notNull())
    .addColumn('person_name', 'text', (column) => column.notNull())
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('notes_number', ['tenant_id', 'conversation_id', 'number'])
    .addUniqueConstraint('notes_cid', ['tenant_id', 'conversation_id', 'cid'])
    .addForeignKeyConstraint('notes_conversation', ['tenant_id', 'conversation_id'], 'conversations', ['tenant_id', 'id'])
    .execute()

  await schema
    .createTable('waits')
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('conversation_id', 'text', (column) => column.notNull())
    .addColumn('site_id', 'text', (column) => column.notNull())
    .addColumn('ended_at', 'bigint', (column) => column.notNull())
    .addColumn('waited_ms', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('waits_conversation', ['tenant_id', 'conversation_id', 'ended_at'])
    .addForeignKeyConstraint('waits_conversation_row', ['tenant_id', 'conversation_id'], 'conversations', ['tenant_id', 'id'])
    .execute()
  await schema.createIndex('waits_site').on('waits').columns(['tenant_id', 'site_id', 'ended_at']).execute()
}

type Row = { tenant_id: string; conversation_id: string; seq: number; body: string }

const PAGE = 500

/** Lower case by JavaScript's rules, which know more alphabets than SQLite's; page by page in the order of the primary key. */
async function makeSearchable(db: Kysely<unknown>): Promise<void> {
  let last = { tenant_id: '', conversation_id: '', seq: 0 }
  for (;;) {
    const { rows } = await sql<Row>`
      select tenant_id, conversation_id, seq, body from entries
      where (tenant_id, conversation_id, seq) > (${last.tenant_id}, ${last.conversation_id}, ${last.seq}) and kind = 'message'
      order by tenant_id, conversation_id, seq limit ${PAGE}`.execute(db)
    for (const { tenant_id, conversation_id, seq, body } of rows) {
      const { text } = JSON.parse(body) as { text: string }
      await sql`
        update entries set search_text = ${text.toLowerCase()}
        where tenant_id = ${tenant_id} and conversation_id = ${conversation_id} and seq = ${seq}`.execute(db)
    }
    const end = rows.at(-1)
    if (!end) return
    last = end
  }
}
