import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createMaskFilter } from './filter.ts'

const mask = (words: string[], pieces: string[]): string => {
  const stream = createMaskFilter(words)()
  return pieces.map((piece) => stream.push(piece)).join('') + stream.end()
}

describe('masked words', () => {
  test.each([
    [['secret'], 'A SECRET plan', 'A •••••• plan'],
    [['a', 'aa'], 'aaa', '•••'],
    [['abc', 'bcd'], 'abcd', '•••d'],
    [['敏感词'], '这是敏感词吗', '这是•••吗'],
    [['ab'], 'abab', '••••'],
    [[], 'anything', 'anything'],
    [['', '  '], 'nothing to do', 'nothing to do'],
    [['İx'], 'İX', '••'],
  ])('%j in %j gives %j', (words, text, expected) => {
    expect(mask(words, [text])).toBe(expected)
  })

  test('however the text is cut, the output is that of the whole text (seed 11)', () => {
    const letter = fc.constantFrom('a', 'b', 'A', ' ', '词', '😀')
    const text = fc.array(letter, { maxLength: 30 }).map((letters) => letters.join(''))
    fc.assert(
      fc.property(
        fc.array(
          fc.array(letter, { minLength: 1, maxLength: 5 }).map((letters) => letters.join('')),
          { maxLength: 4 },
        ),
        text,
        fc.array(fc.nat(30)),
        (words, whole, cuts) => {
          const edges = [0, ...cuts.map((cut) => Math.min(cut, whole.length)).toSorted((a, b) => a - b), whole.length]
          const pieces = edges.slice(1).map((edge, index) => whole.slice(edges[index], edge))
          expect(mask(words, pieces)).toBe(mask(words, [whole]))
        },
      ),
      { seed: 11, numRuns: 2_000 },
    )
  })

  test('no part of a word is let go before it is known not to become one', () => {
    const stream = createMaskFilter(['forbidden'])()
    expect(stream.push('It is for')).toBe('It is ')
    expect(stream.push('bid')).toBe('')
    expect(stream.push('den fruit')).toBe('••••••••• fruit')
    expect(stream.end()).toBe('')
  })

  test('what is only the beginning of a word is let go at the end', () => {
    const stream = createMaskFilter(['forbidden'])()
    expect(stream.push('go for') + stream.end()).toBe('go for')
  })
})
