/** Contract: those who work at the desk, their sessions and links, and what they did. */

import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { AuditEntry, Role } from '../../../shared/people.ts'
import { Duplicate, type TenantDatabase } from '../../ports/database.ts'
import type { Account, PersonSession, WelcomeLink } from '../../ports/people.ts'
import { world, type Present } from './fixture.contract.ts'

const linkOf = (link: Partial<WelcomeLink> = {}): WelcomeLink & { tokenHash: string } => ({
  id: randomUUID(),
  kind: 'invitation',
  email: `${randomUUID()}@desk.example`,
  role: 'agent',
  personId: '',
  createdAt: 1_000,
  expiresAt: 9_000,
  tokenHash: randomUUID(),
  ...link,
})

const accountOf = (account: Partial<Account> = {}): Omit<Account, 'role'> => ({
  id: randomUUID(),
  name: 'Ada',
  email: `${randomUUID()}@desk.example`,
  passwordHash: 'hash',
  deviceKey: 'key',
  createdAt: 2_000,
  ...account,
})

/** Who asks for a change of a person, and when. */
export const as = (role: Role) => ({ by: { id: 'boss', role }, at: 4_000 })

export async function join(tenant: TenantDatabase, role: Role, account: Partial<Account> = {}) {
  const link = linkOf({ role })
  await tenant.addWelcomeLink(link)
  return (await tenant.welcomePerson({ tokenHash: link.tokenHash, at: 2_000, account: accountOf(account) }))!
}

const sessionOf = (personId: string, session: Partial<PersonSession> = {}) => ({
  id: randomUUID(),
  personId,
  device: 'Firefox on Linux',
  createdAt: 3_000,
  usedAt: 3_000,
  secretHash: randomUUID(),
  ...session,
})

const entryOf = (id: string, entry: Partial<AuditEntry> = {}): AuditEntry => ({
  id,
  at: 1,
  personId: 'p',
  person: 'Ada',
  action: 'person.changed',
  subject: 's',
  detail: { role: 'agent' },
  ...entry,
})

