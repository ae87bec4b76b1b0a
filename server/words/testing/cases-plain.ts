/** Searching itself, without any folding, and what lists, actions and exceptions do to what was found. */

import { cases, list } from './case.ts'
import type { Case } from './case.ts'

const plain = (...words: string[]): ReturnType<typeof list> => list(words, { foldings: [] })

const SEARCH: Case[] = [
  ...cases([], { 'no list finds nothing': 'anything' }),
  ...cases(plain(), { 'an empty list finds nothing': 'anything' }),
  ...cases(plain('a'), {
    'an empty text has nothing': '',
    'one letter in itself': '⟦a⟧',
    'one letter at the beginning': '⟦a⟧bc',
    'one letter in the middle': 'b⟦a⟧c',
    'one letter at the end': 'bc⟦a⟧',
    'one letter again and again': '⟦a⟧⟦a⟧⟦a⟧',
    'a letter that is not there': 'bcd',
    'without folding, a capital is another letter': 'A',
  }),
  ...cases(plain('abc'), {
    'a word in itself': '⟦abc⟧',
    'a word after its own beginning': 'aab⟦abc⟧',
    'a word cut short at the end': 'ab',
    'a word cut short in the middle': 'abxabd',
    'words that touch': '⟦abc⟧⟦abc⟧',
    'a word around the NUL character': 'ab\0⟦abc⟧',
  }),
  ...cases(plain('aa'), { 'a repetition does not overlap itself': '⟦aa⟧⟦aa⟧a' }),
  ...cases(plain('aba'), { 'a word that begins as it ends does not overlap itself': '⟦aba⟧b⟦aba⟧' }),
  ...cases(plain('a\0b'), { 'a word may hold a NUL': 'x⟦a\0b⟧x' }),
  ...cases(plain('a\nb'), { 'a word may hold a line’s end': 'x⟦a\nb⟧x' }),
  ...cases(plain('\uffff'), { 'the last code unit is a letter': 'x⟦\uffff⟧' }),
  ...cases(plain('ab', 'ba'), {
    'of two that take turns, the first in the text is found each time': ['⟦ab⟧⟦ab⟧⟦ab⟧a', 'ab'],
    'whichever begins first wins': ['⟦ba⟧⟦ba⟧b', 'ba'],
  }),
  ...cases(plain('foo', 'bar'), { 'two words, each where it stands': ['x⟦foo⟧x⟦bar⟧', 'foo', 'bar'] }),
  ...cases(plain('b', 'abc'), {
    'a word within another is hidden by it': ['⟦abc⟧', 'abc'],
    'a word within another that stays unfinished is found': ['a⟦b⟧d', 'b'],
    'both kinds in one text': ['a⟦b⟧⟦abc⟧', 'b', 'abc'],
  }),
  ...cases(plain('c', 'abc'), { 'a word at the end of another is hidden by it': ['⟦abc⟧⟦c⟧', 'abc', 'c'] }),
  ...cases(plain('a', 'ab', 'abc'), {
    'of words with one beginning the longest': ['⟦abc⟧', 'abc'],
    'the longest that is whole': ['⟦ab⟧⟦a⟧', 'ab', 'a'],
  }),
  ...cases(plain('abc', 'ab', 'a'), { 'the longest, in whatever order they were given': ['⟦abc⟧⟦ab⟧x⟦a⟧', 'abc', 'ab', 'a'] }),
  ...cases(plain('ab', 'bcdef'), { 'leftmost goes before longest': ['⟦ab⟧cdef', 'ab'] }),
  ...cases(plain('abcd', 'bcx', 'b'), {
    'after a false start, what lay within it': ['a⟦b⟧c', 'b'],
    'after a false start, a longer one that lay within it': ['a⟦bcx⟧', 'bcx'],
  }),
  ...cases(plain('abcdefghi', 'hz', 'abcdefgh'), {
    'the shorter word is kept when the longer breaks off': ['⟦abcdefgh⟧z', 'abcdefgh'],
    'a word that begins inside a match is not found': ['⟦abcdefghi⟧z', 'abcdefghi'],
    'a word from deep within a false start': ['bcdefg⟦hz⟧', 'hz'],
  }),
  ...cases(plain('a', 'aa'), { 'an odd number of one letter': ['⟦aa⟧⟦a⟧', 'aa', 'a'] }),
  ...cases(plain('a', 'aa', 'aaaa'), { 'pairs and fours': ['⟦aaaa⟧⟦aa⟧⟦a⟧', 'aaaa', 'aa', 'a'] }),
  ...cases(plain('samwise', 'sam'), {
    'a word and its own beginning': ['⟦samwise⟧ and ⟦sam⟧', 'samwise', 'sam'],
    'a long word broken off': ['⟦sam⟧wix', 'sam'],
  }),
  ...cases(plain('rest', 'stare', 'area'), { 'a chain in which each overlaps the next': ['⟦rest⟧⟦area⟧', 'rest', 'area'] }),
  ...cases(plain('core/', 'std/'), { 'words with one ending': ['x⟦core/⟧y⟦std/⟧', 'core/', 'std/'] }),
  ...cases(plain('inf', 'ind'), { 'words with one beginning': ['in⟦inf⟧⟦ind⟧in', 'inf', 'ind'] }),
  ...cases(plain('abc', 'bcd', 'cde'), { 'of three that overlap the first and nothing else': ['⟦abc⟧de', 'abc'] }),
  ...cases(plain('abcdef', 'bc', 'c', 'de'), { 'the small ones of a broken start, from left to right': ['a⟦bc⟧⟦de⟧', 'bc', 'de'] }),
  ...cases(plain('赌博'), { 'Chinese, anywhere in a sentence': '他在⟦赌博⟧了' }),
  ...cases(plain('大麻'), { 'a word within a longer harmless one is found when nobody says otherwise': '⟦大麻⟧烦' }),
  ...cases(plain('🔞'), { 'an emoji of two code units': 'a⟦🔞⟧b⟦🔞⟧' }),
  ...cases(plain('𠮷野'), { 'a character beyond the first plane': '在⟦𠮷野⟧家' }),
  ...cases(plain('👍🏿'), { 'a sequence of emoji is found whole and no other': '👍👍🏽⟦👍🏿⟧' }),
  ...cases(plain('🔞', '🔞🔟'), { 'the longer emoji': ['⟦🔞🔟⟧⟦🔞⟧', '🔞🔟', '🔞'] }),
  ...cases(plain('😀'), { 'half an emoji is none of it': '\ud83d \ude00 😁' }),
  ...cases(plain('\ud83d', 'b'), { 'half a character cannot be a word': ['😀\ud83da⟦b⟧', 'b'] }),
  ...cases(plain('a'.repeat(128)), { 'the longest word there may be': `b⟦${'a'.repeat(128)}⟧ab` }),
  ...cases(plain(...Array.from({ length: 30 }, (_, index) => 'a'.repeat(index + 2))), {
    'of thirty that hold one another the longest each time': [`⟦${'a'.repeat(31)}⟧⟦${'a'.repeat(9)}⟧`, 'a'.repeat(31), 'a'.repeat(9)],
  }),
]

