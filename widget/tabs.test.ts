/** Several tabs of one browser: what they share through its storage. */

import { expect, it } from 'vitest'
import { setUp } from './testing/scripted-conversation.ts'
import { createBrowser } from './testing/scripted-line.ts'

function twoTabs() {
  const browser = createBrowser()
  const storage = browser.tab()
  const one = setUp(browser.area, storage)
  const other = setUp(browser.area, browser.tab())
  return { browser, one: { ...one, forgetToken: () => storage.remove('token') }, other }
}

it('[C-TABS] reading in one tab makes nothing unread in the others', () => {
  const { one, other } = twoTabs()
  for (const tab of [one, other]) {
    tab.ready()
    tab.add(1)
    tab.add(2)
  }
  expect(other.conversation.snapshot().unread).toBe(2)
  one.conversation.opened()
  expect(other.conversation.snapshot().unread).toBe(0)
  other.add(3)
  expect(other.conversation.snapshot().unread).toBe(1)
})

it('[C-TABS] a message of a tab that was closed is sent by another one, with its cid, and shown there', async () => {
  const { one, other } = twoTabs()
  one.conversation.send('from the first')
  one.conversation.close()
  other.ready()
  expect(other.script.of('message-send')).toHaveLength(0)
  await other.time.pass(4_000)
  expect(other.outbox()).toEqual(['from the first: sending'])
  expect(await other.accept(0, 1)).toBe(one.conversation.snapshot().outbox[0]!.cid)
  expect([...other.area.values.keys()].filter((key) => key.includes('outbox:'))).toEqual([])
})

it('[C-TABS] a message is left to the tab that wrote it as long as that sends it', async () => {
  const { one, other } = twoTabs()
  one.ready()
  other.ready()
  one.conversation.send('hello')
  await one.accept(0, 1)
  await other.time.pass(60_000)
  expect(other.script.of('message-send')).toHaveLength(0)
  expect(other.outbox()).toEqual([])
})

it('[C-TABS] a message written just when another one has waited long enough is left to its tab too', async () => {
  const { one, other } = twoTabs()
  one.ready()
  other.ready()
  one.conversation.send('first')
  await one.accept(0, 1)
  await other.time.pass(3_999)
  one.conversation.send('second')
  await other.time.pass(1)
  expect(other.outbox()).toEqual([])
  await other.time.pass(3_999)
  expect(other.outbox()).toEqual(['second: sending'])
})

it('[C-TABS] without a line, a message of another tab waits until there is one', async () => {
  const { one, other } = twoTabs()
  one.conversation.send('hello')
  await other.time.pass(10_000)
  expect(other.outbox()).toEqual([])
  other.ready()
  await other.time.pass(4_000)
  expect(other.script.of('message-send')).toHaveLength(1)
})

it('[C-TABS] what one tab gives up, or has sent, is no longer on its way in another that had taken it over', async () => {
  const { one, other } = twoTabs()
  one.conversation.send('hello')
  other.ready()
  await other.time.pass(4_000)
  one.ready()
  await one.accept(0, 1)
  expect(other.outbox()).toEqual([])
  other.script.lose()
  other.ready()
  expect(other.script.of('message-send')).toHaveLength(1)
})

it('[C-TABS] what is typed in one tab stands in the others, and is gone there when it was sent', () => {
  const { one, other } = twoTabs()
  const draft = () => other.conversation.snapshot().draft
  one.conversation.setDraft('half a thou')
  expect(draft()).toBe('half a thou')
  one.conversation.send('half a thou ')
  expect(draft()).toBe('')
  other.conversation.setDraft('from here')
  expect(one.conversation.snapshot().draft).toBe('from here')
})

it('[C-TABS] forgets the customer in every tab when one forgets', () => {
  const { one, other } = twoTabs()
  one.ready({ token: 'first' })
  other.ready({ token: 'late' })
  for (const tab of [one, other]) tab.script.hello()
  for (const tab of [one, other]) tab.ready()
  for (const tab of [one, other]) tab.add(1)
  expect(other.texts()).toHaveLength(1)
  const before = other.script.log.length
  one.forgetToken()
  expect(other.texts()).toEqual([])
  expect(other.script.log.slice(before)).toEqual(['renew'])
  expect(other.script.hello().token).toBeUndefined()
})

it('forgets a customer whom this tab was the first to meet', () => {
  const { one, other } = twoTabs()
  other.script.hello()
  other.ready({ token: 'first' })
  other.add(1)
  one.forgetToken()
  expect(other.texts()).toEqual([])
})

it('a tab that ended hears nothing more', () => {
  const { one, other } = twoTabs()
  other.conversation.close()
  one.conversation.setDraft('later')
  expect(other.conversation.snapshot().draft).toBe('')
})
