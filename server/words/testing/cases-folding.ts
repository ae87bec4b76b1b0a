/** Disguises that are seen through, one folding at a time and together, and what must not be taken for one. */

import { cases, list } from './case.ts'
import type { Case } from './case.ts'
import type { Folding } from '../rule.ts'

const folded =
  (...foldings: Folding[]) =>
  (...words: string[]): ReturnType<typeof list> =>
    list(words, { foldings })

const LETTERS: Case[] = [
  ...cases(folded('case')('Shop'), {
    'capitals and small letters are one': '⟦shop⟧ ⟦SHOP⟧ ⟦sHoP⟧',
    'full width is another letter without `width`': 'ｓｈｏｐ',
  }),
  ...cases(folded('case')('дурак'), { 'Cyrillic has capitals': '⟦ДУРАК⟧ ⟦Дурак⟧' }),
  ...cases(folded('case')('ὀδός'), { 'a final sigma is a sigma': '⟦ὀδός⟧ ⟦ὈΔΌΣ⟧ ⟦ὀδόσ⟧' }),
  ...cases(folded('case')('straße'), { 'a capital form of two letters is none': '⟦straße⟧ ⟦STRAẞE⟧ STRASSE' }),
  ...cases(folded('case')('kilo'), { 'the Kelvin sign is a k': '⟦\u212a\u0069lo⟧' }),
  ...cases(folded('width')('sex'), {
    'full-width letters': '⟦ｓｅｘ⟧ ⟦seｘ⟧',
    'circled letters': '⟦ⓢⓔⓧ⟧',
    'mathematical letters, two code units each': 'a⟦𝗌𝖾𝗑⟧b⟦𝓼𝓮𝔁⟧',
    superscripts: '⟦ˢᵉˣ⟧',
    'full-width capitals are other letters without `case`': 'ＳＥＸ',
  }),
  ...cases(folded('case', 'width')('sex'), { 'both: a full-width capital is a small letter': '⟦ＳＥＸ⟧ ⟦Ⓢ𝐄x⟧' }),
  ...cases(folded('width')('バカ'), { 'half-width kana': '⟦バカ⟧', 'hiragana are other letters': 'ばか' }),
  ...cases(folded('width')('アホ'), { 'half-width kana are read': '⟦ｱﾎ⟧ ⟦アﾎ⟧' }),
  ...cases(folded('width')('ｱﾎ'), { 'a word may be written in half width itself': '⟦アホ⟧' }),
  ...cases(folded('width')('fix'), { 'a ligature is its letters': 'a⟦ﬁx⟧' }),
  ...cases(folded('width')('ﬁx'), { 'a ligature in the word, too': '⟦fix⟧ ⟦ﬁx⟧' }),
  ...cases(folded('width')('of'), { 'half of a ligature takes it whole': '⟦oﬀ⟧' }),
  ...cases(folded('width')('if'), { 'a ligature may be two ends of two words': '⟦ﬁﬁ⟧' }),
  ...cases(folded('width')('10kg'), { 'a unit in one character': '⟦10㎏⟧ ⟦１０kg⟧' }),
  ...cases(folded('width')('⼈民'), { 'a radical is its character': '⟦人民⟧' }),
  ...cases(folded('width')('1/2'), { 'a form with more than letters and digits is left as it is': '½' }),
  ...cases(folded('width')('!'), { 'a sign in full width is the same sign': '⟦！⟧⟦!⟧' }),
  ...cases(folded('traditional')('赌博'), { 'traditional for simplified': '⟦賭博⟧ ⟦赌博⟧' }),
  ...cases(folded('traditional')('賭博'), { 'simplified for traditional': '⟦赌博⟧' }),
  ...cases(folded('traditional')('干净'), { 'two traditional characters with one simplified': '⟦乾淨⟧ ⟦幹淨⟧' }),
  ...cases(folded('case')('赌博'), { 'traditional is another character without `traditional`': '賭博' }),
  ...cases(folded('confusable')('сука'), { 'Latin for Cyrillic': '⟦cyкa⟧ ⟦сука⟧' }),
  ...cases(folded('confusable')('sex'), {
    'Cyrillic for Latin': '⟦ѕех⟧ ⟦sеx⟧',
    'letters with diacritics': '⟦sêx⟧ ⟦śęẋ⟧',
    'without `case`, a capital is another letter': 'SEX',
  }),
  ...cases(folded('confusable')('kill'), { 'I, l, 1 and | look alike': '⟦kiIl⟧ ⟦ki1l⟧ ⟦kil|⟧ ⟦ki||⟧ kIll' }),
  ...cases(folded('confusable')('POOL'), { '0 and O look alike': '⟦P00L⟧ ⟦PO0L⟧' }),
  ...cases(folded('confusable', 'case')('flag'), { 'a chain: i, I, l': '⟦fiag⟧ ⟦FIAG⟧ ⟦f1ag⟧' }),
  ...cases(folded('leet')('ass'), {
    'digits for letters': '⟦a55⟧ ⟦4ss⟧ ⟦4s5⟧',
    'signs for letters': '⟦a$$⟧ ⟦@ss⟧ ⟦a$s⟧',
    'digits alone are no insult': '455',
    'a row of signs is no insult either': '@$$ @$$hole',
    'an amount of money is no insult': '$45 4$$',
  }),
  ...cases(folded('leet')('asshole'), { 'a row of signs before a letter': '⟦@$$hole⟧ ⟦@$$h0l3⟧ ⟦a$$ho|e⟧' }),
  ...cases(folded('leet')('shit'), { 'a call for a letter': '⟦sh!t⟧ ⟦$h!+⟧ ⟦5hi7⟧ ⟦sh|t⟧' }),
  ...cases(folded('leet')('zebb'), { '2 is z, 3 is e, 8 is b': '⟦2e8b⟧ ⟦z3b8⟧' }),
  ...cases(folded('leet')('gig'), { '6 and 9 are g': '⟦6ig⟧ ⟦gi9⟧ ⟦9i6⟧' }),
  ...cases(folded('leet')('1000'), { 'a number is found as a number': '⟦1000⟧ looo 1ooo' }),
  ...cases(folded('leet')('2b'), { 'a word with one letter needs one in the text': '⟦2b⟧ ⟦zb⟧ 28 ⟦z8⟧' }),
  ...cases(folded('leet', 'width')('shit'), { 'leet in full width': '⟦ｓｈ１ｔ⟧ ⟦５h1t⟧' }),
  ...cases(folded('leet', 'width', 'case')('ASS'), { 'circled letters are letters': '⟦ⒶⓈⓈ⟧ ⟦Ⓐ55⟧' }),
  ...cases(folded('case', 'width')('ass'), { 'without `leet` digits are digits': 'a55 @ss a$$' }),
]

