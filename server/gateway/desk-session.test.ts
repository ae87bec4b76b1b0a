import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLinks } from '../people/welcome.ts'
import { emailOf, joinDesk, PASSWORD, stranger, tokenIn, type DeskCaller } from '../testing/desk-caller.ts'
import { startServer, type TestServer } from '../testing/start-server.ts'

let server: TestServer
let owner: DeskCaller
let addresses = 0
beforeAll(async () => {
  // Each test comes from addresses of its own, because attempts are counted by address.
  server = await startServer({ settings: { TRUSTED_PROXIES: '127.0.0.1' } })
  owner = await joinDesk(server, 'owner')
})
afterAll(() => server[Symbol.asyncDispose]())

const newAddress = (): Record<string, string> => ({ 'x-forwarded-for': `198.51.100.${++addresses}` })
const from = (headers = newAddress()): DeskCaller => stranger(server, { headers })

async function logIn(email: string, { password = PASSWORD, caller = from() } = {}): Promise<DeskCaller> {
  expect(await caller.post('/session', { email, password })).toMatchObject({ status: 200 })
  return caller
}

const links = () => createLinks({ database: server.database, publicUrl: () => server.url, now: Date.now })

describe('logging in at the desk', () => {
  test('tells who one is, for whom one works, and what writes have to carry', async () => {
    const me = await owner.get('/me')
    expect(me.status).toBe(200)
    expect(me.body).toEqual({
      person: { id: owner.person.id, name: 'Olive Owner', email: 'owner@tenant.example', role: 'owner' },
      tenant: { id: 'tenant', name: 'Tenant' },
      sites: [{ id: 'site', name: 'Shop', key: 'test-site' }],
      mail: { configured: false },
      csrf: owner.csrf,
    })
    expect(me.headers.get('cache-control')).toBe('no-store')
  })

  test('[P-LOGIN] a wrong password and an address that nobody has are answered alike', async () => {
    const caller = from()
    const [wrong, nobody] = [
      await caller.post('/session', { email: emailOf('owner'), password: 'not the password' }),
      await caller.post('/session', { email: 'nobody@tenant.example', password: 'not the password' }),
    ]
    expect(wrong.status).toBe(401)
    expect(wrong.body).toEqual({ error: { code: 'login_failed', says: 'E-mail address or password is wrong.' } })
    expect([nobody.status, nobody.body]).toEqual([wrong.status, wrong.body])
    expect(caller.cookies.size).toBe(0)
  })

  test('[P-LOGIN] a device token that is no text of ours does not tell who has an account', async () => {
    const caller = from()
    caller.cookies.set('kefu-device', `${'A'.repeat(16)}.${'A'.repeat(42)}é`)
    for (const email of [emailOf('owner'), 'nobody@tenant.example'])
      expect((await caller.post('/session', { email, password: 'not the password' })).status, email).toBe(401)
  })

  test('[P-LOGIN] cookies are out of reach of scripts and of other sites; over HTTPS only this host gets them', async () => {
    const said = async (origin: string) =>
      await stranger(server, { origin, headers: newAddress() }).post('/session', { email: emailOf('owner'), password: PASSWORD })
    const local = await said('http://localhost:7070')
    expect(local.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^kefu=[\w-]{22}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict$/),
      expect.stringMatching(/^kefu-device=[\w.-]+; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict$/),
    ])
    const secure = await said('https://desk.shop.example')
    expect(secure.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^__Host-kefu=[\w-]{22}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict; Secure$/),
      expect.stringMatching(/^__Host-kefu-device=[\w.-]+; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict; Secure$/),
    ])
    for (const origin of ['http://desk.shop.example', 'http://10.0.0.7:7070', 'null']) {
      const plain = await said(origin)
      expect([plain.status, plain.body['error']]).toMatchObject([403, { code: 'login_insecure', says: expect.stringContaining('HTTPS') }])
      expect(plain.headers.getSetCookie()).toEqual([])
    }
  })

  test('[P-LOGIN] a cookie that a neighbouring host could have planted counts for nothing where a proxy says that the line is HTTPS', async () => {
    const local = await logIn(emailOf('owner'))
    const over = (proto: string) => local.call('GET', '/me', { headers: { 'x-forwarded-proto': proto } })
    expect([...local.cookies.keys()]).toContain('kefu')
    expect([(await over('http')).status, (await over('https')).status, (await over('HTTPS, http')).status]).toEqual([200, 401, 401])
    const [name, value] = ['__Host-kefu', local.cookies.get('kefu') ?? '']
    local.cookies.set(name, value)
    expect((await over('https')).status).toBe(200)
  })

  test('[P-LOGIN] neither password nor token nor session is kept or logged as it is', async () => {
    const { url } = await links().invitation('tenant', { email: 'secretive@tenant.example', role: 'agent', by: '' })
    const caller = from()
    await caller.post('/welcome', { token: tokenIn(url), name: 'Sam', password: 'a very secret password' })
    const account = (await server.database.accountsByEmail('secretive@tenant.example'))[0]?.account
    expect(account?.passwordHash).toMatch(/^scrypt\$4\$1\$1\$[\w-]+\$[\w-]+$/)
    const secrets = [tokenIn(url), 'a very secret password', ...caller.cookies.values()]
    const kept = JSON.stringify([account, await server.database.forTenant('tenant').deskSessions(account?.id ?? ''), server.logged])
    for (const secret of secrets) expect(kept).not.toContain(secret)
  })

  test('[P-CSRF] nothing is written without the session’s own header', async () => {
    const own = await logIn(emailOf('owner'))
    for (const csrf of ['', 'x', owner.csrf]) {
      const answer = await own.call('DELETE', '/session', { headers: { 'x-kefu-csrf': csrf } })
      expect([answer.status, answer.body]).toMatchObject([403, { error: { code: 'csrf_missing' } }])
    }
    expect((await own.get('/me')).status).toBe(200)
    const login = await from().call('POST', '/session', { body: {}, headers: { 'x-kefu-csrf': '' } })
    expect(login.body).toMatchObject({ error: { code: 'csrf_missing' } })
    expect((await own.delete('/session')).status).toBe(204)
    expect((await own.get('/me')).status).toBe(401)
  })
})

