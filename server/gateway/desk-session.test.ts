import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { joinDesk, type DeskCaller } from '../testing/desk-caller.ts'
import { startServer, type TestServer } from '../testing/start-server.ts'

let server: TestServer
let owner: DeskCaller
beforeAll(async () => {
  server = await startServer()
  owner = await joinDesk(server, 'owner')
})
afterAll(() => server[Symbol.asyncDispose]())

describe('logging in at the desk', () => {
  test('tells who one is, for whom one works, and what writes have to carry', async () => {
    const me = await owner.get('/me')
    expect(me.status).toBe(200)
    expect(me.body).toEqual({
      person: { id: owner.person.id, name: 'Olive Owner', email: 'owner@tenant.example', role: 'owner' },
      tenant: { id: 'tenant', name: 'Tenant' },
      sites: [{ id: 'site', name: 'Shop', key: 'test-site' }],
      csrf: owner.csrf,
    })
  })
})
