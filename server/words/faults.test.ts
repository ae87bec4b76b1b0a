import { describe, expect, it } from 'vitest'
import { compileWords } from './filter.ts'
import { MOST_LETTERS } from './rule.ts'
import { list } from './testing/case.ts'

describe('words that cannot be used', () => {
  it('are named with their list, and the rest works', () => {
    const long = 'a'.repeat(MOST_LETTERS + 1)
    const filter = compileWords([list(['good', '']), list(['\u200b', long, 'bad'])])
    expect(filter.faults.map(({ list: at, word }) => [at, word])).toEqual([
      [0, ''],
      [1, '\u200b'],
      [1, long],
    ])
    for (const { says } of filter.faults) expect(says).toMatch(/\w/)
    expect(filter.mask('good, bad').text).toBe('••••, •••')
  })

  it('are exceptions, too', () => {
    const filter = compileWords([list(['bad'], { exceptions: ['', 'bad luck'] })])
    expect(filter.faults.map(({ word }) => word)).toEqual([''])
    expect(filter.mask('bad luck, bad').text).toBe('bad luck, •••')
  })

  it('do not find everything', () => {
    const filter = compileWords([list(['', '\u200b\u0301'])])
    expect(filter.find('any \u200b\u0301 text')).toEqual([])
    expect(filter.test('')).toBe(false)
  })

  it('say what to do where marks of Markdown leave hardly anything of them', () => {
    const filter = compileWords([list(['f***', '**ok', 'word*', 'w*rd']), list(['f***'], { foldings: ['case'] })])
    const says = 'has hardly a letter beside its marks: leave the folding `markup` off for it'
    expect(filter.faults).toEqual([
      { list: 0, word: 'f***', says },
      { list: 0, word: '**ok', says },
    ])
    expect(filter.mask('f, f***, wo**rd').text).toBe('f, ••••, ••••••')
  })

  it('are none among ordinary ones', () => {
    expect(compileWords([list(['word', '赌博', '🔞', '...', ' word '])]).faults).toEqual([])
  })
})
