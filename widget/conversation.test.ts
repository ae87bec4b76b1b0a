/** Delivery as the widget sees it, rule by rule; the ids are those of docs/spec.md. */

import { describe, expect, it } from 'vitest'
import { isUuid } from '../shared/identity.ts'
import { PROTOCOL_VERSION } from '../shared/protocol.ts'
import { setUp } from './testing/scripted-conversation.ts'
import { settled, storageOver } from './testing/scripted-line.ts'

describe('sending', () => {
  it('[C-OUTBOX] keeps a message in storage, under a UUID, before it is sent for the first time', () => {
    const { conversation, area, script } = setUp()
    conversation.send('hello')
    expect(script.of('message-send')).toHaveLength(0)
    const [key] = [...area.values.keys()].filter((name) => name.includes('outbox:'))
    expect(isUuid(key!.split('outbox:')[1]!)).toBe(true)
    expect(area.values.get(key!)).toContain('hello')
  })

  it('[C-OUTBOX] sends after a reload what was not acknowledged before it, with the same cid', async () => {
    const before = setUp()
    before.ready()
    before.conversation.send('one')
    before.conversation.send('two')
    const cid = before.script.of('message-send')[0]!.payload['cid']
    const after = setUp(before.area)
    expect(after.outbox()).toEqual(['one: sending', 'two: sending'])
    after.ready()
    expect(after.script.of('message-send').map((request) => request.payload['cid'])).toEqual([cid])
    await after.accept(0, 1)
    expect(after.script.of('message-send')[1]!.payload['text']).toBe('two')
  })

  it('[C-OUTBOX] forgets a message when it is acknowledged', async () => {
    const { conversation, ready, accept, area } = setUp()
    ready()
    conversation.send('hello')
    await accept(0, 1)
    expect([...area.values.keys()].filter((name) => name.includes('outbox:'))).toEqual([])
  })

  it('[C-ORDER] has one message on its way at a time, the next after the acknowledgement', async () => {
    const { conversation, ready, accept, script } = setUp()
    ready()
    for (const text of ['one', 'two', 'three']) conversation.send(text)
    const sent = () => script.of('message-send').map((request) => request.payload['text'])
    expect(sent()).toEqual(['one'])
    await accept(0, 1)
    expect(sent()).toEqual(['one', 'two'])
    await accept(1, 2)
    expect(sent()).toEqual(['one', 'two', 'three'])
  })

  it('[C-ORDER] gives ids that sort in the order of sending, also within one millisecond', () => {
    const { conversation } = setUp()
    for (let index = 0; index < 50; index++) conversation.send(`message ${index}`)
    const cids = conversation.snapshot().outbox.map((item) => item.cid)
    expect([...cids].sort()).toEqual(cids)
  })

  it('[C-ORDER] keeps the order of writing when the clock was set back between two pages', async () => {
    const before = setUp()
    await before.time.pass(60_000)
    before.conversation.send('one')
    const after = setUp(before.area)
    after.conversation.send('two')
    expect(setUp(before.area).outbox()).toEqual(['one: sending', 'two: sending'])
  })

  it('[C-ONCE] sends again with the same cid on the next connection when the line was lost in between', async () => {
    const { conversation, ready, script, outbox } = setUp()
    ready()
    conversation.send('hello')
    const lost = script.of('message-send')[0]!
    script.lose()
    await lost.lose()
    expect(outbox()).toEqual(['hello: sending'])
    ready()
    expect(script.of('message-send').map((request) => request.payload['cid'])).toEqual([lost.payload['cid'], lost.payload['cid']])
  })

  it('[C-ONCE] takes a missing acknowledgement for a lost connection', async () => {
    const { conversation, ready, script } = setUp()
    ready()
    conversation.send('hello')
    await script.of('message-send')[0]!.lose()
    expect(script.log).toContain('renew')
    expect(conversation.snapshot().connection.state).toBe('reconnecting')
  })

  it('[C-ONCE] shows a message once when the log tells of it before its acknowledgement does', async () => {
    const { conversation, ready, add, script, outbox, texts, accept, announced } = setUp()
    ready()
    conversation.send('hello')
    add(1, { cid: String(script.of('message-send')[0]!.payload['cid']), author: { kind: 'visitor' }, text: 'hello' })
    await accept(0, 1)
    expect(outbox()).toEqual([])
    expect(texts()).toEqual(['hello'])
    expect(announced.filter(({ event }) => event === 'message-sent')).toHaveLength(1)
  })

  it('[C-SENT] says sent only after the acknowledgement, and shows the text as it was kept', async () => {
    const { conversation, ready, script, outbox } = setUp()
    ready()
    conversation.send('a rude word')
    expect(outbox()).toEqual(['a rude word: sending'])
    await script.of('message-send')[0]!.answer({ accepted: { id: 'm1', seq: 1, epoch: 'e1', at: 1, text: 'a **** word' } })
    expect(outbox()).toEqual(['a **** word: sent'])
  })

  it('tries a passing refusal again after the time given, and the message stays on its way', async () => {
    const { conversation, ready, script, time, outbox, accept } = setUp()
    ready()
    conversation.send('one')
    conversation.send('two')
    await script.of('message-send')[0]!.answer({ refused: { code: 'throttled', retryAfterMs: 3_000 } })
    await time.pass(2_999)
    expect(script.of('message-send')).toHaveLength(1)
    await time.pass(1_000)
    expect(script.of('message-send').map((request) => request.payload['text'])).toEqual(['one', 'one'])
    expect(outbox()).toEqual(['one: sending', 'two: sending'])
    await accept(1, 1)
    expect(script.of('message-send')[2]!.payload['text']).toBe('two')
  })

  it('asks the customer after six passing refusals, and a retry keeps the cid', async () => {
    const { conversation, ready, script, time, outbox } = setUp()
    ready()
    conversation.send('hello')
    for (let index = 0; index <= 6; index++) {
      await script.of('message-send')[index]!.answer({ refused: { code: 'internal' } })
      await time.pass(60_000)
    }
    expect(script.of('message-send')).toHaveLength(7)
    expect(outbox()).toEqual(['hello: failed'])
    conversation.retry(conversation.snapshot().outbox[0]!.cid)
    expect(new Set(script.of('message-send').map((request) => request.payload['cid'])).size).toBe(1)
  })

  it.each(['unavailable', 'connections_exceeded'])('asks no customer because of %s, however long it lasts', async (code) => {
    const { conversation, ready, script, time, outbox, accept } = setUp()
    ready()
    conversation.send('hello')
    for (let index = 0; index < 20; index++) {
      expect(script.of('message-send')).toHaveLength(index + 1)
      await script.of('message-send')[index]!.answer({ refused: { code } })
      await time.pass(30_000)
    }
    expect(outbox()).toEqual(['hello: sending'])
    await accept(20, 1)
    expect(outbox()).toEqual(['hello: sent'])
  })

  it('[C-ONCE] sends at once on a new connection what a stopping server has put off', async () => {
    const { conversation, ready, script, time } = setUp()
    ready()
    conversation.send('hello')
    for (let index = 0; index < 5; index++) {
      await time.pass(30_000)
      await script.of('message-send')[index]!.answer({ refused: { code: 'unavailable', retryAfterMs: 20_000 } })
    }
    script.lose()
    ready()
    expect(script.of('message-send')).toHaveLength(6)
    expect(time.pending()).toBe(0)
  })

  it('fails at once on a final refusal, goes on with the next message, and remembers the reason over a reload', async () => {
    const { conversation, ready, script, area } = setUp()
    ready()
    conversation.send('bad')
    conversation.send('good')
    await script.of('message-send')[0]!.answer({ refused: { code: 'text_refused' } })
    expect(conversation.snapshot().outbox[0]).toMatchObject({ text: 'bad', status: 'failed', code: 'text_refused' })
    expect(script.of('message-send')[1]!.payload['text']).toBe('good')
    expect(setUp(area).conversation.snapshot().outbox[0]).toMatchObject({ text: 'bad', status: 'failed', code: 'text_refused' })
  })

  it('sends a message whose conversation is gone to the present one, under a new cid, when the customer says so', async () => {
    const { conversation, ready, script } = setUp()
    ready()
    conversation.send('hello')
    const [first] = script.of('message-send')
    script.deliver('history-reset', { conversation: 'c2', epoch: 'e2', top: 0 })
    await first!.answer({ refused: { code: 'conversation_unknown' } })
    conversation.retry(String(first!.payload['cid']))
    const second = script.of('message-send')[1]!
    expect(second.payload).toMatchObject({ text: 'hello', conversation: 'c2' })
    expect(second.payload['cid']).not.toBe(first!.payload['cid'])
  })

  it('[C-OUTBOX] sends what was written offline to the conversation that is shown when the line is back', async () => {
    const { conversation, ready, script } = setUp()
    ready()
    script.lose()
    conversation.send('hello')
    ready({ conversation: 'c2', epoch: 'e2' })
    expect(script.of('message-send').map((request) => request.payload['conversation'])).toEqual(['c2'])
  })

  it('[C-ONCE] keeps what was sent once with its conversation, and says so when that is not the one shown', async () => {
    const { conversation, ready, script, outbox, area, add } = setUp()
    ready()
    conversation.send('hello')
    script.lose()
    ready({ conversation: 'c2', epoch: 'e2' })
    expect(outbox()).toEqual(['hello: sending'])
    const again = script.of('message-send')[1]!
    expect(again.payload).toEqual(script.of('message-send')[0]!.payload)
    await again.answer({ accepted: { id: 'm1', seq: 1, epoch: 'e1', at: 1, text: 'hello' } })
    expect(outbox()).toEqual(['hello: elsewhere'])
    add(1, {}, 'e2')
    const next = setUp(area)
    next.ready({ conversation: 'c2', epoch: 'e2', top: 1 })
    expect(next.outbox()).toEqual(['hello: elsewhere'])
    expect(next.script.of('message-send')).toEqual([])
    next.conversation.discard(String(again.payload['cid']))
    expect(next.outbox()).toEqual([])
    expect(setUp(area).outbox()).toEqual([])
  })

  it('[C-ONCE] sends a message that two tabs hold to one conversation, whichever of them is shown', () => {
    const first = setUp()
    first.conversation.send('hello')
    const second = setUp(first.area)
    first.ready({ token: 'secret' })
    second.ready({ conversation: 'c2', epoch: 'e2' })
    const sent = [first, second].map(({ script }) => script.of('message-send')[0]!.payload)
    expect(sent[1]).toEqual(sent[0])
  })

  it('lets a failed message be discarded for good', async () => {
    const { conversation, ready, script, area } = setUp()
    ready()
    conversation.send('bad')
    await script.of('message-send')[0]!.answer({ refused: { code: 'text_refused' } })
    conversation.discard(conversation.snapshot().outbox[0]!.cid)
    expect(conversation.snapshot().outbox).toEqual([])
    expect(setUp(area).conversation.snapshot().outbox).toEqual([])
  })

  it.each([
    ['text that shows nothing', '   \u200B\u202E ', 'text_empty'],
    ['one unit too many', 'x'.repeat(4_001), 'text_too_long'],
    ['a NUL', 'a\0b', 'text_invalid'],
    ['half a surrogate pair', 'half \uD83D', 'text_invalid'],
  ])('does not take %s', (_what, text, code) => {
    const { conversation } = setUp()
    expect(conversation.send(text)).toBe(code)
    expect(conversation.snapshot().outbox).toEqual([])
  })
})

