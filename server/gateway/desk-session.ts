/** Logging in and out, and what belongs to oneself: sessions, password. And the page behind a one-time link. */

import * as z from 'zod'
import { LIMITS } from '../../shared/limits.ts'
import { PEOPLE_LIMITS, type DeskSession, type Me } from '../../shared/people.ts'
import type { LoggedIn } from '../people/login.ts'
import type { People } from '../people/people.ts'
import type { Present } from '../people/sessions.ts'
import type { Database } from '../ports/database.ts'
import { isPlainLine } from '../plain-line.ts'
import { Refusal } from '../refusal.ts'
import type { DeskOperation } from './desk-operation.ts'

/** Longer ones are refused unread by `password_weak` or cannot be anybody's. */
const secret = z.string().max(1_000)
export const emailSchema = z.email().max(PEOPLE_LIMITS.emailUnits)
export const nameSchema = z.string().trim().min(1).max(PEOPLE_LIMITS.nameUnits).refine(isPlainLine, 'must be a plain line of text')

const login = z.object({ email: z.string().max(PEOPLE_LIMITS.emailUnits), password: secret })
const token = z.object({ token: z.string().max(LIMITS.idUnits) })
const welcome = token.extend({ name: nameSchema.optional(), email: emailSchema.optional(), password: secret })
const password = z.object({ current: secret, next: secret })
const sessionParams = z.object({ session: z.string().max(LIMITS.idUnits) })

export type SessionOperationsOptions = { people: People; database: Database; hasMail: boolean }

export function sessionOperations({ people, database, hasMail }: SessionOperationsOptions): DeskOperation[] {
  async function meOf({ tenantId, person, csrf }: Present): Promise<Me> {
    const [tenants, sites] = await Promise.all([database.tenants(), database.forTenant(tenantId).sites()])
    const tenant = { id: tenantId, name: tenants.find(({ id }) => id === tenantId)?.name ?? '' }
    return { person, tenant, sites: sites.map(({ id, name, key }) => ({ id, name, key })), mail: { configured: hasMail }, csrf }
  }
  const enter = async (logIn: (loggedIn: LoggedIn) => void, loggedIn: LoggedIn): Promise<Me> => {
    logIn(loggedIn)
    return meOf(loggedIn)
  }
  return [
    {
      method: 'post',
      path: '/session',
      least: 'anyone',
      body: login,
      status: 200,
      async carryOut({ body, address, userAgent, deviceToken, checkSecure, logIn }) {
        checkSecure()
        return enter(logIn, await people.login({ ...(body as z.infer<typeof login>), address, userAgent, deviceToken }))
      },
    },
    {
      method: 'delete',
      path: '/session',
      least: 'viewer',
      status: 204,
      async carryOut({ present, logOut }) {
        logOut()
        await people.sessions.end(present.tenantId, { personId: present.person.id, sessionId: present.sessionId })
        await people.audit(present, 'session.ended')
      },
    },
    { method: 'get', path: '/me', least: 'viewer', status: 200, holdsSecret: true, carryOut: ({ present }) => meOf(present) },
    {
      method: 'get',
      path: '/sessions',
      least: 'viewer',
      status: 200,
      async carryOut({ tenant, present }): Promise<{ sessions: DeskSession[] }> {
        const sessions = await tenant.deskSessions(present.person.id)
        return {
          sessions: sessions.map(({ id, device, createdAt, usedAt }) => ({
            id,
            device,
            createdAt,
            usedAt,
            isCurrent: id === present.sessionId,
          })),
        }
      },
    },
    {
      // All but this one.
      method: 'delete',
      path: '/sessions',
      least: 'viewer',
      status: 204,
      async carryOut({ present }) {
        if (await people.sessions.end(present.tenantId, { personId: present.person.id, keepSession: present.sessionId }))
          await people.audit(present, 'session.ended')
      },
    },
    {
      method: 'delete',
      path: '/sessions/:session',
      least: 'viewer',
      params: sessionParams,
      status: 204,
      async carryOut({ present, params }) {
        const sessionId = params['session'] ?? ''
        if (!(await people.sessions.end(present.tenantId, { personId: present.person.id, sessionId }))) throw new Refusal('not_found')
        await people.audit(present, 'session.ended')
      },
    },
    {
      method: 'post',
      path: '/password',
      least: 'viewer',
      body: password,
      status: 204,
      async carryOut({ present, body, keepDevice }) {
        keepDevice(await people.team.changePassword(present, body as z.infer<typeof password>))
      },
    },
    {
      method: 'post',
      path: '/welcome/look',
      least: 'anyone',
      body: token,
      status: 200,
      carryOut: ({ body }) => people.welcome.look((body as z.infer<typeof token>).token),
    },
    {
      method: 'post',
      path: '/welcome',
      least: 'anyone',
      body: welcome,
      status: 200,
      async carryOut({ body, userAgent, checkSecure, logIn }) {
        checkSecure()
        return enter(logIn, await people.welcome.enter({ ...(body as z.infer<typeof welcome>), userAgent }))
      },
    },
  ]
}
