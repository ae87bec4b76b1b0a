/**
 * Reads a word as a row of letters. `scan.ts` reads texts by the same rules, one character at a time and carried over from piece to piece.
 */

import { CJK, IN_WORD, INVISIBLE, kindOf, LETTER, MARK, SIGN, unitKinds, WHITE } from './characters.ts'
import { IS_HIGH, IS_INVISIBLE, IS_LEET, IS_SEVERAL, IS_SIGN, LAST_SPECIAL, SPACE, type Fold } from './fold.ts'
import { LEAST_SPELLED, MOST_INSERTED, MOST_INVISIBLE } from './rule.ts'

/** Signs that are letters everywhere, since a word consists of signs only: code points. */
export type OwnSigns = ReadonlySet<number>

export type ReadWord = {
  /** As a string of letters. */
  letters: string
  /** Begins, ends with a letter or digit of a script that has spaces. */
  opens: boolean
  closes: boolean
  hasLetter: boolean
  /** Has a mark of Markdown between two letters, where it counts for nothing in a text. */
  marked: boolean
  /** Can be found with a sign between all of its letters. */
  spellable: boolean
}

/** Signs in a row that may still be letters for the sake of what comes after them. */
const LONGEST_ROW = 8

/**
 * Whether what follows makes a letter of the sign at `index` that looks like one: after it, or after a row of such signs, a letter or digit of a script with spaces.
 * `undefined` when the text ends first and may go on.
 */
export function isBeforeLatin({ units }: Fold, { text, final }: { text: string; final: boolean }, index: number): boolean | undefined {
  for (let next = index + 1; next <= index + LONGEST_ROW; next += 1) {
    if (next >= text.length) return final ? false : undefined
    const unit = text.charCodeAt(next)
    if (units[unit] !== IS_LEET && units[unit] !== IS_INVISIBLE) return isInWord(unit)
  }
  return false
}

/** Signs after Han, kana and Bopomofo are passed over: `last` and the one before it are letters. */
export function passesSigns(last: number, before: number): boolean {
  if ((unitKinds()[last] as number) & CJK) return true
  // Ideographs above 65,535 are two letters; their first halves are these.
  return last >= 0xdc_00 && last <= 0xdf_ff && before >= 0xd8_40 && before <= 0xd8_ff
}

export function readWord(fold: Fold, ownSigns: OwnSigns, word: string): ReadWord | undefined {
  const plain = plainLettersOf(fold, word)
  const { letters, marked } = plain === undefined ? lettersOf(fold, ownSigns, word) : { letters: plain, marked: false }
  if (letters === '') return undefined
  return {
    letters,
    marked,
    opens: isInWord(letters.charCodeAt(0)),
    closes: isInWord(letters.charCodeAt(letters.length - 1)),
    hasLetter: hasLetterIn(word),
    spellable: fold.inserted && letters.length >= LEAST_SPELLED && isAllInWord(letters),
  }
}

export function isAllInWord(letters: string): boolean {
  for (let index = 0; index < letters.length; index += 1) if (!isInWord(letters.charCodeAt(index))) return false
  return true
}

/** As nearly all words are: each character a letter, whatever stands around it. */
function plainLettersOf({ units }: Fold, word: string): string | undefined {
  let isAsItIs = true
  for (let index = 0; index < word.length; index += 1) {
    const unit = word.charCodeAt(index)
    const letter = units[unit] as number
    if (letter <= LAST_SPECIAL) return undefined
    if (letter !== unit) isAsItIs = false
  }
  return isAsItIs ? word : word.replace(/[^]/g, (character) => String.fromCharCode(units[character.charCodeAt(0)] as number))
}

