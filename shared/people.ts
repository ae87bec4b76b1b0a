/** Those who work at the desk, as the desk sees them: roles in order of what they may do, people, sessions, links and the audit log. */

/** Each may do what those before may do. */
export const ROLES = ['viewer', 'agent', 'admin', 'owner'] as const
export type Role = (typeof ROLES)[number]

export const isAtLeast = (role: Role, least: Role): boolean => ROLES.indexOf(role) >= ROLES.indexOf(least)

export type Person = { id: string; name: string; email: string; role: Role }

/** What `GET /desk/api/me` answers. `csrf` goes into the header `x-kefu-csrf` of every write. `mail`: whether answers can go out by e-mail here. */
export type Me = {
  person: Person
  tenant: { id: string; name: string }
  sites: { id: string; name: string; key: string }[]
  mail: { configured: boolean }
  csrf: string
}

/** Times are milliseconds since 1970. `device`: `Firefox on Linux`. */
export type DeskSession = { id: string; device: string; createdAt: number; usedAt: number; isCurrent: boolean }

/** What a one-time link is for: the first owner of a tenant, one more person, or a new password. */
export const LINK_KINDS = ['owner', 'invitation', 'password'] as const
export type LinkKind = (typeof LINK_KINDS)[number]

/** An invitation that nobody has used yet. Its token was shown once. */
export type Invitation = { id: string; email: string; role: Role; createdAt: number; expiresAt: number }

/** What the page behind a link needs to know. */
export type Welcome = { kind: LinkKind; tenant: string; email?: string; role?: Role }

/** Who did what, when, on what. `person` is the name that somebody had then; never what was written. */
export type AuditEntry = {
  id: string
  at: number
  personId: string
  person: string
  action: string
  subject: string
  detail: Record<string, string>
}

export const PEOPLE_LIMITS = { nameUnits: 80, emailUnits: 254, passwordLeastUnits: 10, passwordUnits: 200 } as const
