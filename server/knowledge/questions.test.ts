import { describe, expect, test } from 'vitest'
import type { Question } from '../ports.ts'
import { indexQuestions, normaliseQuestion } from './questions.ts'

const question = (id: string, text: string, more: Partial<Question> = {}): Question => ({
  id,
  siteId: 's',
  locale: 'en',
  text,
  variants: [],
  answer: `answer ${id}`,
  tags: [],
  suggested: false,
  updatedAt: 0,
  ...more,
})

describe('approved questions', () => {
  test.each([
    ['Where is my order?', 'where is my   ORDER'],
    ['Ｗｈｅｒｅ is it', 'where is it'],
    ['I can’t log in!', 'i cant log in'],
    ['怎么退货？', '怎么退货'],
    ['“退货”，可以吗。', '退货 可以吗'],
    ['zero\u200Bwidth', 'zero width'],
  ])('%j reads like %j', (one, other) => {
    expect(normaliseQuestion(one)).toBe(normaliseQuestion(other))
  })

  test.each([
    ['C++', 'C'],
    ['50%', '50'],
    ['enable 2FA', 'disable 2FA'],
    ['from A to B', 'from B to A'],
  ])('%j does not read like %j', (one, other) => {
    expect(normaliseQuestion(one)).not.toBe(normaliseQuestion(other))
  })

  const index = indexQuestions([
    question('returns', 'How do I return a lamp?', { variants: ['return policy'], suggested: true }),
    question('shipping', 'How long does shipping take?'),
    question('battery', 'How long does the battery last?'),
    question('zh', '怎么退货？', { locale: 'zh', suggested: true }),
    question('same-en', 'OK'),
    question('same-zh', 'ok', { locale: 'zh' }),
  ])

  test('a message matches by text or variant, word for word', () => {
    expect(index.match('how do i RETURN a lamp', 'en')?.id).toBe('returns')
    expect(index.match('Return policy!', 'en')?.id).toBe('returns')
    expect(index.match('how do I return two lamps?', 'en')).toBeUndefined()
    expect(index.match('???', 'en')).toBeUndefined()
  })

  test('the customer’s language goes first, but another one is better than nothing', () => {
    expect(index.match('ok', 'zh')?.id).toBe('same-zh')
    expect(index.match('ok', 'en')?.id).toBe('same-en')
    expect(index.match('怎么退货', 'en')?.id).toBe('zh')
  })

  test('the nearest questions share telling words, in the customer’s language', () => {
    expect(index.nearest('my battery died', 'en', 3).map(({ id }) => id)).toEqual(['battery'])
    expect(index.nearest('退货要多久', 'zh', 3).map(({ id }) => id)).toEqual(['zh'])
    expect(index.nearest('xyzzy', 'en', 3)).toEqual([])
  })

  test('only marked questions are suggested', () => {
    expect(index.suggested('en').map(({ id }) => id)).toEqual(['returns'])
  })
})
