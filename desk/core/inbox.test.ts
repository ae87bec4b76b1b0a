import { describe, expect, test } from 'vitest'
import type { ConversationSummary, DeskFloor } from '../../shared/desk.ts'
import { scriptedApi } from '../testing/scripted-api.ts'
import { createInbox } from './inbox.ts'

const waiting: DeskFloor = { state: 'waiting', reason: 'wish_for_person', since: 1, queuedAt: 1, position: 1 }
const withMe: DeskFloor = { state: 'agent', reason: 'taken', since: 1, person: { id: 'me', name: 'Mira' } }

const summary = (id: string, lastAt: number, more: Partial<ConversationSummary> = {}): ConversationSummary => ({
  id,
  site: 'shop',
  revision: 1,
  fence: 1,
  epoch: 'e',
  top: 1,
  floor: waiting,
  visitor: { id: `visitor of ${id}` },
  createdAt: 1,
  lastAt,
  ...more,
})

async function inboxWith(...conversations: ConversationSummary[]) {
  const script = scriptedApi()
  const inbox = createInbox({ api: script.api, me: 'me', first: { view: 'waiting', site: '', search: '' } })
  inbox.reload()
  await script.answer(/conversations/, { conversations })
  // The badges' own questions.
  await script.answer(/conversations/, { conversations: [] })
  await script.answer(/conversations/, { conversations })
  const ids = () => inbox.state.get().rows.map(({ id }) => id)
  return { inbox, script, ids }
}

describe('the inbox', () => {
  test('puts who has written last on top, whoever was there before', async () => {
    const { inbox, ids } = await inboxWith(summary('b', 20), summary('a', 10))
    inbox.heard(summary('a', 30, { revision: 2 }))
    expect(ids()).toEqual(['a', 'b'])
    inbox.heard(summary('c', 40))
    expect(ids()).toEqual(['c', 'a', 'b'])
  })

  test('never lets an older revision take the place of a newer one', async () => {
    const { inbox, ids } = await inboxWith(summary('a', 10, { revision: 5 }))
    inbox.heard(summary('a', 99, { revision: 4, floor: withMe }))
    expect(ids()).toEqual(['a'])
    expect(inbox.find('a')?.revision).toBe(5)
  })

  test('knows what a search has found in each row, and forgets it with the search', async () => {
    const { inbox, script, ids } = await inboxWith(summary('a', 10))
    const found = () => Object.fromEntries(inbox.state.get().found)
    const search = { view: 'all', site: '', search: 'lamp' } as const
    inbox.show(search)
    await script.answer(/conversations/, {
      conversations: [summary('a', 10)],
      next: '10:a',
      found: { a: { seq: 1, author: 'visitor', text: 'a lamp' } },
    })
    inbox.more()
    await script.answer(/conversations/, { conversations: [summary('b', 5)], found: { b: { seq: 2, author: 'bot', text: 'Lamps' } } })
    expect(ids()).toEqual(['a', 'b'])
    expect(found()).toEqual({ a: { seq: 1, author: 'visitor', text: 'a lamp' }, b: { seq: 2, author: 'bot', text: 'Lamps' } })
    inbox.show({ ...search, search: '' })
    expect(found()).toEqual({})
  })

  test('takes a row away when it belongs to the view no more, and counts', async () => {
    const { inbox, ids } = await inboxWith(summary('b', 20), summary('a', 10))
    expect(inbox.state.get().counts).toEqual({ mine: 0, waiting: 2 })
    inbox.heard(summary('a', 30, { revision: 2, floor: withMe }))
    expect(ids()).toEqual(['b'])
    expect(inbox.state.get().counts).toEqual({ mine: 1, waiting: 1 })
  })

  test('keeps what was heard while its page was on the way, also over an older row of that page', async () => {
    const { inbox, script, ids } = await inboxWith(summary('a', 10))
    inbox.reload()
    inbox.heard(summary('a', 50, { revision: 2 }))
    inbox.heard(summary('new', 60))
    await script.answer(/conversations/, { conversations: [summary('b', 20), summary('a', 10)] })
    expect(ids()).toEqual(['new', 'a', 'b'])
    expect(inbox.find('a')?.lastAt).toBe(50)
  })

  test('reads on where it ended, shows no row twice, and puts nothing behind a page that is not loaded', async () => {
    const script = scriptedApi()
    const inbox = createInbox({ api: script.api, me: 'me', first: { view: 'all', site: '', search: '' } })
    inbox.reload()
    await script.answer(/conversations/, {
      conversations: Array.from({ length: 60 }, (_, at) => summary(`r${at}`, 1_000 - at)),
      next: 'cursor',
    })
    inbox.heard(summary('old', 1))
    expect(inbox.state.get().rows).toHaveLength(60)
    inbox.more()
    expect(script.asked.at(-1)?.query).toMatchObject({ before: 'cursor' })
    await script.answer(/conversations/, { conversations: [] })
    await script.answer(/conversations/, { conversations: [] })
    await script.answer(/conversations/, { conversations: [summary('r59', 941), summary('old', 1)] })
    expect(inbox.state.get().rows).toHaveLength(61)
    expect(inbox.state.get().hasMore).toBe(false)
  })

  test('takes away what was deleted at once, and no page that is still on its way brings it back', async () => {
    const { inbox, script, ids } = await inboxWith(summary('b', 20), summary('a', 10))
    inbox.reload()
    inbox.gone('a')
    expect(ids()).toEqual(['b'])
    expect(inbox.state.get().counts).toEqual({ mine: 0, waiting: 1 })
    await script.answer(/conversations/, { conversations: [summary('b', 20), summary('a', 10)] })
    inbox.heard(summary('a', 30, { revision: 2 }))
    inbox.show({ view: 'all', site: '', search: '' })
    expect(ids()).toEqual(['b'])
    expect(inbox.find('a')).toBeUndefined()
  })

  test('drops the answer to a question that is out of date', async () => {
    const { inbox, script, ids } = await inboxWith(summary('a', 10))
    inbox.show({ view: 'closed', site: '', search: '' })
    inbox.show({ view: 'waiting', site: '', search: 'lamp' })
    const [outdated, wanted] = script.asked.slice(-2).map(({ signal }) => signal)
    expect([outdated?.aborted, wanted?.aborted]).toEqual([true, false])
    await script.answer(/conversations/, { conversations: [summary('x', 10)] })
    expect(ids()).toEqual([])
    await script.answer(/conversations/, { conversations: [summary('found', 10)] })
    expect(ids()).toEqual(['found'])
  })
})
