import { expect, test } from 'vitest'
import type { AnsweredBy, CallSum, TurnSum } from '../ports/spend.ts'
import { daysFrom, isDay } from './day.ts'
import { reportOf } from './report.ts'

const counts = { calls: 4, estimatedCalls: 1, promptTokens: 4_000, cachedTokens: 400, completionTokens: 300 }
const calls = (day: string, spent: number, model = 'm'): CallSum => ({ siteId: 's', day, model, ...counts, spent })
const turns = (day: string, answeredBy: AnsweredBy, count: number): TurnSum => ({
  siteId: 's',
  day,
  answeredBy,
  turns: count,
  messages: count * 2,
})
const two = { from: '2026-03-09', to: '2026-03-10' }

test('a report has every day of the time asked for, and their sum', () => {
  const usage = {
    calls: [calls('2026-03-09', 600), calls('2026-03-09', 200, 'n')],
    turns: [turns('2026-03-09', 'model', 8), turns('2026-03-09', 'question', 3), turns('2026-03-09', 'nobody', 1)],
  }
  const { days, total } = reportOf(usage, two)
  expect(days.map(({ day }) => day)).toEqual(['2026-03-09', '2026-03-10'])
  expect(days[0]).toMatchObject({
    messages: 24,
    answeredBy: { question: 3, cache: 0, model: 8, person: 0, nobody: 1 },
    spent: 800,
    calls: 8,
    models: [
      { model: 'm', spent: 600 },
      { model: 'n', spent: 200 },
    ],
  })
  expect(days[1]).toMatchObject({ messages: 0, spent: 0, saved: { questions: 0, cache: 0 }, models: [] })
  expect(total).toMatchObject({ messages: 24, spent: 800, promptTokens: 8_000, saved: { questions: 300, cache: 0 } })
})

test('what was saved is counted at the day’s mean turn of the model; on a day without one, at the mean of all', () => {
  const usage = {
    calls: [calls('2026-03-09', 800)],
    turns: [
      turns('2026-03-09', 'model', 4),
      turns('2026-03-09', 'cache', 1),
      turns('2026-03-10', 'question', 5),
      turns('2026-03-10', 'cache', 1),
    ],
  }
  const { days, total } = reportOf(usage, two)
  expect(days.map(({ saved }) => saved)).toEqual([
    { questions: 0, cache: 200 },
    { questions: 1_000, cache: 200 },
  ])
  expect(total.saved).toEqual({ questions: 1_000, cache: 400 })
})

test('a site on which the model never answered has saved nothing that can be told', () => {
  expect(reportOf({ calls: [], turns: [turns('2026-03-09', 'question', 5)] }, two).total).toMatchObject({
    messages: 10,
    saved: { questions: 0 },
  })
})

test('days go over the ends of months, leap years and clock changes', () => {
  expect(daysFrom('2028-02-28', '2028-03-01')).toEqual(['2028-02-28', '2028-02-29', '2028-03-01'])
  expect(daysFrom('2026-03-28', '2026-03-30')).toEqual(['2026-03-28', '2026-03-29', '2026-03-30'])
  expect(daysFrom('2026-03-10', '2026-03-09')).toEqual([])
})

test.each([
  ['2026-03-09', true],
  ['2026-02-30', false],
  ['2026-3-9', false],
  ['yesterday', false],
  ['', false],
])('“%s” is a day: %s', (text, is) => expect(isDay(text)).toBe(is))
