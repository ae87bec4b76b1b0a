import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileWords } from './filter.ts'
import type { WordList } from './rule.ts'
import { list } from './testing/case.ts'
import { chosen, cutsOf } from './testing/chosen.ts'
import { oracle } from './testing/oracle.ts'
import { cut, foundOf, iterated, pushed, whole } from './testing/ways.ts'

/** Seeds stand in the names, so that a failure can be run again. Seeds that once failed stay. */
const SEEDS = [4, 20_261_122, 7]

describe.each(SEEDS)('by chance, seed %i', { timeout: 60_000 }, (seed) => {
  const settings = { seed, numRuns: 300 }

  it('what is found is what the oracle finds, by the same rule, and nothing outside it is touched', () => {
    let found = 0
    fc.assert(
      fc.property(chosen, ({ lists, text }) => {
        const filter = compileWords(lists)
        const naive = oracle(lists)
        const expected = foundOf(naive.find(text))
        found += expected.length
        expect(whole(filter, text)).toEqual({ finds: expected, text: naive.mask(text) })
        expect(foundOf(filter.find(text))).toEqual(expected)
        expect(filter.test(text)).toBe(expected.length > 0)
      }),
      settings,
    )
    expect(found).toBeGreaterThan(200)
  })

  it('however a text is cut, the pieces joined are the whole, and the same is reported', async () => {
    await fc.assert(
      fc.asyncProperty(
        chosen.chain(({ lists, text }) => fc.record({ lists: fc.constant(lists), text: fc.constant(text), pieces: cutsOf(text) })),
        async ({ lists, text, pieces }) => {
          const filter = compileWords(lists)
          const expected = whole(filter, text)
          expect(pushed(filter, pieces)).toMatchObject(expected)
          expect(pushed(filter, cut(text, 1))).toMatchObject(expected)
          expect(await iterated(filter, pieces)).toEqual(expected)
        },
      ),
      settings,
    )
  })

  it('one filter serves many streams at once', () => {
    fc.assert(
      fc.property(chosen, chosen, ({ lists, text }, { text: other }) => {
        const filter = compileWords(lists)
        const streams = [filter.stream(), filter.stream()]
        const out = ['', '']
        for (let at = 0; at < Math.max(text.length, other.length); at++)
          [text, other].forEach((one, index) => (out[index] += streams[index]?.push(one.charAt(at)) ?? ''))
        expect(out.map((one, index) => one + (streams[index]?.end() ?? ''))).toEqual([filter.mask(text).text, filter.mask(other).text])
      }),
      { seed, numRuns: 300 },
    )
  })
})

/**
 * What may be released after a prefix, by trying every continuation: all up to the first code unit that belongs to a match in one of them and
 * not, or not to the same match, in another. Half a surrogate pair may be kept back, too; there is none here.
 */
function releasable(mask: (text: string) => { start: number; end: number }[], prefix: string, continuations: readonly string[]): number {
  const accounts = continuations.map((continuation) => mask(prefix + continuation))
  for (let length = prefix.length; length > 0; length--) {
    const begun = accounts.map((matches) => matches.filter(({ start }) => start < length))
    const isWhole = begun.every((matches) => matches.every(({ end }) => end <= length))
    const [first, ...others] = begun.map((matches) => matches.map(({ start, end }) => `${start}-${end}`).join(' '))
    if (isWhole && others.every((other) => other === first)) return length
  }
  return 0
}

const continuationsOf = (alphabet: readonly string[], most: number): string[] => {
  const all = ['']
  for (let from = 0, length = 0; length < most; length++) {
    const until = all.length
    for (; from < until; from++) for (const one of alphabet) all.push((all[from] ?? '') + one)
  }
  return all
}

type Small = {
  name: string
  alphabet: string[]
  onlyInTexts?: string[]
  options: Partial<WordList>
  letters: number
  exceptionLetters: number
  most: number
}

