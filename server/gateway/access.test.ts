/** Every route and every event, asked by everybody: the table is `testing/access-table.ts`. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createMemoryStore } from '../adapters/store-memory/store-memory.ts'
import { buildApp } from '../app.ts'
import { parseConfig } from '../config.ts'
import { createLog } from '../log.ts'
import { sha256 } from '../sha256.ts'
import { DEFAULT_PRICES } from '../spend/default-prices.ts'
import { isAtLeast, ROLES } from '../../shared/people.ts'
import { fromDesk } from '../../shared/desk-protocol.ts'
import { fromWidget, type FromWidget, type WidgetEvent } from '../../shared/protocol.ts'
import { API_ACCESS, DESK_ACCESS, DESK_EVENT_ACCESS, PUBLIC_ACCESS, UUID, VISITOR_ACCESS } from '../testing/access-table.ts'
import { emailOf, joinDesk, PASSWORD, stranger, type DeskCaller } from '../testing/desk-caller.ts'
import { routesOf } from '../testing/express-routes.ts'
import { setWords, startServer, type TestServer } from '../testing/start-server.ts'
import { connectDesk } from '../testing/test-desk.ts'
import { newCid, type TestVisitor } from '../testing/test-visitor.ts'
import { SCOPES } from './api-operation.ts'

type Ids = Record<string, string>

let server: TestServer
let ids: Ids
let visitor: TestVisitor
let foreignVisitor: TestVisitor
const people = new Map<string, DeskCaller>()
let foreign: DeskCaller

/** Ids of nothing at all. Tickets have numbers. */
const NONE: Ids = { ticket: '999999' }

beforeAll(async () => {
  server = await startServer({
    questions: [
      { text: 'Hello?', answer: 'Good day.' },
      { text: 'For the API?', answer: 'Yes.' },
    ],
    settings: { RATE_ADDRESS: '10000', RATE_VISITOR: '1000', TRUSTED_PROXIES: '127.0.0.1' },
  })
  const { database, site } = server
  for (const role of ['owner', 'admin', 'agent', 'viewer'] as const) people.set(role, await joinDesk(server, role))
  await database.createTenant({ id: 'other', name: 'Other' })
  await database.forTenant('other').createSite({ ...site, id: 'other-site', key: 'other-site' })
  foreign = await joinDesk(server, 'owner', { tenantId: 'other' })
  for (const [name, tenantId, scopes] of [
    ['full', 'tenant', [...SCOPES]],
    ['foreign', 'other', [...SCOPES]],
    ...SCOPES.map((scope) => [scope, 'tenant', [scope]] as const),
  ] as const)
    await database
      .forTenant(tenantId)
      .createApiKey({ id: name, name, scopes: [...scopes], secretHash: sha256(`kefu_${name}`), createdAt: 1 })

  visitor = await server.visit()
  const spareVisitor = await server.visit()
  foreignVisitor = await server.visit({ siteKey: 'other-site' })
  await visitor.send('Hello?')
  await visitor.answerAfter(1)
  const tenant = database.forTenant('tenant')
  await setWords(server, [{ word: 'bother' }])
  await tenant.createDocument({ id: 'document', siteId: 'site', name: 'Document', locale: 'en', type: 'text', text: 'Text.', updatedAt: 1 })
  const wording = { id: 'wording', siteId: 'site', questionId: 'question-1', text: 'For it?', at: 1, most: 500 }
  await tenant.keepWording({ ...wording, conversationId: visitor.conversation, epoch: visitor.epoch })
  const spare = await joinDesk(server, 'agent', { email: 'spare@tenant.example' })
  const invited = await people.get('owner')?.post('/invitations', { email: 'invited@tenant.example', role: 'viewer' })
  const owner = people.get('owner') as DeskCaller
  const ticket = await owner.post('/tickets', { conversation: visitor.conversation, subject: 'A ticket' })
  const opened = ticket.body['ticket'] as { number: number }
  const canned = await owner.post('/canned-replies', { shortcut: 'thanks', title: 'Thanks', text: 'Thank you!' })
  const { id: reply } = canned.body['cannedReply'] as { id: string }
  ids = {
    site: 'site',
    siteKey: 'test-site',
    conversation: visitor.conversation,
    visitor: (await tenant.conversation(visitor.conversation))?.visitorId ?? '',
    spareVisitor: (await tenant.conversation(spareVisitor.conversation))?.visitorId ?? '',
    person: spare.person.id,
    invitation: String(invited?.body['id']),
    session: 'none',
    question: 'question-0',
    apiQuestion: 'question-1',
    ticket: String(opened.number),
    reply,
    list: (await tenant.wordLists('site'))[0]?.id ?? '',
    document: 'document',
    wording: 'wording',
  }
})
afterAll(() => server[Symbol.asyncDispose]())