describe('the log', () => {
  it('[C-SEQ] applies only the next entry and drops what it has', () => {
    const { ready, add, texts } = setUp()
    ready({ top: 2 })
    for (const seq of [1, 2, 1, 2, 3]) add(seq)
    expect(texts()).toEqual(['text 1', 'text 2', 'text 3'])
  })

  it('[C-SEQ] asks once for a gap, not once per event, and again only if it stays', async () => {
    const { ready, add, texts, script, time } = setUp()
    ready({ top: 1 })
    add(1)
    for (const seq of [4, 5, 6]) add(seq)
    expect(texts()).toEqual(['text 1'])
    expect(script.of('history-request').map((request) => request.payload)).toEqual([{ conversation: 'c1', epoch: 'e1', after: 1 }])
    await time.pass(2_000)
    expect(script.of('history-request')).toHaveLength(2)
    for (const seq of [2, 3, 4, 5, 6]) add(seq)
    await time.pass(60_000)
    expect(texts()).toHaveLength(6)
    expect(script.of('history-request')).toHaveLength(2)
  })

  it('[C-SEQ] asks when the entries that the server spoke of at connecting do not come', async () => {
    const { ready, script, time } = setUp()
    ready({ top: 3 })
    expect(script.of('history-request')).toHaveLength(0)
    await time.pass(2_000)
    expect(script.of('history-request')).toHaveLength(1)
  })

  it('[C-SEQ] goes on behind an entry that it cannot read, and shows nothing of it', async () => {
    const { ready, add, texts, script, time, conversation } = setUp()
    ready()
    add(1)
    script.arrive('unreadable', { code: 'message_malformed', epoch: 'e1', seq: 2 })
    add(3)
    expect(texts()).toEqual(['text 1', 'text 3'])
    script.arrive('unreadable', { code: 'message_malformed', epoch: 'e1', seq: 9 })
    script.arrive('unreadable', { code: 'message_malformed', epoch: 'another', seq: 4 })
    expect(conversation.snapshot().last).toBe(3)
    expect(script.of('history-request').map((request) => request.payload['after'])).toEqual([3])
    for (let seq = 4; seq <= 9; seq++) script.arrive('unreadable', { code: 'message_malformed', epoch: 'e1', seq })
    await time.pass(60_000)
    expect(script.of('history-request')).toHaveLength(1)
  })

  it.each(['before', 'after'])(
    '[C-SEQ] ends a bubble whose message it cannot read, told %s its end, and asks for no more of it',
    async (when) => {
      const { ready, script, time, conversation } = setUp()
      ready()
      script.deliver('answer-start', { epoch: 'e1', answer: 'a1', attempt: 1 })
      script.deliver('answer-delta', { answer: 'a1', attempt: 1, offset: 0, text: 'text' })
      const tell = () => script.arrive('unreadable', { code: 'message_malformed', epoch: 'e1', seq: 1, id: 'a1' })
      if (when === 'before') tell()
      script.deliver('answer-end', { answer: 'a1', attempt: 1, outcome: 'recorded' })
      if (when === 'after') tell()
      script.deliver('answer-delta', { answer: 'a1', attempt: 1, offset: 4, text: ' late' })
      await time.pass(60_000)
      expect(conversation.snapshot()).toMatchObject({ answer: undefined, last: 1 })
      expect(script.of('history-request')).toEqual([])
    },
  )

  it('[C-EPOCH] ignores events of another epoch until the server sets it', () => {
    const { ready, add, texts, script } = setUp()
    add(1)
    ready()
    add(1)
    add(2, {}, 'e2')
    expect(texts()).toEqual(['text 1'])
    script.deliver('history-reset', { conversation: 'c1', epoch: 'e2', top: 1 })
    add(2)
    add(1, { text: 'again' }, 'e2')
    expect(texts()).toEqual(['again'])
  })

  it('[C-EPOCH] forgets the log at a reset, says so at the next connection, and keeps the outbox', () => {
    const { conversation, ready, add, script, outbox } = setUp()
    ready()
    add(1)
    conversation.send('hello')
    script.deliver('history-reset', { conversation: 'c1', epoch: 'e2', top: 0 })
    expect(conversation.snapshot()).toMatchObject({ messages: [], last: 0, epoch: 'e2' })
    expect(outbox()).toEqual(['hello: sending'])
    expect(script.hello()).toMatchObject({ conversation: 'c1', epoch: 'e2', after: 0 })
  })

  it('counts floor changes as entries and shows who has the floor', () => {
    const { conversation, ready, add, script, texts } = setUp()
    ready()
    script.deliver('floor-changed', { epoch: 'e1', seq: 1, floor: { state: 'waiting', reason: 'wish_for_person', since: 5 } })
    add(2)
    expect(conversation.snapshot().floor.state).toBe('waiting')
    expect(texts()).toEqual(['text 2'])
  })
})

