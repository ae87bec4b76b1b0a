/** Lists and texts by chance, over few characters at a time, so that something is often found and often just missed. */

import fc from 'fast-check'
import { ACTIONS, FOLDINGS } from '../rule.ts'
import type { WordList } from '../rule.ts'

/** Characters that are hard in one way or another, in circles that fold to one another. */
const HARD = [
  ['a', 'A', 'ａ', 'ⓐ', '𝖺', 'а', 'á', '@', '4', 'b', '8', 'B'],
  ['s', '$', '5', 'ｓ', 'Ѕ', '＄', 'ſ', 'ß', 't', '+', '7', '＋'],
  ['i', 'I', 'l', '1', '|', '!', '！', 'ı', 'İ', 'ا', '｜', '∣'],
  ['o', '0', 'O', 'ο', '〇', 'ø', '०', '٥'],
  ['ﬁ', 'f', 'ﬀ', '㎏', 'k', '\u212a', 'g', '½', '…', '㋀', 'ﻻ', '™'],
  ['赌', '賭', '博', '干', '乾', '幹', '⼈', '人', '㊙', '秘', '𠮷'],
  ['バ', 'ハ', 'ﾊ', 'ﾞ', '\u3099', 'ー', 'ｰ', 'ガ', 'ば', '々'],
  ['가', 'ᄀ', 'ก', 'ำ', 'ລ', 'ក', 'က', 'ཀ', 'ㄅ'],
  ['σ', 'ς', 'Σ', 'й', 'и', 'ك', 'ب'],
  ['*', '`', '~', '_', 'a', 'b'],
  ['.', '。', '-', '_', '·', '😀', '🔥', '👍🏿', '×', '©'],
  [' ', '\t', '\n', '\u3000', '\u00a0', '\u2028', '\u0085'],
  ['\u200b', '\u0301', '\u0337', '\ufe0f', '\u{e0101}', '\u3164', '\u00ad', '\ufeff', '\u0000', '\u20dd', '\u0600'],
  ['\ud83d', '\ude00', '\ud835', '\udbaa', '\ue000', '\uffff'],
].flat()

const someCharacters = fc.uniqueArray(fc.constantFrom(...HARD), { minLength: 2, maxLength: 8 })

const wordOf = (characters: readonly string[], maxLength = 6): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...characters), { minLength: 1, maxLength }).map((parts) => parts.join(''))

function listOf(characters: readonly string[]): fc.Arbitrary<WordList> {
  return fc.record({
    foldings: fc.oneof(fc.constant(FOLDINGS), fc.subarray([...FOLDINGS])),
    wholeWords: fc.boolean(),
    exceptions: fc.array(wordOf(characters), { maxLength: 2 }),
    rules: fc.array(
      fc.record({
        word: wordOf(characters),
        category: fc.constant('any'),
        action: fc.oneof({ weight: 3, arbitrary: fc.constant('mask' as const) }, { weight: 2, arbitrary: fc.constantFrom(...ACTIONS) }),
      }),
      { minLength: 1, maxLength: 6 },
    ),
  })
}

/** Its words, and the characters that are in no word, too. */
function textOf(characters: readonly string[], lists: readonly WordList[]): fc.Arbitrary<string> {
  const words = lists.flatMap(({ rules, exceptions }) => [...rules.map(({ word }) => word), ...exceptions])
  const spelled = words.map((word) => Array.from(word).join('-'))
  const part = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...characters) },
    { weight: 1, arbitrary: fc.constantFrom(...words) },
    { weight: 1, arbitrary: fc.constantFrom(...spelled, ' ', '.', 'x') },
    {
      weight: 1,
      arbitrary: fc.tuple(fc.constantFrom(...characters), fc.integer({ min: 7, max: 10 })).map(([one, times]) => one.repeat(times)),
    },
  )
  return fc.array(part, { maxLength: 16 }).map((parts) => parts.join(''))
}

export type Chosen = { lists: WordList[]; text: string }

/** So that of two rules with one word it can be told which was found. */
const numbered = (lists: readonly WordList[]): WordList[] =>
  lists.map((list, at) => ({ ...list, rules: list.rules.map((rule, index) => ({ ...rule, category: `${at}.${index}` })) }))

export const chosen: fc.Arbitrary<Chosen> = someCharacters
  .chain((characters) => fc.tuple(fc.constant(characters), fc.array(listOf(characters), { minLength: 1, maxLength: 3 })))
  .chain(([characters, lists]) => fc.record({ lists: fc.constant(numbered(lists)), text: textOf(characters, lists) }))

/** Where to cut a text: anywhere, empty pieces too. */
export const cutsOf = (text: string): fc.Arbitrary<string[]> =>
  fc.array(fc.integer({ min: 0, max: text.length }), { maxLength: 12 }).map((places) => {
    const sorted = [0, ...places.toSorted((one, other) => one - other), text.length]
    return sorted.slice(1).map((end, index) => text.slice(sorted[index], end))
  })
