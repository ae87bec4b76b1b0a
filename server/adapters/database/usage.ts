/**
 * What was paid and for what. Only sums: none of them knows of a visitor or a conversation, so an erasure has nothing to do here. The budgets of a day carry
 * keys that nobody can read without that day's salt, and go with it.
 */

import { sql, type Kysely } from 'kysely'
import type { Notice, Usage, UsageBatch } from '../../ports/spend.ts'
import type { Schema } from './schema.ts'

type Db = Kysely<Schema>

export async function addUsage(db: Db, tenantId: string, { calls, turns, budgets, questions = [] }: UsageBatch): Promise<void> {
  for (const { siteId, promptTokens, cachedTokens, completionTokens, estimatedCalls, ...sum } of calls) {
    const row = { prompt_tokens: promptTokens, cached_tokens: cachedTokens, completion_tokens: completionTokens }
    await db
      .insertInto('usage_calls')
      .values({ tenant_id: tenantId, site_id: siteId, ...sum, estimated_calls: estimatedCalls, ...row })
      .onConflict((conflict) =>
        conflict.columns(['tenant_id', 'site_id', 'day', 'model']).doUpdateSet({
          calls: sql<number>`usage_calls.calls + excluded.calls`,
          estimated_calls: sql<number>`usage_calls.estimated_calls + excluded.estimated_calls`,
          prompt_tokens: sql<number>`usage_calls.prompt_tokens + excluded.prompt_tokens`,
          cached_tokens: sql<number>`usage_calls.cached_tokens + excluded.cached_tokens`,
          completion_tokens: sql<number>`usage_calls.completion_tokens + excluded.completion_tokens`,
          spent: sql<number>`usage_calls.spent + excluded.spent`,
        }),
      )
      .execute()
  }
  for (const { siteId, answeredBy, ...sum } of turns) {
    await db
      .insertInto('usage_turns')
      .values({ tenant_id: tenantId, site_id: siteId, answered_by: answeredBy, ...sum })
      .onConflict((conflict) =>
        conflict.columns(['tenant_id', 'site_id', 'day', 'answered_by']).doUpdateSet({
          turns: sql<number>`usage_turns.turns + excluded.turns`,
          messages: sql<number>`usage_turns.messages + excluded.messages`,
        }),
      )
      .execute()
  }
  for (const { siteId, questionId, ...sum } of questions) {
    await db
      .insertInto('usage_questions')
      .values({ tenant_id: tenantId, site_id: siteId, question_id: questionId, ...sum })
      .onConflict((conflict) =>
        conflict
          .columns(['tenant_id', 'site_id', 'day', 'question_id'])
          .doUpdateSet({ asked: sql<number>`usage_questions.asked + excluded.asked` }),
      )
      .execute()
  }
  for (const budget of budgets) {
    await db
      .insertInto('budgets')
      .values({ tenant_id: tenantId, ...budget })
      .onConflict((conflict) =>
        conflict.columns(['tenant_id', 'day', 'key']).doUpdateSet({ spent: sql<number>`budgets.spent + excluded.spent` }),
      )
      .execute()
  }
}

/** Days compare as the text that they are: `2026-03-09`. */
export async function usage(db: Db, tenantId: string, { siteId, from, to }: { siteId: string; from: string; to: string }): Promise<Usage> {
  const calls = await db
    .selectFrom('usage_calls')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('site_id', '=', siteId)
    .where('day', '>=', from)
    .where('day', '<=', to)
    .orderBy('day')
    .orderBy('model')
    .execute()
  const turns = await db
    .selectFrom('usage_turns')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('site_id', '=', siteId)
    .where('day', '>=', from)
    .where('day', '<=', to)
    .orderBy('day')
    .orderBy('answered_by')
    .execute()
  return {
    calls: calls.map((row) => ({
      siteId,
      day: row.day,
      model: row.model,
      calls: row.calls,
      estimatedCalls: row.estimated_calls,
      promptTokens: row.prompt_tokens,
      cachedTokens: row.cached_tokens,
      completionTokens: row.completion_tokens,
      spent: row.spent,
    })),
    turns: turns.map((row) => ({ siteId, day: row.day, answeredBy: row.answered_by, turns: row.turns, messages: row.messages })),
  }
}

/** Of questions that are still there. */
export async function askedQuestions(
  db: Db,
  tenantId: string,
  { siteId, from, limit }: { siteId: string; from: string; limit: number },
): Promise<{ questionId: string; asked: number }[]> {
  const rows = await db
    .selectFrom('usage_questions as usage')
    .innerJoin('questions', (join) =>
      join.onRef('questions.tenant_id', '=', 'usage.tenant_id').onRef('questions.id', '=', 'usage.question_id'),
    )
    .select(({ fn }) => ['usage.question_id', fn.sum<number>('usage.asked').as('asked')])
    .where('usage.tenant_id', '=', tenantId)
    .where('usage.site_id', '=', siteId)
    .where('usage.day', '>=', from)
    .groupBy('usage.question_id')
    .orderBy('asked', 'desc')
    .orderBy('usage.question_id')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ questionId: row.question_id, asked: Number(row.asked) }))
}

/** Of all tenants. */
export async function forgetAskedQuestions(db: Db, _tenantId: string, before: string): Promise<void> {
  await db.deleteFrom('usage_questions').where('day', '<', before).execute()
}

export async function settledBudgets(
  db: Db,
  tenantId: string,
  { day, keys }: { day: string; keys: string[] },
): Promise<Record<string, number>> {
  const rows = await db
    .selectFrom('budgets')
    .select(['key', 'spent'])
    .where('tenant_id', '=', tenantId)
    .where('day', '=', day)
    .where('key', 'in', keys)
    .execute()
  return Object.fromEntries(rows.map(({ key, spent }) => [key, spent]))
}

/** The first one who asks decides it for all. */
export async function budgetSalt(db: Db, tenantId: string, { day, salt }: { day: string; salt: string }): Promise<string> {
  const kept = await db
    .insertInto('budget_salts')
    .values({ tenant_id: tenantId, day, salt })
    // To itself: only a row that is written is given back.
    .onConflict((conflict) => conflict.columns(['tenant_id', 'day']).doUpdateSet({ day }))
    .returning('salt')
    .executeTakeFirstOrThrow()
  return kept.salt
}

/** Of all tenants. */
export async function forgetBudgets(db: Db, _tenantId: string, before: string): Promise<void> {
  await db.deleteFrom('budgets').where('day', '<', before).execute()
  await db.deleteFrom('budget_salts').where('day', '<', before).execute()
}

export async function addNotice(db: Db, tenantId: string, { day, kind, at, body }: Notice): Promise<boolean> {
  const added = await db
    .insertInto('notices')
    .values({ tenant_id: tenantId, day, kind, at, body: JSON.stringify(body) })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'day', 'kind']).doNothing())
    .returning('kind')
    .execute()
  return added.length > 0
}

export async function notices(db: Db, tenantId: string, limit: number): Promise<Notice[]> {
  const rows = await db
    .selectFrom('notices')
    .select(['day', 'kind', 'at', 'body'])
    .where('tenant_id', '=', tenantId)
    .orderBy('at', 'desc')
    .orderBy('kind')
    .limit(limit)
    .execute()
  return rows.map(({ body, ...notice }) => ({ ...notice, body: JSON.parse(body) as Notice['body'] }))
}