/** No letters when so much is passed over between two of them that no text can hold the word. */
function lettersOf(fold: Fold, ownSigns: OwnSigns, word: string): Pick<ReadWord, 'letters' | 'marked'> {
  const letters: number[] = []
  let signs = 0
  let invisible = 0
  let [marked, isMarkedHere] = [false, false]
  const add = (letter: number): void => {
    letters.push(letter)
    signs = invisible = 0
    marked ||= isMarkedHere
  }
  for (let index = 0; index < word.length; index += 1) {
    const codePoint = word.codePointAt(index) ?? 0
    let value = fold.units[word.charCodeAt(index)] as number
    const at = index
    if (value === IS_HIGH) {
      if (codePoint > 65_535) index += 1
      value = fold.astral.get(codePoint) ?? IS_HIGH
    }
    const isLeet = value === IS_LEET && (isInWord(letters.at(-1) ?? 0) || isBeforeLatin(fold, { text: word, final: true }, at) === true)
    if (value === IS_INVISIBLE) {
      invisible += index - at + 1
      // Between Chinese letters it is one of the signs that are passed over anyway.
      if (kindOf(codePoint) & MARK && letters.length > 0 && !(fold.inserted && passesSigns(letters.at(-1) ?? 0, letters.at(-2) ?? 0)))
        isMarkedHere = true
    } else if (value === IS_SEVERAL) for (const letter of fold.several.get(codePoint) ?? []) add(letter)
    else if (isLeet) add(fold.letters[codePoint] as number)
    else if (value === IS_SIGN || value === IS_LEET) {
      const last = letters.at(-1) ?? 0
      const isRun = last === SPACE && fold.letters[codePoint] === SPACE
      const passed = fold.inserted && (isRun || (!ownSigns.has(codePoint) && passesSigns(last, letters.at(-2) ?? 0)))
      if (passed) signs += index - at + 1
      else if (codePoint > 65_535) addHalves(codePoint, add)
      else add(value === IS_LEET ? (fold.signs.get(codePoint) ?? codePoint) : (fold.letters[codePoint] as number))
    } else if (value === IS_HIGH) {
      if (codePoint > 65_535) addHalves(codePoint, add)
      else add(codePoint)
    } else add(value)
    if (signs > MOST_INSERTED || invisible > MOST_INVISIBLE) return { letters: '', marked }
  }
  return { letters: String.fromCharCode.apply(undefined, letters), marked }
}

function hasLetterIn(word: string): boolean {
  for (const character of word) if (kindOf(character.codePointAt(0) ?? 0) & LETTER) return true
  return false
}

const isInWord = (letter: number): boolean => ((unitKinds()[letter] as number) & IN_WORD) !== 0

function addHalves(codePoint: number, add: (letter: number) => void): void {
  for (const half of String.fromCodePoint(codePoint).split('')) add(half.charCodeAt(0))
}

const isSignOrUnseen = (codePoint: number): boolean => (kindOf(codePoint) & (SIGN | INVISIBLE)) !== 0

/** The signs of a word of nothing but signs. White space and invisible characters at its ends are no part of a word. */
export function signsOf(word: string): number[] {
  if (!isSignOrUnseen(word.codePointAt(0) ?? 0)) return []
  const codePoints = Array.from(word, (character) => character.codePointAt(0) ?? 0)
  const kinds = codePoints.map(kindOf)
  return kinds.every((kind) => kind & (SIGN | INVISIBLE)) ? codePoints.filter((_, index) => (kinds[index] as number) & SIGN) : []
}

export function trimmed(word: string): string {
  // From the middle of a pair, `codePointAt` answers its second half, and from its beginning all of it.
  const last = /[\udc00-\udfff]$/.test(word) ? word.length - 2 : word.length - 1
  if (!isSignOrUnseen(word.codePointAt(0) ?? 0) && !isSignOrUnseen(word.codePointAt(last) ?? 0)) return word
  const characters = Array.from(word)
  const isEdge = (character: string | undefined): boolean =>
    character !== undefined && (kindOf(character.codePointAt(0) ?? 0) & (WHITE | INVISIBLE)) !== 0
  while (isEdge(characters.at(-1))) characters.pop()
  while (isEdge(characters[0])) characters.shift()
  return characters.join('')
}
