import { describe, expect, test } from 'vitest'
import type { Question } from '../ports/questions.ts'
import { normaliseQuestion } from './normalise-question.ts'
import { indexQuestions } from './questions.ts'

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

describe('approved questions', async () => {
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

  let now = 5_000
  const index = await indexQuestions(
    [
      question('returns', 'How do I return a lamp?', { variants: ['return policy'], suggested: true }),
      question('shipping', 'How long does shipping take?'),
      question('battery', 'How long does the battery last?'),
      question('zh', '怎么退货？', { locale: 'zh', suggested: true }),
      question('same-en', 'OK'),
      question('same-zh', 'ok', { locale: 'zh' }),
    ],
    () => now,
  )

  test('a message matches by text or variant, word for word', () => {
    expect(index.match('how do i RETURN a lamp', 'en')).toMatchObject({ question: { id: 'returns' }, by: 'exact', score: 1 })
    expect(index.match('Return policy!', 'en')).toMatchObject({ question: { id: 'returns' }, by: 'variant', score: 1 })
    expect(index.match('how do I return two lamps?', 'en')).toBeUndefined()
    expect(index.match('???', 'en')).toBeUndefined()
  })

  test('the customer’s language goes first, but another one is better than nothing', () => {
    expect(index.match('ok', 'zh')?.question.id).toBe('same-zh')
    expect(index.match('ok', 'en')?.question.id).toBe('same-en')
    expect(index.match('怎么退货', 'en')?.question.id).toBe('zh')
  })

  test('the nearest questions share telling words, in the customer’s language', () => {
    expect(index.nearest('my battery died', 'en', 3).map(({ id }) => id)).toEqual(['battery'])
    expect(index.nearest('退货要多久', 'zh', 3).map(({ id }) => id)).toEqual(['zh'])
    expect(index.nearest('xyzzy', 'en', 3)).toEqual([])
  })

  test('[Q-DATES] a question holds from one moment to another, also when nobody writes', async () => {
    const sale = question('sale', 'What is on sale?', { suggested: true, validFrom: 6_000, validTo: 7_000 })
    const dated = await indexQuestions([sale], () => now)
    const seen = () => [dated.match('What is on sale?', 'en'), dated.nearest('on sale', 'en', 3)[0], dated.suggested('en')[0]].map(Boolean)
    expect(seen()).toEqual([false, false, false])
    now = 6_000
    expect(seen()).toEqual([true, true, true])
    now = 6_999
    expect(seen()).toEqual([true, true, true])
    now = 7_000
    expect(seen()).toEqual([false, false, false])
  })

  test('a question that does not hold stands in nobody’s way', async () => {
    const text = 'What is on sale?'
    const dated = await indexQuestions([question('old', text, { validTo: 1 }), question('new', text, { locale: 'de' })], () => now)
    expect(dated.match(text, 'en')?.question.id).toBe('new')
  })

  test('only marked questions are suggested', () => {
    expect(index.suggested('en').map(({ id }) => id)).toEqual(['returns'])
  })
})
