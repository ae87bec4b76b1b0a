import { describe, expect, test } from 'vitest'
import type { Note } from '../../shared/desk.ts'
import type { ConversationEvent, FromDesk } from '../../shared/desk-protocol.ts'
import { manualEnvironment } from '../testing/manual-environment.ts'
import { scriptedApi } from '../testing/scripted-api.ts'
import { followConversation } from './conversation.ts'
import type { Line, LineState } from './line.ts'
import { createValue } from './value.ts'

function setUp() {
  const script = scriptedApi()
  const time = manualEnvironment()
  const state = createValue<LineState>('online')
  const sent: [string, object][] = []
  const send: Line['send'] = (event, payload) => state.get() === 'online' && sent.push([event, payload]) > 0
  const line: Line = { state, open() {}, hurry() {}, close() {}, send }
  const stood: string[] = []
  const follower = followConversation({
    id: 'c',
    api: script.api,
    line,
    environment: time.environment,
    me: 'me',
    summary: undefined,
    stands: (id) => void stood.push(id),
  })
  const hear = (event: Omit<ConversationEvent, 'conversation'>) =>
    follower.received({ event: 'conversation-event', payload: { conversation: 'c', ...event } })
  const watches = () => sent.flatMap(([event, payload]) => (event === 'desk-watch' ? [payload as FromDesk['desk-watch']] : []))
  const texts = () =>
    follower.state
      .get()
      .lines.map((shown) =>
        shown.kind === 'message' ? shown.message.text : shown.kind === 'note' ? `note ${shown.note.text}` : shown.floor.state,
      )
  return { script, time, state, sent, stood, follower, hear, watches, texts }
}

const added = (seq: number, text: string, kind: 'visitor' | 'bot' | 'agent' = 'visitor', epoch = 'e') => ({
  'message-added': { epoch, seq, message: { id: `m${seq}`, author: { kind }, text, at: seq, suggestions: [], attachments: [] }, marks: [] },
})
const reset = (top: number, epoch = 'e', after = 0) => ({ 'history-reset': { conversation: 'c', epoch, top, after } })
const note = (number: number, after: number): Note => ({
  id: `n${number}`,
  cid: `x${number}`,
  number,
  after,
  person: { id: 'o', name: 'Olu' },
  text: String(number),
  at: number,
})

