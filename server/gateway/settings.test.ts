import { afterAll, beforeAll, expect, test } from 'vitest'
import { sha256 } from '../sha256.ts'
import { joinDesk, type DeskCaller } from '../testing/desk-caller.ts'
import { startServer, type TestServer } from '../testing/start-server.ts'

let server: TestServer
let admin: DeskCaller
beforeAll(async () => {
  server = await startServer()
  await joinDesk(server, 'owner')
  admin = await joinDesk(server, 'admin')
})
afterAll(() => server[Symbol.asyncDispose]())

const usual = {
  assignment: 'by_hand',
  goneAfterSeconds: 60,
  reopenDays: 7,
  retentionDays: null,
  targets: {
    low: { firstResponseMinutes: 1_440, solutionMinutes: 10_080 },
    normal: { firstResponseMinutes: 480, solutionMinutes: 4_320 },
    high: { firstResponseMinutes: 120, solutionMinutes: 1_440 },
    urgent: { firstResponseMinutes: 30, solutionMinutes: 480 },
  },
}

test('an admin sees what holds, changes what is named and nothing else, and it counts for the next ticket', async () => {
  expect((await admin.get('/settings')).body).toEqual({ settings: usual })
  const tenant = server.database.forTenant('tenant')
  await tenant.updateSettings({ limits: { tenantDay: 5 } })

  const normal = { firstResponseMinutes: 10, solutionMinutes: 20 }
  const wanted = { ...usual, assignment: 'round_robin', targets: { ...usual.targets, normal } }
  expect((await admin.patch('/settings', { assignment: 'round_robin', targets: { normal } })).body).toEqual({ settings: wanted })
  expect((await admin.patch('/settings', { reopenDays: 0 })).body).toEqual({ settings: { ...wanted, reopenDays: 0 } })
  expect((await admin.get('/settings')).body).toEqual({ settings: { ...wanted, reopenDays: 0 } })
  // What was not named is stored as undecided: a later version may have another default.
  expect(await tenant.settings()).toEqual({
    limits: { tenantDay: 5 },
    desk: { assignment: 'round_robin' },
    tickets: { targets: { normal }, reopenDays: 0 },
  })
  const { ticket } = (await admin.post('/tickets', { site: 'site', subject: 'By telephone' })).body as {
    ticket: { createdAt: number; firstResponse: { dueAt: number }; solution: { dueAt: number } }
  }
  expect(ticket.firstResponse.dueAt - ticket.createdAt).toBe(10 * 60_000)
  expect(ticket.solution.dueAt - ticket.createdAt).toBe(20 * 60_000)
})

test('[P-AUDIT] who changed which setting to what is in the audit log', async () => {
  await admin.patch('/settings', { goneAfterSeconds: 90, targets: { low: { firstResponseMinutes: 60, solutionMinutes: 120 } } })
  await admin.patch('/settings', { retentionDays: 30, goneAfterSeconds: 90 })
  await admin.patch('/settings', { retentionDays: 30 })
  await admin.patch('/settings', { retentionDays: null })
  const { entries } = (await admin.get('/audit?limit=3')).body as { entries: object[] }
  expect(entries).toMatchObject([
    { person: 'Ada Admin', action: 'tenant.settings-changed', detail: { retentionDays: 'none' } },
    { detail: { retentionDays: '30' } },
    { detail: { goneAfterSeconds: '90', low: '60 min, 120 min' } },
  ])
})

test.each([
  ['an assignment that there is not', { assignment: 'by_mood' }],
  ['an absence shorter than it takes to load a page anew', { goneAfterSeconds: 9 }],
  ['a part of a day', { retentionDays: 1.5 }],
  ['no day at all', { retentionDays: 0 }],
  ['half a target', { targets: { low: { firstResponseMinutes: 1 } } }],
  ['a target of no time', { targets: { low: { firstResponseMinutes: 0, solutionMinutes: 1 } } }],
  ['a priority that there is not', { targets: { huge: { firstResponseMinutes: 1, solutionMinutes: 1 } } }],
  ['somebody else’s setting', { limits: { tenantDay: 1 } }],
])('%s is refused, and nothing changes', async (_what, changes) => {
  const before = await server.database.forTenant('tenant').settings()
  expect((await admin.patch('/settings', { assignment: 'least_busy', ...changes })).status).toBe(400)
  expect(await server.database.forTenant('tenant').settings()).toEqual(before)
})

test('the API reads and changes the same settings', async () => {
  const scopes = ['settings:read', 'settings:write']
  await server.database
    .forTenant('tenant')
    .createApiKey({ id: 'key', name: 'key', scopes, secretHash: sha256('kefu_settings'), createdAt: 1 })
  const call = async (method: string, body?: object): Promise<unknown> => {
    const headers = { authorization: 'Bearer kefu_settings', 'content-type': 'application/json' }
    return (await fetch(`${server.url}/api/v1/settings`, { method, headers, ...(body && { body: JSON.stringify(body) }) })).json()
  }
  expect(await call('PATCH', { assignment: 'least_busy' })).toMatchObject({ settings: { assignment: 'least_busy' } })
  expect(await call('GET')).toEqual((await admin.get('/settings')).body)
  expect(await call('GET')).toMatchObject({ settings: { assignment: 'least_busy' } })
})
