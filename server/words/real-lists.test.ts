import { describe, expect, it } from 'vitest'
import { compileWords } from './filter.ts'
import { FOLDINGS } from './rule.ts'
import type { WordList } from './rule.ts'
import { list } from './testing/case.ts'
import { chance } from './testing/decoys.ts'
import { CHINESE, LATIN } from './testing/disguises.ts'
import { oracle } from './testing/oracle.ts'
import { hasData, MESSAGES, realWords, sampled } from './testing/real-data.ts'
import { cut, foundOf, pushed } from './testing/ways.ts'

const SEED = 4

/** Messages, with a word of the list put into every fourth. */
function planted(messages: readonly string[], words: readonly string[]): string[] {
  const below = chance(SEED)
  return sampled(messages, 100, SEED).map((message, index) => {
    const place = below(message.length + 1)
    const word = words[below(words.length)] ?? ''
    return index % 4 === 0 ? `${message.slice(0, place)} ${word} ${message.slice(place)}` : message
  })
}

type Real = { name: string; words: 'sensitive-zh' | 'sensitive-en'; messages: keyof typeof MESSAGES; options: Partial<WordList> }

const REAL: Real[] = [
  { name: 'Chinese, plain', words: 'sensitive-zh', messages: 'crosswoz-zh', options: { foldings: [] } },
  { name: 'Chinese, every folding', words: 'sensitive-zh', messages: 'crosswoz-zh', options: {} },
  { name: 'English, plain', words: 'sensitive-en', messages: 'bitext-support-en', options: { foldings: [] } },
  { name: 'English, whole words, every folding', words: 'sensitive-en', messages: 'banking77', options: { wholeWords: true } },
]

describe.skipIf(!hasData)('real lists on real messages (needs ../shared/data)', { timeout: 120_000 }, () => {
  it.each(REAL)('find as often as the oracle: $name', ({ words, messages, options }) => {
    const real = sampled(realWords(words), 12_000, SEED)
    const lists = [list(real, options)]
    const filter = compileWords(lists)
    const naive = oracle(lists)
    let found = 0
    for (const text of planted(MESSAGES[messages](), real)) {
      const expected = foundOf(naive.find(text))
      expect(foundOf(filter.find(text)), text).toEqual(expected)
      expect(pushed(filter, cut(text, 2)).finds, text).toEqual(expected)
      found += expected.length
    }
    expect(found).toBeGreaterThan(20)
  })
})

describe.skipIf(!hasData)('disguises of real words (needs ../shared/data)', () => {
  const DISGUISES_EACH = 200
  const KINDS = [
    ...Object.entries(LATIN).map(([kind, disguise]) => ({ script: 'Latin' as const, kind, disguise })),
    ...Object.entries(CHINESE).map(([kind, disguise]) => ({ script: 'Chinese' as const, kind, disguise })),
  ]
  const RULES = {
    Latin: () =>
      sampled(
        realWords('sensitive-en').filter((word) => /^[a-z]{4,12}$/.test(word)),
        30,
        SEED,
      ),
    Chinese: () =>
      sampled(
        realWords('sensitive-zh').filter((word) => /^\p{Script=Han}{2,6}$/u.test(word)),
        30,
        SEED,
      ),
  }
  const around = (word: string): string => (/^\p{Script=Han}/u.test(word) ? '我们去' : 'they said: ')

  it.each(KINDS)('are seen through, 99 of 100 at least: $script, $kind', ({ script, kind, disguise }) => {
    const words = RULES[script]()
    const filter = compileWords([list(words, { foldings: FOLDINGS, wholeWords: true })])
    const below = chance(SEED)
    const missed: string[] = []
    for (const word of words)
      for (let times = 0; times < DISGUISES_EACH; times++) {
        const dressed = disguise(word, below)
        const text = `${around(word)}${dressed}${script === 'Latin' ? ', you know' : '吧'}`
        const start = around(word).length
        const isFound = filter.find(text).some((match) => match.start <= start + 1 && match.end > start + dressed.length / 2)
        if (!isFound) missed.push(dressed)
      }
    const all = words.length * DISGUISES_EACH
    expect((all - missed.length) / all, `${kind}: ${missed.slice(0, 5).join(' | ')}`).toBeGreaterThanOrEqual(0.99)
  })
})
