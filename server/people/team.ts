/** Those who work here, changed by those who may: roles, removals, invitations, one's own password. Each change is in the audit log. */

import type { Invitation, Person, Role } from '../../shared/people.ts'
import { isAtLeast } from '../../shared/people.ts'
import type { Database } from '../ports/database.ts'
import type { Store } from '../ports/store.ts'
import type { PersonChanged, PersonRefused } from '../ports/people.ts'
import { Refusal } from '../refusal.ts'
import { ticketChangedHint } from '../tickets/changed-hint.ts'
import type { Audit } from './audit.ts'
import { emailKey } from './email.ts'
import { deviceTokenFor, newDeviceKey } from './login.ts'
import { checkStrength, type Passwords } from './password.ts'
import type { DeskSessions, Present } from './sessions.ts'
import type { WelcomeDesk } from './welcome.ts'

/** Of one's own password, to change it. */
const GUESSES = { perSecond: 1 / 60, burst: 6 }

const REFUSED = { unknown: 'not_found', last_owner: 'last_owner', above: 'role_missing' } as const

export type TeamOptions = {
  database: Database
  store: Store
  passwords: Passwords
  sessions: DeskSessions
  links: WelcomeDesk['links']
  audit: Audit
  now: () => number
}

export type Team = ReturnType<typeof createTeam>

export function createTeam({ database, store, passwords, sessions, links, audit, now }: TeamOptions) {
  /** Open desks of that person look again, and all see what is nobody's now. */
  async function told(tenantId: string, outcome: PersonChanged | PersonRefused): Promise<Person> {
    if ('refused' in outcome) throw new Refusal(REFUSED[outcome.refused])
    const { person, released } = outcome
    await sessions.tell(tenantId, person.id)
    for (const ticket of released) await store.forTenant(tenantId).publish(ticketChangedHint(ticket))
    return person
  }

  return {
    /** Nobody gives more than they have. The link is shown once. */
    async invite(by: Present, { email, role }: { email: string; role: Role }): Promise<Invitation & { url: string }> {
      if (!isAtLeast(by.person.role, role)) throw new Refusal('role_missing')
      const taken = (await database.forTenant(by.tenantId).people()).some((person) => emailKey(person.email) === emailKey(email))
      if (taken) throw new Refusal('email_taken')
      const createdAt = now()
      const made = await links.invitation(by.tenantId, { email, role, by: by.person.id })
      await audit(by, 'person.invited', { subject: made.id, detail: { role } })
      return { ...made, email: emailKey(email), role, createdAt }
    },

    async invitations({ tenantId }: Present): Promise<Invitation[]> {
      const open = await database.forTenant(tenantId).invitations(now())
      return open.map(({ id, email, role, createdAt, expiresAt }) => ({ id, email, role, createdAt, expiresAt }))
    },

    async withdraw(by: Present, invitationId: string): Promise<void> {
      if (!(await database.forTenant(by.tenantId).removeInvitation(invitationId))) throw new Refusal('not_found')
      await audit(by, 'invitation.withdrawn', { subject: invitationId })
    },

    async change(by: Present, personId: string, changes: { name?: string; role?: Role }): Promise<Person> {
      if (changes.role !== undefined && !isAtLeast(by.person.role, changes.role)) throw new Refusal('role_missing')
      const change = { personId, by: by.person, at: now(), ...changes }
      const person = await told(by.tenantId, await database.forTenant(by.tenantId).updatePerson(change))
      await audit(by, 'person.changed', { subject: personId, detail: changes.role === undefined ? {} : { role: changes.role } })
      return person
    },

    async remove(by: Present, personId: string): Promise<void> {
      await told(by.tenantId, await database.forTenant(by.tenantId).removePerson({ personId, by: by.person, at: now() }))
      await audit(by, 'person.removed', { subject: personId })
    },

    /** Ends every other session. Answers the token that this device is known by from now on. */
    async changePassword(by: Present, { current, next }: { current: string; next: string }): Promise<string> {
      const tenant = database.forTenant(by.tenantId)
      const account = await tenant.account(by.person.id)
      if (!account) throw new Refusal('login_needed')
      // Whoever sits down at somebody's open desk is still a stranger to the password.
      const tokens = await store.forTenant(by.tenantId).takeTokens([{ key: `password:${by.person.id}`, ...GUESSES }])
      if (!tokens.taken) throw new Refusal('throttled', { retryAfterMs: tokens.waitMs })
      if (!(await passwords.check(current, account.passwordHash, { isKnown: true })).isRight) throw new Refusal('login_failed')
      checkStrength(next, account.email)
      const deviceKey = newDeviceKey()
      const password = { passwordHash: await passwords.hash(next), deviceKey }
      await tenant.changePassword({ personId: account.id, password, keepSession: by.sessionId })
      await sessions.tell(by.tenantId, account.id)
      await audit(by, 'password.changed')
      return deviceTokenFor({ deviceKey })
    },
  }
}
