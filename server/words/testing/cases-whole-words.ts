/** Where a word may begin and end; and the faults that users of other filters have reported, in our own words. */

import { cases, list } from './case.ts'
import type { Case } from './case.ts'
import type { Folding, WordList } from '../rule.ts'

const whole = (words: string[], foldings: Folding[] = ['case'], more: Partial<WordList> = {}): WordList =>
  list(words, { foldings, wholeWords: true, ...more })

const BOUNDARIES: Case[] = [
  ...cases(whole(['ass']), {
    'a word by itself': '⟦ass⟧',
    'between blanks': 'an ⟦ass⟧ is',
    'between signs': '(⟦ass⟧) ⟦ass⟧! _⟦ass⟧_ “⟦Ass⟧”',
    'within words': 'class assist bassist',
    'a digit belongs to the word': 'ass1 2ass',
    'Chinese beside it is a boundary': '你⟦ass⟧啊',
    'kana beside it is a boundary': 'お⟦ass⟧だ',
    'Korean beside it is a boundary': '이⟦ass⟧야',
    'Thai beside it is a boundary': 'คุณ⟦ass⟧นะ',
    'a Cyrillic letter beside it is none': 'яass assя',
    'a letter of two code units beside it is none': '𝒷ass ass𝒷',
    'a Chinese character of two code units is a boundary': '𠮷⟦ass⟧𠮷',
    'an emoji beside it is a boundary': '🔥⟦ass⟧🔥',
    'at a line’s end': '⟦ass⟧\n⟦ass⟧',
    'a half emoji beside it is a boundary': '\ud83d⟦ass⟧\ud83d',
  }),
  ...cases(whole(['赌博']), { 'Chinese has no boundaries': '他赌了⟦赌博⟧吗' }),
  ...cases(whole(['バカ', 'ばか']), { 'Japanese has no boundaries': ['この⟦バカ⟧者', 'バカ'] }),
  ...cases(whole(['병신']), { 'Korean endings stick to the word': '야⟦병신⟧아' }),
  ...cases(whole(['เหี้ย']), { 'Thai has no boundaries': 'ไอ้⟦เหี้ย⟧นี่' }),
  ...cases(whole(['加QQ']), {
    'only the side that has spaces between words asks for a boundary': '请⟦加QQ⟧群 ⟦加qq⟧ 加QQQ 加QQ2',
  }),
  ...cases(whole(['qq群']), { 'the other side': 'a qqq群 ⟦QQ群⟧号' }),
  ...cases(whole(['c++']), { 'a sign at its end asks for no boundary': '⟦c++⟧x ⟦c++⟧, abc++' }),
  ...cases(whole(['$$$']), { 'a word of signs asks for none': 'a⟦$$$⟧b' }),
  ...cases(whole(['ass', 'assassin']), { 'the longer that is whole': ['⟦assassin⟧ ⟦ass⟧ assassins', 'assassin', 'ass'] }),
  ...cases(whole(['bad day', 'bad']), {
    'the longer is not whole, the shorter is': ['⟦bad⟧ days', 'bad'],
  }),
  ...cases(whole(['abc', 'bcd'], []), { 'what is not whole hides nothing': ['abcd ⟦bcd⟧', 'bcd'] }),
  ...cases(whole(['ass'], ['invisible']), {
    'invisible characters are looked through': '\u200b⟦ass⟧\u200b cl\u200bass ass\u200bist',
    'through as many as may be': `ass${'\u200b'.repeat(64)}x ⟦ass⟧${'\u200b'.repeat(65)}x`,
    'before the word, too': `x${'\u200b'.repeat(64)}ass x${'\u200b'.repeat(65)}⟦ass⟧`,
    'an accent after the word': 'ass\u0301ist ⟦ass⟧\u0301',
  }),
  ...cases(whole(['ass'], ['case']), { 'without `invisible` they are boundaries': 'cl\u200b⟦ass⟧' }),
  ...cases(whole(['ass'], ['case', 'width']), { 'full-width letters belong to the word': 'ｃｌａｓｓ ｃlass 「⟦ａｓｓ⟧」' }),
  ...cases(whole(['ass'], ['case', 'leet']), { 'leet within words': 'gl4ss ⟦4ss⟧ p@ssword ⟦@ss⟧ gr@$$' }),
  ...cases(whole(['word'], ['inserted']), {
    'spelled out, as a whole word': 'a ⟦w-o-r-d⟧ s-⟦w-o-r-d⟧ w-o-r-ds sw-o-r-d',
  }),
  ...cases(whole(['كلب']), { 'Arabic has spaces between words': '⟦كلب⟧ الكلب ⟦كلب⟧،' }),
  ...cases(whole(['дурак']), { 'Cyrillic words are whole': '⟦Дурак⟧! дурака' }),
  ...cases(whole(['con'], ['case', 'confusable']), { 'a letter with an accent belongs to the word': 'façon ⟦con⟧ conçu ⟦cön⟧' }),
]

/** Reported to others: each was once a complaint about some filter. */
const FAULTS_OF_OTHERS: Case[] = [
  ...cases(whole(['cunt']), { 'the town of Scunthorpe': 'I am from Scunthorpe, north Lincolnshire' }),
  ...cases(whole(['ass']), {
    'words put together from pieces by blanks are not made anew': 'assisting, ⟦ass⟧ isting',
    'an associate, an assassin and a bass': 'an associate of the assassin plays bass in class',
  }),
  ...cases(whole(['sm']), { 'SM is not in smoking': 'Smoking is bad. ⟦SM⟧!' }),
  ...cases(whole(['national congress']), {
    'a boundary is looked for one place further, too': 'International Congress, ⟦national congress⟧',
  }),
  ...cases(whole(['star']), { 'a plural is another word': 'stars ⟦star⟧' }),
  ...cases(whole(['22b'], ['case', 'leet']), { 'numbers beside letters': '⟦22b⟧ 122b 22bc' }),
  ...cases(whole(['tit']), { 'sanctity and titles': 'sanctity title ⟦tit⟧' }),
  ...cases(list(['good']), { 'a genuine double letter is no repetition': '⟦good⟧ god gooood' }),
  ...cases(list(['ass'], { foldings: ['case'], wholeWords: true }), {
    'hot water has no ass': 'has steph, was steph, hot water; press the button',
  }),
  ...cases(list(['大麻'], { exceptions: ['大麻烦', '大麻子'] }), { 'great trouble is no drug': '不好意思，给你添了大麻烦。' }),
  ...cases(list(['赌博']), {
    'a rule in Markdown is no gap without end': '赌\n----------\n博',
    'a table in Markdown is not read across its cells': '| 赌 | ---------- | 博 |',
  }),
  ...cases(list(['six']), { 'a measure is no word': '51 x 5-1x 5 1 x' }),
  ...cases(list(['sos'], { wholeWords: true }), { 'an order number is no word': '505 5.0.5 ⟦SOS⟧ ⟦s0s⟧' }),
  ...cases(list(['13800138000'], { foldings: ['width', 'confusable', 'leet'] }), {
    'a number is not seen in letters': '⟦13800138000⟧ ⟦１３８００１３８０００⟧ l38ool38ooo',
  }),
]

export const WHOLE_WORD_CASES: readonly Case[] = [...BOUNDARIES, ...FAULTS_OF_OTHERS]
