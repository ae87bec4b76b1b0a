/** Lists of sensitive words, and what they found. The words that a site's policy masked until now become its first list. */

import { sql, type Kysely } from 'kysely'
import { byPart } from '../word-parts.ts'

export async function up(db: Kysely<unknown>): Promise<void> {
  const { schema } = db
  await schema
    .alterTable('sites')
    .addColumn('words_version', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute()
  await schema
    .alterTable('turns')
    .addColumn('asks_for_person', 'integer', (column) => column.notNull().defaultTo(0))
    .execute()

  await schema
    .createTable('word_lists')
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('site_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('enabled', 'integer', (column) => column.notNull())
    .addColumn('directions', 'text', (column) => column.notNull())
    .addColumn('foldings', 'text', (column) => column.notNull())
    .addColumn('whole_words', 'integer', (column) => column.notNull())
    .addColumn('exceptions', 'text', (column) => column.notNull())
    .addColumn('rule_count', 'bigint', (column) => column.notNull().defaultTo(0))
    .addColumn('next_place', 'bigint', (column) => column.notNull().defaultTo(1))
    .addColumn('place', 'bigint', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('word_lists_id', ['tenant_id', 'id'])
    .addUniqueConstraint('word_lists_name', ['tenant_id', 'site_id', 'name'])
    .addForeignKeyConstraint('word_lists_site', ['tenant_id', 'site_id'], 'sites', ['tenant_id', 'id'])
    .execute()

  await schema
    .createTable('word_rules')
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('list_id', 'text', (column) => column.notNull())
    .addColumn('part', 'integer', (column) => column.notNull())
    .addColumn('rules', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('word_rules_part', ['tenant_id', 'list_id', 'part'])
    .addForeignKeyConstraint('word_rules_list', ['tenant_id', 'list_id'], 'word_lists', ['tenant_id', 'id'])
    .execute()

  await schema
    .createTable('word_hits')
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('conversation_id', 'text', (column) => column.notNull())
    .addColumn('message_id', 'text', (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('direction', 'text', (column) => column.notNull())
    .addColumn('list_id', 'text', (column) => column.notNull())
    .addColumn('rule', 'bigint', (column) => column.notNull())
    .addColumn('category', 'text', (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('start_at', 'integer', (column) => column.notNull())
    .addColumn('end_at', 'integer', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('word_hits_id', ['tenant_id', 'conversation_id', 'message_id', 'number'])
    .addForeignKeyConstraint('word_hits_conversation', ['tenant_id', 'conversation_id'], 'conversations', ['tenant_id', 'id'])
    .execute()

  await moveMaskedWords(db)
}

type SiteRow = { tenant_id: string; id: string; policy: string }

/** As they were compared before: case folded, anywhere in a text, in what customers send and in answers. */
async function moveMaskedWords(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<SiteRow>`select tenant_id, id, policy from sites`.execute(db)
  for (const { tenant_id: tenant, id, policy: document } of rows) {
    const { maskedWords, ...policy } = JSON.parse(document) as { maskedWords?: string[] }
    if (maskedWords === undefined) continue
    await sql`update sites set policy = ${JSON.stringify(policy)} where tenant_id = ${tenant} and id = ${id}`.execute(db)
    const words = [...new Set(maskedWords.map((word) => word.trim()))].filter((word) => word !== '')
    if (words.length === 0) continue
    const list = `masked-${id}`
    await sql`
      insert into word_lists
        (tenant_id, id, site_id, name, enabled, directions, foldings, whole_words, exceptions, rule_count, next_place, place, updated_at)
      values (${tenant}, ${list}, ${id}, 'Masked words', 1, '["customer","answer"]', '["case"]', 0, '[]', ${words.length},
        ${words.length + 1}, 1, ${Date.now()})`.execute(db)
    for (const [part, rules] of byPart(words.map((word) => ({ word, category: '', action: 'mask' })))) {
      const stored = [...rules.values()].map(({ word, category, action }) => [words.indexOf(word) + 1, word, category, action])
      await sql`
        insert into word_rules (tenant_id, list_id, part, rules)
        values (${tenant}, ${list}, ${part}, ${JSON.stringify(stored)})`.execute(db)
    }
    await sql`update sites set words_version = 1 where tenant_id = ${tenant} and id = ${id}`.execute(db)
  }
}