describe('the answer being written', () => {
  const start = (attempt = 1) => ({ epoch: 'e1', answer: 'a1', attempt })
  const delta = (offset: number, text: string, attempt = 1) => ({ answer: 'a1', attempt, offset, text })

  it('[C-STREAM] applies text where its offset fits, also over what is there', () => {
    const { conversation, ready, script } = setUp()
    ready()
    script.deliver('answer-start', start())
    script.deliver('answer-delta', delta(0, 'Hel'))
    script.deliver('answer-delta', delta(3, 'lo'))
    script.deliver('answer-delta', delta(0, 'Hello wor'))
    script.deliver('answer-delta', delta(9, 'ld'))
    expect(conversation.snapshot().answer?.text).toBe('Hello world')
  })

  it('[C-STREAM] ignores text beyond the end and asks for what is missing', () => {
    const { conversation, ready, script } = setUp()
    ready()
    script.deliver('answer-start', start())
    script.deliver('answer-delta', delta(0, 'Hel'))
    for (const offset of [5, 7, 9]) script.deliver('answer-delta', delta(offset, 'xx'))
    expect(conversation.snapshot().answer?.text).toBe('Hel')
    expect(script.of('history-request')).toHaveLength(1)
  })

  it('[C-STREAM] starts the bubble over with another attempt and never mixes two', () => {
    const { conversation, ready, script } = setUp()
    ready()
    script.deliver('answer-start', start())
    script.deliver('answer-delta', delta(0, 'first'))
    script.deliver('answer-start', start(2))
    expect(conversation.snapshot().answer?.text).toBe('')
    script.deliver('answer-delta', delta(0, 'second', 2))
    script.deliver('answer-delta', delta(5, ' late', 1))
    script.deliver('answer-start', start(1))
    expect(conversation.snapshot().answer).toMatchObject({ attempt: 2, text: 'second' })
  })

  it('[C-FINAL] lets the message in the log replace the bubble, whatever that held, and nothing bring it back', () => {
    const { conversation, ready, script, add, texts } = setUp()
    ready()
    script.deliver('answer-start', start())
    script.deliver('answer-delta', delta(0, 'half an ans'))
    add(1, { id: 'a1', text: 'The whole answer.' })
    script.deliver('answer-delta', delta(11, 'wer'))
    script.deliver('answer-start', start(1))
    script.deliver('answer-end', { answer: 'a1', attempt: 1, outcome: 'recorded' })
    expect(conversation.snapshot().answer).toBeUndefined()
    expect(texts()).toEqual(['The whole answer.'])
  })

  it('[C-FINAL] keeps the bubble between its end and its message, and asks when that does not come', async () => {
    const { conversation, ready, script, time } = setUp()
    ready()
    script.deliver('answer-start', start())
    script.deliver('answer-delta', delta(0, 'text'))
    script.deliver('answer-end', { answer: 'a1', attempt: 1, outcome: 'recorded' })
    expect(conversation.snapshot().answer).toMatchObject({ text: 'text', ended: true })
    await time.pass(2_000)
    expect(script.of('history-request')).toHaveLength(1)
  })

  it('[C-GHOST] drops the bubble when the answer was dropped', () => {
    const { conversation, ready, script } = setUp()
    ready()
    script.deliver('answer-start', start())
    script.deliver('answer-end', { answer: 'a1', attempt: 1, outcome: 'dropped' })
    script.deliver('answer-start', start())
    expect(conversation.snapshot().answer).toBeUndefined()
  })

  it.each([
    ['a1', 'half'],
    ['a2', undefined],
    [undefined, undefined],
  ])('[C-GHOST] after a reconnect that names %s as being written, the bubble of a1 shows %s', (answer, text) => {
    const { conversation, ready, script } = setUp()
    ready()
    script.deliver('answer-start', start())
    script.deliver('answer-delta', delta(0, 'half'))
    script.lose()
    expect(conversation.snapshot().answer?.text).toBe('half')
    ready(answer ? { answer } : {})
    expect(conversation.snapshot().answer?.text).toBe(text)
  })

  it('stops on request, and says so until the server does', async () => {
    const { conversation, ready, script } = setUp()
    ready()
    script.deliver('answer-start', start())
    conversation.stop()
    expect(script.of('answer-stop')[0]!.payload).toEqual({ answer: 'a1' })
    expect(conversation.snapshot().answer?.stopping).toBe(true)
    await script.of('answer-stop')[0]!.answer({ refused: { code: 'unavailable' } })
    expect(conversation.snapshot()).toMatchObject({ answer: { stopping: false }, fault: 'unavailable' })
  })

  it('does not let the customer wait for ever for an answer that never begins', async () => {
    const { conversation, ready, add, time } = setUp()
    ready()
    add(1, { author: { kind: 'visitor' }, cid: 'x' })
    expect(conversation.snapshot().awaitingSince).toBeDefined()
    await time.pass(10_000)
    expect(conversation.snapshot().awaitingSince).toBeUndefined()
  })

  it('stops waiting when the answer came to nothing', async () => {
    const { conversation, ready, add, script } = setUp()
    ready()
    add(1, { author: { kind: 'visitor' }, cid: 'x' })
    script.deliver('answer-start', start())
    script.deliver('answer-end', { answer: 'a1', attempt: 1, outcome: 'dropped' })
    expect(conversation.snapshot()).toMatchObject({ answer: undefined, awaitingSince: undefined })
  })

  it('stops waiting when an answer was stopped before its first word and a notice stands in its place', () => {
    const { conversation, ready, add, script } = setUp()
    ready()
    add(1, { author: { kind: 'visitor' }, cid: 'x' })
    script.deliver('answer-start', start())
    add(2, { id: 'a1', author: { kind: 'system' }, origin: 'notice' })
    script.deliver('answer-end', { answer: 'a1', attempt: 1, outcome: 'recorded' })
    expect(conversation.snapshot()).toMatchObject({ answer: undefined, awaitingSince: undefined })
  })

  it.each(['dropped', 'recorded'] as const)('goes on waiting for what was asked beside an answer that was %s', async (outcome) => {
    const { conversation, ready, add, script, time } = setUp()
    ready()
    add(1, { author: { kind: 'visitor' }, cid: 'x' })
    script.deliver('answer-start', start())
    add(2, { author: { kind: 'visitor' }, cid: 'y' })
    await time.pass(60_000)
    if (outcome === 'recorded') add(3, { id: 'a1' })
    script.deliver('answer-end', { answer: 'a1', attempt: 1, outcome })
    expect(conversation.snapshot().awaitingSince).toBe(time.environment.now())
    script.deliver('answer-start', { epoch: 'e1', answer: 'a2', attempt: 1 })
    add(outcome === 'recorded' ? 4 : 3, { id: 'a2' })
    expect(conversation.snapshot().awaitingSince).toBeUndefined()
  })

  it('does not begin to wait for what it hears of the past at a resume: who still answers that is named, or begins anew', () => {
    const { conversation, ready, add, script } = setUp()
    ready()
    add(1)
    script.lose()
    ready({ top: 2 })
    add(2, { author: { kind: 'visitor' }, cid: 'x' })
    expect(conversation.snapshot().awaitingSince).toBeUndefined()
    add(3, { author: { kind: 'visitor' }, cid: 'y' })
    expect(conversation.snapshot().awaitingSince).toBeDefined()
  })

  it('does not wait on after a reconnect that names no answer', () => {
    const { conversation, ready, add, script } = setUp()
    ready()
    add(1, { author: { kind: 'visitor' }, cid: 'x' })
    script.lose()
    ready({ top: 2 })
    expect(conversation.snapshot().awaitingSince).toBeUndefined()
  })

  it('stops waiting when the turn went wrong', () => {
    const { conversation, ready, add, script } = setUp()
    ready()
    add(1, { author: { kind: 'visitor' }, cid: 'x' })
    script.deliver('turn-error', { code: 'internal' })
    expect(conversation.snapshot()).toMatchObject({ awaitingSince: undefined, fault: 'internal' })
  })
})

