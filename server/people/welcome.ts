/** One-time links: `PUBLIC_URL/desk/welcome#TOKEN`. The token stands behind the `#`, which browsers send to nobody, so that it is in no log. */

import { randomBytes } from 'node:crypto'
import { uuidv7 } from '../../shared/identity.ts'
import type { Person, Role, Welcome } from '../../shared/people.ts'
import { onlyOne } from '../only-one.ts'
import type { Database } from '../ports/database.ts'
import type { WelcomeLink } from '../ports/people.ts'
import { Refusal } from '../refusal.ts'
import { sha256 } from '../sha256.ts'
import type { Audit, Doer } from './audit.ts'
import { deviceTokenFor, newDeviceKey, type LoggedIn } from './login.ts'
import { checkStrength, type Passwords } from './password.ts'
import type { DeskSessions } from './sessions.ts'

const DAY_MS = 86_400_000
const LIFE_MS = { owner: 7 * DAY_MS, invitation: 7 * DAY_MS, password: DAY_MS }

export type Joining = { token: string; name?: string | undefined; email?: string | undefined; password: string; userAgent: string }

export type WelcomeOptions = {
  database: Database
  passwords: Passwords
  sessions: DeskSessions
  audit: Audit
  publicUrl: () => string
  now: () => number
}

/** Makes links; a command needs no more than this. */
export function createLinks({ database, publicUrl, now }: Pick<WelcomeOptions, 'database' | 'publicUrl' | 'now'>) {
  async function make(
    tenantId: string,
    link: Pick<WelcomeLink, 'kind' | 'email' | 'role' | 'personId'>,
  ): Promise<{ id: string; url: string; expiresAt: number }> {
    const token = randomBytes(16).toString('base64url')
    const at = now()
    const made = { ...link, id: uuidv7(at, randomBytes(16)), createdAt: at, expiresAt: at + LIFE_MS[link.kind] }
    await database.forTenant(tenantId).addWelcomeLink({ ...made, tokenHash: sha256(token) })
    return { id: made.id, url: `${publicUrl()}/desk/welcome#${token}`, expiresAt: made.expiresAt }
  }
  return {
    /** For the first owner; `undefined` when somebody is there. Those made before do not work any more. */
    async owner(tenantId: string): Promise<string | undefined> {
      if ((await database.forTenant(tenantId).people()).length > 0) return undefined
      return (await make(tenantId, { kind: 'owner', email: '', role: 'owner', personId: '' })).url
    },
    invitation: (tenantId: string, { email, role, by }: { email: string; role: Role; by: string }) =>
      make(tenantId, { kind: 'invitation', email, role, personId: by }),
    password: (tenantId: string, person: Pick<Person, 'id' | 'role'>) =>
      make(tenantId, { kind: 'password', email: '', role: person.role, personId: person.id }),
  }
}

export type WelcomeDesk = ReturnType<typeof createWelcome>

export function createWelcome({ database, passwords, sessions, audit, publicUrl, now }: WelcomeOptions) {
  const links = createLinks({ database, publicUrl, now })

  async function find(token: string): Promise<{ tenantId: string; link: WelcomeLink }> {
    const found = await database.welcomeLink({ tokenHash: sha256(token), at: now() })
    if (!found) throw new Refusal('link_unknown')
    return found
  }

  async function enter(doer: Doer & { person: Person }, deviceKey: string, userAgent: string): Promise<LoggedIn> {
    const present = await sessions.begin({ ...doer, userAgent })
    return { ...present, deviceToken: deviceTokenFor({ deviceKey }) }
  }

  return {
    links,

    /** Does not use it. */
    async look(token: string): Promise<Welcome> {
      const { tenantId, link } = await find(token)
      const tenant = (await database.tenants()).find(({ id }) => id === tenantId)?.name ?? ''
      if (link.kind === 'owner') return { kind: 'owner', tenant }
      if (link.kind === 'invitation') return { kind: 'invitation', tenant, email: link.email, role: link.role }
      const email = (await database.forTenant(tenantId).account(link.personId))?.email
      return { kind: 'password', tenant, ...(email !== undefined && { email }) }
    },

    /** Uses the link, and logs whoever it was for in. */
    async enter({ token, name, email: given, password, userAgent }: Joining): Promise<LoggedIn> {
      const { tenantId, link } = await find(token)
      const tenant = database.forTenant(tenantId)
      const used = { tokenHash: sha256(token), at: now() }
      const deviceKey = newDeviceKey()
      if (link.kind === 'password') {
        const account = await tenant.account(link.personId)
        checkStrength(password, account?.email ?? '')
        const person = await tenant.resetPassword({ ...used, password: { passwordHash: await passwords.hash(password), deviceKey } })
        if (!person) throw new Refusal('link_unknown')
        await sessions.tell(tenantId, person.id)
        await audit({ tenantId, person }, 'password.reset')
        return enter({ tenantId, person }, deviceKey, userAgent)
      }
      const email = link.kind === 'invitation' ? link.email : given
      if (!email || !name) throw new Refusal('request_invalid')
      checkStrength(password, email)
      const account = {
        id: uuidv7(used.at, randomBytes(16)),
        name,
        email,
        passwordHash: await passwords.hash(password),
        deviceKey,
        createdAt: used.at,
      }
      const person = await onlyOne(tenant.welcomePerson({ ...used, account }), 'email_taken')
      if (!person) throw new Refusal('link_unknown')
      await audit({ tenantId, person }, link.kind === 'owner' ? 'owner.welcomed' : 'person.joined', { detail: { role: person.role } })
      return enter({ tenantId, person }, deviceKey, userAgent)
    },
  }
}
