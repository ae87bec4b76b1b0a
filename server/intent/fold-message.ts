/**
 * A message as the rules and the model read it: small letters, simplified characters, words between single spaces, and of all signs only
 * `.`, `,`, `?` and `!`, which stand as words of their own. Apostrophes are gone (`dont`), common shorthand is written out (`u`, `pls`), and a word
 * one slip away from one that matters here is that word.
 */

import { TRADITIONAL_PAIRS } from '../words/tables/traditional.ts'
import { KEY_WORDS, NEAR_WORDS, SHORTHAND } from './key-words.ts'

/** Who writes at length says what it is about first, and what is wanted last. */
const HEAD_UNITS = 600
const TAIL_UNITS = 200

const INVISIBLE = /[\p{Cf}\p{Mn}]/gu
/** 转 人 工, 转-人-工: single characters apart are one word. */
const SPREAD_HAN = /(?<!\p{Script=Han})\p{Script=Han}(?:[\s.\-_*·|/+]{1,3}\p{Script=Han}(?!\p{Script=Han}))+/gu
const SPREAD_SIGNS = /[^\p{Script=Han}]/gu
/** Written by ear, and by the wrong key of a pinyin keyboard. */
const HOMOPHONES: readonly [RegExp, string][] = [
  [/[仁仍任人认][公功攻工](?=$|[\s,.!?客服台在吧啊呢坐座])/g, '人工'],
  [/[转专传砖赚][仁仍任人认][公功工宫](?![作程厂业资龄司寓共里交])/g, '转人工'],
  [/(?<![顾乘游旅住])[客克刻][福付附府](?![款费钱])/g, '客服'],
  [/投[述素速]|[头偷]诉/g, '投诉'],
  [/zhuan ?ren ?gong|zhuan ?人工|\bzrg\b/g, '转人工'],
  [/\bren ?gong\b/g, '人工'],
  [/\bke ?fu\b/g, '客服'],
]

export function foldMessage(text: string): string {
  const capped = text.length > HEAD_UNITS + TAIL_UNITS ? `${text.slice(0, HEAD_UNITS)}\n${text.slice(-TAIL_UNITS)}` : text
  let folded = capped.normalize('NFKC').toLowerCase().replace(INVISIBLE, '')
  if (/\p{Script=Han}/u.test(folded)) folded = simplified(folded).replace(SPREAD_HAN, (spread) => spread.replace(SPREAD_SIGNS, ''))
  folded = folded
    .replace(/['’‘`´]/g, '')
    .replace(/([a-z])\1{2,}/g, '$1')
    .replace(/[\n;。；…]/g, '.')
    .replace(/[、:()"“”「」『』《》~]/g, ',')
    .replace(/([.,?!])[\s.,?!]*/g, ' $1 ')
    .replace(/[^\p{L}\p{N}.,?!]+/gu, ' ')
    .replace(/[a-z]+(?:\d[a-z]*)?|\d+/g, (word) => SHORTHAND.get(word) ?? corrected(word))
  for (const [pattern, meant] of HOMOPHONES) folded = folded.replace(pattern, meant)
  return folded.trim()
}

const SIMPLE = new Map<string, string>()
const pairs = Array.from(TRADITIONAL_PAIRS)
for (let at = 0; at + 1 < pairs.length; at += 2) SIMPLE.set(pairs[at] ?? '', pairs[at + 1] ?? '')
// Not in the table: a woman addressed, and Cantonese.
SIMPLE.set('妳', '你').set('喺', '在').set('冇', '没').set('嘅', '的')

const simplified = (text: string): string => text.replace(/\p{Script=Han}/gu, (character) => SIMPLE.get(character) ?? character)

/** Of a word: itself, and itself without any one of its letters. Two words that share one of these are one slip apart (or two letters swapped). */
function* shortenings(word: string): Generator<string> {
  yield word
  for (let at = 0; at < word.length; at += 1) yield word.slice(0, at) + word.slice(at + 1)
}

const KNOWN = new Set([...KEY_WORDS, ...NEAR_WORDS])
const BY_SHORTENING = new Map<string, string[]>()
for (const word of KEY_WORDS)
  for (const short of new Set(shortenings(word))) BY_SHORTENING.set(short, [...(BY_SHORTENING.get(short) ?? []), word])

const SHORTEST_CORRECTED = 4
const LONGEST_CORRECTED = 16

function corrected(word: string): string {
  if (word.length < SHORTEST_CORRECTED || word.length > LONGEST_CORRECTED || KNOWN.has(word)) return word
  for (const short of shortenings(word)) for (const meant of BY_SHORTENING.get(short) ?? []) if (isSlip(word, meant)) return meant
  return word
}

/** One letter too many, missing, wrong, or two neighbours swapped. In a short word only the last: too many words are one letter apart. */
function isSlip(word: string, meant: string): boolean {
  let from = 0
  while (from < word.length && word[from] === meant[from]) from += 1
  let end = 0
  while (end < Math.min(word.length, meant.length) - from && word.at(-1 - end) === meant.at(-1 - end)) end += 1
  const [left, right] = [word.slice(from, word.length - end), meant.slice(from, meant.length - end)]
  if (left.length === 2 && right.length === 2) return left[0] === right[1] && left[1] === right[0]
  return meant.length > SHORTEST_CORRECTED && left.length <= 1 && right.length <= 1
}
