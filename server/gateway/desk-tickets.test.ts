import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ConversationSummary } from '../../shared/desk.ts'
import type { CannedReply, Ticket, TicketEvent } from '../../shared/tickets.ts'
import { sha256 } from '../sha256.ts'
import { joinDesk, type DeskCaller } from '../testing/desk-caller.ts'
import { startServer, type TestRule, type TestServer } from '../testing/start-server.ts'
import { newCid, type TestVisitor } from '../testing/test-visitor.ts'

let server: TestServer
let agent: DeskCaller
let other: DeskCaller
let viewer: DeskCaller
beforeAll(async () => {
  const words: TestRule[] = [{ word: 'darn' }, { word: 'verboten', action: 'refuse' }]
  server = await startServer({ settings: { SMTP_URL: 'smtp://127.0.0.1:1', MAIL_FROM: 'help@shop.example' }, words })
  await joinDesk(server, 'owner')
  agent = await joinDesk(server, 'agent')
  other = await joinDesk(server, 'agent', { email: 'other@tenant.example' })
  viewer = await joinDesk(server, 'viewer')
  await server.database.createTenant({ id: 'elsewhere', name: 'Elsewhere' })
})
afterAll(() => server[Symbol.asyncDispose]())

const summaryOf = async ({ conversation }: TestVisitor): Promise<ConversationSummary> =>
  ((await viewer.get(`/conversations/${conversation}`)).body as { summary: ConversationSummary }).summary

async function act(visitor: TestVisitor, action: string, who = agent): Promise<void> {
  const { fence } = await summaryOf(visitor)
  expect((await who.post(`/conversations/${visitor.conversation}/floor`, { action, fence })).status).toBe(200)
}

/** A customer who has asked for a person, and the number that was said. */
async function waiting(question = 'I want to talk to a person about my parcel'): Promise<{ visitor: TestVisitor; number: number }> {
  const visitor = await server.visit()
  await visitor.send(question)
  await visitor.until(({ texts }) => texts().some((text) => text.startsWith('Your ticket number is')))
  const said = visitor.texts().find((text) => text.startsWith('Your ticket number is'))
  return { visitor, number: Number(/\d+/.exec(said ?? '')?.[0]) }
}

const read = async (number: number) =>
  (await viewer.get(`/tickets/${number}`)).body as { ticket: Ticket; events: TicketEvent[]; mail: string }

describe('the ticket of a hand-over', () => {
  test('[T-ONE] has the customer’s words, goes to who takes the floor, is answered by their first message, and solved when they close', async () => {
    const { visitor, number } = await waiting()
    expect(await read(number)).toMatchObject({
      mail: 'no_address',
      ticket: {
        subject: 'I want to talk to a person about my parcel',
        intent: 'person_wanted',
        reason: expect.stringMatching(/^wish_for_person:/),
        status: 'open',
      },
    })
    await act(visitor, 'take')
    expect((await summaryOf(visitor)).ticket).toMatchObject({ number, status: 'open' })
    await agent.post(`/conversations/${visitor.conversation}/messages`, { cid: newCid(), text: 'Hello' })
    const { ticket } = await read(number)
    expect(ticket.assignee).toBe(agent.person.id)
    expect(ticket.firstResponse.doneAt).toBeLessThanOrEqual(ticket.firstResponse.dueAt)
    await act(visitor, 'close')
    expect((await read(number)).ticket).toMatchObject({ status: 'solved' })
    expect((await summaryOf(visitor)).ticket).toMatchObject({ number, status: 'solved' })
    expect((await read(number)).events.map(({ kind }) => kind)).toEqual(['opened', 'assignee', 'answered', 'status'])
  })

  test('closes the conversation when it is solved after it was handed back, but for one that another agent has', async () => {
    const { visitor, number } = await waiting()
    await act(visitor, 'take')
    await act(visitor, 'hand_back')
    expect((await read(number)).ticket.status).toBe('open')
    expect((await agent.patch(`/tickets/${number}`, { status: 'solved' })).status).toBe(200)
    expect((await summaryOf(visitor)).floor).toMatchObject({ state: 'closed', person: { id: agent.person.id } })
    await visitor.until(({ texts }) => texts().includes('floor: closed'))

    const held = await waiting()
    await act(held.visitor, 'take', other)
    await agent.patch(`/tickets/${held.number}`, { status: 'solved' })
    expect((await summaryOf(held.visitor)).floor).toMatchObject({ state: 'agent', person: { id: other.person.id } })
  })

  test('[T-ONE] is one for a customer who asks again and again, and is solved when that one no longer waits', async () => {
    const { visitor, number } = await waiting()
    await visitor.call('handoff-cancel', { conversation: visitor.conversation })
    await visitor.until(({ texts }) => texts().includes('floor: bot'))
    expect((await read(number)).ticket.status).toBe('solved')
    await visitor.send('I want to talk to a person')
    await visitor.until(({ texts }) => texts().filter((text) => text === `Your ticket number is ${number}.`).length === 2)
    expect((await read(number)).ticket.status).toBe('open')
  })
})