describe('connecting', () => {
  it('says nothing of itself the first time, and keeps the token that it is given', () => {
    const { script, ready, area } = setUp()
    expect(script.hello()).toEqual({ protocol: PROTOCOL_VERSION, after: 0, locale: 'en' })
    ready({ token: 'secret' })
    expect(setUp(area).script.hello()).toEqual({ protocol: PROTOCOL_VERSION, after: 0, locale: 'en', token: 'secret' })
  })

  it('says at a reconnect what it holds', () => {
    const { script, ready, add } = setUp()
    ready({ top: 2 })
    add(1)
    add(2)
    script.lose()
    expect(script.hello()).toMatchObject({ conversation: 'c1', epoch: 'e1', after: 2 })
  })

  it('forgets a token that the server does not know and connects again without one', () => {
    const { script, ready, conversation, add } = setUp()
    ready({ token: 'old' })
    add(1)
    script.lose()
    expect(script.hello().token).toBe('old')
    script.refuse('token_unknown')
    expect(script.log.at(-1)).toBe('renew')
    expect(script.hello()).toEqual({ protocol: PROTOCOL_VERSION, after: 0, locale: 'en' })
    expect(conversation.snapshot().messages).toEqual([])
  })

  it('leaves alone the token that another tab has kept meanwhile, and connects with that', () => {
    const { script, ready, area, conversation } = setUp()
    ready({ token: 'old' })
    script.lose()
    script.hello()
    storageOver(area).set('token', 'of the other tab')
    script.refuse('token_unknown')
    expect(script.hello().token).toBe('of the other tab')
    expect(conversation.snapshot().connection.state).toBe('connecting')
  })

  it('connects without a token when another tab has already removed the one that is not known', () => {
    const { script, ready, area, conversation } = setUp()
    ready({ token: 'old' })
    script.lose()
    script.hello()
    storageOver(area).remove('token')
    script.refuse('token_unknown')
    expect(script.log.at(-1)).toBe('renew')
    expect(script.hello()).not.toHaveProperty('token')
    expect(conversation.snapshot().connection.state).toBe('connecting')
  })

  it('becomes one visitor with the tab that connected for the first time at the same moment, before anything is sent', () => {
    const first = setUp()
    const second = setUp(first.area)
    for (const { script } of [first, second]) expect(script.hello()).not.toHaveProperty('token')
    second.conversation.send('hello')
    first.ready({ token: 'first', conversation: 'c1' })
    second.ready({ token: 'second', conversation: 'c2', epoch: 'e2' })
    expect(second.script.log.at(-1)).toBe('renew')
    expect(second.script.of('message-send')).toEqual([])
    expect(second.script.hello()).toEqual({ protocol: PROTOCOL_VERSION, after: 0, locale: 'en', token: 'first' })
    second.ready({ conversation: 'c1' })
    expect(second.script.of('message-send')[0]!.payload['conversation']).toBe('c1')
  })

  it('does not ask for ever when a connection without token is refused as having a wrong one', () => {
    const { script, conversation } = setUp()
    script.refuse('token_unknown')
    expect(script.log).not.toContain('renew')
    expect(conversation.snapshot().connection).toEqual({ state: 'refused', code: 'token_unknown' })
  })

  it.each(['site_unknown', 'origin_refused', 'protocol_unsupported'])('stays refused after %s and says so', (code) => {
    const { script, conversation, announced } = setUp()
    script.refuse(code)
    script.lose()
    expect(conversation.snapshot().connection).toEqual({ state: 'refused', code })
    expect(announced).toContainEqual({ event: 'error', code })
  })

  it('leaves no timer behind when it is closed', async () => {
    const { conversation, ready, add, script, time } = setUp()
    ready({ top: 9 })
    add(5)
    add(1, { author: { kind: 'visitor' } })
    conversation.send('hello')
    await script.of('message-send')[0]!.answer({ refused: { code: 'throttled', retryAfterMs: 9_000 } })
    conversation.close()
    await settled()
    expect(time.pending()).toBe(0)
    expect(script.log.at(-1)).toBe('close')
  })
})

