/** What people at the desk are told of the customer besides messages. */

import { expect, it } from 'vitest'
import type { FloorState } from '../shared/protocol.ts'
import { giveSigns } from './signs.ts'
import { setUp } from './testing/scripted-conversation.ts'
import { createBrowser } from './testing/scripted-line.ts'

function withSigns({ floor, tab = setUp() }: { floor: FloorState; tab?: ReturnType<typeof setUp> }) {
  const { conversation, script, time, ready } = tab
  const page = { isHidden: false }
  ready({ top: 1 })
  script.deliver('floor-changed', { epoch: 'e1', seq: 1, floor: { state: floor, reason: '', since: 1 } })
  const stop = giveSigns(conversation, { now: time.environment.now, isHidden: () => page.isHidden })
  const told = (event: 'typing' | 'read') => script.of(event).map(({ payload }) => payload)
  return { ...tab, page, stop, told }
}

const FROM_AGENT = { author: { kind: 'agent', name: 'Ada' } } as const

it('[C-SIGNS] says that the customer writes once in three seconds while the text changes, and nothing of the text', async () => {
  const { conversation, time, told, stop } = withSigns({ floor: 'agent' })
  for (const text of ['H', 'He', 'Hel']) conversation.setDraft(text)
  expect(told('typing')).toEqual([{ conversation: 'c1' }])
  await time.pass(2_999)
  conversation.setDraft('Hell')
  expect(told('typing')).toHaveLength(1)
  await time.pass(1)
  // Nothing was typed, whatever else changes.
  conversation.opened()
  expect(told('typing')).toHaveLength(1)
  conversation.setDraft('Hello')
  expect(told('typing')).toEqual([{ conversation: 'c1' }, { conversation: 'c1' }])
  stop()
  await time.pass(3_000)
  conversation.setDraft('Hello?')
  expect(told('typing')).toHaveLength(2)
})

it('[C-SIGNS] says it to whoever is waited for, and to nobody where the assistant answers or nobody does', () => {
  const counts = (['bot', 'waiting', 'agent', 'closed'] as const).map((floor) => {
    const { conversation, told } = withSigns({ floor })
    conversation.setDraft('Hello')
    return [floor, told('typing').length]
  })
  expect(counts).toEqual([
    ['bot', 0],
    ['waiting', 1],
    ['agent', 1],
    ['closed', 0],
  ])
})

it('[C-SIGNS] does not take for writing that the field is emptied, is blank, was full before, is filled in another tab, or that there is no line', () => {
  const before = setUp()
  before.conversation.setDraft('kept')
  const { conversation, told, page, script } = withSigns({ floor: 'agent', tab: before })
  conversation.opened()
  conversation.setDraft(' ')
  conversation.setDraft('')
  page.isHidden = true
  conversation.setDraft('by another tab')
  page.isHidden = false
  conversation.opened()
  script.lose()
  conversation.setDraft('without a line')
  expect(told('typing')).toEqual([])
})

it('[C-SIGNS] says how far was read, once, after what a person wrote, when it was before the customer’s eyes', () => {
  const { conversation, add, told } = withSigns({ floor: 'agent' })
  add(2, FROM_AGENT)
  add(3, FROM_AGENT)
  expect(told('read')).toEqual([])
  conversation.opened()
  expect(told('read')).toEqual([{ conversation: 'c1', epoch: 'e1', seq: 3 }])
  add(4, { author: { kind: 'visitor' } })
  add(5)
  expect(told('read')).toHaveLength(1)
  add(6, FROM_AGENT)
  conversation.closed()
  add(7, FROM_AGENT)
  expect(told('read').map(({ seq }) => seq)).toEqual([3, 6])
})

it('[C-SIGNS] says nothing of a conversation in which only the assistant has written', () => {
  const { conversation, add, told } = withSigns({ floor: 'bot' })
  conversation.opened()
  add(2)
  expect(told('read')).toEqual([])
})

it('[C-SIGNS] waits until the history is there, and says again what was lost with the line', async () => {
  const { conversation, script, add, ready, told } = withSigns({ floor: 'agent' })
  ready({ top: 3, epoch: 'e2' })
  conversation.opened()
  add(1, FROM_AGENT, 'e2')
  add(2, FROM_AGENT, 'e2')
  expect(told('read')).toEqual([])
  add(3, FROM_AGENT, 'e2')
  expect(told('read')).toEqual([{ conversation: 'c1', epoch: 'e2', seq: 3 }])
  script.lose()
  await script.of('read')[0]!.lose()
  expect(told('read')).toHaveLength(1)
  ready({ top: 3, epoch: 'e2' })
  expect(told('read').map(({ seq }) => seq)).toEqual([3, 3])
})

it('[C-SIGNS] of two tabs, the one before the customer’s eyes says it', () => {
  const browser = createBrowser()
  const front = withSigns({ floor: 'agent', tab: setUp(browser.area, browser.tab()) })
  const back = withSigns({ floor: 'agent', tab: setUp(browser.area, browser.tab()) })
  back.page.isHidden = true
  for (const { add } of [front, back]) add(2, FROM_AGENT)
  front.conversation.opened()
  front.conversation.setDraft('Hello')
  expect(back.conversation.snapshot()).toMatchObject({ unread: 0, draft: 'Hello' })
  expect([front, back].map(({ told }) => [told('read').length, told('typing').length])).toEqual([
    [1, 1],
    [0, 0],
  ])
})
