import { randomUUID } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createForgetting } from './forgetting.ts'
import { SCOPES } from './gateway/api-operation.ts'
import { signUserId } from './people/signed-identity.ts'
import { sha256 } from './sha256.ts'
import { joinDesk, type DeskCaller } from './testing/desk-caller.ts'
import { connectDesk } from './testing/test-desk.ts'
import { startServer, type TestServer } from './testing/start-server.ts'

let server: TestServer
let admin: DeskCaller
beforeAll(async () => {
  server = await startServer({ questions: [{ text: 'Hello?', answer: 'Good day.' }], settings: { RATE_ADDRESS: '1000' } })
  await joinDesk(server, 'owner')
  admin = await joinDesk(server, 'admin')
  await server.database
    .forTenant('tenant')
    .createApiKey({ id: 'key', name: 'key', scopes: [...SCOPES], secretHash: sha256('kefu_key'), createdAt: 1 })
})
afterAll(() => server[Symbol.asyncDispose]())

async function api(method: string, path: string): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${server.url}/api/v1/sites/test-site${path}`, { method, headers: { authorization: 'Bearer kefu_key' } })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

async function chatted(text: string) {
  const visitor = await server.visit()
  await visitor.send(text)
  await visitor.answerAfter(1)
  const { visitorId = '' } = (await server.database.forTenant('tenant').conversation(visitor.conversation)) ?? {}
  return { visitor, visitorId }
}

const inFiles = (text: string): boolean =>
  readdirSync(join(server.folder, 'data'))
    .filter((name) => name.startsWith('kefu.db'))
    .some((name) => readFileSync(join(server.folder, 'data', name)).includes(text))

describe('a visitor who is forgotten', () => {
  test('[P-FORGET] from the desk: everything said is gone, in the files too; their page begins anew; the receipt and the audit log have numbers only', async () => {
    const text = 'my very own secret 4711'
    const { visitor, visitorId } = await chatted(text)
    expect(inFiles(text)).toBe(true)
    const gone = new Promise((resolve) => visitor.socket.once('disconnect', resolve))
    const desk = await connectDesk(server, admin)
    const receipt = await admin.delete(`/visitors/${visitorId}`)
    expect([receipt.status, receipt.body]).toEqual([
      200,
      {
        visitor: visitorId,
        at: expect.any(Number) as number,
        deleted: { visitors: 1, conversations: 1, messages: 2, notes: 0, tickets: 0, mails: 0 },
      },
    ])
    await gone
    // Open desks take the row away, and whatever they show of it.
    await desk.until(({ heard }) =>
      heard.some(({ event, message }) => event === 'conversation-gone' && message.conversation === visitor.conversation),
    )
    desk.close()
    await expect(server.visit({ token: visitor.token })).rejects.toMatchObject({ data: { code: 'token_unknown' } })
    expect(inFiles(text)).toBe(false)
    const [entry] = (await admin.get('/audit?limit=1')).body['entries'] as Record<string, unknown>[]
    expect(entry).toMatchObject({ action: 'visitor.erased', subject: visitorId, detail: { conversations: '1', messages: '2' } })
    expect((await admin.delete(`/visitors/${visitorId}`)).status).toBe(404)
  })

  test('[P-FORGET] [P-EXPORT] over the API: found by the signed user id, handed out, erased', async () => {
    const { body } = await api('POST', '/identity/secrets')
    const { visitor, visitorId } = await chatted('Hello?')
    await visitor.call('visitor-describe', {
      name: 'Ada',
      userId: '42',
      userHash: signUserId('42', String(body['secret'])),
      attributes: [],
    })
    const found = (await api('GET', '/visitors?user=42')).body['visitors']
    expect(found).toMatchObject([{ id: visitorId, userId: '42' }])
    await visitor.call('read', { conversation: visitor.conversation, epoch: visitor.epoch, seq: 2 })
    const exported = await api('GET', `/visitors/${visitorId}/export`)
    expect(exported.body).toMatchObject({
      visitor: { id: visitorId, userId: '42' },
      description: { name: 'Ada', userId: '42' },
      conversations: [
        { id: visitor.conversation, entries: [{ message: { text: 'Hello?' } }, { message: { text: 'Good day.' } }], read: { seq: 2 } },
      ],
    })
    expect(JSON.stringify(exported.body)).not.toContain('token')
    expect((await api('DELETE', `/visitors/${visitorId}`)).body).toMatchObject({ deleted: { visitors: 1, messages: 2 } })
    const [missing, none] = [await api('DELETE', `/visitors/${visitorId}`), await api('DELETE', '/visitors/none')]
    expect([missing.status, missing.body]).toEqual([none.status, none.body])
    expect((await api('GET', '/visitors?user=42')).body).toEqual({ visitors: [] })
  })

  test('[P-EXPORT] from the desk, with what was noted of the customer but not by whom, and it is in the audit log', async () => {
    const { visitor, visitorId } = await chatted('Hello?')
    const note = (text: string) => admin.post(`/conversations/${visitor.conversation}/notes`, { cid: randomUUID(), text })
    expect((await note('Sounds upset')).status).toBe(201)
    await visitor.send('Hello?')
    await note('Calmer now')
    const { ticket } = (await admin.post('/tickets', { conversation: visitor.conversation, subject: 'Greets a lot', tags: ['shy'] })).body
    const { number } = ticket as { number: number }
    await admin.post(`/tickets/${number}/notes`, { text: 'Call back' })
    const { body } = await admin.get(`/visitors/${visitorId}/export`)
    const at = expect.any(Number) as number
    expect(body).toMatchObject({
      conversations: [
        {
          id: visitor.conversation,
          notes: [
            { at, text: 'Sounds upset' },
            { at, text: 'Calmer now' },
          ],
          tickets: [{ number, subject: 'Greets a lot', tags: ['shy'], notes: [{ at, text: 'Call back' }] }],
        },
      ],
    })
    const [{ entries }] = body['conversations'] as [{ entries: Record<string, unknown>[] }]
    expect(entries.slice(0, 3).map(({ seq, kind }) => [seq, kind])).toEqual([1, 2, 3].map((seq) => [seq, 'message']))
    expect(JSON.stringify(body)).not.toContain(admin.person.name)
    expect(JSON.stringify(entries)).not.toContain('"route"')
    const [entry] = (await admin.get('/audit?limit=1')).body['entries'] as Record<string, unknown>[]
    expect(entry).toMatchObject({ action: 'visitor.exported', subject: visitorId })
    expect((await admin.get('/visitors/none/export')).status).toBe(404)
  })
})

test('[P-RETAIN] a tenant keeps conversations so many days after their last entry, and everything where nothing is said', async () => {
  const { visitor, visitorId } = await chatted('Hello?')
  const tenant = server.database.forTenant('tenant')
  const forgotten: string[] = []
  const inDays = (days: number) =>
    createForgetting({
      database: server.database,
      store: { forTenant: () => ({ publish: async () => {} }), close: async () => {} } as never,
      turns: { forget: ({ id }) => void forgotten.push(id) },
      sessions: { forget: async () => {} },
      now: () => Date.now() + days * 86_400_000,
    })
  expect(await inDays(1_000).forgetOld()).toBe(0)
  expect((await admin.patch('/settings', { retentionDays: 30 })).body).toMatchObject({ settings: { retentionDays: 30 } })
  expect(await inDays(29).forgetOld()).toBe(0)
  expect(await inDays(31).forgetOld()).toBeGreaterThan(0)
  expect(forgotten).toContain(visitor.conversation)
  expect(await tenant.visitor(visitorId)).toBeUndefined()
  expect((await admin.patch('/settings', { retentionDays: null })).body).toMatchObject({ settings: { retentionDays: null } })
  expect(await tenant.settings()).toEqual({})
})

test('[P-IDENTITY] an admin makes and retires secrets, and has the site enforce them', async () => {
  const path = '/sites/site/identity'
  await admin.delete(`${path}/secrets`)
  const before = (await admin.get(path)).body
  expect(before).toEqual({ enforced: false, secrets: 1 })
  expect((await admin.post(`${path}/secrets`)).body).toEqual({
    secret: expect.stringMatching(/^kfs_[\w-]{32}$/) as string,
    tokenSecret: expect.stringMatching(/^kft_[\w-]{43}$/) as string,
  })
  expect((await admin.get(path)).body).toEqual({ enforced: false, secrets: 2 })
  expect((await admin.delete(`${path}/secrets`)).status).toBe(204)
  expect((await admin.put(path, { enforced: true })).body).toEqual({ enforced: true })
  expect((await server.database.siteByKey('test-site'))?.policy.identity).toBe('enforced')
  await admin.put(path, { enforced: false })
  expect((await server.database.siteByKey('test-site'))?.policy).toEqual(server.site.policy)
  expect((await admin.get('/sites/none/identity')).status).toBe(404)
})
