/** Who answers, through the whole server: what the customer reads, what the desk and the metrics know of it. */

import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { ConversationSummary } from '../../shared/desk.ts'
import type { Ticket } from '../../shared/tickets.ts'
import { readHours } from '../desk/hours.ts'
import { nobodyHere } from '../desk/waiting.ts'
import type { Reading } from '../intent/reading.ts'
import { sha256 } from '../sha256.ts'
import { joinDesk, type DeskCaller } from '../testing/desk-caller.ts'
import { startServer, type TestServer } from '../testing/start-server.ts'
import { callEvents, transferCall, type ToolCall } from '../testing/upstream-wire.ts'
import { startUpstream } from '../testing/upstream.ts'
import type { TestVisitor } from '../testing/test-visitor.ts'

/** What a text says is another matter (`../intent/`). */
vi.mock('../intent/read-intent.ts', () => ({
  prepareReading: () => undefined,
  readIntent: (text: string): Reading =>
    /^(?:hi|你好)$/i.test(text)
      ? { intent: 'greeting', sure: true, because: 'rule:hi' }
      : text === 'Thx'
        ? { intent: 'thanks', sure: true, because: 'rule:thx' }
        : { intent: text.startsWith('Outrageous') ? 'complaint' : 'ordinary', sure: true, because: 'rule:outrage' },
}))

const NOT_TODAY = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'][(new Date().getUTCDay() + 3) % 7]

let server: TestServer
let agent: DeskCaller
beforeAll(async () => {
  server = await startServer({
    questions: [{ text: 'How long does shipping take?', answer: 'Three days.' }],
    policy: { hours: readHours(`UTC ${NOT_TODAY} 09:00-17:00`), phrases: { complaint: ['my lawyer'] } },
  })
  await joinDesk(server, 'owner')
  agent = await joinDesk(server, 'agent')
})
afterAll(() => server[Symbol.asyncDispose]())

const waits = (visitor: TestVisitor): Promise<void> => visitor.until(({ texts }) => texts().some((text) => text.startsWith('Your ticket')))

async function ticketOf({ conversation }: TestVisitor): Promise<Ticket> {
  const { summary } = (await agent.get(`/conversations/${conversation}`)).body as { summary: ConversationSummary }
  return ((await agent.get(`/tickets/${summary.ticket?.number}`)).body as { ticket: Ticket }).ticket
}

async function act({ conversation }: TestVisitor, action: string, who = agent): Promise<void> {
  const { summary } = (await who.get(`/conversations/${conversation}`)).body as { summary: ConversationSummary }
  expect((await who.post(`/conversations/${conversation}/floor`, { action, fence: summary.fence })).status).toBe(200)
}

/** A visitor of a server with a model, and what the model is told to do next. */
async function withModel(settings: Record<string, string> = {}) {
  const upstream = await startUpstream()
  const modelled = await startServer({ upstream, settings })
  return {
    upstream,
    server: modelled,
    visit: () => modelled.visit(),
    calls: (calls: readonly ToolCall[], text = '') => upstream.replay(Buffer.from(callEvents(calls, { text }).join(''))),
    ticket: async ({ conversation }: TestVisitor) => modelled.database.forTenant('tenant').ticketOfConversation(conversation),
    async [Symbol.asyncDispose]() {
      await modelled[Symbol.asyncDispose]()
      await upstream.close()
    },
  }
}

describe('[R-MODEL] a model that asks for a person', () => {
  test('hands over after what it said; the ticket has its reason and its matter, and nobody is given such an answer again', async () => {
    await using model = await withModel({ ANSWER_CACHE_SECONDS: '60' })
    model.calls([transferCall('Wants her money back', 'refund')], 'I cannot pay you back myself. ')
    const visitor = await model.visit()
    await visitor.send('Pay me back')
    await waits(visitor)
    expect(visitor.texts().slice(1)).toEqual([
      'I cannot pay you back myself. ',
      'floor: waiting',
      `This needs a person from our team.\n\n${nobodyHere('en', '')}`,
      'Your ticket number is 1.',
    ])
    expect(await model.ticket(visitor)).toMatchObject({
      intent: 'refund',
      priority: 'normal',
      reason: 'model_asks:Wants her money back',
    })
    expect(JSON.stringify(visitor.said)).not.toContain('her money')
    expect((await model.server.database.forTenant('tenant').ticketHistory(1)).at(-1)).toMatchObject({
      kind: 'note',
      by: { kind: 'system' },
      text: 'customer: Pay me back\nassistant: I cannot pay you back myself.',
    })
    const metrics = await fetch(`${model.server.url}/metrics`).then((response) => response.text())
    expect(metrics).toContain('kefu_handoffs_total{reason="model_asks"} 1')
    model.upstream.reply('I can.')
    const other = await model.visit()
    await other.send('Pay me back')
    expect((await other.answerAfter(1)).text).toBe('I can.')
  })

  test('without a word has the truth said in its place, in one bubble; a tool that nobody offered does nothing', async () => {
    await using model = await withModel()
    model.calls([transferCall('', ''), { name: 'issue_refund', arguments: '{"amount":1000}' }])
    const visitor = await model.visit()
    await visitor.send('Pay me back')
    await waits(visitor)
    const [, message] = visitor.entries()
    expect(message?.message).toMatchObject({ origin: 'notice', text: expect.stringMatching(/^This needs a person/) })
    const ends = visitor.said.flatMap((item) => (item.event === 'answer-end' ? [item.message] : []))
    expect(ends).toMatchObject([{ answer: message?.message?.id, outcome: 'recorded' }])
    expect(await model.ticket(visitor)).toMatchObject({ intent: 'model_asks', reason: 'model_asks' })
  })

  test('[F-LOOP] is not offered the tool when an agent has just given the customer back', async () => {
    await using model = await withModel()
    const asker = await joinDesk(model.server, 'owner')
    model.upstream.reply('Tomorrow.')
    const visitor = await model.visit()
    await visitor.send('When?')
    await visitor.answerAfter(1)
    await act(visitor, 'take', asker)
    await act(visitor, 'hand_back', asker)
    await visitor.send('And how?')
    await visitor.until(({ texts }) => texts().filter((text) => text === 'Tomorrow.').length === 2)
    expect(model.upstream.requests.map(({ body }) => Array.isArray(body?.['tools']))).toEqual([true, false])
  })
})