type Answer = { status: number; code: string | undefined; text: string; headers: Record<string, string> }

async function ask(
  method: string,
  path: string,
  { headers = {}, body }: { headers?: Record<string, string>; body?: unknown } = {},
): Promise<Answer> {
  const isText = typeof body === 'string'
  const response = await fetch(server.url + path, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(method !== 'GET' && body !== undefined && { body: isText ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  const code = /"error":\{"code":"(\w+)"/.exec(text)?.[1]
  const { date: _, ...rest } = Object.fromEntries(response.headers)
  return { status: response.status, code, text, headers: rest }
}

const headersOf = ({ cookies, csrf }: DeskCaller): Record<string, string> => ({
  cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
  'x-kefu-csrf': csrf,
})

const fill = (text: string, given: Ids): string => text.replace(/:([a-z]\w*)/gi, (_, name: string) => given[name] ?? 'none')

type Row = { body?: unknown; query?: string }

/** What `GET /people/:person` asks with these ids. */
function requestOf(route: string, { body, query = '' }: Row, given: Ids): { method: string; path: string; body: unknown } {
  const [method = '', path = ''] = route.split(' ')
  const inBody = (_: string, name: string): string => `"${given[name] ?? 'none'}"`
  const filled: unknown = body === undefined ? undefined : JSON.parse(JSON.stringify(body).replace(/":(\w+)"/g, inBody))
  return { method, path: fill(path + query, given), body: filled }
}

const namesIds = (route: string, { body, query = '' }: Row): boolean =>
  /:[a-z]/.test(route + query) || /":\w+"/.test(JSON.stringify(body ?? ''))

const DOOR = ['login_needed', 'role_missing', 'csrf_missing', 'key_missing', 'key_unknown', 'scope_missing']
const USUAL = [200, 201, 204]

describe('every route has its row', () => {
  test('[T-ACCESS] no route is missing in the table, and none of the table is missing', async () => {
    const app = buildApp({
      config: parseConfig({}),
      publicUrl: () => server.url,
      database: server.database,
      store: createMemoryStore(),
      providers: [],
      prices: DEFAULT_PRICES,
      log: createLog('silent'),
      widgetFolder: `${server.folder}/widget`,
      deskFolder: `${server.folder}/desk`,
    })
    const rows = [
      ...Object.keys(PUBLIC_ACCESS),
      ...Object.keys(API_ACCESS).map((route) => route.replace(' ', ' /api/v1')),
      ...Object.keys(DESK_ACCESS).map((route) => route.replace(' ', ' /desk/api')),
    ]
    const routes = routesOf(app.http, ['/api/v1', '/desk/api', '/desk'])
    expect(routes.length).toBeGreaterThan(40)
    expect(routes.toSorted()).toEqual(rows.toSorted())
    await app.drain(0)
  })

  test('[T-ACCESS] no event is missing in the table', () => {
    expect(Object.keys(VISITOR_ACCESS).toSorted()).toEqual(Object.keys(fromWidget).toSorted())
    expect(Object.keys(DESK_EVENT_ACCESS).toSorted()).toEqual(Object.keys(fromDesk).toSorted())
  })
})

describe('what is for everybody', () => {
  test.each(Object.entries(PUBLIC_ACCESS))('[T-ACCESS] %s', async (_route, { path, status }) => {
    expect(await ask('GET', path, { headers: { 'x-forwarded-for': '198.51.100.1' } })).toMatchObject({ status })
  })
})

describe('/desk/api', () => {
  test.each(Object.entries(DESK_ACCESS))('[T-ACCESS] [P-ROLE] [P-CSRF] %s', async (route, row) => {
    const { least, done = USUAL, isLogout } = row
    // What is deleted is something that no other row needs.
    const own = route.startsWith('DELETE /visitors') ? { ...ids, visitor: ids['spareVisitor'] ?? '' } : ids
    const { method, path, body } = requestOf(route, row, own)
    const call = (headers: Record<string, string>) =>
      ask(method, `/desk/api${path}`, { headers: { 'x-forwarded-for': '198.51.100.2', ...headers }, body })
    if (least === 'anyone') {
      expect(done).toContain((await call({ 'x-kefu-csrf': 'x' })).status)
      expect((await call({})).code).toBe('csrf_missing')
      return
    }
    for (const headers of [
      {},
      { 'x-kefu-csrf': 'x', cookie: `kefu=${visitor.token}; __Host-kefu=${visitor.token}` },
      { authorization: `Bearer ${visitor.token}` },
      { authorization: 'Bearer kefu_full' },
    ])
      expect(await call(headers), 'who is nobody here').toMatchObject({ status: 401, code: 'login_needed' })

    for (const role of ROLES) {
      let caller = people.get(role) as DeskCaller
      if (isLogout) {
        caller = stranger(server, { headers: { 'x-forwarded-for': '198.51.100.3' } })
        await caller.post('/session', { email: emailOf(role), password: PASSWORD })
      }
      if (!isAtLeast(role, least)) {
        expect(await call(headersOf(caller)), role).toMatchObject({ status: 403, code: 'role_missing' })
        continue
      }
      if (method !== 'GET') {
        const { cookie = '' } = headersOf(caller)
        expect(await call({ cookie }), `${role}, without the header`).toMatchObject({ status: 403, code: 'csrf_missing' })
        expect(await call({ cookie, 'x-kefu-csrf': foreign.csrf }), `${role}, with another’s`).toMatchObject({
          status: 403,
          code: 'csrf_missing',
        })
      }
      const answer = await call(headersOf(caller))
      // The same invitation twice is another fault than not being allowed to.
      expect([...done, ...(role === ROLES.find((one) => isAtLeast(one, least)) ? [] : [409])], `${role}: ${answer.text}`).toContain(
        answer.status,
      )
      expect(DOOR).not.toContain(answer.code)
    }
  })

  const withIds = Object.entries(DESK_ACCESS).filter(([route, row]) => namesIds(route, row))
  test.each(withIds)('[T-APART] %s of another tenant is as if it were not there', async (route, row) => {
    const call = (given: Ids) => {
      const { method, path, body } = requestOf(route, row, given)
      return ask(method, `/desk/api${path}`, { headers: headersOf(foreign), body })
    }
    const [theirs, none] = [await call(ids), await call(NONE)]
    expect(theirs.status).toBe(row.foreign ?? 404)
    expect(theirs).toEqual(none)
  })
})

describe('/api/v1', () => {
  test.each(Object.entries(API_ACCESS))('[T-ACCESS] [T-APART] %s', async (route, row) => {
    const { scope, text, done = USUAL } = row
    const withKeys = (given: Ids): Ids => ({
      ...given,
      site: given['siteKey'] ?? 'none',
      question: given['apiQuestion'] ?? 'none',
    })
    const call = (key: string | undefined, given: Ids, more: Record<string, string> = {}) => {
      const { method, path, body } = requestOf(route, row, withKeys(given))
      const headers = { ...(text && { 'content-type': text[0] }), ...(key !== undefined && { authorization: `Bearer ${key}` }), ...more }
      return ask(method, `/api/v1${path}`, { headers, body: text?.[1] ?? body })
    }
    if (scope === 'anyone') {
      expect((await call(undefined, ids)).status).toBe(200)
      return
    }
    expect(await call(undefined, ids)).toMatchObject({ status: 401, code: 'key_missing' })
    expect(await call(undefined, ids, headersOf(people.get('owner') as DeskCaller)), 'a person has no key').toMatchObject({
      code: 'key_missing',
    })
    for (const key of [visitor.token, 'kefu_none']) expect(await call(key, ids)).toMatchObject({ status: 401, code: 'key_unknown' })
    for (const one of SCOPES.filter((candidate) => candidate !== scope))
      expect(await call(`kefu_${one}`, ids), one).toMatchObject({ status: 403, code: 'scope_missing' })

    const [theirs, none] = [await call('kefu_foreign', ids), await call('kefu_foreign', { ...NONE, siteKey: 'none' })]
    if (namesIds(route, row)) {
      expect(theirs.status).toBe(row.foreign ?? 404)
      expect(theirs).toEqual(none)
    }

    const answer = await call(`kefu_${scope}`, ids)
    expect(done, answer.text).toContain(answer.status)
  })
})

describe('the events of visitors', () => {
  type Said = { [E in WidgetEvent]: (place: { conversation: string; answer: string }) => FromWidget[E] }
  const SAID: Said = {
    'message-send': ({ conversation }) => ({ conversation, cid: newCid(), text: 'Hello?', locale: 'en' }),
    'answer-stop': ({ answer }) => ({ answer }),
    'conversation-start': () => ({ locale: 'en' }),
    'handoff-cancel': ({ conversation }) => ({ conversation }),
    'history-request': ({ conversation }) => ({ conversation, epoch: visitor.epoch, after: 0 }),
    'conversation-erase': ({ conversation }) => ({ conversation }),
    'answer-rate': ({ conversation, answer }) => ({ conversation, answer, rating: 'up' }),
    'conversation-rate': ({ conversation }) => ({ conversation, score: 5, comment: '' }),
    typing: ({ conversation }) => ({ conversation }),
    read: ({ conversation }) => ({ conversation, epoch: visitor.epoch, seq: 1 }),
    'visitor-describe': () => ({ name: 'Somebody', attributes: [] }),
  }

  test.each(Object.entries(VISITOR_ACCESS) as [WidgetEvent, (typeof VISITOR_ACCESS)[WidgetEvent]][])(
    '[T-ACCESS] [T-APART] %s',
    async (event, row) => {
      // The API’s rows have forgotten a visitor or two.
      const mine = await server.visit()
      await mine.send('Hello?')
      const answer = (await mine.answerAfter(1)).id
      const place = { conversation: mine.conversation, answer }
      const nowhere = { conversation: UUID, answer: UUID }
      const before = await server.database.forTenant('tenant').readLog(mine.conversation, 0, 100)
      for (const stranger of [await server.visit(), await server.visit({ siteKey: 'other-site' })]) {
        const [theirs, none] = [
          await stranger.call(event, SAID[event](place) as never),
          await stranger.call(event, SAID[event](nowhere) as never),
        ]
        expect(theirs).toEqual(none)
        expect((theirs as { refused?: { code: string } }).refused?.code).toBe(row.other)
        expect(stranger.texts()).not.toContain('Hello?')
      }
      expect(await server.database.forTenant('tenant').readLog(mine.conversation, 0, 100)).toEqual(before)
      const done = (await mine.call(event, SAID[event](place) as never)) as { refused?: { code: string } }
      expect(done.refused?.code).toBe(row.mine)
    },
  )

  test('[T-ACCESS] a person and a key are no visitors: their secrets open nothing as a visitor’s token', async () => {
    const { cookies } = people.get('owner') as DeskCaller
    for (const token of [cookies.get('kefu') ?? '', 'kefu_full'])
      await expect(server.visit({ token })).rejects.toMatchObject({ data: { code: 'token_unknown' } })
    await expect(server.visit({ token: foreignVisitor.token }), 'of another tenant').rejects.toMatchObject({
      data: { code: 'token_unknown' },
    })
  })
})

describe('the events of the desk', () => {
  test.each(
    Object.entries(DESK_EVENT_ACCESS) as [keyof typeof DESK_EVENT_ACCESS, (typeof DESK_EVENT_ACCESS)[keyof typeof DESK_EVENT_ACCESS]][],
  )('[T-ACCESS] [T-APART] [P-ROLE] %s', async (event, { least, foreign: told }) => {
    const mine = await server.visit()
    const payload = (conversation: string) => ({
      conversation,
      ...(event === 'desk-watch' && { epoch: '', after: 0 }),
      ...(event === 'read' && { seq: 1 }),
    })
    for (const role of ROLES) {
      const desk = await connectDesk(server, people.get(role) as DeskCaller)
      if (event !== 'desk-watch') await desk.call('desk-watch', { conversation: mine.conversation, epoch: '', after: 0 })
      const { refused } = await desk.call(event, payload(mine.conversation) as never)
      expect(refused?.code, role).toBe(isAtLeast(role, least) ? undefined : 'role_missing')
      desk.close()
    }
    const stranger = await connectDesk(server, foreign)
    const [theirs, none] = [
      await stranger.call(event, payload(mine.conversation) as never),
      await stranger.call(event, payload(UUID) as never),
    ]
    expect(theirs).toEqual(none)
    expect(theirs.refused?.code).toBe(told)
    stranger.close()
  })

  test('[T-ACCESS] nobody, a visitor and a key do not even connect, and no page of another origin', async () => {
    for (const secret of ['', visitor.token, 'kefu_full'])
      await expect(connectDesk(server, { cookies: new Map([['kefu', secret]]) }), secret).rejects.toThrow()
    await expect(connectDesk(server, people.get('owner') as DeskCaller, { origin: 'https://evil.example' })).rejects.toThrow()
  })
})