const invisible = folded('invisible')

const INVISIBLE: Case[] = [
  ...cases(invisible('word'), {
    'a zero-width space': 'a⟦w\u200bo\u200brd⟧',
    'a soft hyphen': '⟦wo\u00adrd⟧',
    'a byte-order mark': '⟦w\ufefford⟧',
    'joiners and directions': '⟦w\u200do\u202er\u2060d⟧',
    'a control character': '⟦wo\u0007rd⟧ ⟦wo\0rd⟧',
    'a combining accent': '⟦wo\u0301rd⟧',
    'accents heaped on each letter': '⟦w\u0337\u0302\u0361o\u0489\u0301r\u20ddd⟧'.replace('\u0489', '\u0337'),
    'a variation selector': '⟦wo\ufe0frd⟧',
    'a selector of two code units': '⟦wo\u{e0101}rd⟧',
    'tag characters': '⟦w\u{e0041}\u{e0042}ord⟧',
    'a filler that is called a letter': '⟦wo\u3164rd⟧ ⟦wo\u115frd⟧',
    'what is before the first letter is not in the match': '\u200b⟦word⟧',
    'nor what is after the last': '⟦word⟧\u200b\u0301x',
    'a blank is white space and not invisible': 'wo rd wo\trd wo\nrd',
    'as many as may be': `⟦wo${'\u200b'.repeat(64)}rd⟧`,
    'one too many ends the word': `wo${'\u200b'.repeat(65)}rd`,
    'after too many of them, a new word begins': `wo${'\u200b'.repeat(90)}⟦word⟧`,
    'two code units count twice': `⟦wo${'\u{e0101}'.repeat(32)}rd⟧ wo${'\u{e0101}'.repeat(33)}rd`,
    'each gap counts anew': `⟦w${'\u200b'.repeat(60)}o${'\u200b'.repeat(60)}rd⟧`,
  }),
  ...cases(invisible('w\u200bord'), { 'invisible characters in the word count for nothing': '⟦word⟧ ⟦w\u200bo\u200brd⟧' }),
  ...cases(folded('case')('word\u{e0101}'), { 'a selector of two code units at the end of a word is no part of it': '⟦word⟧' }),
  ...cases(folded('case')('word'), { 'without `invisible` they are letters': 'w\u200bord wo\u0301rd' }),
  ...cases(folded('case')('w\u200bord'), { 'without `invisible` a word with one is found with one': '⟦w\u200bord⟧ word' }),
  ...cases(invisible('赌博'), { 'in Chinese, too': '⟦赌\u200b博⟧ ⟦赌\ufe00博⟧' }),
  ...cases(invisible('🔞'), { 'an emoji with a selector': '⟦🔞⟧\ufe0f' }),
  ...cases(invisible('❤️'), { 'the selector in a word counts for nothing': '⟦❤⟧\ufe0f ⟦❤⟧' }),
]