describe('who writes', () => {
  it('[C-SIGNS] is known with the time and the place in the log at which it was said', () => {
    const { conversation, ready, add, script, time } = setUp()
    ready()
    add(1)
    expect(conversation.snapshot().typist).toBeUndefined()
    script.deliver('typing-changed', { name: 'Ada' })
    expect(conversation.snapshot().typist).toEqual({ name: 'Ada', at: time.environment.now(), last: 1 })
  })
})

describe('unread', () => {
  it('counts what others said while the panel is closed, and nothing after it was opened', () => {
    const { conversation, ready, add } = setUp()
    ready()
    add(1, { author: { kind: 'visitor' } })
    add(2)
    add(3)
    expect(conversation.snapshot().unread).toBe(2)
    conversation.opened()
    expect(conversation.snapshot().unread).toBe(0)
    add(4)
    conversation.closed()
    add(5)
    expect(conversation.snapshot().unread).toBe(1)
  })

  it('does not make read messages new again on the next page, nor tell the page of them as news', () => {
    const { conversation, ready, add, area } = setUp()
    ready()
    conversation.opened()
    add(1)
    add(2)
    const next = setUp(area)
    next.ready({ top: 3 })
    for (const seq of [1, 2, 3]) next.add(seq)
    expect(next.conversation.snapshot().unread).toBe(1)
    expect(next.announced).toEqual([])
    next.add(4)
    expect(next.announced).toEqual([{ event: 'message-received', id: 'm4', text: 'text 4', author: 'bot' }])
  })
})

it('keeps the draft over a reload, and drops it when it is sent', () => {
  const { conversation, area } = setUp()
  conversation.setDraft('half a thou')
  expect(setUp(area).conversation.snapshot().draft).toBe('half a thou')
  conversation.send('A suggested question')
  expect(setUp(area).conversation.snapshot().draft).toBe('half a thou')
  conversation.send('half a thou')
  expect(setUp(area).conversation.snapshot().draft).toBe('')
})

it('knows that a new visitor has said nothing before any connection, and waits for the log of a known one', () => {
  const first = setUp()
  expect(first.conversation.snapshot().isEmpty).toBe(true)
  first.ready({ token: 'secret' })
  expect(first.conversation.snapshot().isEmpty).toBe(true)
  const second = setUp(first.area)
  expect(second.conversation.snapshot().isEmpty).toBe(false)
  second.ready()
  expect(second.conversation.snapshot().isEmpty).toBe(true)
})
