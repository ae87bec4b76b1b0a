/** What counts as text: the rules that widget and server apply alike before a message is sent or accepted. */

import type { ErrorCode } from './errors.ts'
import { LIMITS } from './limits.ts'

/** NUL, or half of a surrogate pair: PostgreSQL, JSON and UTF-8 each break on one of them. */
export const isWellFormed = (value: string): boolean => !/[\0\p{Cs}]/u.test(value)

/** Shows nothing: white space, controls, format and direction marks, whatever Unicode calls ignorable, the blank Braille pattern. */
const INVISIBLE = /^[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u{2800}]*$/u

export const isBlank = (value: string): boolean => INVISIBLE.test(value)

/** Why a customer's text cannot be sent, or `undefined` when it can. */
export function faultOfText(value: string): ErrorCode | undefined {
  if (!isWellFormed(value)) return 'text_invalid'
  if (value.length > LIMITS.messageUnits) return 'text_too_long'
  if (isBlank(value)) return 'text_empty'
  return undefined
}

/** The largest length ≤ `length` that does not cut a surrogate pair in two. */
export const wholeCharacters = (value: string, length: number): number => {
  const last = value.charCodeAt(length - 1)
  return length > 0 && length < value.length && last >= 0xd800 && last <= 0xdbff ? length - 1 : length
}