const marked = folded('markup')

const MARKUP: Case[] = [
  ...cases(marked('forbidden'), {
    'bold within a word': 'is ⟦for**bid**den⟧ here',
    'code and struck-out text within a word': '⟦for`bid`den⟧ ⟦for~~bid~~den⟧ ⟦f*orbidde*n⟧',
    'what stands around the word is not in the match': '**⟦forbidden⟧** *⟦for**bidden⟧***',
    'a mark at each letter': '⟦f*o*r*b*i*d*d*e*n⟧',
    'an underscore is shown within a word': 'for__bid__den for_bid_den',
    'a blank is shown': 'for** bid**den',
    'as many marks as may be': `⟦for${'*'.repeat(64)}bidden⟧`,
    'one too many is no emphasis': `for${'*'.repeat(65)}bidden`,
  }),
  ...cases(list(['word'], { foldings: ['markup'], wholeWords: true }), {
    'the boundary of a word is seen through marks': '**⟦word⟧** pass**word** word**s** `⟦w**or**d⟧`',
  }),
  ...cases(marked('f**k'), { 'a word with a mark within needs one': '⟦f**k⟧ ⟦f*k⟧ fk' }),
  ...cases(list(['f**k', 'fk'], { foldings: ['markup'] }), {
    'beside the same word without marks, the rule that was given first': ['⟦f**k⟧ ⟦f*k⟧ ⟦fk⟧', 'f**k', 'f**k', 'fk'],
  }),
  ...cases(marked('word*'), { 'marks at the ends of a word are no part of it': '⟦word⟧ ⟦word⟧* ⟦wo*rd⟧' }),
  ...cases(list(['f***', 'a', 'other']), { 'hardly a letter beside marks is no word': ['f*** f ⟦a⟧', 'a'] }),
  ...cases(list(['法*轮*功'], { foldings: ['markup', 'inserted'] }), { 'in a Chinese word they count for nothing': '⟦法轮功⟧ ⟦法*轮功⟧' }),
  ...cases(list(['法*轮*功'], { foldings: ['markup'] }), { 'nor do they without `inserted`, but one must be there': '法轮功 ⟦法*轮功⟧' }),
  ...cases(list(['bid'], { foldings: ['markup'], exceptions: ['**for**bidden', 'unbidden'] }), {
    'an exception may have marks, and lie beneath others': '**for**bidden un**bid**den ⟦b*id⟧',
  }),
  ...cases(folded('case')('forbidden'), { 'without `markup` they are letters': 'for**bid**den' }),
  ...cases(folded('markup', 'inserted')('word'), { 'spelled out with stars, as ever': '*⟦w*o*r*d⟧* ⟦w-o-r-d⟧ w-o*-r-d' }),
  ...cases(folded('markup', 'inserted')('赌博'), { 'in Chinese they count among what is invisible': `⟦赌**博⟧ ⟦赌${'*'.repeat(64)}博⟧` }),
  ...cases(folded('markup', 'leet')('shit'), { 'a sign for a letter is one beside marks': '**⟦$**h!t⟧ ⟦s*h*!*t⟧' }),
]

