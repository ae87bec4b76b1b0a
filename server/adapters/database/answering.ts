/** Who at the desk may answer. What belongs to somebody who may not would be in nobody's list. */

import type { Kysely } from 'kysely'
import { isAtLeast, type Role } from '../../../shared/people.ts'
import type { Schema } from './schema.ts'

export async function mayAnswer(db: Kysely<Schema>, tenantId: string, personId: string): Promise<boolean> {
  const person = await db
    .selectFrom('people')
    .select('role')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', personId)
    .executeTakeFirst()
  return mayAnswerAs(person?.role)
}

/** Nobody may who is not there. */
export const mayAnswerAs = (role: Role | null | undefined): boolean => typeof role === 'string' && isAtLeast(role, 'agent')
