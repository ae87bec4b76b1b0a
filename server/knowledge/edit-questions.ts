/** Changes of approved questions, over the API, at the desk and from files alike. */

import { randomBytes } from 'node:crypto'
import { uuidv7 } from '../../shared/identity.ts'
import { onlyOne } from '../only-one.ts'
import type { TenantDatabase } from '../ports/database.ts'
import type { Question, QuestionChanges } from '../ports/questions.ts'
import { Refusal, requestInvalid } from '../refusal.ts'
import { datesInOrder, OUT_OF_ORDER, type ChangedQuestion, type QuestionContent } from './question-content.ts'

type At = { at: number }

export function questionFrom(siteId: string, { validFrom, validTo, ...content }: QuestionContent, { at }: At): Question {
  return {
    id: uuidv7(at, randomBytes(16)),
    siteId,
    ...content,
    updatedAt: at,
    ...(validFrom !== null && { validFrom }),
    ...(validTo !== null && { validTo }),
  }
}

export async function addQuestion(tenant: TenantDatabase, question: Question): Promise<Question> {
  await onlyOne(tenant.createQuestion(question), 'question_exists')
  return question
}

/** Fields that are left out stay as they are. */
export async function changeQuestion(
  tenant: TenantDatabase,
  { id, changes, at }: { id: string; changes: ChangedQuestion } & At,
): Promise<Question> {
  const before = await tenant.question(id)
  if (!datesInOrder({ ...before, ...changes })) throw requestInvalid([`validTo: ${OUT_OF_ORDER}`])
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as QuestionChanges
  const changed = await onlyOne(tenant.updateQuestion(id, { ...given, updatedAt: at }), 'question_exists')
  if (!changed) throw new Refusal('not_found')
  return changed
}

export async function removeQuestion(tenant: TenantDatabase, id: string): Promise<void> {
  if (!(await tenant.deleteQuestion(id))) throw new Refusal('not_found')
}
