/** On which devices people are logged in. */

import type { Kysely, Selectable } from 'kysely'
import type { Person } from '../../../shared/people.ts'
import type { PersonSession } from '../../ports/people.ts'
import type { Schema } from './schema.ts'
import type { DeskSessionTable } from './schema/people.ts'

type Db = Kysely<Schema>

const COLUMNS = ['id', 'person_id', 'device', 'created_at', 'used_at'] as const

const sessionOf = (row: Pick<Selectable<DeskSessionTable>, (typeof COLUMNS)[number]>): PersonSession => ({
  id: row.id,
  personId: row.person_id,
  device: row.device,
  createdAt: row.created_at,
  usedAt: row.used_at,
})

export type Recognised = { tenantId: string; session: PersonSession; person: Person }

export async function deskSession(db: Db, _tenantId: string, secretHash: string): Promise<Recognised | undefined> {
  const row = await db
    .selectFrom('desk_sessions')
    .innerJoin('people', (join) =>
      join.onRef('people.tenant_id', '=', 'desk_sessions.tenant_id').onRef('people.id', '=', 'desk_sessions.person_id'),
    )
    .select(COLUMNS.map((column) => `desk_sessions.${column}` as const))
    .select(['people.tenant_id', 'people.name', 'people.email', 'people.role'])
    .where('secret_hash', '=', secretHash)
    .executeTakeFirst()
  if (!row) return undefined
  const { tenant_id: tenantId, person_id: id, name, email, role } = row
  return { tenantId, session: sessionOf(row), person: { id, name, email, role } }
}

export async function openDeskSession(db: Db, tenantId: string, session: PersonSession & { secretHash: string }): Promise<void> {
  await db
    .insertInto('desk_sessions')
    .values({
      tenant_id: tenantId,
      id: session.id,
      person_id: session.personId,
      secret_hash: session.secretHash,
      device: session.device,
      created_at: session.createdAt,
      used_at: session.usedAt,
    })
    .execute()
}

/** Never moves the note back. */
export async function touchDeskSession(db: Db, tenantId: string, { sessionId, at }: { sessionId: string; at: number }): Promise<void> {
  await db
    .updateTable('desk_sessions')
    .set({ used_at: at })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', sessionId)
    .where('used_at', '<', at)
    .execute()
}

export async function deskSessions(db: Db, tenantId: string, personId: string): Promise<PersonSession[]> {
  const rows = await db
    .selectFrom('desk_sessions')
    .select(COLUMNS)
    .where('tenant_id', '=', tenantId)
    .where('person_id', '=', personId)
    .orderBy('used_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  return rows.map(sessionOf)
}

export type Ended = { personId: string; sessionId?: string; keepSession?: string }

export async function endDeskSessions(db: Db, tenantId: string, { personId, sessionId, keepSession }: Ended): Promise<string[]> {
  let query = db.deleteFrom('desk_sessions').where('tenant_id', '=', tenantId).where('person_id', '=', personId)
  if (sessionId !== undefined) query = query.where('id', '=', sessionId)
  if (keepSession !== undefined) query = query.where('id', '<>', keepSession)
  return (await query.returning('id').execute()).map(({ id }) => id)
}

export async function forgetOldSessions(
  db: Db,
  _tenantId: string,
  before: { begun: number; used: number; expired: number },
): Promise<void> {
  await db
    .deleteFrom('desk_sessions')
    .where((is) => is.or([is('created_at', '<', before.begun), is('used_at', '<', before.used)]))
    .execute()
  await db.deleteFrom('welcome_links').where('expires_at', '<', before.expired).execute()
}
