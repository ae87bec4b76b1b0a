import { describe, expect, test } from 'vitest'
import { REASONS } from '../../shared/reasons.ts'
import { en } from '../i18n/en.ts'
import { zh } from '../i18n/zh.ts'
import { changeText, matterText, reasonText } from './names.ts'

describe('[R-REASON] a reason in words', () => {
  test('is there for every kind, in both languages, each its own', () => {
    for (const words of [en, zh]) expect(new Set(REASONS.map((kind) => reasonText(kind, words))).size).toBe(REASONS.length)
    for (const kind of REASONS) expect(reasonText(kind, zh), kind).not.toBe(reasonText(kind, en))
  })

  test.each([
    ['exact:01890a5d', 'an approved question, word for word'],
    ['complaint:rule:anger', 'a complaint'],
    ['phrase:call: me', 'a phrase of yours (call: me)'],
    ['signals:repeat+thumbs_down+new_one', 'the conversation goes badly (asked again, 👎, new_one)'],
    ['model_asks:Wants money (back)', 'the model asks for a person (Wants money (back))'],
    ['model_asks', 'the model asks for a person'],
    ['of_a_later_version:x', 'of a later version'],
  ])('%s: %s', (reason, text) => {
    expect(reasonText(reason, en)).toBe(text)
  })
})

test('a ticket names its matter where its reason does not', () => {
  const matter = (intent: string, reason: string) => matterText({ intent, reason }, en)
  expect(matter('complaint', 'complaint:rule:anger')).toBe('')
  expect(matter('complaint', 'phrase:my lawyer')).toBe('a complaint')
  expect(matter('person_wanted', 'phrase:call me')).toBe('the customer wants a person')
  expect(matter('order: late', 'model_asks:It is late')).toBe('order: late')
  expect(matter('model_asks', 'model_asks')).toBe('')
})

test('the history of a ticket names people and states, each in the language of the desk', () => {
  const people = [{ id: '01a209f3', name: 'Olu' }]
  expect(changeText({ kind: 'assignee', value: '01a209f3', people }, en)).toBe('Olu')
  expect(changeText({ kind: 'assignee', value: 'gone', people }, en)).toBe('gone')
  expect(changeText({ kind: 'assignee', value: '', people }, en)).toBe('–')
  expect(changeText({ kind: 'status', value: 'solved', people }, zh)).toBe(zh.ticketStatuses.solved)
  expect(changeText({ kind: 'priority', value: 'high', people }, zh)).toBe(zh.priorities.high)
  expect(changeText({ kind: 'subject', value: 'solved', people }, zh)).toBe('solved')
})
