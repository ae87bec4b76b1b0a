import { expect, test } from 'vitest'
import { LIMITS } from '../../shared/limits.ts'
import type { Database } from '../ports/database.ts'
import type { Question } from '../ports/questions.ts'
import type { Site } from '../ports/sites.ts'
import { indexQuestions, type Knowledge } from './questions.ts'
import { createSuggestions, type SuggestionsOptions } from './suggestions.ts'

const DAY_MS = 86_400_000
const NOW = Date.UTC(2026, 2, 9)

const question = (id: string, more: Partial<Question> = {}): Question => ({
  id,
  siteId: 'site',
  locale: 'en',
  text: `${id}?`,
  variants: [],
  answer: '',
  tags: [],
  suggested: false,
  updatedAt: 0,
  ...more,
})
const site = { id: 'site', tenantId: 'tenant' } as Site

type Given = { now?: () => number; arrivesAsItIs?: SuggestionsOptions['arrivesAsItIs'] }

function suggestionsOf(questions: Question[], asked: Record<string, number>, given: Given = {}) {
  const { now = () => NOW, arrivesAsItIs = async () => () => true } = given
  const wanted: string[] = []
  const database = {
    forTenant: () => ({
      async askedQuestions({ from }: { from: string }) {
        wanted.push(from)
        return Object.entries(asked).map(([questionId, times]) => ({ questionId, asked: times }))
      },
    }),
  } as unknown as Database
  const knowledge: Knowledge = { of: () => indexQuestions(questions, now), version: async () => 1 }
  return { wanted, suggestions: createSuggestions({ database, knowledge, arrivesAsItIs, now }) }
}

test('[A-ASKED] what the owner marked is offered first, then what was asked most in the last 30 days, in this language', async () => {
  const questions = [
    question('marked', { suggested: true }),
    question('often'),
    question('seldom'),
    question('常问', { locale: 'zh' }),
    question('never'),
  ]
  const { suggestions, wanted } = suggestionsOf(questions, { often: 90, 常问: 50, marked: 40, seldom: 3, deleted: 3 })
  expect(await suggestions.of(site, 'en')).toEqual(['marked?', 'often?', 'seldom?'])
  expect(await suggestions.of(site, 'zh')).toEqual(['常问?'])
  expect(await suggestions.of(site, 'fr')).toEqual([])
  expect(wanted).toEqual(['2026-02-07'])
})

test('[A-ASKED] what was asked once or twice is offered to nobody, nor what does not hold now', async () => {
  const questions = [question('rare'), question('over', { validTo: NOW })]
  const { suggestions } = suggestionsOf(questions, { over: 90, rare: 2 })
  expect(await suggestions.of(site, 'en')).toEqual([])
})

test('there are never more than the widget shows', async () => {
  const ids = Array.from({ length: LIMITS.suggestions + 3 }, (_, index) => `q${index}`)
  const asked = Object.fromEntries(ids.map((id) => [id, 9]))
  for (const suggested of [true, false]) {
    const { suggestions } = suggestionsOf(
      ids.map((id, index) => question(id, { suggested: suggested || index === 0 })),
      asked,
    )
    expect(await suggestions.of(site, 'en')).toEqual(ids.slice(0, LIMITS.suggestions).map((id) => `${id}?`))
  }
})

test('what was asked is read again after a minute', async () => {
  let time = NOW
  const { suggestions, wanted } = suggestionsOf([question('often')], { often: 9 }, { now: () => time })
  for (let turn = 0; turn < 3; turn++) await suggestions.of(site, 'en')
  expect(wanted).toHaveLength(1)
  time += DAY_MS
  await suggestions.of(site, 'en')
  expect(wanted).toEqual(['2026-02-07', '2026-02-08'])
})

test('[A-ASKED] what a click would not send as it stands is not offered, and others take its place', async () => {
  const ids = Array.from({ length: LIMITS.suggestions + 3 }, (_, index) => `q${index}`)
  const arrivesAsItIs = async () => (text: string) => text !== 'q1?' && text !== 'asked?'
  const { suggestions } = suggestionsOf(
    ids.map((id) => question(id, { suggested: true })),
    {},
    { arrivesAsItIs },
  )
  expect(await suggestions.marked(site, 'en')).toEqual(['q0?', 'q2?', 'q3?', 'q4?', 'q5?', 'q6?'])
  const some = suggestionsOf(
    [question('q1', { suggested: true }), question('asked'), question('often')],
    { asked: 9, often: 9 },
    { arrivesAsItIs },
  )
  expect(await some.suggestions.of(site, 'en')).toEqual(['often?'])
  const near = suggestionsOf(
    ['asked', 'asked more', 'b', 'c', 'd', 'e'].map((id) => question(id)),
    {},
    { arrivesAsItIs },
  )
  expect(await near.suggestions.near(site, 'en', 'who asked')).toEqual(['asked more?'])
})

test('of a site whose word lists cannot be built, nothing is offered', async () => {
  const arrivesAsItIs = () => Promise.reject(new Error('broken'))
  const { suggestions } = suggestionsOf([question('marked', { suggested: true })], {}, { arrivesAsItIs })
  expect(await suggestions.of(site, 'en')).toEqual([])
})
