/** What customers think of answers, and what pages say of their customers. */

import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  const { schema } = db
  await schema.alterTable('entries').addColumn('answer_id', 'text').execute()
  await schema.alterTable('entries').addColumn('rating', 'text').execute()
  await nameAnswers(db)
  await schema
    .createIndex('entries_answer')
    .unique()
    .on('entries')
    .columns(['tenant_id', 'conversation_id', 'answer_id'])
    .where(sql.ref('answer_id'), 'is not', null)
    .execute()
  await schema.alterTable('visitors').addColumn('description', 'text').execute()
}

type Row = { tenant_id: string; conversation_id: string; seq: number; body: string }

const PAGE = 500

/** Gives the answers that are there already the id that stands in their body, page by page in the order of the primary key. */
async function nameAnswers(db: Kysely<unknown>): Promise<void> {
  let last = { tenant_id: '', conversation_id: '', seq: 0 }
  for (;;) {
    const { rows } = await sql<Row>`
      select tenant_id, conversation_id, seq, body from entries
      where (tenant_id, conversation_id, seq) > (${last.tenant_id}, ${last.conversation_id}, ${last.seq})
        and kind = 'message' and cid is null
      order by tenant_id, conversation_id, seq limit ${PAGE}`.execute(db)
    for (const { tenant_id, conversation_id, seq, body } of rows) {
      const { id } = JSON.parse(body) as { id: string }
      await sql`
        update entries set answer_id = ${id}
        where tenant_id = ${tenant_id} and conversation_id = ${conversation_id} and seq = ${seq}`.execute(db)
    }
    const end = rows.at(-1)
    if (!end) return
    last = end
  }
}
