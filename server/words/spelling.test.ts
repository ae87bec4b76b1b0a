import { expect, it } from 'vitest'
import { compileWords } from './filter.ts'
import { foldOf } from './fold.ts'
import { languageOf } from './language.ts'
import { buildLexicon } from './lexicon.ts'
import { FOLDINGS } from './rule.ts'
import { beginScan, readOn } from './scan.ts'
import { list } from './testing/case.ts'
import { cut } from './testing/ways.ts'

it('follows a long row of spelled words once, and not again from each of its signs', () => {
  const sources = [{ list: 0, wholeWords: false, lane: 0 }]
  const { lexicon } = buildLexicon(FOLDINGS, { words: ['word'], rules: [0], sources })
  const ends: number[] = []
  const text = `x-y-${'w-o-r-d-'.repeat(50)}`
  readOn(beginScan(), languageOf(lexicon, foldOf(FOLDINGS)), { text, base: 0, final: true }, (_word, _start, end) => void ends.push(end))
  expect(ends).toEqual(Array.from({ length: 50 }, (_, index) => 4 + index * 8 + 7))
})

it('follows a word spelled out by a sign that stands as a letter between other signs before it', () => {
  const text = 'd|!|!c!c'
  const stream = compileWords([list(['||cc'])]).stream()
  const shown = cut(text, 2).map((piece) => stream.push(piece))
  expect(shown.join('') + stream.end()).toBe('d•••••••')
})

it('holds back a word spelled out by signs of which it is not known yet whether they are letters', () => {
  const text = '+!|!@!+!|!1'
  const stream = compileWords([list(['+|@+|1'])]).stream()
  const shown = cut(text, 1).map((piece) => stream.push(piece))
  expect(shown.join('') + stream.end()).toBe('•••••••••••')
})
