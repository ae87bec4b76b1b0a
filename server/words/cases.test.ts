import { describe, expect, it } from 'vitest'
import { compileWords } from './filter.ts'
import type { WordFilter } from './filter.ts'
import type { Case } from './testing/case.ts'
import { CASES } from './testing/cases.ts'
import { hidden } from './testing/decoys.ts'
import { oracle } from './testing/oracle.ts'
import { cut, foundOf, iterated, pushed, whole } from './testing/ways.ts'

/** How many words a list is hidden among: the engine's tables have other sizes then. Building the large ones takes its time, so these are for some. */
const HIDDEN = [
  { others: 2_000, every: 1 },
  { others: 20_000, every: 12 },
]

async function expectEveryWay(filter: WordFilter, { lists, text }: Case): Promise<void> {
  const expected = { finds: foundOf(oracle(lists).find(text)), text: oracle(lists).mask(text) }
  expect(whole(filter, text)).toEqual(expected)
  expect(foundOf(filter.find(text))).toEqual(expected.finds)
  expect(filter.test(text)).toBe(expected.finds.length > 0)
  for (const size of [1, 2, 3, text.length + 1]) {
    const pieces = cut(text, size)
    expect(pushed(filter, pieces), `in pieces of ${size}`).toMatchObject(expected)
    expect(await iterated(filter, pieces), `from a source in pieces of ${size}`).toEqual(expected)
  }
}

describe('every case', () => {
  it('has a name of its own', () => {
    expect(new Set(CASES.map(({ name }) => name)).size).toBe(CASES.length)
    expect(CASES.length).toBeGreaterThanOrEqual(150)
  })

  it.each(CASES)('$name', async (one) => {
    expect(
      oracle(one.lists)
        .find(one.text)
        .map(({ start, end, rule }) => ({ start, end, word: rule.word })),
      'by the oracle',
    ).toEqual(one.finds)
    await expectEveryWay(compileWords(one.lists), one)
  })
})

describe.each(HIDDEN)('one case of $every, among $others other words that begin alike', ({ others, every }) => {
  it.each(CASES.filter((_, index) => index % every === 0))('$name', async (one) => {
    await expectEveryWay(compileWords(hidden(one.lists, others, [one.text])), one)
  })
})
