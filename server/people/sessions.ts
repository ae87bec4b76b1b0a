/**
 * Who is logged in. A session is 128 random bits in a cookie, of which the database knows the hash; it ends two weeks after its last use and
 * three months after it began. Whoever has a session of theirs ended or changed is told by a hint on `person:` and their id: sockets look again then.
 */

import { randomBytes } from 'node:crypto'
import { uuidv7 } from '../../shared/identity.ts'
import type { Person } from '../../shared/people.ts'
import type { Database } from '../ports/database.ts'
import type { Store } from '../ports/store.ts'
import { sha256 } from '../sha256.ts'
import { deviceLine } from './device-line.ts'

/** Somebody at the desk, on one device, now. */
export type Present = { tenantId: string; person: Person; sessionId: string; csrf: string }

export type DeskSessions = ReturnType<typeof createDeskSessions>

const DAY_MS = 86_400_000
const IDLE_MS = 14 * DAY_MS
const LIFE_MS = 90 * DAY_MS
/** Last use is noted to the minute: more would be a write for every click. */
const TOUCH_EVERY_MS = 60_000

export const SESSION_SECONDS = LIFE_MS / 1_000

/** Known only to pages that may read what the session's own requests answer. */
const csrfOf = (secret: string): string => sha256(`csrf:${secret}`)

export type SessionsOptions = { database: Database; store: Store; now: () => number }

export function createDeskSessions({ database, store, now }: SessionsOptions) {
  const tell = (tenantId: string, personId: string): Promise<void> =>
    store.forTenant(tenantId).publish({ topic: `person:${personId}`, entries: [] })

  return {
    /** Answers the secret for the cookie. */
    async begin({
      tenantId,
      person,
      userAgent,
    }: {
      tenantId: string
      person: Person
      userAgent: string
    }): Promise<Present & { secret: string }> {
      const secret = randomBytes(16).toString('base64url')
      const at = now()
      const session = { id: uuidv7(at, randomBytes(16)), personId: person.id, device: deviceLine(userAgent), createdAt: at, usedAt: at }
      await database.forTenant(tenantId).openDeskSession({ ...session, secretHash: sha256(secret) })
      return { tenantId, person, sessionId: session.id, csrf: csrfOf(secret), secret }
    },

    async recognise(secret: string): Promise<Present | undefined> {
      const found = await database.deskSession(sha256(secret))
      const at = now()
      if (!found || found.session.usedAt < at - IDLE_MS || found.session.createdAt < at - LIFE_MS) return undefined
      const { tenantId, session, person } = found
      if (at - session.usedAt >= TOUCH_EVERY_MS) await database.forTenant(tenantId).touchDeskSession({ sessionId: session.id, at })
      return { tenantId, person, sessionId: session.id, csrf: csrfOf(secret) }
    },

    /** One, or all but the one that is kept; false when there was none. */
    async end(tenantId: string, ended: { personId: string; sessionId?: string; keepSession?: string }): Promise<boolean> {
      const ids = await database.forTenant(tenantId).endDeskSessions(ended)
      if (ids.length > 0) await tell(tenantId, ended.personId)
      return ids.length > 0
    },

    /** The person has changed, or has gone. */
    tell,

    forgetOld: (): Promise<void> => database.forgetOldSessions({ begun: now() - LIFE_MS, used: now() - IDLE_MS, expired: now() }),
  }
}