export function peopleContract(present: Present): void {
  describe('people', () => {
    test('join by a link, are found by their address in any case, and are listed by name', async () => {
      const { tenant, tenantId } = await world(present.database)
      const email = `Ada.${randomUUID()}@Desk.example`
      const ada = await join(tenant, 'admin', { email, name: 'Ada' })
      const abe = await join(tenant, 'viewer', { name: 'Abe' })
      expect(ada).toMatchObject({ name: 'Ada', email, role: 'admin' })
      expect(await tenant.people()).toEqual([abe, ada])
      const account = { ...ada, passwordHash: 'hash', deviceKey: 'key', createdAt: 2_000 }
      expect(await tenant.account(ada.id)).toEqual(account)
      expect(await present.database.accountsByEmail(email.toUpperCase())).toEqual([{ tenantId, account }])
      expect(await present.database.accountsByEmail('nobody@desk.example')).toEqual([])
    })

    test('of two tenants may have the same address, of one tenant not', async () => {
      const [one, two] = [await world(present.database), await world(present.database)]
      const email = `${randomUUID()}@desk.example`
      await join(one.tenant, 'agent', { email })
      await join(two.tenant, 'agent', { email })
      const found = await present.database.accountsByEmail(email)
      expect(found.map(({ tenantId }) => tenantId).toSorted()).toEqual([one.tenantId, two.tenantId].toSorted())

      const link = linkOf()
      await one.tenant.addWelcomeLink(link)
      const again = { tokenHash: link.tokenHash, at: 2_000, account: accountOf({ email: email.toUpperCase() }) }
      await expect(one.tenant.welcomePerson(again)).rejects.toThrow(Duplicate)
      expect(await present.database.welcomeLink({ tokenHash: link.tokenHash, at: 2_000 }), 'the link stays').toBeDefined()
    })

    test('[P-OWNER] the last owner is neither demoted nor removed, also by two requests at once', async () => {
      const { tenant } = await world(present.database)
      const [one, two] = [await join(tenant, 'owner'), await join(tenant, 'owner')]
      await join(tenant, 'admin')
      const both = await Promise.all([
        tenant.updatePerson({ personId: one.id, ...as('owner'), role: 'agent' }),
        tenant.removePerson({ personId: two.id, ...as('owner') }),
      ])
      expect(both.filter((outcome) => 'refused' in outcome)).toEqual([{ refused: 'last_owner' }])
      const owners = (await tenant.people()).filter(({ role }) => role === 'owner')
      expect(owners).toHaveLength(1)
      expect(await tenant.updatePerson({ personId: owners[0]!.id, ...as('owner'), name: 'Renamed' })).toMatchObject({
        person: { name: 'Renamed' },
      })
      expect(await tenant.removePerson({ personId: owners[0]!.id, ...as('owner') })).toEqual({ refused: 'last_owner' })
    })

    test('[P-ROLE] owners are changed and made by owners only', async () => {
      const { tenant } = await world(present.database)
      const [owner, agent] = [await join(tenant, 'owner'), await join(tenant, 'agent')]
      await join(tenant, 'owner')
      expect(await tenant.updatePerson({ personId: owner.id, ...as('admin'), name: 'x' })).toEqual({ refused: 'above' })
      expect(await tenant.removePerson({ personId: owner.id, ...as('admin') })).toEqual({ refused: 'above' })
      expect(await tenant.updatePerson({ personId: agent.id, ...as('admin'), role: 'owner' })).toEqual({ refused: 'above' })
      expect(await tenant.updatePerson({ personId: agent.id, ...as('admin'), role: 'admin' })).toEqual({
        person: { ...agent, role: 'admin' },
        released: [],
      })
      expect(await tenant.updatePerson({ personId: agent.id, ...as('owner'), role: 'owner' })).toEqual({
        person: { ...agent, role: 'owner' },
        released: [],
      })
      expect(await tenant.removePerson({ personId: randomUUID(), ...as('owner') })).toEqual({ refused: 'unknown' })
    })

    test('[P-SESSION] whoever is removed has neither sessions nor links left, of them or by them', async () => {
      const { tenant } = await world(present.database)
      await join(tenant, 'owner')
      const admin = await join(tenant, 'admin')
      const session = sessionOf(admin.id)
      await tenant.openDeskSession(session)
      const theirs = [linkOf({ personId: admin.id }), linkOf({ kind: 'password', email: '', personId: admin.id })]
      for (const link of theirs) await tenant.addWelcomeLink(link)
      expect(await tenant.removePerson({ personId: admin.id, ...as('owner') })).toEqual({ person: admin, released: [] })
      expect(await present.database.deskSession(session.secretHash)).toBeUndefined()
      for (const { tokenHash } of theirs) expect(await present.database.welcomeLink({ tokenHash, at: 2_000 })).toBeUndefined()
    })
  })

  describe('one-time links', () => {
    test('[P-LINK] an invitation is used once, also by two at once, and not after it has expired', async () => {
      const { tenant, tenantId } = await world(present.database)
      const { tokenHash, ...link } = linkOf({ role: 'admin' })
      await tenant.addWelcomeLink({ ...link, tokenHash })
      expect(await present.database.welcomeLink({ tokenHash, at: 8_999 })).toEqual({ tenantId, link })
      expect(await present.database.welcomeLink({ tokenHash, at: 9_000 })).toBeUndefined()
      expect(await tenant.welcomePerson({ tokenHash, at: 9_000, account: accountOf() })).toBeUndefined()
      expect(await tenant.resetPassword({ tokenHash, at: 2_000, password: { passwordHash: 'x', deviceKey: 'x' } })).toBeUndefined()
      const both = await Promise.all([1, 2].map(() => tenant.welcomePerson({ tokenHash, at: 2_000, account: accountOf() })))
      expect(both.filter((person) => person !== undefined)).toMatchObject([{ role: 'admin' }])
      expect(await tenant.people()).toHaveLength(1)
    })

    test('[P-LINK] the first owner’s is replaced by a newer one, and is worth nothing once somebody is there', async () => {
      const { tenant } = await world(present.database)
      const owners = { kind: 'owner', email: '', role: 'owner' } as const
      const [older, newer, late] = [linkOf(owners), linkOf(owners), linkOf(owners)]
      await tenant.addWelcomeLink(older)
      await tenant.addWelcomeLink(newer)
      const use = (link: { tokenHash: string }) => tenant.welcomePerson({ tokenHash: link.tokenHash, at: 2_000, account: accountOf() })
      expect(await use(older)).toBeUndefined()
      expect(await use(newer)).toMatchObject({ role: 'owner' })
      await tenant.addWelcomeLink(late)
      expect(await use(late)).toBeUndefined()
    })

    test('[P-LINK] invitations are listed, replaced by one to the same address, and withdrawn', async () => {
      const { tenant } = await world(present.database)
      const [one, again, other] = [linkOf({ email: 'A@x.example' }), linkOf({ email: 'a@x.example', createdAt: 1_500 }), linkOf()]
      for (const link of [one, again, other]) await tenant.addWelcomeLink(link)
      expect((await tenant.invitations(2_000)).map(({ id }) => id)).toEqual([again.id, other.id])
      expect(await tenant.removeInvitation(other.id)).toBe(true)
      expect(await tenant.removeInvitation(other.id)).toBe(false)
      expect(await tenant.invitations(9_000)).toEqual([])
    })

    test('[P-SESSION] one for a new password ends all sessions, and works once', async () => {
      const { tenant } = await world(present.database)
      const person = await join(tenant, 'agent')
      const session = sessionOf(person.id)
      await tenant.openDeskSession(session)
      const link = linkOf({ kind: 'password', email: '', personId: person.id })
      await tenant.addWelcomeLink(link)
      const password = { passwordHash: 'new', deviceKey: 'new key' }
      expect(await tenant.welcomePerson({ tokenHash: link.tokenHash, at: 2_000, account: accountOf() })).toBeUndefined()
      expect(await tenant.resetPassword({ tokenHash: link.tokenHash, at: 2_000, password })).toEqual(person)
      expect(await tenant.resetPassword({ tokenHash: link.tokenHash, at: 2_000, password })).toBeUndefined()
      expect(await tenant.account(person.id)).toMatchObject(password)
      expect(await tenant.deskSessions(person.id)).toEqual([])
    })

    test('with another role go the invitations that somebody made', async () => {
      const { tenant } = await world(present.database)
      const admin = await join(tenant, 'admin')
      const link = linkOf({ personId: admin.id })
      await tenant.addWelcomeLink(link)
      await tenant.updatePerson({ personId: admin.id, ...as('owner'), name: 'Still admin' })
      expect(await tenant.invitations(2_000)).toHaveLength(1)
      await tenant.updatePerson({ personId: admin.id, ...as('owner'), role: 'agent' })
      expect(await tenant.invitations(2_000)).toEqual([])
    })
  })

  describe('sessions at the desk', () => {
    test('[P-SESSION] are found by their secret with whoever they belong to now, noted as used, and ended one by one or all', async () => {
      const { tenant, tenantId } = await world(present.database)
      const person = await join(tenant, 'agent')
      const other = await join(tenant, 'agent')
      const [one, two, three, theirs] = [sessionOf(person.id), sessionOf(person.id), sessionOf(person.id), sessionOf(other.id)]
      for (const session of [one, two, three, theirs]) await tenant.openDeskSession(session)
      const { secretHash, ...session } = one
      expect(await present.database.deskSession(secretHash)).toEqual({ tenantId, session, person })
      await tenant.updatePerson({ personId: person.id, ...as('owner'), role: 'viewer' })
      expect((await present.database.deskSession(secretHash))?.person.role).toBe('viewer')

      await tenant.touchDeskSession({ sessionId: one.id, at: 5_000 })
      await tenant.touchDeskSession({ sessionId: one.id, at: 4_000 })
      expect((await tenant.deskSessions(person.id))[0]).toMatchObject({ id: one.id, usedAt: 5_000 })

      expect(await tenant.endDeskSessions({ personId: person.id, sessionId: theirs.id })).toEqual([])
      expect(await tenant.endDeskSessions({ personId: person.id, sessionId: two.id })).toEqual([two.id])
      expect(await tenant.endDeskSessions({ personId: person.id, keepSession: one.id })).toEqual([three.id])
      expect((await tenant.deskSessions(person.id)).map(({ id }) => id)).toEqual([one.id])
      expect(await present.database.deskSession(two.secretHash)).toBeUndefined()
      expect(await tenant.deskSessions(other.id)).toHaveLength(1)
    })

    test('[P-SESSION] all but one’s own end with a change of the password; none with a new hash of the same one', async () => {
      const { tenant } = await world(present.database)
      const person = await join(tenant, 'agent')
      const [mine, stolen] = [sessionOf(person.id), sessionOf(person.id)]
      for (const session of [mine, stolen]) await tenant.openDeskSession(session)
      await tenant.changePasswordHash({ personId: person.id, from: 'other', to: 'x' })
      expect((await tenant.account(person.id))?.passwordHash).toBe('hash')
      await tenant.changePasswordHash({ personId: person.id, from: 'hash', to: 'stronger' })
      expect((await tenant.account(person.id))?.passwordHash).toBe('stronger')
      expect(await tenant.deskSessions(person.id)).toHaveLength(2)
      const password = { passwordHash: 'new', deviceKey: 'k' }
      expect(await tenant.changePassword({ personId: person.id, password, keepSession: mine.id })).toBe(true)
      expect((await tenant.deskSessions(person.id)).map(({ id }) => id)).toEqual([mine.id])
      expect(await tenant.changePassword({ personId: randomUUID(), password })).toBe(false)
    })

    test('that are old or unused are forgotten, and links that have expired', async () => {
      const { tenant } = await world(present.database)
      const person = await join(tenant, 'agent')
      const sessions = [sessionOf(person.id, { createdAt: -50 }), sessionOf(person.id, { usedAt: -10 }), sessionOf(person.id)]
      for (const session of sessions) await tenant.openDeskSession(session)
      await tenant.addWelcomeLink(linkOf({ expiresAt: -10 }))
      await present.database.forgetOldSessions({ begun: -40, used: 0, expired: 0 })
      expect((await tenant.deskSessions(person.id)).map(({ id }) => id)).toEqual([sessions[2]!.id])
      expect(await tenant.invitations(-20)).toEqual([])
    })
  })

  test('[P-AUDIT] the audit log is read from the newest back, in pages', async () => {
    const { tenant } = await world(present.database)
    for (const id of ['a', 'b', 'c']) await tenant.addAudit(entryOf(id))
    expect(await tenant.audit({ limit: 2 })).toEqual([entryOf('c'), entryOf('b')])
    expect(await tenant.audit({ before: 'b', limit: 2 })).toEqual([entryOf('a')])
  })

  test('[T-APART] people, sessions, links and audit of another tenant are neither seen nor changed', async () => {
    const [mine, other] = [await world(present.database), await world(present.database)]
    const person = await join(mine.tenant, 'agent')
    const session = sessionOf(person.id)
    const link = linkOf({ personId: person.id })
    await mine.tenant.openDeskSession(session)
    await mine.tenant.addWelcomeLink(link)
    await mine.tenant.addAudit(entryOf('a'))
    const foreign = other.tenant
    const password = { passwordHash: 'taken', deviceKey: 'over' }
    expect(await foreign.people()).toEqual([])
    expect(await foreign.account(person.id)).toBeUndefined()
    expect(await foreign.updatePerson({ personId: person.id, ...as('owner'), name: 'taken over' })).toEqual({ refused: 'unknown' })
    expect(await foreign.removePerson({ personId: person.id, ...as('owner') })).toEqual({ refused: 'unknown' })
    expect(await foreign.changePassword({ personId: person.id, password })).toBe(false)
    await foreign.changePasswordHash({ personId: person.id, from: 'hash', to: 'taken over' })
    expect(await foreign.invitations(2_000)).toEqual([])
    expect(await foreign.removeInvitation(link.id)).toBe(false)
    expect(await foreign.welcomePerson({ tokenHash: link.tokenHash, at: 2_000, account: accountOf() })).toBeUndefined()
    expect(await foreign.resetPassword({ tokenHash: link.tokenHash, at: 2_000, password })).toBeUndefined()
    expect(await foreign.deskSessions(person.id)).toEqual([])
    expect(await foreign.endDeskSessions({ personId: person.id })).toEqual([])
    await foreign.touchDeskSession({ sessionId: session.id, at: 9_000 })
    expect(await foreign.audit({ limit: 9 })).toEqual([])
    await expect(foreign.openDeskSession(sessionOf(person.id))).rejects.toThrow()

    expect(await mine.tenant.account(person.id)).toMatchObject({ ...person, passwordHash: 'hash' })
    expect(await mine.tenant.deskSessions(person.id)).toMatchObject([{ id: session.id, usedAt: 3_000 }])
    expect(await mine.tenant.invitations(2_000)).toHaveLength(1)
  })
}
