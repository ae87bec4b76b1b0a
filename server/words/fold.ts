/**
 * Which letter a character is, for a set of foldings. Characters that a chain of foldings joins are one letter, named by one of them, a code
 * unit; so a letter is a number below 65,536, and the order of foldings plays no part. A fold is made once for each set and shared by all lists.
 */

import { INVISIBLE, kindOf, MARK, SIGN, unitKinds, WHITE } from './characters.ts'
import { joinedCharacters, plainForms } from './joined.ts'
import { FOLDINGS, type Folding } from './rule.ts'

/** What is no plain letter has one of these in `Fold.units` and `Fold.astral`. Every letter is larger than the last. */
export const IS_INVISIBLE = 1
export const IS_SIGN = 2
/** A sign that looks like a letter: it is one beside Latin only. */
export const IS_LEET = 3
/** First half of a surrogate pair. */
export const IS_HIGH = 4
/** Several letters. */
export const IS_SEVERAL = 5
/** Only in a language's `plain`: a sign that is a letter everywhere, and no word by itself. */
export const IS_OWN_SIGN = 6
export const LAST_SPECIAL = 6

export const SPACE = 0x20

export type Fold = {
  /** By code unit: its letter, or what it is instead. */
  units: Uint16Array
  /** By code unit: the letter that it is where it is one. */
  letters: Uint16Array
  /** For code units of `IS_LEET`: the letter that they are away from Latin, where signs are letters. */
  signs: ReadonlyMap<number, number>
  /** By code point above 65,535, where it is not simply its two halves. */
  astral: ReadonlyMap<number, number>
  several: ReadonlyMap<number, readonly number[]>
  /** Signs may be passed over. */
  inserted: boolean
  /** Kinds of characters that are not seen, and are passed over anywhere. */
  unseen: number
  /** Digits and signs may stand for letters, so that a match needs a letter where its word has one. */
  standIns: boolean
}

const folds = new Map<string, Fold>()

/** The same for every order of the foldings. */
export const foldKey = (foldings: readonly Folding[]): string => FOLDINGS.filter((folding) => foldings.includes(folding)).join(' ')

export function foldOf(foldings: readonly Folding[]): Fold {
  const key = foldKey(foldings)
  let fold = folds.get(key)
  if (!fold) folds.set(key, (fold = makeFold(new Set(foldings))))
  return fold
}

function makeFold(on: ReadonlySet<Folding>): Fold {
  const kinds = unitKinds()
  const unseen = (on.has('invisible') ? INVISIBLE : 0) | (on.has('markup') ? MARK : 0)
  const nameOf = joinedCharacters(on)
  const forms = on.has('width') ? plainForms() : undefined
  const letters = new Uint16Array(65_536)
  const units = new Uint16Array(65_536)
  const signs = new Map<number, number>()
  const several = new Map<number, readonly number[]>()
  for (const [unit, form] of forms?.several ?? [])
    several.set(
      unit,
      Array.from(form, (letter) => nameOf(letter.charCodeAt(0))),
    )

  /** The letter that this sign is away from Latin, if it is another one than beside it. */
  const otherLetter = (unit: number, letter: number): number | undefined => {
    const form = forms?.single.get(unit) ?? unit
    const isLetterByForm = ((kinds[form] as number) & SIGN) === 0
    const isLetter = ((kinds[letter] as number) & SIGN) === 0
    return isLetter && !isLetterByForm ? form : undefined
  }

  for (let unit = 0; unit < 65_536; unit += 1) {
    const kind = kinds[unit] as number
    const letter = nameOf(unit)
    units[unit] = letters[unit] = letter
    if (kind & unseen) units[unit] = IS_INVISIBLE
    else if (kind & INVISIBLE) continue
    else if (several.has(unit)) units[unit] = IS_SEVERAL
    else if (unit >= 0xd8_00 && unit <= 0xdb_ff) units[unit] = IS_HIGH
    else if (kind & WHITE) {
      if (on.has('inserted')) {
        units[unit] = IS_SIGN
        letters[unit] = SPACE
      }
    } else if (kind & SIGN) {
      const other = otherLetter(unit, letter)
      if (other !== undefined) {
        units[unit] = IS_LEET
        signs.set(unit, other)
      } else if (on.has('inserted') && (kinds[letter] as number) & SIGN) units[unit] = IS_SIGN
    }
  }
  return {
    units,
    letters,
    signs,
    astral: astralLetters(on, nameOf),
    several,
    inserted: on.has('inserted'),
    unseen,
    standIns: on.has('leet') || on.has('confusable'),
  }
}

/** Where signs and invisible characters above 65,535 are. */
const ASTRAL_KINDS = [
  [0x1_00_00, 0x1_ff_ff],
  [0xe_00_00, 0xe_0f_ff],
] as const

function astralLetters(on: ReadonlySet<Folding>, nameOf: ReturnType<typeof joinedCharacters>): Map<number, number> {
  const letters = new Map<number, number>()
  for (const codePoint of nameOf.astral) letters.set(codePoint, nameOf(codePoint))
  if (!on.has('invisible') && !on.has('inserted')) return letters
  for (const [from, to] of ASTRAL_KINDS) {
    for (let codePoint = from; codePoint <= to; codePoint += 1) {
      const kind = kindOf(codePoint)
      if (kind & INVISIBLE && on.has('invisible')) letters.set(codePoint, IS_INVISIBLE)
      else if (kind & SIGN && on.has('inserted') && !letters.has(codePoint)) letters.set(codePoint, IS_SIGN)
    }
  }
  return letters
}