const RULES: Case[] = [
  ...cases(
    {
      ...plain(),
      rules: [
        { word: 'ab', category: 'first', action: 'mask' },
        { word: 'ab', category: 'second', action: 'mask' },
      ],
    },
    { 'a word given twice is found once': ['⟦ab⟧', 'ab'] },
  ),
  ...cases([list(['b'], { foldings: [] }), list(['abc'], { foldings: [], action: 'flag' })], {
    'a longer flag leaves a mask within it alone': ['⟦a⟦b⟧c⟧', 'abc', 'b'],
  }),
  ...cases([list(['ab'], { foldings: [] }), list(['bc'], { foldings: [], action: 'refuse' })], {
    'actions overlap': ['⟦a⟪b⟧c⟫', 'ab', 'bc'],
  }),
  ...cases([list(['ab'], { foldings: [] }), list(['abc'], { foldings: [] })], {
    'of two lists with one action the longest': ['⟦abc⟧⟦ab⟧', 'abc', 'ab'],
  }),
  ...cases([list(['AB'], { foldings: ['case'] }), list(['ab'], { foldings: [] })], {
    'of two lists that find the same the first': ['⟦ab⟧', 'AB'],
  }),
  ...cases([list(['ab'], { foldings: [] }), list(['cd'], { foldings: ['case'] })], {
    'each list has its own foldings': ['⟦ab⟧AB⟦cd⟧⟦CD⟧', 'ab', 'cd', 'cd'],
  }),
  ...cases([list(['ab'], { foldings: [], action: 'handoff' }), list(['ab'], { foldings: [], action: 'mask' })], {
    'one word, two actions: both are found': ['⟦⟦ab⟧⟧', 'ab', 'ab'],
  }),
]

const EXCEPTIONS: Case[] = [
  ...cases(list(['大麻'], { exceptions: ['大麻烦'] }), {
    'a word within an exception is allowed': '大麻烦',
    'the same word elsewhere is not': '大麻烦和⟦大麻⟧',
    'an exception that breaks off allows nothing': '⟦大麻⟧烟',
    'an exception is seen through disguise, too': '大·麻·煩',
  }),
  ...cases(list(['ass'], { foldings: [], exceptions: ['class', 'assist'] }), {
    'at the end of an exception': 'class',
    'at the beginning of an exception': 'assist',
    'under two exceptions': 'classist',
    'beside an exception': 'class⟦ass⟧',
  }),
  ...cases(list(['ab'], { foldings: [], exceptions: ['ab'] }), { 'an exception may be the word itself': 'xaby' }),
  ...cases(list(['abcd'], { foldings: [], exceptions: ['bc', 'xabc', 'cdx'] }), {
    'an exception that only overlaps the word allows nothing': 'x⟦abcd⟧x',
  }),
  ...cases(list(['ab', 'abcd'], { foldings: [], exceptions: ['xab'] }), { 'the longer word is still found': ['x⟦abcd⟧', 'abcd'] }),
  ...cases(list(['abcd', 'bc'], { foldings: [], exceptions: ['abcd'] }), { 'an exception allows all that lies within it': 'abcd' }),
  ...cases(list(['abc', 'cd'], { foldings: [], exceptions: ['abc'] }), {
    'what was allowed hides nothing': ['ab⟦cd⟧', 'cd'],
  }),
  ...cases([list(['ab'], { foldings: [], exceptions: ['xab'] }), list(['b'], { foldings: [] })], {
    'an exception is an exception of its own list only': ['xa⟦b⟧', 'b'],
  }),
  ...cases(list(['hell'], { wholeWords: true, exceptions: ['hell of a deal'] }), {
    'a phrase with spaces': 'one HELL  of a\tdeal',
    'a phrase that breaks off': 'one ⟦hell⟧ of a dealer',
  }),
]

export const PLAIN_CASES: readonly Case[] = [...SEARCH, ...RULES, ...EXCEPTIONS]
