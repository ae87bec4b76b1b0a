import { describe, expect, it } from 'vitest'
import { CASES } from './cases.ts'
import { oracle } from './oracle.ts'

describe('the oracle', () => {
  it('is asked every case under a name of its own', () => {
    expect(new Set(CASES.map(({ name }) => name)).size).toBe(CASES.length)
    expect(CASES.length).toBeGreaterThanOrEqual(150)
  })

  it.each(CASES)('$name', ({ lists, text, finds }) => {
    expect(
      oracle(lists)
        .find(text)
        .map(({ start, end, rule }) => ({ start, end, word: rule.word })),
    ).toEqual(finds)
  })
})
