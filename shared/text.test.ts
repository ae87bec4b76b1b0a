import { describe, expect, test } from 'vitest'
import { faultOfText, isBlank, isWellFormed, wholeCharacters } from './text.ts'

describe('text', () => {
  test.each([
    ['', 'text_empty'],
    ['   \n\t ', 'text_empty'],
    ['\u200B\u200D\uFEFF', 'text_empty'],
    ['\u202E\u2066\u2069', 'text_empty'],
    ['\u3164\u115F\u2800', 'text_empty'],
    ['a\0b', 'text_invalid'],
    ['\uD83D', 'text_invalid'],
    ['x\uDE00y', 'text_invalid'],
    ['a'.repeat(4001), 'text_too_long'],
    ['a'.repeat(4000), undefined],
    ['👍', undefined],
    ['❤️', undefined],
    ['你好', undefined],
    ['\u202Eevil', undefined],
    ['.', undefined],
  ])('%j is %s', (value, fault) => {
    expect(faultOfText(value)).toBe(fault)
  })

  test('a pair of surrogates is well-formed, its halves are not', () => {
    expect(isWellFormed('😀')).toBe(true)
    expect(isWellFormed('😀'.slice(0, 1))).toBe(false)
    expect(isWellFormed('😀'.slice(1))).toBe(false)
    expect(isBlank('😀')).toBe(false)
  })

  test('a cut never falls into a surrogate pair', () => {
    expect(wholeCharacters('a😀b', 2)).toBe(1)
    expect(wholeCharacters('a😀b', 3)).toBe(3)
    expect(wholeCharacters('a😀', 3)).toBe(3)
    expect(wholeCharacters('', 0)).toBe(0)
  })
})
