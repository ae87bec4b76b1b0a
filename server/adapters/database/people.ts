/** People and what they did. Whatever could leave a tenant without an owner takes its turn at the tenant's row first. */

import type { Kysely, Selectable } from 'kysely'
import type { AuditEntry, Person, Role } from '../../../shared/people.ts'
import type { Account, NewPassword, PersonChanged, PersonRefused, PersonRemoval } from '../../ports/people.ts'
import { emailKey } from '../../people/email.ts'
import type { Schema } from './schema.ts'
import type { PersonTable } from './schema/people.ts'
import { releaseTickets } from './ticket-moves.ts'

type Db = Kysely<Schema>

const PERSON_COLUMNS = ['id', 'name', 'email', 'role'] as const
const ACCOUNT_COLUMNS = [...PERSON_COLUMNS, 'password_hash', 'device_key', 'created_at'] as const

const accountOf = (row: Pick<Selectable<PersonTable>, (typeof ACCOUNT_COLUMNS)[number]>): Account => ({
  id: row.id,
  name: row.name,
  email: row.email,
  role: row.role,
  passwordHash: row.password_hash,
  deviceKey: row.device_key,
  createdAt: row.created_at,
})

export async function accountsByEmail(db: Db, _tenantId: string, email: string): Promise<{ tenantId: string; account: Account }[]> {
  const rows = await db
    .selectFrom('people')
    .select(['tenant_id', ...ACCOUNT_COLUMNS])
    .where('email_key', '=', emailKey(email))
    .orderBy('created_at')
    .orderBy('tenant_id')
    .execute()
  return rows.map((row) => ({ tenantId: row.tenant_id, account: accountOf(row) }))
}

export const people = (db: Db, tenantId: string): Promise<Person[]> =>
  db.selectFrom('people').select(PERSON_COLUMNS).where('tenant_id', '=', tenantId).orderBy('name').orderBy('id').execute()

export async function account(db: Db, tenantId: string, personId: string): Promise<Account | undefined> {
  const row = await db
    .selectFrom('people')
    .select(ACCOUNT_COLUMNS)
    .where('tenant_id', '=', tenantId)
    .where('id', '=', personId)
    .executeTakeFirst()
  return row && accountOf(row)
}

/** Two changes of one tenant's people follow each other, also on databases with many writers. */
export const takeTurns = (db: Db, tenantId: string) => db.updateTable('tenants').set({ id: tenantId }).where('id', '=', tenantId).execute()

async function personToChange(
  db: Db,
  tenantId: string,
  change: Pick<PersonRemoval, 'personId' | 'by'> & { role?: Role },
): Promise<Person | PersonRefused> {
  await takeTurns(db, tenantId)
  const person = await account(db, tenantId, change.personId)
  if (!person) return { refused: 'unknown' }
  const { id, name, email, role } = person
  if (change.by.role !== 'owner' && (role === 'owner' || change.role === 'owner')) return { refused: 'above' }
  return { id, name, email, role }
}

async function isLastOwner(db: Db, tenantId: string, person: Person): Promise<boolean> {
  if (person.role !== 'owner') return false
  const owners = await db.selectFrom('people').select('id').where('tenant_id', '=', tenantId).where('role', '=', 'owner').limit(2).execute()
  return owners.length < 2
}

/** Those that this person made would be a way back in. */
const deleteLinks = (db: Db, tenantId: string, personId: string) =>
  db.deleteFrom('welcome_links').where('tenant_id', '=', tenantId).where('person_id', '=', personId).execute()

const releaseTheirs = (db: Db, tenantId: string, { personId, by, at }: PersonRemoval) =>
  releaseTickets(db, tenantId, { personId, by: { kind: 'person', id: by.id }, at })

export type PersonChange = PersonRemoval & { name?: string; role?: Role }

export async function updatePerson(db: Db, tenantId: string, change: PersonChange): Promise<PersonChanged | PersonRefused> {
  const person = await personToChange(db, tenantId, change)
  if ('refused' in person) return person
  const { name = person.name, role = person.role } = change
  if (role !== 'owner' && (await isLastOwner(db, tenantId, person))) return { refused: 'last_owner' }
  if (role !== person.role) await deleteLinks(db, tenantId, person.id)
  await db.updateTable('people').set({ name, role }).where('tenant_id', '=', tenantId).where('id', '=', person.id).execute()
  return { person: { ...person, name, role }, released: await releaseTheirs(db, tenantId, change) }
}

export async function removePerson(db: Db, tenantId: string, removal: PersonRemoval): Promise<PersonChanged | PersonRefused> {
  const person = await personToChange(db, tenantId, removal)
  if ('refused' in person) return person
  if (await isLastOwner(db, tenantId, person)) return { refused: 'last_owner' }
  await db.deleteFrom('desk_sessions').where('tenant_id', '=', tenantId).where('person_id', '=', person.id).execute()
  await deleteLinks(db, tenantId, person.id)
  await db.deleteFrom('people').where('tenant_id', '=', tenantId).where('id', '=', person.id).execute()
  return { person, released: await releaseTheirs(db, tenantId, removal) }
}

export type PasswordChange = { personId: string; password: NewPassword; keepSession?: string }

export async function changePassword(db: Db, tenantId: string, change: PasswordChange): Promise<boolean> {
  const { personId, password, keepSession = '' } = change
  const { numUpdatedRows } = await db
    .updateTable('people')
    .set({ password_hash: password.passwordHash, device_key: password.deviceKey })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', personId)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return false
  await db
    .deleteFrom('desk_sessions')
    .where('tenant_id', '=', tenantId)
    .where('person_id', '=', personId)
    .where('id', '<>', keepSession)
    .execute()
  return true
}

export async function changePasswordHash(db: Db, tenantId: string, change: { personId: string; from: string; to: string }): Promise<void> {
  await db
    .updateTable('people')
    .set({ password_hash: change.to })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', change.personId)
    .where('password_hash', '=', change.from)
    .execute()
}

export async function addAudit(db: Db, tenantId: string, { personId, detail, ...entry }: AuditEntry): Promise<void> {
  await db
    .insertInto('audit')
    .values({ tenant_id: tenantId, person_id: personId, detail: JSON.stringify(detail), ...entry })
    .execute()
}

export async function audit(db: Db, tenantId: string, { before, limit }: { before?: string; limit: number }): Promise<AuditEntry[]> {
  let query = db.selectFrom('audit').selectAll().where('tenant_id', '=', tenantId).orderBy('id', 'desc').limit(limit)
  if (before !== undefined) query = query.where('id', '<', before)
  return (await query.execute()).map(({ id, at, person_id: personId, person, action, subject, detail }) => ({
    id,
    at,
    personId,
    person,
    action,
    subject,
    detail: JSON.parse(detail) as AuditEntry['detail'],
  }))
}
