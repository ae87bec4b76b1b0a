import { expect, test } from 'vitest'
import { ERRORS } from '../../shared/errors.ts'
import { manualEnvironment } from '../testing/manual-environment.ts'
import { memoryStorage } from '../testing/memory-storage.ts'
import { scriptedApi } from '../testing/scripted-api.ts'
import { createOutbox, mayPass, outgoingOf } from './outbox.ts'

function setUp(storage = memoryStorage()) {
  const script = scriptedApi()
  const time = manualEnvironment()
  const outbox = createOutbox({ api: script.api, storage, environment: time.environment })
  const shown = () => outbox.items.get().map(({ text, status }) => `${status} ${text}`)
  return { script, time, outbox, storage, shown }
}

const accepted = (id: string, text: string) => ({ id, seq: 1, epoch: 'e', at: 1, text })

test('an answer is stored before it is sent, sent once, and gone when it stands in the log', async () => {
  const { script, outbox, storage, shown } = setUp()
  outbox.send({ conversation: 'c', kind: 'message', text: 'Hello' })
  expect([...storage.everything.keys()]).toEqual(['outbox:cid-1'])
  expect(script.asked).toEqual([{ method: 'POST', path: 'conversations/c/messages', body: { cid: 'cid-1', text: 'Hello' } }])
  await script.answer(/messages/, accepted('m1', 'Hello'))
  expect(shown()).toEqual(['sent Hello'])
  expect(storage.everything.size).toBe(0)
  outbox.heardOf('cid-1')
  expect(shown()).toEqual([])
})

test('what stands in the log before its acknowledgement is here is never shown twice', async () => {
  const { script, outbox, shown } = setUp()
  outbox.send({ conversation: 'c', kind: 'message', text: 'Hello' })
  outbox.heardOf('cid-1')
  expect(shown()).toEqual([])
  await script.answer(/messages/, accepted('m1', 'Hello'))
  expect(shown()).toEqual([])
})

test('what stands in the log although its acknowledgement was lost is neither shown twice nor sent again, also after the page was loaded anew', async () => {
  const { script, time, outbox, storage, shown } = setUp()
  outbox.send({ conversation: 'c', kind: 'message', text: 'Hello' })
  await script.refuse(/messages/, 'offline')
  const again = setUp(storage)
  expect(again.shown()).toEqual(['sending Hello'])
  for (const one of [outbox, again.outbox]) one.heardOf('cid-1')
  time.pass(60_000)
  again.outbox.hurry()
  expect([shown(), again.shown(), script.asked.length, again.script.asked.length]).toEqual([[], [], 1, 0])
  expect(storage.everything.size).toBe(0)
})

test('what was acknowledged far back in the log is not shown at its end, nor what was erased; what is still on its way is', async () => {
  const { script, outbox } = setUp()
  const shown = (open: { epoch: string; last: number }) => outgoingOf(outbox.items.get(), { id: 'c', ...open }).map(({ text }) => text)
  outbox.send({ conversation: 'c', kind: 'message', text: 'far back' })
  outbox.send({ conversation: 'd', kind: 'message', text: 'elsewhere' })
  expect(shown({ epoch: 'e', last: 400 })).toEqual(['far back'])
  await script.answer(/c.messages/, { ...accepted('m', 'far back'), seq: 200 })
  expect(shown({ epoch: 'e', last: 199 })).toEqual(['far back'])
  expect(shown({ epoch: 'e', last: 200 })).toEqual([])
  expect(shown({ epoch: 'erased', last: 3 })).toEqual([])
  outbox.send({ conversation: 'c', kind: 'note', text: 'a note' })
  await script.answer(/c.notes/, { id: 'n', number: 1, after: 400, text: 'a note' })
  expect(shown({ epoch: 'e', last: 400 })).toEqual(['a note'])
})

test('whether a fault may pass is told by its status, as the error table has it', () => {
  for (const { status, retryable } of Object.values(ERRORS)) expect([status, mayPass({ status })]).toEqual([status, retryable])
})

test('two answers in one conversation go one after the other, those of another do not wait', () => {
  const { script, outbox } = setUp()
  outbox.send({ conversation: 'c', kind: 'message', text: 'one' })
  outbox.send({ conversation: 'c', kind: 'note', text: 'two' })
  outbox.send({ conversation: 'd', kind: 'message', text: 'three' })
  expect(script.waits()).toEqual(['conversations/c/messages', 'conversations/d/messages'])
})

test('what could not be sent is tried again under the same cid, later and later, and at once when the line is back', async () => {
  const { script, time, outbox, shown } = setUp()
  outbox.send({ conversation: 'c', kind: 'message', text: 'Hello' })
  await script.refuse(/messages/, 'offline')
  expect(shown()).toEqual(['sending Hello'])
  time.pass(499)
  expect(script.asked).toHaveLength(1)
  time.pass(1)
  expect(script.asked).toHaveLength(2)
  await script.refuse(/messages/, 'unavailable')
  outbox.hurry()
  expect(new Set(script.asked.map(({ body }) => (body as { cid: string }).cid))).toEqual(new Set(['cid-1']))
  expect(script.asked).toHaveLength(3)
})

test('a refusal that stays is shown, kept over a reload, and the next answer does not wait for it', async () => {
  const { script, outbox, storage, shown } = setUp()
  outbox.send({ conversation: 'c', kind: 'message', text: 'a word' })
  outbox.send({ conversation: 'c', kind: 'message', text: 'another' })
  await script.refuse(/messages/, 'text_refused')
  expect(shown()).toEqual(['failed a word', 'sending another'])
  expect(script.waits()).toHaveLength(1)

  const again = setUp(storage)
  again.outbox.hurry()
  expect(again.shown()).toEqual(['failed a word', 'sending another'])
  again.outbox.retry('cid-1')
  again.outbox.discard('cid-2')
  expect(again.shown()).toEqual(['sending a word'])
})

test('anything may lie in storage', () => {
  const storage = memoryStorage()
  storage.set('outbox:x', 'not JSON')
  storage.set('outbox:y', '{"cid":1}')
  expect(setUp(storage).shown()).toEqual([])
})
