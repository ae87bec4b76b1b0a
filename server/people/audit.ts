/** What people do, for their admins: who, what, when, on what. Never what was written, no address, no token. */

import { randomBytes } from 'node:crypto'
import { uuidv7 } from '../../shared/identity.ts'
import type { Person } from '../../shared/people.ts'
import type { Database } from '../ports/database.ts'

/** Noun and participle, as they stand in the log. Those of other parts are appended here, so that the desk can name each. */
export const AUDIT_ACTIONS = [
  'owner.welcomed',
  'person.invited',
  'person.joined',
  'person.changed',
  'person.removed',
  'invitation.withdrawn',
  'session.begun',
  'session.ended',
  'password.changed',
  'password.reset',
  'site.secret-rotated',
  'site.identity-changed',
  'tenant.settings-changed',
  'visitor.erased',
  'visitor.exported',
] as const
export type AuditAction = (typeof AUDIT_ACTIONS)[number]

/** Who did it; nobody where it was done without logging in. */
export type Doer = { tenantId: string; person: Pick<Person, 'id' | 'name'> }

export type Audit = ReturnType<typeof createAudit>

export const createAudit = ({ database, now }: { database: Database; now: () => number }) =>
  function audit(
    { tenantId, person }: Doer,
    action: string,
    on: { subject?: string; detail?: Record<string, string> } = {},
  ): Promise<void> {
    const at = now()
    return database.forTenant(tenantId).addAudit({
      id: uuidv7(at, randomBytes(16)),
      at,
      personId: person.id,
      person: person.name,
      action,
      subject: on.subject ?? '',
      detail: on.detail ?? {},
    })
  }
