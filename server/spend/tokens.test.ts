import { describe, expect, test } from 'vitest'
import { fitContext } from './fit.ts'
import { createLengthCheck, estimatePrompt, estimateTokens, mostPromptTokens } from './tokens.ts'

describe('an estimate of tokens', () => {
  test.each([
    ['Your parcel leaves tomorrow.', 7],
    ['您的包裹明天发出。', 9],
    ['Посылка завтра', 6.75],
    ['🙂', 2],
    ['', 0],
  ])('of “%s” is %d', (text, estimate) => expect(estimateTokens(text)).toBe(estimate))

  test.each(['plain', '客服 🙂', 'naïve'])('is never above the most that “%s” can have', (text) => {
    const context = { system: text, history: [{ role: 'customer' as const, text }] }
    expect(estimatePrompt(context)).toBeLessThanOrEqual(mostPromptTokens(context))
  })
})

describe('the length of an answer', () => {
  test('is believed up to twice the tokens that were asked for', () => {
    const isWithin = createLengthCheck(100)
    expect(isWithin('a'.repeat(400))).toBe(true)
    expect(isWithin('a'.repeat(400))).toBe(true)
    expect(isWithin('a')).toBe(false)
  })

  test('has no limit where none was set', () => expect(createLengthCheck(undefined)('a'.repeat(1_000_000))).toBe(true))
})

describe('what the model is told', () => {
  const said = (role: 'customer' | 'assistant', text: string) => ({ role, text })
  const limits = { inputCharacters: 10, historyCharacters: 12, answerTokens: 50 }
  const fit = (...history: ReturnType<typeof said>[]) => fitContext({ system: 's', history }, limits).history.map(({ text }) => text)

  test('fits as it is, with the limit of the answer', () => {
    const history = [said('customer', 'hello'), said('assistant', 'hi'), said('customer', 'and?')]
    expect(fitContext({ system: 's', history }, limits)).toEqual({ system: 's', history, maxOutputTokens: 50 })
    expect(fitContext({ system: 's', history, maxOutputTokens: 20 }, limits).maxOutputTokens).toBe(20)
  })

  test('loses the oldest of the history first, whole', () => {
    expect(fit(said('customer', 'oldest'), said('assistant', 'old one'), said('assistant', 'newer'), said('customer', 'and?'))).toEqual([
      'old one',
      'newer',
      'and?',
    ])
  })

  test('keeps the newest of what is asked, and of one that is too long its beginning', () => {
    expect(fit(said('assistant', 'hi'), said('customer', 'first one'), said('customer', 'second'))).toEqual(['hi', 'second'])
    expect(fit(said('customer', '0123456789abc'))).toEqual(['0123456789'])
    expect(fit(said('customer', '012345678🙂'))).toEqual(['012345678'])
  })
})
