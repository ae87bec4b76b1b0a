/** What stands around and in a match, in the original text. */

import { IN_WORD, INVISIBLE, kindOf, LETTER, MARK, unitKinds } from './characters.ts'
import { MOST_INVISIBLE } from './rule.ts'
import type { Piece } from './language.ts'

/** How far the text before a match may have to be known: to a character that is seen, and what is looked at besides. */
const CONTEXT = MOST_INVISIBLE + 8
const LEAST_CONTEXT = 8

/** From where on the text must be kept for what begins at `place`. */
export function contextOf({ text, base }: Piece, place: number): number {
  const kinds = unitKinds()
  let index = Math.max(0, place - base - LEAST_CONTEXT)
  const least = Math.max(0, place - base - CONTEXT)
  // Half a pair says nothing.
  const isSeen = (kind: number): boolean => kind !== 0 && (kind & (INVISIBLE | MARK)) === 0
  while (index > least && !isSeen(kinds[text.charCodeAt(index)] as number)) index -= 1
  return base + index
}

const isHigh = (unit: number): boolean => unit >= 0xd8_00 && unit <= 0xdb_ff
const isLow = (unit: number): boolean => unit >= 0xdc_00 && unit <= 0xdf_ff

/** No word goes on before this place: the last character that is of none of these kinds is no letter or digit of a script with spaces. */
export function isBoundaryBefore({ text, base }: Piece, place: number, unseen: number): boolean {
  const first = place - base
  for (let index = first - 1; index >= 0; index -= 1) {
    const unit = text.charCodeAt(index)
    let kind = unitKinds()[unit] as number
    if (isLow(unit) && index > 0 && isHigh(text.charCodeAt(index - 1))) {
      index -= 1
      kind = kindOf(text.codePointAt(index) ?? 0)
    }
    if ((kind & unseen) === 0) return (kind & IN_WORD) === 0
    if (first - index > MOST_INVISIBLE) return true
  }
  return true
}

/** No word goes on at this place; `undefined` while that cannot be known. */
export function isBoundaryAt({ text, base, final }: Piece, place: number, unseen: number): boolean | undefined {
  const first = place - base
  let index = first
  while (index < text.length) {
    const unit = text.charCodeAt(index)
    if (isHigh(unit) && index + 1 === text.length && !final) return undefined
    const codePoint = text.codePointAt(index) ?? 0
    const kind = codePoint < 65_536 ? (unitKinds()[codePoint] as number) : kindOf(codePoint)
    if ((kind & unseen) === 0) return (kind & IN_WORD) === 0
    index += codePoint < 65_536 ? 1 : 2
    if (index - first > MOST_INVISIBLE) return true
  }
  return final ? true : undefined
}

export function hasLetter({ text, base }: Piece, start: number, end: number): boolean {
  for (let index = start - base; index < end - base; index += 1) {
    const unit = text.charCodeAt(index)
    if ((unitKinds()[unit] as number) & LETTER) return true
    if (isHigh(unit) && kindOf(text.codePointAt(index) ?? 0) & LETTER) return true
  }
  return false
}

export function hasMark({ text, base }: Piece, start: number, end: number): boolean {
  for (let index = start - base; index < end - base; index += 1) if ((unitKinds()[text.charCodeAt(index)] as number) & MARK) return true
  return false
}
