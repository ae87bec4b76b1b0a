/** Wordings of customers that the owner may make variants of approved questions. */

import { LIMITS } from '../../shared/limits.ts'
import type { TenantDatabase } from '../ports/database.ts'
import type { Question } from '../ports/questions.ts'
import { Refusal } from '../refusal.ts'
import { sha256 } from '../sha256.ts'
import { normaliseQuestion } from './normalise-question.ts'

/** Of one site; beyond them the oldest make room. */
export const MOST_WORDINGS = 500

/** The same for the same wording of the same question. */
export const wordingId = (questionId: string, text: string): string =>
  sha256(JSON.stringify([questionId, normaliseQuestion(text)])).slice(0, 32)

/** An address, or a number of many digits: that names somebody, and is nobody else's question. */
const PERSONAL = /@|\d[\d -]{4,}\d/

export const mayBeWording = (text: string): boolean =>
  text.length <= LIMITS.questionUnits && normaliseQuestion(text) !== '' && !PERSONAL.test(text)

/** From now on it is answered as its question is. */
export async function acceptWording(tenant: TenantDatabase, { wordingId: id, at }: { wordingId: string; at: number }): Promise<Question> {
  const question = await tenant.acceptWording({ wordingId: id, at, most: LIMITS.questionVariants })
  if (question === undefined) throw new Refusal('not_found')
  if (question === 'full') throw new Refusal('variants_full')
  return question
}

/** It does not come again, as long as it is known that it was there. */
export async function dismissWording(tenant: TenantDatabase, id: string): Promise<void> {
  if (!(await tenant.dismissWording(id))) throw new Refusal('not_found')
}
