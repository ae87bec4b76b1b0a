/**
 * What kind of thing a character is, by Unicode. One table for all lists, made when first asked for.
 */

/** A letter, mark or digit of a script that has spaces between words. */
export const IN_WORD = 1
/** Han, kana or Bopomofo: signs after it are passed over. */
export const CJK = 2
/** Punctuation, symbol, white space. */
export const SIGN = 4
export const INVISIBLE = 8
export const LETTER = 16
export const WHITE = 32
/** A sign by which Markdown marks text, within words too, and does not show it. */
export const MARK = 128

const NO_SPACES = ['Han', 'Hiragana', 'Katakana', 'Bopomofo', 'Hangul', 'Thai', 'Lao', 'Khmer', 'Myanmar', 'Tibetan']
const isWhite = /\s/u
/** The tatweel makes an Arabic word longer and means nothing. */
const isInvisible = /[\u0640\p{Default_Ignorable_Code_Point}\p{Cf}\p{Me}\p{Script=Inherited}]/u
const isControl = /\p{Cc}/u
const isSign = /[\p{P}\p{S}\p{Z}]/u
const isMark = /[*`~]/
const isLetter = /\p{L}/u
const isWordPart = /[\p{L}\p{M}\p{N}]/u
const isCjk = /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Bopomofo}]/u
const isWithoutSpaces = new RegExp(`[${NO_SPACES.map((script) => String.raw`\p{scx=${script}}`).join('')}]`, 'u')

function kindByUnicode(character: string): number {
  if (character !== '\uFEFF' && isWhite.test(character)) return SIGN | WHITE
  if (isInvisible.test(character) || isControl.test(character)) return INVISIBLE
  // Circled letters are symbols and Roman numerals are numbers, but letters to who reads them.
  const letter = isLetter.test(character + character.normalize('NFKC')) ? LETTER : 0
  if (isSign.test(character)) return letter | SIGN | (isMark.test(character) ? MARK : 0)
  if (!isWordPart.test(character)) return 0
  if (isCjk.test(character)) return letter | CJK
  return isWithoutSpaces.test(character) ? letter : letter | IN_WORD
}

let kinds: Uint8Array | undefined

/** Kinds of all code units; surrogates have none. */
export function unitKinds(): Uint8Array {
  if (!kinds) {
    kinds = new Uint8Array(65_536)
    for (let unit = 0; unit < 65_536; unit += 1)
      if (unit < 0xd8_00 || unit > 0xdf_ff) kinds[unit] = kindByUnicode(String.fromCharCode(unit))
  }
  return kinds
}

export function kindOf(codePoint: number): number {
  return codePoint < 65_536 ? (unitKinds()[codePoint] as number) : kindByUnicode(String.fromCodePoint(codePoint))
}
