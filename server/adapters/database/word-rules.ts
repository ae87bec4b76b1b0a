/**
 * The rules of word lists. What goes in and out are documents (`word-parts.ts`), which cross from thread to thread as plain texts: 100,000 objects
 * would take the event loop a tenth of a second.
 */

import type { Kysely } from 'kysely'
import type { RulesPut, WordListEntry } from '../../ports/word-lists.ts'
import type { WordRule } from '../../words/rule.ts'
import { WORD_LIST_COLUMNS, wordListOf } from './rows.ts'
import type { Schema } from './schema.ts'
import { growWordsVersion } from './word-lists.ts'
import { byPart, parsePart, partOf, type StoredRule } from './word-parts.ts'

type Db = Kysely<Schema>

/** The documents of the list. */
export async function wordRules(db: Db, tenantId: string, listId: string): Promise<string[]> {
  const rows = await db.selectFrom('word_rules').select('rules').where('tenant_id', '=', tenantId).where('list_id', '=', listId).execute()
  return rows.map(({ rules }) => rules)
}

export type SiteWords = { version: number; lists: (WordListEntry & { documents: string[] })[] }

/** One statement, and so one state: the site with its lists that are switched on, and each list with its documents. */
export async function siteWords(db: Db, tenantId: string, siteId: string): Promise<SiteWords> {
  const rows = await db
    .selectFrom('sites')
    .leftJoin('word_lists', (join) =>
      join
        .onRef('word_lists.tenant_id', '=', 'sites.tenant_id')
        .onRef('word_lists.site_id', '=', 'sites.id')
        .on('word_lists.enabled', '=', 1),
    )
    .leftJoin('word_rules', (join) =>
      join.onRef('word_rules.tenant_id', '=', 'word_lists.tenant_id').onRef('word_rules.list_id', '=', 'word_lists.id'),
    )
    .select('sites.words_version')
    .select(WORD_LIST_COLUMNS.map((column) => `word_lists.${column}` as const))
    .select('word_rules.rules')
    .where('sites.tenant_id', '=', tenantId)
    .where('sites.id', '=', siteId)
    .orderBy('word_lists.place')
    .execute()
  const lists = new Map<string, SiteWords['lists'][number]>()
  for (const { rules, words_version: _, ...row } of rows) {
    if (row.id === null) continue
    let list = lists.get(row.id)
    if (!list) lists.set(row.id, (list = { ...wordListOf(row as Parameters<typeof wordListOf>[0]), documents: [] }))
    if (rules !== null) list.documents.push(rules)
  }
  return { version: rows[0]?.words_version ?? 0, lists: [...lists.values()] }
}

/** `documents`: JSON, each a list of `[word, category, action]`, in order. */
export type PutRules = { listId: string; documents: string[]; replace: boolean; most: number | undefined; at: number }

export async function putWordRules(
  db: Db,
  tenantId: string,
  { listId, documents, replace, most = Infinity, at }: PutRules,
): Promise<RulesPut | 'full' | undefined> {
  const list = await db
    .selectFrom('word_lists')
    .select(['site_id', 'next_place', 'rule_count'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', listId)
    .executeTakeFirst()
  if (!list) return undefined
  const rules = documents.flatMap((document) => JSON.parse(document) as [string, string, WordRule['action']][])
  const places = new Map<string, number>()
  for (const [word] of rules) if (!places.has(word)) places.set(word, list.next_place + places.size)

  let [added, changed] = [0, 0]
  const parts: (Part & { rules: StoredRule[] })[] = []
  for (const [part, put] of byPart(rules.map(([word, category, action]) => ({ word, category, action })))) {
    const kept = replace ? [] : await readPart(db, tenantId, { listId, part })
    const stored = new Map(kept.map((rule) => [rule[1], rule]))
    for (const { word, category, action } of put.values()) {
      const known = stored.get(word)
      if (known) changed += 1
      else added += 1
      stored.set(word, [known?.[0] ?? places.get(word) ?? 0, word, category, action])
    }
    parts.push({ listId, part, rules: [...stored.values()] })
  }
  const ruleCount = (replace ? 0 : list.rule_count) + added
  if (ruleCount > most) return 'full'
  if (replace) await db.deleteFrom('word_rules').where('tenant_id', '=', tenantId).where('list_id', '=', listId).execute()
  for (const part of parts) await writePart(db, tenantId, part)
  await db
    .updateTable('word_lists')
    .set({ next_place: list.next_place + places.size, rule_count: ruleCount, updated_at: at })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', listId)
    .execute()
  await growWordsVersion(db, tenantId, list.site_id)
  return { added, changed, ruleCount }
}

export type RuleRemoval = { listId: string; word: string; at: number }

export async function removeWordRule(db: Db, tenantId: string, { listId, word, at }: RuleRemoval): Promise<boolean> {
  const part = partOf(word)
  const rules = await readPart(db, tenantId, { listId, part })
  const left = rules.filter(([, other]) => other !== word)
  if (left.length === rules.length) return false
  await writePart(db, tenantId, { listId, part, rules: left })
  const list = await db
    .updateTable('word_lists')
    .set(({ eb }) => ({ rule_count: eb('rule_count', '-', 1), updated_at: at }))
    .where('tenant_id', '=', tenantId)
    .where('id', '=', listId)
    .returning('site_id')
    .executeTakeFirstOrThrow()
  await growWordsVersion(db, tenantId, list.site_id)
  return true
}

type Part = { listId: string; part: number }

async function readPart(db: Db, tenantId: string, { listId, part }: Part): Promise<StoredRule[]> {
  const row = await db
    .selectFrom('word_rules')
    .select('rules')
    .where('tenant_id', '=', tenantId)
    .where('list_id', '=', listId)
    .where('part', '=', part)
    .executeTakeFirst()
  return row ? parsePart(row.rules) : []
}

async function writePart(db: Db, tenantId: string, { listId, part, rules }: Part & { rules: StoredRule[] }): Promise<void> {
  const document = JSON.stringify(rules)
  await db
    .insertInto('word_rules')
    .values({ tenant_id: tenantId, list_id: listId, part, rules: document })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'list_id', 'part']).doUpdateSet({ rules: document }))
    .execute()
}
