import { describe, expect, test } from 'vitest'
import { DEFAULT_PRICES } from './default-prices.ts'
import { costOf, priceOf, readPriceTable } from './prices.ts'

const mini = { input: 0.15, cachedInput: 0.075, output: 0.6 }

describe('what a model costs', () => {
  test.each([
    ['nothing', { promptTokens: 0, cachedTokens: 0, completionTokens: 0 }, 0],
    ['whole millionths, rounded up', { promptTokens: 1, cachedTokens: 0, completionTokens: 0 }, 1],
    ['input and output', { promptTokens: 1_000, cachedTokens: 0, completionTokens: 100 }, 210],
    ['cached input less', { promptTokens: 1_000, cachedTokens: 800, completionTokens: 100 }, 150],
    ['no millionth more than it does, for all the decimals', { promptTokens: 60, cachedTokens: 0, completionTokens: 0 }, 9],
  ])('%s', (_name, tokens, cost) => expect(costOf(tokens, mini)).toBe(cost))

  test.each(['gpt-4o-mini', 'GPT-4o-mini', 'gpt-4o-mini-2024-07-18', 'gpt-4o-mini-20240718', 'openai/gpt-4o-mini'])(
    '%s is a gpt-4o-mini',
    (name) => {
      expect(priceOf(name, DEFAULT_PRICES.models)).toEqual(mini)
    },
  )

  test.each(['gpt-4o-mini-audio', 'llama3.3', '', 'constructor', '__proto__'])('“%s” has no price', (name) => {
    expect(priceOf(name, DEFAULT_PRICES.models)).toBeUndefined()
  })

  test('the tenant’s own price goes before the operator’s', () => {
    const own = { ...mini, output: 1 }
    expect(priceOf('gpt-4o-mini', { 'gpt-4o-mini': own }, DEFAULT_PRICES.models)).toEqual(own)
    expect(priceOf('gpt-4o', { 'gpt-4o-mini': own }, DEFAULT_PRICES.models)).toEqual(DEFAULT_PRICES.models['gpt-4o'])
  })
})

describe('a file of prices', () => {
  test('stands over ours, and cached input costs what input does where nothing is said', () => {
    const table = readPriceTable('{ "models": { "llama3.3": { "input": 0, "output": 0 }, "gpt-4o": { "input": 2, "output": 9 } } }')
    expect(table).toMatchObject({ currency: 'USD', unknown: DEFAULT_PRICES.unknown })
    expect(table.models).toMatchObject({
      'llama3.3': { input: 0, cachedInput: 0, output: 0 },
      'gpt-4o': { input: 2, cachedInput: 2, output: 9 },
      'gpt-4o-mini': mini,
    })
  })

  test('in another currency has ours no longer', () => {
    const table = readPriceTable('{ "currency": "CNY", "models": {}, "unknown": { "input": 20, "output": 100 } }')
    expect(table).toEqual({ currency: 'CNY', models: {}, unknown: { input: 20, cachedInput: 20, output: 100 } })
    expect(() => readPriceTable('{ "currency": "CNY", "models": {} }')).toThrow('need “unknown”')
  })

  test.each([
    ['{', 'not JSON'],
    ['[]', 'the whole'],
    ['{ "models": { "m": { "input": -1, "output": 1 } } }', 'models.m.input'],
    ['{ "models": { "m": { "input": 1 } } }', 'models.m.output'],
    ['{ "modles": {} }', 'modles'],
    ['{ "currency": "euro" }', 'three capitals'],
  ])('%s is refused by name', (text, reason) => expect(() => readPriceTable(text)).toThrow(reason))
})
