/** Tables of those who work at the desk. */

import type { LinkKind, Role } from '../../../../shared/people.ts'

export type PersonTable = {
  tenant_id: string
  id: string
  name: string
  email: string
  /** The address in lower case: one person of each tenant has it. */
  email_key: string
  role: Role
  /** With the parameters that made it. */
  password_hash: string
  device_key: string
  created_at: number
}

export type DeskSessionTable = {
  tenant_id: string
  id: string
  person_id: string
  /** Unique in the whole house: it finds the tenant. */
  secret_hash: string
  device: string
  created_at: number
  used_at: number
}

/** A one-time link. `email`, `role` and `person_id` are empty where its kind has none. */
export type WelcomeLinkTable = {
  tenant_id: string
  id: string
  kind: LinkKind
  email: string
  role: Role
  person_id: string
  /** Unique in the whole house: it finds the tenant. */
  token_hash: string
  created_at: number
  expires_at: number
}

/** What people did. The names are those of then; the person may have gone. */
export type AuditTable = {
  tenant_id: string
  id: string
  at: number
  person_id: string
  person: string
  action: string
  subject: string
  /** JSON: `Record<string, string>`. */
  detail: string
}