const SMALL: Small[] = [
  { name: 'two letters', alphabet: ['a', 'b'], options: { foldings: [] }, letters: 4, exceptionLetters: 5, most: 6 },
  { name: 'whole words', alphabet: ['a', 'b', ' '], options: { foldings: [], wholeWords: true }, letters: 3, exceptionLetters: 4, most: 5 },
  { name: 'what is passed over', alphabet: ['赌', '博', '.', '\u200b'], options: {}, letters: 3, exceptionLetters: 4, most: 4 },
  { name: 'leet beside Latin and Chinese', alphabet: ['a', '赌', '$', '.'], options: {}, letters: 3, exceptionLetters: 4, most: 4 },
  {
    name: 'invisible after a whole word',
    alphabet: ['a', '\u0301', '-'],
    options: { wholeWords: true },
    letters: 3,
    exceptionLetters: 3,
    most: 5,
  },
  { name: 'marks of Markdown', alphabet: ['a', 'b', '*'], options: { wholeWords: true }, letters: 4, exceptionLetters: 4, most: 4 },
  { name: 'ligatures', alphabet: ['ﬁ', 'f', 'i'], options: {}, letters: 3, exceptionLetters: 4, most: 4 },
  { name: 'blanks', alphabet: ['a', ' ', '\t'], options: {}, letters: 3, exceptionLetters: 4, most: 4 },
]

describe('what is held back', { timeout: 60_000 }, () => {
  it.each(SMALL)(
    'is never less and never more than what a continuation can change: $name, seed 4',
    ({ alphabet, options, letters, exceptionLetters, most }) => {
      const continuations = continuationsOf(alphabet, most)
      const words = (maxLength: number): fc.Arbitrary<string> =>
        fc.array(fc.constantFrom(...alphabet), { minLength: 1, maxLength }).map((parts) => parts.join(''))
      let held = 0
      fc.assert(
        fc.property(
          fc.array(words(letters), { minLength: 1, maxLength: 4 }),
          fc.array(words(exceptionLetters), { maxLength: 1 }),
          words(10),
          (rules, exceptions, text) => {
            const filter = compileWords([list(rules, { ...options, exceptions })])
            const stream = filter.stream()
            let released = 0
            for (let at = 0; at < text.length; at++) {
              released += stream.push(text.charAt(at)).length
              const prefix = text.slice(0, at + 1)
              held += prefix.length - released
              const most = releasable(filter.find, prefix, continuations)
              // That an exception is sure to come and allow what is held is not looked for, nor what a sign would be that waits for the next one.
              if (exceptions.length > 0 || prefix.endsWith('$')) expect(released, `after “${prefix}”`).toBeLessThanOrEqual(most)
              else expect(released, `after “${prefix}”`).toBe(most)
            }
          },
        ),
        { seed: 4, numRuns: 150 },
      )
      expect(held).toBeGreaterThan(50)
    },
  )

  it('is let go when the stream ends, and not before', () => {
    const stream = compileWords([list(['abc'])]).stream()
    expect([stream.push('xab'), stream.end()]).toEqual(['x', 'ab'])
  })

  it('never leaves a stream that stops in the midst of a word, whatever is thrown away', () => {
    for (let length = 1; length < 4; length++) {
      const stream = compileWords([list(['abcd'])]).stream()
      expect(
        cut('xabcd'.slice(0, 1 + length), 1)
          .map((piece) => stream.push(piece))
          .join(''),
      ).toBe('x')
    }
  })

  it('has a bound, whatever is repeated', () => {
    const filter = compileWords([list(['赌博', 'bad day', 'word'], { wholeWords: true })])
    for (const [start, filling] of [
      ['赌', '.'],
      ['赌', '\u200b'],
      ['bad', ' '],
      ['word', '\u0301'],
      ['word', '*'],
      ['w', '-'],
      ['x', '$'],
    ] as const) {
      const stream = filter.stream()
      let length = stream.push(start).length
      for (let times = 1; times <= 500; times++) {
        length += stream.push(filling).length
        expect(start.length + times - length, `“${start}” and ${times} × “${filling}”`).toBeLessThanOrEqual(64 + 8 + start.length)
      }
    }
  })
})
