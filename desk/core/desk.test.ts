import { expect, test } from 'vitest'
import type { ConversationSummary, DeskFloor } from '../../shared/desk.ts'
import { manualEnvironment } from '../testing/manual-environment.ts'
import { memoryStorage } from '../testing/memory-storage.ts'
import { scriptedApi } from '../testing/scripted-api.ts'
import { followConversation } from './conversation.ts'
import { createDesk } from './desk.ts'
import type { Line, LineHandlers, LineState } from './line.ts'
import { createValue } from './value.ts'

const summary = (fence: number, floor: DeskFloor): ConversationSummary => ({
  id: 'c',
  site: 'shop',
  revision: fence,
  fence,
  epoch: 'e',
  top: 1,
  floor,
  visitor: { id: 'v' },
  createdAt: 1,
  lastAt: 1,
})
const waiting = summary(1, { state: 'waiting', reason: 'wish_for_person', since: 1, queuedAt: 1, position: 1 })
const mine = summary(2, { state: 'agent', reason: 'taken', since: 2, person: { id: 'me', name: 'Mira' } })

function setUp() {
  const script = scriptedApi()
  const storage = memoryStorage()
  const time = manualEnvironment()
  let handlers: LineHandlers | undefined
  const sent: { event: string; payload: unknown }[] = []
  const line: Line = {
    state: createValue<LineState>('online'),
    open: (given) => void (handlers = given),
    hurry() {},
    close() {},
    send: (event, payload) => sent.push({ event, payload }) > 0,
  }
  const desk = createDesk({
    me: {
      person: { id: 'me', name: 'Mira', email: 'mira@shop.example', role: 'agent' },
      tenant: { id: 't', name: 'Shop' },
      sites: [],
      mail: { configured: false },
      csrf: 'x',
    },
    api: script.api,
    line,
    storage,
    environment: time.environment,
    view: 'waiting',
    isWatched: () => true,
    called: () => {},
    lineRefused: () => {},
  })
  desk.inbox.heard(waiting)
  const connect = () => handlers?.connected()
  return {
    desk,
    script,
    storage,
    time,
    sent,
    connect,
    hear: (packet: Parameters<LineHandlers['received']>[0]) => handlers?.received(packet),
  }
}

test('the first rows do not wait for the line, and what the badges count is asked once, when it stands', () => {
  const { script, connect } = setUp()
  const views = () => script.asked.flatMap(({ path, query }) => (path === 'conversations' ? [query?.['view']] : []))
  expect(views()).toEqual(['waiting'])
  connect()
  expect(views()).toEqual(['waiting', 'waiting', 'mine', 'waiting'])
})

test('what a change of the floor answers is known at once, so that the next step goes by the fence that there is', async () => {
  const { desk, script } = setUp()
  const taken = desk.changeFloor('c', 'take')
  await script.answer(/floor/, { summary: mine })
  await taken
  expect(desk.inbox.find('c')?.floor).toEqual(mine.floor)
  void desk.changeFloor('c', 'close')
  const fences = script.asked.flatMap(({ path, body }) => (path.endsWith('/floor') ? [(body as { fence: number }).fence] : []))
  expect(fences).toEqual([1, 2])
})

test('one conversation is followed at a time: the next one ends the one before, whose view goes later', () => {
  const { desk, sent, connect } = setUp()
  const watchOf = () => sent.flatMap(({ event, payload }) => [`${event} ${(payload as { conversation: string }).conversation}`])
  const first = desk.openConversation('c', followConversation)
  const second = desk.openConversation('d', followConversation)
  desk.closeConversation(first)
  expect(watchOf()).toEqual(['desk-watch c', 'desk-leave c', 'desk-watch d'])
  sent.length = 0
  connect()
  expect(watchOf()).toContain('desk-watch d')
  desk.closeConversation(second)
  sent.length = 0
  connect()
  expect(watchOf()).toEqual([])
})

test('of a conversation that was deleted nothing stays in the browser: no row, no draft, nothing that waits to be sent', () => {
  const { desk, storage, hear } = setUp()
  desk.drafts.keep('c', { kind: 'message', text: 'My address is' })
  desk.outbox.send({ conversation: 'c', kind: 'note', text: 'Lives at 5 High Street' })
  expect(JSON.stringify([...storage.everything])).toContain('High Street')
  const before = desk.ticketsChanged.get()
  hear({ event: 'conversation-gone', payload: { conversation: 'c' } })
  expect(desk.inbox.find('c')).toBeUndefined()
  expect([...storage.everything]).toEqual([])
  expect(desk.ticketsChanged.get()).toBeGreaterThan(before)
})

test('of every customer who writes it is known which, for six seconds or until what was written is there', () => {
  const { desk, hear, time } = setUp()
  const writing = () => [...desk.customersWriting.get()]
  const type = (conversation: string, person?: { id: string; name: string }) =>
    hear({ event: 'typing-changed', payload: { conversation, ...(person && { person }) } })
  type('c')
  type('d')
  type('e', { id: 'o', name: 'Olu' })
  expect(writing()).toEqual(['c', 'd'])
  const last = (author: 'agent' | 'visitor', revision: number) =>
    hear({ event: 'conversation-changed', payload: { summary: { ...waiting, revision, last: { author, text: 'Hello' } } } })
  last('agent', 5)
  expect(writing()).toEqual(['c', 'd'])
  last('visitor', 6)
  expect(writing()).toEqual(['d'])
  time.pass(6_000)
  expect(writing()).toEqual([])
})