describe('a conversation at the desk', () => {
  test('shows nothing more of what was deleted', () => {
    const { follower, hear, texts } = setUp()
    hear(reset(1))
    hear(added(1, 'My address is 5 High Street'))
    follower.received({ event: 'note-added', payload: { conversation: 'c', note: note(1, 1) } })
    expect(texts()).toHaveLength(2)
    follower.received({ event: 'conversation-gone', payload: { conversation: 'c' } })
    expect(texts()).toEqual([])
    expect(follower.state.get()).toMatchObject({ summary: undefined, detail: undefined, fault: 'conversation_unknown' })
  })

  test('shows each entry once and in order, whatever comes twice, late, or with a gap', () => {
    const { hear, texts, watches } = setUp()
    expect(watches()).toEqual([{ conversation: 'c', epoch: '', after: 0 }])
    hear(reset(2))
    hear(added(1, 'one'))
    hear(added(1, 'one'))
    hear(added(3, 'three'))
    expect(texts()).toEqual(['one'])
    // What is missing is asked for, from where it is missing.
    expect(watches().at(-1)).toEqual({ conversation: 'c', epoch: 'e', after: 1 })
    hear(added(2, 'two'))
    hear(added(3, 'three'))
    expect(texts()).toEqual(['one', 'two', 'three'])
  })

  test('[F-PAGE] begins where the server says, and puts earlier pages before it, each once, with what was heard of them meanwhile', async () => {
    const { hear, texts, follower, script } = setUp()
    const entry = (seq: number) => ({ kind: 'message', ...added(seq, `${seq}`, 'bot')['message-added'] })
    hear(reset(5, 'e', 3))
    hear(added(4, '4'))
    hear(added(5, '5'))
    follower.received({ event: 'note-added', payload: { conversation: 'c', note: note(1, 2) } })
    expect(texts()).toEqual(['4', '5'])
    expect(follower.state.get()).toMatchObject({ isSynced: true, earlier: 3 })
    void follower.earlier()
    void follower.earlier()
    hear({ 'answer-rated': { answer: 'm2', rating: 'up' } })
    hear(added(6, '6'))
    await script.answer(/entries/, { epoch: 'e', top: 6, entries: [entry(2), entry(3)] })
    expect(script.asked.filter(({ path }) => path.endsWith('entries'))).toMatchObject([{ query: { before: 4 } }])
    expect(texts()).toEqual(['2', 'note 1', '3', '4', '5', '6'])
    expect(follower.state.get()).toMatchObject({ earlier: 1, lines: [{ message: { rating: 'up' } }, {}, {}, {}, {}, {}] })
    // What was erased meanwhile does not come back.
    void follower.earlier()
    hear(reset(0, 'another'))
    await script.answer(/entries/, { epoch: 'e', top: 6, entries: [entry(1)] })
    expect(texts()).toEqual([])
  })

  test('shows what stands in the log and the answer that is being written, where nothing was held', () => {
    const { hear, texts, follower } = setUp()
    hear(reset(2))
    hear({ 'answer-start': { epoch: 'e', answer: 'm3', attempt: 1 } })
    hear({ 'answer-delta': { answer: 'm3', attempt: 1, offset: 0, text: 'It' } })
    hear(added(1, 'one'))
    hear(added(2, 'two'))
    expect(texts()).toEqual(['one', 'two'])
    expect(follower.state.get().isSynced).toBe(true)
    expect(follower.state.get().answer?.text).toBe('It')
  })

  test('goes on where it ended when the line is back, and forgets everything that was erased', () => {
    const { hear, texts, watches, follower } = setUp()
    hear(reset(1))
    hear(added(1, 'one'))
    follower.received({ event: 'note-added', payload: { conversation: 'c', note: note(1, 1) } })
    follower.connected()
    expect(watches().at(-1)).toEqual({ conversation: 'c', epoch: 'e', after: 1 })
    expect(texts()).toEqual(['one', 'note 1'])
    hear(reset(0, 'another'))
    expect(texts()).toEqual([])
  })

  test('shows the answer as it is written, until its message stands in the log', () => {
    const { hear, follower, texts } = setUp()
    hear(reset(1))
    hear(added(1, 'Where?'))
    hear({ 'answer-start': { epoch: 'e', answer: 'm2', attempt: 1 } })
    hear({ 'answer-delta': { answer: 'm2', attempt: 1, offset: 0, text: 'In ' } })
    hear({ 'answer-delta': { answer: 'm2', attempt: 1, offset: 3, text: 'Cork' } })
    expect(follower.state.get().answer?.text).toBe('In Cork')
    hear(added(2, 'In Cork', 'bot'))
    expect(follower.state.get().answer).toBeUndefined()
    expect(texts()).toEqual(['Where?', 'In Cork'])
  })

  test('drops the answer of which nothing is kept, as when an agent takes over in the middle of it', () => {
    const { hear, follower } = setUp()
    hear(reset(0))
    hear({ 'answer-start': { epoch: 'e', answer: 'm2', attempt: 1 } })
    hear({ 'answer-delta': { answer: 'm2', attempt: 1, offset: 0, text: 'In ' } })
    hear({ 'answer-end': { answer: 'm2', attempt: 1, outcome: 'dropped' } })
    hear({ 'answer-delta': { answer: 'm2', attempt: 1, offset: 3, text: 'late' } })
    expect(follower.state.get().answer).toBeUndefined()
  })

  test('puts each note behind the entry after which it was written, once', async () => {
    const { hear, texts, script, follower, stood } = setUp()
    hear(reset(2))
    hear(added(1, 'one'))
    hear(added(2, 'two'))
    follower.received({ event: 'note-added', payload: { conversation: 'c', note: note(2, 2) } })
    await script.answer(/notes/, { notes: [note(1, 1), note(2, 2)] })
    expect(texts()).toEqual(['one', 'note 1', 'two', 'note 2'])
    expect(stood).toContain('x1')
  })

  test('shows no note that comes after what it was written about was erased', async () => {
    const { hear, texts, script } = setUp()
    hear(reset(1))
    hear(added(1, 'My address is 5 High Street'))
    hear(reset(0, 'another'))
    await script.answer(/notes/, { notes: [note(1, 1)] })
    expect(texts()).toEqual([])
  })

  test('keeps who looks at it, when its details were read before and come after', async () => {
    const { script, follower } = setUp()
    follower.received({ event: 'viewers-changed', payload: { conversation: 'c', people: [{ id: 'o', name: 'Olu' }] } })
    const detail = { summary: { id: 'c', epoch: 'e', top: 0 }, visitor: { id: 'v', attributes: [] } }
    await script.answer(/conversations\/c$/, detail)
    expect(follower.state.get()).toMatchObject({ detail, viewers: [{ id: 'o', name: 'Olu' }] })
  })

  test('says that the customer writes until they have said it, or for six seconds', () => {
    const { time, follower, hear } = setUp()
    const isTyping = () => follower.state.get().isCustomerTyping
    const type = () => follower.received({ event: 'typing-changed', payload: { conversation: 'c' } })
    hear(reset(0))
    type()
    expect(follower.state.get()).toMatchObject({ isCustomerTyping: true, typists: [] })
    hear(added(1, 'an answer', 'bot'))
    expect(isTyping()).toBe(true)
    time.pass(5_999)
    type()
    time.pass(5_999)
    expect(isTyping()).toBe(true)
    time.pass(1)
    expect(isTyping()).toBe(false)
    type()
    hear(added(2, 'a question'))
    expect(isTyping()).toBe(false)
  })

  test('knows how far the customer has read, fetched or heard, the newer of the two, until it is erased', async () => {
    const { script, follower, hear } = setUp()
    const read = () => follower.state.get().readByCustomer
    hear(reset(3))
    follower.received({ event: 'read-changed', payload: { conversation: 'c', seq: 3, at: 5_000 } })
    expect(follower.state.get()).toMatchObject({ readByCustomer: { seq: 3, at: 5_000 }, read: new Map() })
    const detail = { summary: { id: 'c', epoch: 'e', top: 3 }, visitor: { id: 'v', attributes: [] }, read: { seq: 2, at: 4_000 } }
    await script.answer(/conversations\/c$/, detail)
    expect(read()).toEqual({ seq: 3, at: 5_000 })
    hear(reset(0, 'other'))
    expect(read()).toBeUndefined()

    const opened = setUp()
    await opened.script.answer(/conversations\/c$/, detail)
    expect(opened.follower.state.get().readByCustomer).toEqual({ seq: 2, at: 4_000 })
  })

  test('says who writes until it is over, and tells that the agent writes not for every letter', () => {
    const { time, follower, sent } = setUp()
    follower.received({ event: 'typing-changed', payload: { conversation: 'c', person: { id: 'o', name: 'Olu' } } })
    follower.received({ event: 'typing-changed', payload: { conversation: 'c', person: { id: 'me', name: 'I' } } })
    expect(follower.state.get().typists).toEqual([{ id: 'o', name: 'Olu' }])
    time.pass(6_000)
    expect(follower.state.get().typists).toEqual([])
    const typed = () => sent.filter(([event]) => event === 'typing').length
    follower.typing()
    follower.typing()
    expect(typed()).toBe(1)
    time.pass(2_000)
    follower.typing()
    expect(typed()).toBe(2)
  })
})
