/** The desk's small pure parts: addresses, keys, canned replies, when to call. */

import { describe, expect, test } from 'vitest'
import type { ConversationSummary } from '../../shared/desk.ts'
import type { CannedReply } from '../../shared/tickets.ts'
import { en } from '../i18n/en.ts'
import { callFor } from './attention.ts'
import { matchingReplies, slashQuery } from './canned.ts'
import { createKeyReader, KEYS } from './keys.ts'
import { pathOf, routeOf } from './route.ts'

test.each([
  ['/desk', '/desk/inbox/waiting'],
  ['/desk/inbox/mine', '/desk/inbox/mine'],
  ['/desk/inbox/all/01-ab', '/desk/inbox/all/01-ab'],
  ['/desk/inbox/%E0%A4%A/x', '/desk/inbox/waiting/x'],
  ['/desk/tickets/7', '/desk/tickets/7'],
  ['/desk/settings/nothing', '/desk/settings/me'],
  ['/desk/welcome', '/desk/welcome'],
])('the address %s leads to %s', (path, to) => {
  expect(pathOf(routeOf(path))).toBe(to)
})

describe('the keyboard', () => {
  const press = (key: string, more = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, ...more })

  test('knows single keys and two behind one another, and leaves the browser its own', () => {
    let now = 0
    const read = createKeyReader(() => now)
    expect(read(press('j'))).toBe('next')
    expect(read(press('g'))).toBeUndefined()
    expect(read(press('m'))).toBe('view-mine')
    expect(read(press('g'))).toBeUndefined()
    now = 5_000
    expect(read(press('m'))).toBe('summary')
    expect(read(press('t', { ctrlKey: true }))).toBeUndefined()
  })

  test('has no key twice, and a word for every command', () => {
    const keys = KEYS.flatMap((row) => row.keys)
    expect(new Set(keys).size).toBe(keys.length)
    expect(KEYS.map(({ command }) => command).toSorted()).toEqual(Object.keys(en.commands).toSorted())
  })
})

describe('canned replies', () => {
  const reply = (shortcut: string, more: Partial<CannedReply> = {}): CannedReply => ({
    id: shortcut + (more.siteId ?? '') + (more.locale ?? ''),
    shortcut,
    title: `Title of ${shortcut}`,
    text: '',
    updatedAt: 1,
    ...more,
  })

  test.each([
    ['/', ''],
    ['/ret', 'ret'],
    ['/Ret', 'ret'],
    ['ret', undefined],
    ['/ret urn', undefined],
    ['see /ret', undefined],
  ])('%j asks for %j', (draft, query) => {
    expect(slashQuery(draft)).toBe(query)
  })

  test('those that begin so stand first, in the customer’s language, and none of another site', () => {
    const all = [reply('areturn'), reply('return'), reply('return', { locale: 'zh' }), reply('return', { siteId: 'other' })]
    expect(matchingReplies(all, 'ret', { site: 'shop', locale: 'zh-CN' }).map(({ id }) => id)).toEqual(['returnzh', 'return', 'areturn'])
  })
})

describe('an agent is called', () => {
  const summary = (more: Partial<ConversationSummary>): ConversationSummary => ({
    id: 'c',
    site: 's',
    revision: 1,
    fence: 1,
    epoch: 'e',
    top: 1,
    floor: { state: 'bot', reason: '', since: 1 },
    visitor: { id: 'v' },
    createdAt: 1,
    lastAt: 1,
    last: { author: 'visitor', text: 'Hello' },
    ...more,
  })
  const mine = { state: 'agent', reason: 'taken', since: 1, person: { id: 'me', name: 'M' } } as const
  const waiting = { state: 'waiting', reason: 'x', since: 1, queuedAt: 1, position: 1 } as const
  const away = { me: 'me', isLooking: false, mayAnswer: true }

  test('when somebody begins to wait, once, unless a colleague is to take them or one may not answer', () => {
    expect(callFor(undefined, summary({ floor: waiting }), away)).toBe('waiting')
    expect(callFor(summary({ floor: waiting }), summary({ floor: waiting, top: 2 }), away)).toBeUndefined()
    expect(callFor(undefined, summary({ floor: { ...waiting, assigned: { id: 'other', name: 'O' } } }), away)).toBeUndefined()
    expect(callFor(undefined, summary({ floor: waiting }), { ...away, mayAnswer: false })).toBeUndefined()
  })

  test('when a customer of one’s own writes and one is not looking; not by one’s own words', () => {
    expect(callFor(summary({ floor: mine }), summary({ floor: mine, top: 2 }), away)).toBe('message')
    expect(callFor(summary({ floor: mine }), summary({ floor: mine, top: 2 }), { ...away, isLooking: true })).toBeUndefined()
    expect(callFor(summary({ floor: mine }), summary({ floor: mine, top: 2, last: { author: 'agent', text: '' } }), away)).toBeUndefined()
  })
})