test('[T-RATE] a customer rates a closed conversation, and the ticket shows it', async () => {
  const { visitor, number } = await waiting()
  const rate = (score: number, comment = '') => visitor.call('conversation-rate', { conversation: visitor.conversation, score, comment })
  expect((await rate(5)).refused?.code).toBe('conversation_open')
  await act(visitor, 'take')
  await act(visitor, 'close')
  for (const score of [0, 6]) expect((await rate(score)).refused?.code).toBe('message_malformed')
  expect((await rate(3, 'x'.repeat(1_001))).refused?.code).toBe('text_too_long')
  expect(await rate(4)).toEqual({})
  expect(await rate(4, ' Quick! ')).toEqual({})
  expect((await read(number)).ticket.satisfaction).toMatchObject({ score: 4, comment: 'Quick!' })
  const stranger = await server.visit()
  const foreign = { conversation: visitor.conversation, score: 1, comment: '' }
  expect(await stranger.call('conversation-rate', foreign)).toEqual(
    await stranger.call('conversation-rate', { ...foreign, conversation: newCid() }),
  )
})

test('[W-MASK] what a customer writes with a rating is masked, also where a word refuses, and not lost', async () => {
  const { visitor, number } = await waiting()
  await act(visitor, 'take')
  await act(visitor, 'close')
  const rate = (comment: string) => visitor.call('conversation-rate', { conversation: visitor.conversation, score: 1, comment })
  expect((await rate('half\0')).refused?.code).toBe('text_invalid')
  expect(await rate('darn slow, verboten')).toEqual({})
  expect((await read(number)).ticket.satisfaction).toMatchObject({ score: 1, comment: '•••• slow, ••••••••' })
})

