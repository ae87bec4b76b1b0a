/** One-time links: the first owner's, invitations, new passwords. Using one deletes it, in the transaction of what it is for. */

import type { Kysely, Selectable } from 'kysely'
import type { LinkKind, Person } from '../../../shared/people.ts'
import type { Account, NewPassword, WelcomeLink } from '../../ports/people.ts'
import { emailKey } from '../../people/email.ts'
import { changePassword, account as accountWith, takeTurns } from './people.ts'
import type { Schema } from './schema.ts'
import type { WelcomeLinkTable } from './schema/people.ts'

type Db = Kysely<Schema>

const COLUMNS = ['id', 'kind', 'email', 'role', 'person_id', 'created_at', 'expires_at'] as const

const linkOf = (row: Pick<Selectable<WelcomeLinkTable>, (typeof COLUMNS)[number]>): WelcomeLink => ({
  id: row.id,
  kind: row.kind,
  email: row.email,
  role: row.role,
  personId: row.person_id,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
})

type Wanted = { tokenHash: string; at: number }

export async function welcomeLink(
  db: Db,
  _tenantId: string,
  { tokenHash, at }: Wanted,
): Promise<{ tenantId: string; link: WelcomeLink } | undefined> {
  const row = await db
    .selectFrom('welcome_links')
    .select(['tenant_id', ...COLUMNS])
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', at)
    .executeTakeFirst()
  return row && { tenantId: row.tenant_id, link: linkOf(row) }
}

export async function addWelcomeLink(db: Db, tenantId: string, link: WelcomeLink & { tokenHash: string }): Promise<void> {
  const email = emailKey(link.email)
  let before = db.deleteFrom('welcome_links').where('tenant_id', '=', tenantId).where('kind', '=', link.kind).where('email', '=', email)
  if (link.kind === 'password') before = before.where('person_id', '=', link.personId)
  await before.execute()
  await db
    .insertInto('welcome_links')
    .values({
      tenant_id: tenantId,
      id: link.id,
      kind: link.kind,
      email,
      role: link.role,
      person_id: link.personId,
      token_hash: link.tokenHash,
      created_at: link.createdAt,
      expires_at: link.expiresAt,
    })
    .execute()
}

export async function invitations(db: Db, tenantId: string, at: number): Promise<WelcomeLink[]> {
  const rows = await db
    .selectFrom('welcome_links')
    .select(COLUMNS)
    .where('tenant_id', '=', tenantId)
    .where('kind', '=', 'invitation')
    .where('expires_at', '>', at)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  return rows.map(linkOf)
}

export async function removeInvitation(db: Db, tenantId: string, linkId: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('welcome_links')
    .where('tenant_id', '=', tenantId)
    .where('kind', '=', 'invitation')
    .where('id', '=', linkId)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

/** Only one of two at once gets the row. */
async function useLink(
  db: Db,
  tenantId: string,
  { tokenHash, at, kinds }: Wanted & { kinds: LinkKind[] },
): Promise<WelcomeLink | undefined> {
  const row = await db
    .deleteFrom('welcome_links')
    .where('tenant_id', '=', tenantId)
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', at)
    .where('kind', 'in', kinds)
    .returning(COLUMNS)
    .executeTakeFirst()
  return row && linkOf(row)
}

export type WelcomePerson = Wanted & { account: Omit<Account, 'role'> }

export async function welcomePerson(db: Db, tenantId: string, { account, ...wanted }: WelcomePerson): Promise<Person | undefined> {
  await takeTurns(db, tenantId)
  const link = await useLink(db, tenantId, { ...wanted, kinds: ['owner', 'invitation'] })
  if (!link) return undefined
  if (link.kind === 'owner') {
    const somebody = await db.selectFrom('people').select('id').where('tenant_id', '=', tenantId).limit(1).execute()
    if (somebody.length > 0) return undefined
  }
  const { id, name, email, passwordHash, deviceKey, createdAt } = account
  const { role } = link
  await db
    .insertInto('people')
    .values({
      tenant_id: tenantId,
      id,
      name,
      email,
      email_key: emailKey(email),
      role,
      password_hash: passwordHash,
      device_key: deviceKey,
      created_at: createdAt,
    })
    .execute()
  return { id, name, email, role }
}

export type PasswordReset = Wanted & { password: NewPassword }

export async function resetPassword(db: Db, tenantId: string, { password, ...wanted }: PasswordReset): Promise<Person | undefined> {
  const link = await useLink(db, tenantId, { ...wanted, kinds: ['password'] })
  if (!link || !(await changePassword(db, tenantId, { personId: link.personId, password }))) return undefined
  const found = await accountWith(db, tenantId, link.personId)
  return found && { id: found.id, name: found.name, email: found.email, role: found.role }
}