describe('guessing passwords', () => {
  const guess = (caller: DeskCaller, email = emailOf('owner')) => caller.post('/session', { email, password: 'wrong password' })

  test('[P-SLOW] a stranger is slowed down for this account, and told when to come back; the right password waits too', async () => {
    const caller = from()
    const statuses = []
    for (let tries = 0; tries < 7; tries++) statuses.push((await guess(caller)).status)
    expect(statuses).toEqual([401, 401, 401, 401, 401, 401, 429])
    const right = await caller.post('/session', { email: emailOf('owner'), password: PASSWORD })
    expect(right.status).toBe(429)
    expect(Number(right.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await guess(caller, 'somebody@else.example')).status).toBe(401)
  })

  test('[P-SLOW] an account cannot be locked by others: not from elsewhere, and not for a device that is known', async () => {
    const office = newAddress()
    const mine = await logIn(emailOf('owner'), { caller: from(office) })
    mine.cookies.delete('kefu')
    const colleague = from(office)
    for (let tries = 0; tries < 7; tries++) await guess(colleague)
    expect((await guess(colleague)).status).toBe(429)
    await logIn(emailOf('owner'), { caller: mine })
    await logIn(emailOf('owner'))

    const forged = from(office)
    forged.cookies.set('kefu-device', `${mine.cookies.get('kefu-device')?.split('.')[0]}.${'A'.repeat(43)}`)
    expect((await guess(forged)).status).toBe(429)
  })

  test('[P-SLOW] from one address, many accounts are not tried for long', async () => {
    const caller = from()
    const statuses = new Set<number>()
    for (let tries = 0; tries < 31; tries++) statuses.add((await guess(caller, `guess-${tries}@tenant.example`)).status)
    expect([...statuses]).toEqual([401, 429])
  })

  test('[P-SLOW] a known device has an end too', async () => {
    const mine = await logIn(emailOf('owner'))
    const statuses = []
    for (let tries = 0; tries < 13; tries++) statuses.push((await guess(mine)).status)
    expect(statuses.filter((status) => status === 401)).toHaveLength(12)
    expect(statuses.at(-1)).toBe(429)
  })
})

