import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { joinDesk, type DeskCaller } from '../testing/desk-caller.ts'
import { startServer, type TestServer } from '../testing/start-server.ts'

let server: TestServer
let owner: DeskCaller
let admin: DeskCaller
beforeAll(async () => {
  server = await startServer()
  owner = await joinDesk(server, 'owner')
  admin = await joinDesk(server, 'admin')
})
afterAll(() => server[Symbol.asyncDispose]())

const codeOf = ({ body }: { body: Record<string, unknown> }): unknown => (body['error'] as { code: string } | undefined)?.code

describe('people of a desk', () => {
  test('[P-ROLE] an admin invites and changes up to admins, and leaves owners alone', async () => {
    expect(codeOf(await admin.post('/invitations', { email: 'boss@tenant.example', role: 'owner' }))).toBe('role_missing')
    expect((await admin.post('/invitations', { email: 'peer@tenant.example', role: 'admin' })).status).toBe(201)
    const agent = await joinDesk(server, 'agent')
    expect(codeOf(await admin.patch(`/people/${agent.person.id}`, { role: 'owner' }))).toBe('role_missing')
    expect(codeOf(await admin.patch(`/people/${owner.person.id}`, { role: 'agent' }))).toBe('role_missing')
    expect(codeOf(await admin.delete(`/people/${owner.person.id}`))).toBe('role_missing')
    expect((await admin.patch(`/people/${agent.person.id}`, { role: 'viewer', name: '  Abe  ' })).body).toMatchObject({
      role: 'viewer',
      name: 'Abe',
    })
    expect(((await admin.get('/people')).body['people'] as unknown[]).length).toBe(3)
    expect(codeOf(await agent.get('/people'))).toBe('role_missing')
  })

  test('[P-OWNER] the last owner cannot go, also when two owners remove each other at once', async () => {
    expect(codeOf(await owner.delete(`/people/${owner.person.id}`))).toBe('last_owner')
    expect(codeOf(await owner.patch(`/people/${owner.person.id}`, { role: 'admin' }))).toBe('last_owner')
    const second = await joinDesk(server, 'agent', { email: 'second@tenant.example' })
    await owner.patch(`/people/${second.person.id}`, { role: 'owner' })
    const both = await Promise.all([owner.delete(`/people/${second.person.id}`), second.delete(`/people/${owner.person.id}`)])
    const owners = (await server.database.forTenant('tenant').people()).filter(({ role }) => role === 'owner')
    expect(owners).toHaveLength(1)
    expect(both.filter(({ status }) => status === 204)).toHaveLength(1)
    if (owners[0]?.id !== owner.person.id) owner = second
  })

  test('[P-SESSION] whoever is removed or demoted is so at once', async () => {
    const agent = await joinDesk(server, 'agent', { email: 'leaving@tenant.example' })
    await owner.patch(`/people/${agent.person.id}`, { role: 'admin' })
    expect((await agent.get('/people')).status).toBe(200)
    await owner.patch(`/people/${agent.person.id}`, { role: 'agent' })
    expect((await agent.get('/people')).status).toBe(403)
    expect((await owner.delete(`/people/${agent.person.id}`)).status).toBe(204)
    expect((await agent.get('/me')).status).toBe(401)
  })

  test('[T-LEFT] tickets of whoever is removed or demoted are nobody’s, by who did that', async () => {
    for (const [index, leave] of [
      (id: string) => owner.delete(`/people/${id}`),
      (id: string) => owner.patch(`/people/${id}`, { role: 'viewer' }),
    ].entries()) {
      const agent = await joinDesk(server, 'agent', { email: `busy-${index}@tenant.example` })
      const { ticket } = (await agent.post('/tickets', { site: 'site', subject: 'A call', assignee: agent.person.id })).body as {
        ticket: { number: number }
      }
      expect((await leave(agent.person.id)).status).toBeLessThan(300)
      const { ticket: now, events } = (await owner.get(`/tickets/${ticket.number}`)).body as { ticket: object; events: object[] }
      expect(now).not.toHaveProperty('assignee')
      expect(events.at(-1)).toMatchObject({ kind: 'assignee', from: agent.person.id, to: '', by: { kind: 'person', id: owner.person.id } })
    }
  })

  test('[P-LINK] invitations are listed without their token, and withdrawn', async () => {
    const made = (await owner.post('/invitations', { email: 'later@tenant.example', role: 'viewer' })).body
    const listed = (await owner.get('/invitations')).body['invitations'] as Record<string, unknown>[]
    expect(listed.find(({ id }) => id === made['id'])).toEqual({
      id: made['id'],
      email: 'later@tenant.example',
      role: 'viewer',
      createdAt: expect.any(Number) as number,
      expiresAt: made['expiresAt'],
    })
    expect((await owner.delete(`/invitations/${String(made['id'])}`)).status).toBe(204)
    expect((await owner.delete(`/invitations/${String(made['id'])}`)).status).toBe(404)
  })

  test('names are plain lines', async () => {
    for (const name of ['', ' ', 'a\nb', 'x'.repeat(81), 'evil\u202Etxt'])
      expect(codeOf(await owner.patch(`/people/${owner.person.id}`, { name }))).toBe('request_invalid')
  })

  test('[P-AUDIT] the log says who did what to whom, in pages, and to admins only', async () => {
    const { id } = (await owner.post('/invitations', { email: 'audited@tenant.example', role: 'viewer' })).body
    const entries = (await owner.get('/audit?limit=1')).body['entries'] as Record<string, unknown>[]
    expect(entries).toEqual([
      {
        id: expect.any(String) as string,
        at: expect.any(Number) as number,
        personId: owner.person.id,
        person: owner.person.name,
        action: 'person.invited',
        subject: id,
        detail: { role: 'viewer' },
      },
    ])
    const older = (await owner.get(`/audit?limit=200&before=${String(entries[0]?.['id'])}`)).body['entries'] as Record<string, unknown>[]
    expect(older.map(({ action }) => action)).toContain('owner.welcomed')
    expect(JSON.stringify(older)).not.toContain('audited@')
    expect((await owner.get('/audit?limit=0')).status).toBe(400)
  })

  test('[T-APART] people of another tenant look as if they were not there', async () => {
    await server.database.createTenant({ id: 'other', name: 'Other' })
    const foreign = await joinDesk(server, 'owner', { tenantId: 'other' })
    for (const [method, path] of [
      ['PATCH', '/people/'],
      ['DELETE', '/people/'],
      ['DELETE', '/invitations/'],
      ['DELETE', '/sessions/'],
    ] as const) {
      const body = method === 'PATCH' ? { name: 'taken over' } : undefined
      const call = (id: string) => foreign.call(method, path + id, body ? { body } : {})
      const [theirs, none] = [await call(owner.person.id), await call('none')]
      expect([theirs.status, theirs.body]).toEqual([none.status, none.body])
      expect(theirs.status).toBe(404)
    }
    expect(((await foreign.get('/people')).body['people'] as unknown[]).length).toBe(1)
  })
})