describe('tickets at the desk', () => {
  test('are opened, changed with their due times, noted in, and listed by page', async () => {
    const opened = await agent.post('/tickets', { site: 'site', subject: 'By phone', tags: ['phone', 'late', 'phone'] })
    expect(opened).toMatchObject({ status: 201, body: { ticket: { tags: ['phone', 'late'] } } })
    const { number, revision, createdAt } = (opened.body as { ticket: Ticket }).ticket
    const changed = await agent.patch(`/tickets/${number}`, { priority: 'urgent', assignee: other.person.id, revision })
    expect((changed.body as { ticket: Ticket }).ticket).toMatchObject({
      priority: 'urgent',
      assignee: other.person.id,
      firstResponse: { dueAt: createdAt + 30 * 60_000 },
      solution: { dueAt: createdAt + 8 * 3_600_000 },
    })
    expect(await agent.patch(`/tickets/${number}`, { priority: 'low', revision })).toMatchObject({
      status: 409,
      body: { error: { code: 'ticket_changed' } },
    })
    expect((await agent.patch(`/tickets/${number}`, { assignee: null })).body['ticket']).not.toHaveProperty('assignee')
    expect((await agent.post(`/tickets/${number}/notes`, { text: 'Called back.' })).body).toMatchObject({
      event: { kind: 'note', text: 'Called back.', by: { kind: 'person', id: agent.person.id } },
    })
    const listed = (await viewer.get('/tickets?status=open&tag=phone&limit=1')).body as { tickets: Ticket[]; next?: string }
    expect(listed).toMatchObject({ tickets: [{ number }], next: String(number) })
    expect((await viewer.get(`/tickets?status=open&tag=phone&limit=1&before=${listed.next}`)).body).toEqual({ tickets: [] })
  })

  test('are never two for one conversation, take its newest words, and need something that is there', async () => {
    const visitor = await server.visit()
    await visitor.send('Where is it?')
    const opened = await agent.post('/tickets', { conversation: visitor.conversation })
    expect(opened.body).toMatchObject({ ticket: { subject: 'Where is it?', conversation: visitor.conversation } })
    expect(await agent.post('/tickets', { conversation: visitor.conversation })).toMatchObject({
      status: 409,
      body: { error: { code: 'ticket_exists' } },
    })
    for (const path of ['/tickets/999999', '/tickets/1e300', '/tickets/x']) expect([400, 404]).toContain((await viewer.get(path)).status)
    for (const body of [{ conversation: 'unknown' }, { site: 'unknown' }]) expect((await agent.post('/tickets', body)).status).toBe(404)
    expect((await agent.post('/tickets', {})).status).toBe(400)
    expect((await viewer.post('/tickets', { site: 'site' })).status).toBe(403)
  })

  test('are read and written over the API by keys that may', async () => {
    const tenant = server.database.forTenant('tenant')
    const secretHash = sha256('kefu_k')
    await tenant.createApiKey({ id: 'k', name: 'k', scopes: ['tickets:read', 'tickets:write'], secretHash, createdAt: 1 })
    const api = async (method: string, path: string, body?: object) => {
      const headers = { authorization: 'Bearer kefu_k', 'content-type': 'application/json' }
      const response = await fetch(`${server.url}/api/v1${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) })
      return { status: response.status, body: (await response.json()) as Record<string, unknown> }
    }
    const opened = await api('POST', '/tickets', { site: 'site', subject: 'By API', email: 'mia@customer.example' })
    expect(opened).toMatchObject({ status: 201, body: { subject: 'By API', status: 'open' } })
    const { number } = opened.body
    expect(await api('PATCH', `/tickets/${Number(number)}`, { status: 'pending' })).toMatchObject({
      status: 200,
      body: { status: 'pending' },
    })
    expect(await api('POST', `/tickets/${Number(number)}/notes`, { text: 'From the shop' })).toMatchObject({ status: 201 })
    const whole = await api('GET', `/tickets/${Number(number)}`)
    expect(whole.body).toMatchObject({ mail: 'ready', events: [{ by: { kind: 'key', id: 'k' } }, { kind: 'status' }, { kind: 'note' }] })
    expect((await api('GET', '/tickets?status=pending')).body).toMatchObject({ tickets: [{ number }] })
    expect((await api('GET', `/tickets?status=pending&site=${server.site.key}`)).body).toMatchObject({ tickets: [{ number }] })
    expect(await api('POST', '/tickets', { site: server.site.key, subject: 'By key' })).toMatchObject({
      status: 201,
      body: { siteId: 'site' },
    })
  })

  test('are given to nobody who is not there or may not answer', async () => {
    for (const assignee of ['nobody', viewer.person.id]) {
      expect((await agent.post('/tickets', { site: 'site', assignee })).status).toBe(400)
      const { body } = await agent.post('/tickets', { site: 'site', subject: 'Whose?' })
      const { number } = (body as { ticket: Ticket }).ticket
      expect((await agent.patch(`/tickets/${number}`, { assignee })).status).toBe(400)
      expect((await read(number)).ticket).not.toHaveProperty('assignee')
    }
  })
})

describe('an agent’s answer', () => {
  test('becomes an approved question with the customer’s words as text and variant, once', async () => {
    const { visitor } = await waiting('May I speak to a human about lamp oil?')
    await act(visitor, 'take')
    await visitor.send('Which oil burns longest?')
    const said = await agent.post(`/conversations/${visitor.conversation}/messages`, { cid: newCid(), text: 'The **blue** one.' })
    const { seq } = said.body as { seq: number }
    const path = `/conversations/${visitor.conversation}/question`
    expect(await agent.post(path, { seq })).toMatchObject({
      status: 201,
      body: {
        question: {
          siteId: 'site',
          locale: 'en',
          text: 'Which oil burns longest?',
          variants: ['Which oil burns longest?'],
          answer: 'The **blue** one.',
        },
      },
    })
    expect(await agent.post(path, { seq })).toMatchObject({ status: 409, body: { error: { code: 'question_exists' } } })
    expect((await agent.post(path, { seq: seq - 1 })).status).toBe(404)
    expect((await agent.post(path, { seq: seq + 9 })).status).toBe(404)
    const { questions } = (await viewer.get('/questions?site=site')).body as { questions: { id: string }[] }
    const question = `/questions/${questions[0]?.id}`
    expect((await agent.patch(question, { text: 'Which oil is best?' })).body).toMatchObject({ question: { text: 'Which oil is best?' } })
    const asking = await server.visit()
    await asking.send('Which oil burns longest?')
    expect((await asking.answerAfter(1)).text).toBe('The **blue** one.')
    expect((await agent.delete(question)).status).toBe(204)
    expect((await agent.delete(question)).status).toBe(404)
    expect((await agent.post('/questions', { site: 'unknown', locale: 'en', text: 'a', answer: 'b' })).status).toBe(404)
    expect((await agent.post('/questions', { site: 'site', locale: 'en', text: 'a', answer: 'b' })).status).toBe(201)
  })
})

test('canned replies are written by agents and read by all; a shortcut is taken once', async () => {
  const made = await agent.post('/canned-replies', { shortcut: 'hello', title: 'Greeting', text: 'Hello!', locale: 'en', siteId: 'site' })
  const { cannedReply } = made.body as { cannedReply: CannedReply }
  expect(made.status).toBe(201)
  expect(await agent.post('/canned-replies', { ...cannedReply, id: undefined, updatedAt: undefined })).toMatchObject({
    status: 409,
    body: { error: { code: 'canned_reply_exists' } },
  })
  const changed = await agent.patch(`/canned-replies/${cannedReply.id}`, { text: 'Hi!', locale: null })
  expect(changed.body['cannedReply']).toMatchObject({ text: 'Hi!', shortcut: 'hello' })
  expect(changed.body['cannedReply']).not.toHaveProperty('locale')
  expect((await viewer.get('/canned-replies')).body['cannedReplies']).toEqual([changed.body['cannedReply']])
  expect((await viewer.delete(`/canned-replies/${cannedReply.id}`)).status).toBe(403)
  expect((await agent.delete(`/canned-replies/${cannedReply.id}`)).status).toBe(204)
  expect((await agent.post('/canned-replies', { shortcut: 'two words', title: 'x', text: 'y' })).status).toBe(400)
  expect((await agent.post('/canned-replies', { shortcut: 'x', title: 'x', text: 'y', siteId: 'unknown' })).status).toBe(404)
})