describe('a complaint', () => {
  test('[R-COMPLAINT] [R-REASON] goes to a person: the truth for the customer, a pressing ticket, a reason for the desk, its kind for others', async () => {
    const visitor = await server.visit()
    await visitor.send('Outrageous: my parcel came in pieces')
    await waits(visitor)
    const [, told = '', floor, ticketLine] = visitor.texts()
    expect(told).toMatch(
      /^I have passed on to our team what you wrote\.\n\nI have put you on the list .*begin again: .*write your e-mail address/s,
    )
    expect([floor, ticketLine]).toEqual(['floor: waiting', 'Your ticket number is 1.'])
    expect(await ticketOf(visitor)).toMatchObject({ number: 1, intent: 'complaint', priority: 'high', reason: 'complaint:rule:outrage' })
    const { entries } = (await agent.get(`/conversations/${visitor.conversation}/entries?after=0`)).body as { entries: unknown[] }
    expect(JSON.stringify(entries)).toContain('complaint:rule:outrage')
    expect(JSON.stringify(visitor.said)).not.toContain('outrage')
    await visitor.send('me@home.example')
    await visitor.until(({ texts }) => texts().includes('Thank you. Your address is noted, and our team can see it.'))
    const metrics = await fetch(`${server.url}/metrics`).then((response) => response.text())
    expect(metrics).toContain('kefu_turns_total{route="human",reason="complaint"} 1')
    expect(metrics).toContain('kefu_handoffs_total{reason="complaint"} 1')
  })

  test('[F-LOOP] [T-ONE] is not handed over again at once when an agent gave the customer back, and keeps its one ticket', async () => {
    const visitor = await server.visit()
    await visitor.send('Outrageous, and I will call my lawyer')
    await waits(visitor)
    const { number } = await ticketOf(visitor)
    await act(visitor, 'take')
    await act(visitor, 'hand_back')
    await visitor.send('Outrageous, once more')
    await visitor.until(({ texts }) => texts().some((text) => text.startsWith('I don’t have an approved answer')))
    await visitor.send('Then I call my lawyer')
    await visitor.until(({ entries }) => entries().filter(({ floor }) => floor === 'waiting').length === 2)
    expect(await ticketOf(visitor)).toMatchObject({ number, status: 'open' })
  })
})

test('[R-PHRASE] phrases are read and replaced over the API, and refused where they are none', async () => {
  const secretHash = sha256('kefu_phrases')
  await server.database
    .forTenant('tenant')
    .createApiKey({ id: 'k', name: 'k', scopes: ['words:read', 'words:write'], secretHash, createdAt: 1 })
  const call = (body?: object) =>
    fetch(`${server.url}/api/v1/sites/test-site/phrases`, {
      method: body ? 'PATCH' : 'GET',
      headers: { authorization: 'Bearer kefu_phrases', 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    })
  expect(await (await call({ person: ['call me', '转 VIP'] })).json()).toEqual({ person: ['call me', '转 VIP'], complaint: ['my lawyer'] })
  expect((await call({ complaint: ['…'] })).status).toBe(400)
  expect(await (await call()).json()).toEqual({ person: ['call me', '转 VIP'], complaint: ['my lawyer'] })
})

test('[R-SMALL] a greeting without a model gets one back, with what can be asked', async () => {
  const visitor = await server.visit()
  await visitor.send('Hi')
  expect(await visitor.answerAfter(1)).toMatchObject({
    text: 'Hello. What can I do for you?',
    suggestions: ['How long does shipping take?'],
  })
  const thanks = await server.visit()
  await thanks.send('Thx')
  expect(await thanks.answerAfter(1)).toMatchObject({ text: 'You are welcome.', suggestions: [] })
  const chinese = await server.visit()
  await chinese.send('你好')
  expect((await chinese.answerAfter(1)).text).toBe('您好，请问有什么可以帮您？')
})

test('[R-SMALL] a greeting that the model does not answer gets one all the same, and no person for it', async () => {
  await using model = await withModel()
  model.upstream.fault('status-401')
  const visitor = await model.visit()
  await visitor.send('Hi')
  expect(await visitor.answerAfter(1)).toMatchObject({ text: 'Hello. What can I do for you?' })
  expect(visitor.entries().map(({ floor }) => floor)).toEqual([undefined, undefined])
})
