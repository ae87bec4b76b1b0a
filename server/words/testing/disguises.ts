/** Ways in which people hide a word from a filter, by chance: each gives the same word in another dress. */

import { sameLetter } from './same-letter.ts'

type Below = (below: number) => number
export type Disguise = (word: string, below: Below) => string

const INVISIBLE = [
  '\u200b',
  '\u200c',
  '\u200d',
  '\u2060',
  '\ufeff',
  '\u00ad',
  '\u202e',
  '\ufe0f',
  '\u0301',
  '\u0336',
  '\u{e0101}',
  '\u3164',
]
const SIGNS = ['.', '-', '*', '_', '·', '~', ',', '/', ' ', '。', '、', '…', '=', '^', '“', '！', '🎲']
const MARKS = ['*', '**', '***', '`', '~~']
const BETWEEN = ['.', '-', '*', '_', ' ', '~', ',', '·', '/']
const LEET: Record<string, string> = { o: '0', i: '1!|', l: '1|', z: '2', e: '3', a: '4@', s: '5$', g: '69', t: '7+', b: '8' }

const among = <Item>(items: ArrayLike<Item>, below: Below): Item => {
  const chosen = items[below(items.length)]
  if (chosen === undefined) throw new Error('nothing to choose from')
  return chosen
}

/** Each character or none, but at least one: a disguise that changes nothing is none. */
function changed(word: string, below: Below, other: (character: string) => string): string {
  const characters = Array.from(word)
  const can = characters.flatMap((character, index) => (other(character) === character ? [] : [index]))
  if (can.length === 0) return word
  const surely = among(can, below)
  return characters.map((character, index) => (index === surely || below(2) === 0 ? other(character) : character)).join('')
}

const inGaps = (word: string, filling: () => string): string => Array.from(word).join('\u0000').replaceAll('\u0000', filling)
const several = (items: readonly string[], most: number, below: Below): string =>
  Array.from({ length: below(most + 1) }, () => among(items, below)).join('')

const fullWidth = (character: string): string =>
  /[!-~]/.test(character) ? String.fromCharCode(character.charCodeAt(0) + 0xfee0) : character
const circled = (character: string): string =>
  /[a-z]/.test(character) ? String.fromCharCode(character.charCodeAt(0) - 0x61 + 0x24d0) : character
const mathematical = (character: string): string =>
  /[a-z]/.test(character) ? String.fromCodePoint(character.charCodeAt(0) - 0x61 + 0x1d5ba) : character

/** Look-alikes that are letters; signs among them are read as letters beside Latin only. */
function lookAlike(character: string, below: Below): string {
  const circle = [...sameLetter(['confusable']).circle(character)].filter((one) => /\p{L}/u.test(one))
  return circle.length > 0 ? among(circle, below) : character
}

/** A word of digits and signs alone is a number: one letter stays. */
function leet(word: string, below: Below): string {
  const stays = below(word.length)
  return word
    .split('')
    .map((letter, index) => (index === stays || below(3) === 0 ? letter : among(LEET[letter] ?? letter, below)))
    .join('')
}

function traditional(word: string, below: Below): string {
  return changed(word, below, (character) => {
    const circle = [...sameLetter(['traditional']).circle(character)].filter((one) => one !== character)
    return circle.length > 0 ? (circle[0] ?? character) : character
  })
}

const capitals: Disguise = (word, below) => changed(word, below, (letter) => letter.toUpperCase())
const width: Disguise = (word, below) => changed(word, below, among([fullWidth, circled, mathematical], below))
const confusable: Disguise = (word, below) => changed(word, below, (character) => lookAlike(character, below))
const invisible: Disguise = (word, below) => inGaps(word, () => several(INVISIBLE, 3, below))
const inserted: Disguise = (word, below) => inGaps(word, () => several(SIGNS, 3, below))
const markup: Disguise = (word, below) => inGaps(word, () => several(MARKS, 1, below))
const spelled: Disguise = (word, below) =>
  inGaps(
    word,
    (
      (sign) => () =>
        sign
    )(among(BETWEEN, below)),
  )

const one =
  (...disguises: Disguise[]): Disguise =>
  (word, below) =>
    disguises.reduce((dressed, disguise) => disguise(dressed, below), word)

/** Of words in Latin letters, and what may be combined there. */
export const LATIN: Record<string, Disguise> = {
  capitals,
  width,
  invisible,
  confusable,
  leet,
  spelled,
  markup,
  'capitals, width': one(capitals, width),
  'leet, capitals': one(leet, capitals),
  'leet, invisible': one(leet, (word, below) => inGaps(word, () => (below(2) === 0 ? '\u0301' : ''))),
  'confusable, invisible': one(confusable, invisible),
  'capitals, spelled': one(capitals, spelled),
  'leet, markup': one(leet, markup),
}

export const CHINESE: Record<string, Disguise> = {
  traditional,
  invisible,
  inserted,
  'traditional, inserted': one(traditional, inserted),
  'traditional, inserted, invisible': one(traditional, inserted, invisible),
}
