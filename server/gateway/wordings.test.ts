/** [Q-LEARN] What was asked before an offered question was chosen, until the owner accepts or dismisses it. */

import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { sha256 } from '../sha256.ts'
import { joinDesk, type DeskCaller } from '../testing/desk-caller.ts'
import { setWords, startServer, type TestServer } from '../testing/start-server.ts'
import type { TestVisitor } from '../testing/test-visitor.ts'

const WARRANTY = 'How long is the warranty?'
const PARCEL = 'Where is my parcel?'

let server: TestServer
let agent: DeskCaller
beforeAll(async () => {
  server = await startServer({
    questions: [
      { text: WARRANTY, answer: 'Two years.' },
      { text: PARCEL, answer: 'On its way.' },
      { text: 'Do you ship abroad?', answer: 'We do.' },
    ],
    settings: { RATE_ADDRESS: '10000', RATE_VISITOR: '1000' },
  })
  await joinDesk(server, 'owner')
  agent = await joinDesk(server, 'agent')
  await setWords(server, [{ word: 'darn' }])
  const key = { id: 'key', name: 'key', scopes: ['questions:read', 'questions:write'], secretHash: sha256('kefu_key'), createdAt: 1 }
  await server.database.forTenant('tenant').createApiKey(key)
})
afterAll(() => server[Symbol.asyncDispose]())

/** Says it and hears the answer. */
async function ask(visitor: TestVisitor, text: string): Promise<{ text: string; suggestions: string[] }> {
  const { accepted } = await visitor.send(text)
  return visitor.answerAfter(accepted?.seq ?? 0)
}

type Wordings = { wordings: { id: string; question: string; text: string; count: number }[] }
const listed = async (): Promise<Wordings['wordings']> => ((await agent.get('/wordings?site=site')).body as Wordings).wordings
const textsListed = async (): Promise<string[]> => (await listed()).map(({ text }) => text)

/** Asks, is offered the question, and chooses it. What is kept is kept after the answer, so another such choice is waited for: they come in order. */
async function choose(visitor: TestVisitor, asked: string, chosen = WARRANTY): Promise<void> {
  expect((await ask(visitor, asked)).suggestions).toContain(chosen)
  expect((await ask(visitor, chosen)).suggestions).toEqual([])
}

describe('[Q-LEARN] a wording that is suggested', () => {
  test('is what was asked before the offer; it is counted by conversation, and answered once it is accepted', async () => {
    const [first, second] = [await server.visit(), await server.visit()]
    await choose(first, 'warranty of a lamp')
    await choose(second, 'Warranty of a lamp!')
    await vi.waitFor(async () => expect(await listed()).toMatchObject([{ question: 'question-0', count: 2 }]))
    const [wording] = await listed()
    expect((await agent.post(`/wordings/${wording?.id}/accept`)).body).toMatchObject({ question: { variants: [wording?.text] } })
    expect(await listed()).toEqual([])
    expect(await ask(await server.visit(), 'warranty of a lamp')).toMatchObject({ text: 'Two years.' })
    expect((await agent.post(`/wordings/${wording?.id}/accept`)).status).toBe(404)
  })

  test('is nothing that the word filter found, nothing personal, and nothing where another thing was said between', async () => {
    const visitor = await server.visit()
    await choose(visitor, 'a darn warranty')
    await choose(visitor, 'warranty for ada@lamp.example')
    await choose(visitor, 'warranty of order 123456')
    // Typed by somebody who was offered nothing, and something that was not offered.
    await ask(visitor, WARRANTY)
    await ask(visitor, 'something about a warranty')
    await ask(visitor, PARCEL)
    await choose(visitor, 'the warranty, in the end')
    await vi.waitFor(async () => expect(await textsListed()).toEqual(['the warranty, in the end']))
  })

  test('[D-ERASE] goes with the conversation that it came from', async () => {
    const visitor = await server.visit()
    await choose(visitor, 'a warranty to forget')
    await vi.waitFor(async () => expect(await textsListed()).toContain('a warranty to forget'))
    await visitor.call('conversation-erase', { conversation: visitor.conversation })
    expect(await textsListed()).not.toContain('a warranty to forget')
  })

  test('does not come again once it is dismissed, over the API too', async () => {
    const headers = { authorization: 'Bearer kefu_key' }
    const path = `${server.url}/api/v1/sites/test-site/suggested-wordings`
    const visitor = await server.visit()
    await choose(visitor, 'parcel gone', PARCEL)
    const read = async () => (await (await fetch(path, { headers })).json()) as Wordings
    await vi.waitFor(async () => expect((await read()).wordings.map(({ text }) => text)).toContain('parcel gone'))
    const id = (await read()).wordings.find(({ text }) => text === 'parcel gone')?.id
    expect((await fetch(`${path}/${id}`, { method: 'DELETE', headers })).status).toBe(204)
    expect((await fetch(`${path}/${id}/accept`, { method: 'POST', headers })).status).toBe(404)
    await choose(await server.visit(), 'parcel gone', PARCEL)
    await choose(visitor, 'parcel lost', PARCEL)
    await vi.waitFor(async () => expect(await textsListed()).toContain('parcel lost'))
    expect(await textsListed()).not.toContain('parcel gone')
  })
})
