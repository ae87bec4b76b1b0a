/** What customers asked before they chose an approved question from an offer. One row for each conversation: it goes when the conversation does. */

import type { Kysely } from 'kysely'
import type { Question, SuggestedWording } from '../../ports/questions.ts'
import { question, updateQuestion } from './questions.ts'
import type { Schema } from './schema.ts'

type Db = Kysely<Schema>

export type KeptWording = {
  id: string
  siteId: string
  questionId: string
  conversationId: string
  epoch: string
  text: string
  at: number
  most: number
}

export async function keepWording(db: Db, tenantId: string, wording: KeptWording): Promise<void> {
  const { id, siteId, questionId, conversationId, epoch, text, at, most } = wording
  // Question or conversation may have gone since it was asked.
  const stands = await db
    .selectFrom('questions')
    .innerJoin('conversations', 'conversations.tenant_id', 'questions.tenant_id')
    .select('questions.id')
    .where('questions.tenant_id', '=', tenantId)
    .where('questions.id', '=', questionId)
    .where('questions.site_id', '=', siteId)
    .where('conversations.id', '=', conversationId)
    .where('conversations.site_id', '=', siteId)
    // Not one that was erased meanwhile.
    .where('conversations.epoch', '=', epoch)
    .executeTakeFirst()
  if (!stands) return
  const dismissed = await db
    .selectFrom('suggested_wordings')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('dismissed', '=', 1)
    .executeTakeFirst()
  if (dismissed) return
  await db
    .insertInto('suggested_wordings')
    .values({ tenant_id: tenantId, id, conversation_id: conversationId, site_id: siteId, question_id: questionId, text, at })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'id', 'conversation_id']).doUpdateSet({ text, at }))
    .execute()
  const tooOld = await db
    .selectFrom('suggested_wordings')
    .select(['id', 'conversation_id'])
    .where('tenant_id', '=', tenantId)
    .where('site_id', '=', siteId)
    .orderBy('at', 'desc')
    .orderBy('id')
    .limit(100)
    .offset(most)
    .execute()
  for (const row of tooOld)
    await db
      .deleteFrom('suggested_wordings')
      .where('tenant_id', '=', tenantId)
      .where('id', '=', row.id)
      .where('conversation_id', '=', row.conversation_id)
      .execute()
}

export async function suggestedWordings(db: Db, tenantId: string, siteId: string): Promise<SuggestedWording[]> {
  const rows = await db
    .selectFrom('suggested_wordings')
    .select(['id', 'site_id', 'question_id', 'text', 'at'])
    .where('tenant_id', '=', tenantId)
    .where('site_id', '=', siteId)
    .where('dismissed', '=', 0)
    .orderBy('at', 'desc')
    .orderBy('id')
    .execute()
  const wordings = new Map<string, SuggestedWording>()
  for (const row of rows) {
    const known = wordings.get(row.id)
    if (known) known.count += 1
    else wordings.set(row.id, { id: row.id, siteId: row.site_id, questionId: row.question_id, text: row.text, count: 1, lastAt: row.at })
  }
  return [...wordings.values()].toSorted((one, other) => other.count - one.count)
}

export async function acceptWording(
  db: Db,
  tenantId: string,
  { wordingId, at, most }: { wordingId: string; at: number; most: number },
): Promise<Question | 'full' | undefined> {
  const row = await db
    .selectFrom('suggested_wordings')
    .select(['question_id', 'text'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', wordingId)
    .where('dismissed', '=', 0)
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst()
  const found = row && (await question(db, tenantId, row.question_id))
  if (!found) return undefined
  if (found.variants.length >= most) return 'full'
  await db.deleteFrom('suggested_wordings').where('tenant_id', '=', tenantId).where('id', '=', wordingId).execute()
  const variants = [...found.variants.filter((variant) => variant !== row.text), row.text]
  return updateQuestion(db, tenantId, { questionId: found.id, changes: { variants, updatedAt: at } })
}

/** Its rows stay until their conversations go: as long as one is there, the wording does not come again. */
export async function dismissWording(db: Db, tenantId: string, wordingId: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('suggested_wordings')
    .set({ dismissed: 1 })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', wordingId)
    .where('dismissed', '=', 0)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}
