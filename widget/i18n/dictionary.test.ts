/** The languages say the same things, and what depends on a number or a name uses it. */

import { describe, expect, it, test, vi } from 'vitest'
import { LANGUAGES, type Language } from '../../shared/language.ts'
import { loadWords, whyQueued } from './dictionary.ts'
import { en } from './en.ts'
import { allWords, reasonOf } from './rare-words.ts'

type Leaf = readonly [path: string, value: unknown]

const leaves = (value: unknown, path = ''): Leaf[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => leaves(inner, path ? `${path}.${key}` : key))
    : [[path, value]]

const spoken = (value: unknown, given: unknown): string =>
  typeof value === 'function' ? String((value as (given: unknown) => unknown)(given)) : String(value)

const ENGLISH = new Map(leaves(en))
const COUNTED = ['unitsLeft', 'unread']
/** Words that are the same in another language. */
const SAME: Partial<Record<Language, string[]>> = { zh: ['ai'], fr: ['messages', 'assistantOf'], ja: ['ai'], ko: ['ai'] }
/** These have a script of their own; the others only must not be English. */
const SCRIPTS: Partial<Record<Language, RegExp>> = {
  zh: /\p{Script=Han}/u,
  ru: /\p{Script=Cyrillic}/u,
  ja: /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u,
  ko: /\p{Script=Hangul}/u,
  ar: /\p{Script=Arabic}/u,
}
/** Punctuation that gives a foreign keyboard away. */
const FOREIGN: Record<Language, RegExp> = {
  en: /\.\.\.|['"]|[^\x20-\x7E…’·]/,
  zh: /\.\.\.|['"!?;]|[\p{Script=Han}][,.:]/u,
  es: /\.\.\.|['"]|^[^¿]*\?|^[^¡]*!/,
  pt: /\.\.\.|['"]/,
  // French puts a no-break space before these four, and no plain one.
  fr: /\.\.\.|['"]|[^\u202F\u00A0][?!;:]/,
  de: /\.\.\.|['"]/,
  ru: /\.\.\.|['"“]/,
  ja: /\.\.\.|['"!?;,]|[\p{Script=Han}\p{Script=Hiragana}][.:]/u,
  ko: /\.\.\.|['"。，！？]/,
  ar: /\.\.\.|['"?,;]/,
}

describe.each(LANGUAGES)('the words in %s', (language) => {
  const words = async (): Promise<Leaf[]> => {
    const { language: loaded, time: _time, day: _day, ...dictionary } = allWords(await loadWords(language))
    expect(loaded).toBe(language)
    return leaves(dictionary)
  }

  it('are all there, and no other', async () => {
    expect((await words()).map(([path]) => path).toSorted()).toEqual([...ENGLISH.keys()].toSorted())
  })

  it('are in that language', async () => {
    for (const [path, value] of await words()) {
      const text = spoken(value, '12')
      expect(text.trim(), path).toBe(text)
      expect(text.length, path).toBeGreaterThan(0)
      expect(text, path).not.toMatch(FOREIGN[language])
      if (language === 'en' || SAME[language]?.includes(path)) continue
      expect(text, path).not.toBe(spoken(ENGLISH.get(path), '12'))
      expect(text, path).toMatch(SCRIPTS[language] ?? /./)
    }
  })

  it('are not the same for two different things', async () => {
    // “Sent” and “Sending” look alike in no language; what may be alike is a button for the same deed elsewhere.
    const status = (await words()).filter(([path]) => /^(sending|sent|queued\w*|failed|elsewhere|stopp\w+|cut|reasons\..*)$/.test(path))
    expect(new Set(status.map(([, value]) => value)).size).toBe(status.length)
  })

  it('use what they are given', async () => {
    for (const [path, value] of await words()) {
      expect(typeof value, path).toBe(typeof ENGLISH.get(path))
      if (typeof value === 'function' && !COUNTED.includes(path)) expect(spoken(value, 'Ünï ✓'), path).toContain('Ünï ✓')
    }
  })

  it('count right', async () => {
    const all = new Map(await words())
    for (const count of [0, 1, 2, 5, 21, 100]) {
      for (const path of COUNTED) expect(spoken(all.get(path), count), path).toMatch(new RegExp(`(?<!\\d)${count}(?!\\d)`))
      if (count === 0) continue
      const over = spoken(all.get('unitsLeft'), -count)
      expect(over).toMatch(new RegExp(`(?<![\\d-])${count}(?!\\d)`))
      expect(over).not.toBe(spoken(all.get('unitsLeft'), count))
    }
  })
})

/** Numbers stand for themselves where a language words them all alike; else these are the forms of its plural rules. */
test.each<[Language, string, string]>([
  ['en', 'message', 'messages'],
  ['es', 'mensaje nuevo', 'mensajes nuevos'],
  ['pt', 'nova mensagem', 'novas mensagens'],
  ['fr', 'nouveau message', 'nouveaux messages'],
  ['de', 'neue Nachricht', 'neue Nachrichten'],
])('in %s a new message is counted in the right form', async (language, one, other) => {
  const { unread } = await loadWords(language)
  const rules = new Intl.PluralRules(language)
  for (const count of [1, 2, 5, 21, 100]) {
    expect(unread(count).endsWith(rules.select(count) === 'one' ? one : other), unread(count)).toBe(true)
  }
})

test.each<Language>(['zh', 'ru', 'ja', 'ko', 'ar'])('in %s one wording fits every number', async (language) => {
  const { unread, unitsLeft } = await loadWords(language)
  const wordings = [1, 2, 3, 5, 11, 21, 100].flatMap((count) => [unread(count), unitsLeft(count)].map((text) => text.replace(/\d+/, '#')))
  expect(new Set(wordings).size).toBe(2)
})

it('tells the time of a message, and its day', async () => {
  const old = Date.UTC(2020, 4, 17, 12)
  const words = await loadWords('en', 'en-US')
  const afternoon = new Date(2020, 4, 17, 16, 5).getTime()
  expect(words.time(afternoon)).toMatch(/^4:05\sPM$/)
  expect((await loadWords('en', 'en-IE')).time(afternoon)).toBe('16:05')
  expect((await loadWords('en', 'de-DE')).time(afternoon)).toMatch(/^4:05\sPM$/)
  expect(words.day(Date.now())).toBe('today')
  expect(words.day(old)).toBe('Sunday, May 17')
  expect((await loadWords('zh')).day(old)).toMatch(/5月17日/)
  expect((await loadWords('de')).day(old)).toMatch(/17\. Mai/)
  expect((await loadWords('ru')).day(old)).toMatch(/17 мая/)
})

it('speaks English where a language cannot be fetched', async () => {
  vi.doMock('./ru.ts', () => {
    throw new Error('no network')
  })
  const words = await loadWords('ru')
  vi.doUnmock('./ru.ts')
  expect(words).toMatchObject({ language: 'en', send: en.send })
})

it('writes the digits of times as it writes those of counts', async () => {
  for (const browser of ['ar-EG', 'ar', 'en-US']) {
    const { time, day, unread } = await loadWords('ar', browser)
    for (const text of [time(Date.now()), day(Date.UTC(2020, 4, 17, 12)), unread(12)])
      expect(text).toMatch(/^[^\u0660-\u0669]*\d[^\u0660-\u0669]*$/)
  }
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