const inserted = folded('inserted')

const INSERTED: Case[] = [
  ...cases(inserted('赌博'), {
    'a full stop in Chinese': '⟦赌.博⟧ ⟦赌。博⟧ ⟦赌·博⟧',
    'blanks in Chinese': '⟦赌 博⟧ ⟦赌\u3000博⟧ ⟦赌\n博⟧',
    'several signs': '⟦赌*_-*博⟧',
    'an emoji': '⟦赌🎲博⟧ ⟦赌🎲🎲🎲🎲博⟧ 赌🎲🎲🎲🎲🎲博',
    'as many signs as may be': '⟦赌........博⟧',
    'one too many is a new sentence': '赌.........博',
    'after too many, a new word begins': '赌............⟦赌博⟧',
    'a sign before and after stays': '…⟦赌博⟧…',
    'a letter is no sign': '赌a博 赌1博 赌的博',
    'both leet signs and others': '⟦赌!博⟧ ⟦赌$博⟧ ⟦赌|博⟧',
    'quotation marks': '“⟦赌”“博⟧”',
  }),
  ...cases(folded('inserted', 'leet')('赌博'), {
    'leet signs away from Latin are signs': '⟦赌!博⟧ ⟦赌@博⟧ ⟦赌$博⟧ ⟦赌+博⟧ ⟦赌|博⟧',
    'a leet sign beside Latin is a letter': '赌!a博',
  }),
  ...cases(inserted('， ，'), { 'blanks in a row are one, also where a blank is in a word of signs': '了⟦，  ，⟧ ⟦， ，⟧，' }),
  ...cases(folded('inserted', 'leet')('！ ！！'), {
    'a word of leet signs, away from Latin and beside it': '了⟦！  ！！⟧ 好！！ ⟦！ ！！⟧ ok⟦！ ！！⟧',
  }),
  ...cases(folded('inserted', 'invisible')('赌博'), {
    'signs and invisible ones in one gap': '⟦赌\u200b.\u200b 博⟧',
    'the last letter counts, through what is invisible': '⟦赌\u200b。博⟧',
    'each kind has its own bound': `⟦赌${'\u200b.'.repeat(8)}博⟧ 赌${'\u200b.'.repeat(9)}博`,
    'too many invisible ones': `⟦赌.${'\u200b'.repeat(64)}博⟧ 赌.${'\u200b'.repeat(65)}博`,
  }),
  ...cases(inserted('赌。博'), { 'signs in a Chinese word count for nothing': '⟦赌博⟧ ⟦赌-博⟧' }),
  ...cases(inserted('加微信'), { 'every gap': '⟦加 微 信⟧ ⟦加*微*信⟧ ⟦加微  信⟧' }),
  ...cases(inserted('バカ'), { 'between kana': '⟦バ・カ⟧ ⟦バ カ⟧' }),
  ...cases(inserted('ラーメン'), { 'after the long-vowel mark, too': '⟦ラー・メン⟧' }),
  ...cases(inserted('바보'), { 'Korean has spaces between words: nothing is passed over': '바 보 ⟦바보⟧' }),
  ...cases(inserted('加QQ群'), { 'after Latin within a Chinese word nothing is passed over': '⟦加 QQ群⟧ 加QQ 群' }),
  ...cases(inserted('bad day'), {
    'a run of white space is one blank': '⟦bad day⟧ ⟦bad   day⟧ ⟦bad\n\tday⟧ ⟦bad\u00a0day⟧ ⟦bad\u3000day⟧',
    'a blank and a comma are two signs': 'bad, day bad ,day',
    'no blank is no blank': 'badday',
  }),
  ...cases(folded('case')('bad day'), { 'without `inserted` a run of white space is a run': '⟦bad day⟧ bad  day bad\tday' }),
  ...cases(inserted('bad'), { 'nothing is passed over in Latin': 'b.ad b ad b.a.d ba d' }),
  ...cases(folded('case')('赌博'), { 'without `inserted` a sign is a letter': '赌.博 赌 博' }),
  ...cases(folded('case')('赌.博'), { 'without `inserted` a word with a sign needs it': '⟦赌.博⟧ 赌博 赌。博' }),
  ...cases(inserted('c++'), { 'signs after Latin are letters of the word': '⟦c++⟧ c+ c-- c' }),
  ...cases(inserted('t.me/'), { 'an address is found as it stands': 'https://⟦t.me/⟧abc t me' }),
  ...cases(inserted('...'), { 'a word of nothing but signs': 'a⟦...⟧b' }),
]

