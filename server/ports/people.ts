/** The part of the Database that knows those who work at the desk. */

import type { AuditEntry, LinkKind, Person, Role } from '../../shared/people.ts'
import type { Ticket } from '../../shared/tickets.ts'

/** `passwordHash` says by itself how it was made. `deviceKey` signs the cookies of devices on which the person has logged in. */
export type Account = Person & { passwordHash: string; deviceKey: string; createdAt: number }

export type PersonSession = { id: string; personId: string; device: string; createdAt: number; usedAt: number }

/** Works once, until it expires. `email` and `role` belong to invitations; `personId` is who invited, or who gets a new password. */
export type WelcomeLink = {
  id: string
  kind: LinkKind
  email: string
  role: Role
  personId: string
  createdAt: number
  expiresAt: number
}

export type NewPassword = { passwordHash: string; deviceKey: string }

/** `by`: who asks, and as what. */
export type PersonRemoval = { personId: string; by: Pick<Person, 'id' | 'role'>; at: number }

/** The person as they are, or were last; and the tickets that are nobody's now. */
export type PersonChanged = { person: Person; released: Ticket[] }

/** Why a change of a person was not made. `above`: only an owner changes owners and makes them. */
export type PersonRefused = { refused: 'unknown' | 'last_owner' | 'above' }

/** The look-ups that find the tenant in the first place. */
export type PeopleDirectory = {
  /** Everybody with this e-mail address, whatever its case: one of each tenant at most. */
  accountsByEmail(email: string): Promise<{ tenantId: string; account: Account }[]>
  /** The session with this secret, with whoever it belongs to as they are now. */
  deskSession(secretHash: string): Promise<{ tenantId: string; session: PersonSession; person: Person } | undefined>
  /** One that has not expired. */
  welcomeLink(wanted: { tokenHash: string; at: number }): Promise<{ tenantId: string; link: WelcomeLink } | undefined>
  /** Deletes sessions that began or were used last before these times, and links that have expired. */
  forgetOldSessions(before: { begun: number; used: number; expired: number }): Promise<void>
}

export type PeopleDatabase = {
  /** By name. */
  people(): Promise<Person[]>
  account(personId: string): Promise<Account | undefined>
  /**
   * Unless that leaves the tenant without an owner. With another role go the invitations that the person made; with one that may not answer, the
   * tickets that are not solved, each with a line in its history.
   */
  updatePerson(change: PersonRemoval & { name?: string; role?: Role }): Promise<PersonChanged | PersonRefused>
  /** Also ends the sessions, deletes the links of and by this person, and takes from them the tickets that are not solved. */
  removePerson(removal: PersonRemoval): Promise<PersonChanged | PersonRefused>
  /** Ends all sessions but the one that is kept. False when there is no such person. */
  changePassword(change: { personId: string; password: NewPassword; keepSession?: string }): Promise<boolean>

  /** The same password hashed anew; only if it has not been changed meanwhile. */
  changePasswordHash(change: { personId: string; from: string; to: string }): Promise<void>

  /** One for the first owner, or for the password of a person, replaces those before it; an invitation replaces the one to the same address. */
  addWelcomeLink(link: WelcomeLink & { tokenHash: string }): Promise<void>
  /** Invitations that can still be used, the newest first. */
  invitations(at: number): Promise<WelcomeLink[]>
  removeInvitation(linkId: string): Promise<boolean>
  /**
   * Uses a link of the kinds that make a person, in one transaction: `undefined` when it is not there, has expired, or was used; the first owner's
   * also when somebody is there already. Rejects with `Duplicate` when the tenant has a person with the address, and the link stays.
   */
  welcomePerson(welcome: { tokenHash: string; at: number; account: Omit<Account, 'role'> }): Promise<Person | undefined>
  /** Uses a link for a new password: all sessions end. */
  resetPassword(reset: { tokenHash: string; at: number; password: NewPassword }): Promise<Person | undefined>

  openDeskSession(session: PersonSession & { secretHash: string }): Promise<void>
  touchDeskSession(use: { sessionId: string; at: number }): Promise<void>
  /** The one used last comes first. */
  deskSessions(personId: string): Promise<PersonSession[]>
  /** One of a person's, or all of them but the one that is kept; answers the ids of what it ended. */
  endDeskSessions(ended: { personId: string; sessionId?: string; keepSession?: string }): Promise<string[]>

  addAudit(entry: AuditEntry): Promise<void>
  /** The newest first, before the entry with this id. */
  audit(wanted: { before?: string; limit: number }): Promise<AuditEntry[]>
}