describe('one’s own sessions', () => {
  test('[P-SESSION] are listed with device and last use, and ended one by one or all but this one', async () => {
    const agent = await joinDesk(server, 'agent')
    const phone = await logIn(emailOf('agent'), {
      caller: stranger(server, {
        headers: {
          ...newAddress(),
          'user-agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1',
        },
      }),
    })
    const third = await logIn(emailOf('agent'))
    const listed = (await agent.get('/sessions')).body['sessions'] as { id: string; device: string; isCurrent: boolean }[]
    expect(listed).toHaveLength(3)
    expect(listed.map(({ isCurrent }) => isCurrent).filter(Boolean)).toHaveLength(1)
    const onPhone = listed.find(({ device }) => device === 'Safari on iPhone')
    expect((await agent.delete(`/sessions/${onPhone?.id}`)).status).toBe(204)
    expect((await phone.get('/me')).status).toBe(401)
    expect((await agent.delete(`/sessions/${onPhone?.id}`)).status).toBe(404)
    expect((await agent.delete('/sessions')).status).toBe(204)
    expect((await third.get('/me')).status).toBe(401)
    expect((await agent.get('/me')).status).toBe(200)
  })

  test('[P-SESSION] of others cannot be ended', async () => {
    const others = (await server.database.forTenant('tenant').deskSessions(owner.person.id))[0]
    const viewer = await joinDesk(server, 'viewer')
    const [theirs, none] = [await viewer.delete(`/sessions/${others?.id}`), await viewer.delete('/sessions/none')]
    expect([theirs.status, theirs.body]).toEqual([none.status, none.body])
    expect((await owner.get('/me')).status).toBe(200)
  })

  test('[P-SESSION] all others end when the password changes, which takes the old one; known devices are strangers then', async () => {
    const agent = await joinDesk(server, 'agent', { email: 'changing@tenant.example' })
    const other = await logIn('changing@tenant.example')
    const wrong = await agent.post('/password', { current: 'wrong password', next: 'the next password' })
    expect([wrong.status, wrong.body]).toMatchObject([401, { error: { code: 'login_failed' } }])
    for (const next of ['short', 'aaaaaaaaaaaaaaa', 'Changing@tenant.example', 'x'.repeat(201)])
      expect((await agent.post('/password', { current: PASSWORD, next })).body).toMatchObject({ error: { code: 'password_weak' } })
    const device = agent.cookies.get('kefu-device')
    expect((await agent.post('/password', { current: PASSWORD, next: 'the next password' })).status).toBe(204)
    expect((await agent.get('/me')).status).toBe(200)
    expect((await other.get('/me')).status).toBe(401)
    expect(agent.cookies.get('kefu-device')).not.toBe(device)
    expect((await from().post('/session', { email: 'changing@tenant.example', password: PASSWORD })).status).toBe(401)
    await logIn('changing@tenant.example', { password: 'the next password' })
  })
})

describe('links of welcome', () => {
  test('[P-LINK] say what they are for, and work once', async () => {
    const invited = await owner.post('/invitations', { email: 'New@tenant.example', role: 'agent' })
    expect(invited).toMatchObject({ status: 201, body: { email: 'new@tenant.example', role: 'agent' } })
    const token = tokenIn(String(invited.body['url']))
    expect(String(invited.body['url'])).toBe(`${server.url}/desk/welcome#${token}`)
    const caller = from()
    expect((await caller.post('/welcome/look', { token })).body).toEqual({
      kind: 'invitation',
      tenant: 'Tenant',
      email: 'new@tenant.example',
      role: 'agent',
    })
    // The address and the role are those of the invitation, whatever is sent.
    const joining = { token, name: 'Newt', email: 'other@tenant.example', role: 'owner', password: PASSWORD }
    expect((await caller.post('/welcome', { ...joining, password: 'short' })).body).toMatchObject({ error: { code: 'password_weak' } })
    expect((await caller.post('/welcome', joining)).body).toMatchObject({
      person: { name: 'Newt', email: 'new@tenant.example', role: 'agent' },
    })
    expect((await caller.get('/me')).status).toBe(200)
    for (const path of ['/welcome', '/welcome/look'])
      expect(await from().post(path, joining)).toMatchObject({ status: 404, body: { error: { code: 'link_unknown' } } })
    expect((await owner.post('/invitations', { email: 'NEW@tenant.example', role: 'agent' })).body).toMatchObject({
      error: { code: 'email_taken' },
    })
  })

  test('[P-LINK] the first owner’s is gone once somebody is there; one for a password ends all sessions', async () => {
    expect(await links().owner('tenant')).toBeUndefined()
    const lost = await joinDesk(server, 'agent', { email: 'lost@tenant.example' })
    const { url } = await links().password('tenant', lost.person)
    const caller = from()
    expect((await caller.post('/welcome/look', { token: tokenIn(url) })).body).toMatchObject({
      kind: 'password',
      email: 'lost@tenant.example',
    })
    expect((await caller.post('/welcome', { token: tokenIn(url), password: 'a password anew' })).body).toMatchObject({
      person: lost.person,
    })
    expect((await lost.get('/me')).status).toBe(401)
    expect((await caller.post('/welcome', { token: tokenIn(url), password: 'a password anew' })).status).toBe(404)
    await logIn('lost@tenant.example', { password: 'a password anew' })
  })
})
