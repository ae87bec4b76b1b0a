/** The languages say the same things, and what depends on a number or a name uses it. */

import { describe, expect, it } from 'vitest'
import { loadWords, reasonOf, whyQueued } from './dictionary.ts'
import { en } from './en.ts'
import { zh } from './zh.ts'

const leaves = (value: unknown, path = ''): [string, unknown][] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`))
    : [[path, value]]

const spoken = (value: unknown): string =>
  typeof value === 'function' ? String((value as (given: never) => unknown)('12' as never)) : String(value)

describe('Chinese', () => {
  it('has every entry that English has, and no other', () => {
    expect(leaves(zh).map(([path]) => path)).toEqual(leaves(en).map(([path]) => path))
  })

  it.each(leaves(zh).filter(([path]) => path !== '.ai'))('says %s in Chinese', (_path, value) => {
    expect(spoken(value)).toMatch(/\p{Script=Han}/u)
  })

  it.each(leaves(en).filter(([, value]) => typeof value === 'function'))('uses what %s is given, as English does', (path, value) => {
    const other = leaves(zh).find(([name]) => name === path)![1]
    expect(spoken(value)).toContain('12')
    expect(spoken(other)).toContain('12')
  })
})

it('tells the time of today, and the day of an older message', async () => {
  const words = await loadWords('en', 'en-US')
  expect(words.time(Date.now())).toMatch(/^\d{1,2}:\d\d\s[AP]M$/)
  expect((await loadWords('en', 'en-IE')).time(Date.now())).toMatch(/^\d\d:\d\d$/)
  expect((await loadWords('en', 'de-DE')).time(Date.now())).toMatch(/[AP]M$/)
  expect(words.time(Date.UTC(2020, 4, 17, 12))).toMatch(/May 17/)
  expect((await loadWords('zh')).time(Date.UTC(2020, 4, 17, 12))).toMatch(/5月17日/)
})

it('has a sentence for every reason, also for one that it has never heard of', () => {
  expect(reasonOf(en, 'text_refused')).toBe(en.reasons.text_refused)
  for (const code of ['invented_later', undefined, 'constructor', '__proto__']) expect(reasonOf(en, code)).toBe(en.reasons.other)
})

it('promises to send a message later only while the connection is being tried', () => {
  expect(whyQueued(en, { state: 'online' })).toBeUndefined()
  for (const state of ['connecting', 'reconnecting'] as const) expect(whyQueued(en, { state })).toBe(en.queued)
  expect(whyQueued(en, { state: 'refused', code: 'origin_refused' })).toBe(en.queuedRefused)
  expect(whyQueued(en, { state: 'refused', code: 'protocol_unsupported' })).toBe(en.queuedReload)
})