const SPELLED: Case[] = [
  ...cases(inserted('word'), {
    'spelled with hyphens': 'a ⟦w-o-r-d⟧!',
    'spelled with blanks': '⟦w o r d⟧',
    'spelled with stars': '*⟦w*o*r*d⟧*',
    'an emoji of two code units is no single sign': 'w🔥o🔥r🔥d',
    'two different signs': 'w-o.r-d',
    'a sign is missing': 'w-or-d wo-r-d',
    'two signs at a time': 'w--o--r--d',
    'two blanks at a time': 'w  o  r  d',
    'capitals are other letters without `case`': 'W-O-R-D',
    'again and again': '⟦w-o-r-d⟧-⟦w-o-r-d⟧',
    'after a false start of itself': 'w-o-⟦w-o-r-d⟧',
    'and as it is': '⟦word⟧ ⟦w.o.r.d⟧ ⟦word⟧',
  }),
  ...cases(folded('inserted', 'invisible')('word'), {
    'spelled out, with nothing invisible between': '⟦w-o-r-d⟧ w\u200b-o-r-d w-\u200bo-r-d',
  }),
  ...cases(inserted('bad'), { 'three letters are too few': 'b-a-d' }),
  ...cases(list(['word', 'b'], { foldings: ['inserted'] }), {
    'what comes after it in a long row is not lost': ['x-⟦w-o-r-d⟧-⟦b⟧-a-⟦b⟧', 'word', 'b', 'b'],
  }),
  ...cases(inserted('a1b2'), { 'digits may be spelled out': '⟦a-1-b-2⟧' }),
  ...cases(inserted('badday'), { 'the whole word or nothing': 'b-a-dday ⟦b.a.d.d.a.y⟧' }),
  ...cases(inserted('bad day'), { 'a word with a blank is not spelled out': 'b-a-d- -d-a-y' }),
  ...cases(inserted('дура'), { 'Cyrillic may be spelled out': '⟦д.у.р.а⟧' }),
  ...cases(folded('case')('word'), { 'not without `inserted`': 'w-o-r-d w o r d' }),
  ...cases(folded('inserted', 'case', 'leet')('shit'), { 'spelled out and leet': '⟦S-H-1-T⟧ ⟦5.h.i.t⟧' }),
]

const TOGETHER: Case[] = [
  ...cases(list(['fuck']), {
    'all at once': '⟦Ｆ\u200bＵ\u0301С\u00adΚ⟧',
    'spelled in capitals of another script': '⟦F.U.С.К⟧',
    'nothing of it': 'f, u see kay',
  }),
  ...cases(list(['赌博网站']), {
    'all at once, in Chinese': '去⟦賭\u200b。博 網|站⟧玩',
    'a sentence between': '赌博。这是一个网站',
  }),
  ...cases(list(['qq123']), { 'an account in full width': '⟦ＱＱ１２３⟧ ⟦QQ１２３⟧' }),
]

export const FOLDING_CASES: readonly Case[] = [...LETTERS, ...INVISIBLE, ...MARKUP, ...INSERTED, ...SPELLED, ...TOGETHER]
