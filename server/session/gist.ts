/**
 * One turn in one line, without a model: how it begins, and the numbers, dates, addresses and names of the rest. The same turn always gives the
 * same line.
 */

import { wholeCharacters } from '../../shared/text.ts'
import type { SaidTurn } from './session-context.ts'

const OPENING_UNITS = 200
const MOST_FACTS = 6

/** What a later question may be about, and what nobody can guess. */
const FACTS = new RegExp(
  [
    // An e-mail or a web address.
    String.raw`[\w.+-]+@[\w-]+\.[\w.-]+\w`,
    String.raw`https?://[^\s<>"')\]]+`,
    // An amount, a date, an order's number: what has a digit in it.
    String.raw`[€$£¥]?\p{Script=Latin}*[\p{Script=Latin}\p{N}:.,/_#-]*\p{Nd}[\p{Script=Latin}\p{N}:.,/_-]*(?:\s?[年月日号点元块%€]|(?<=[\w%€年月日号点元块]))`,
    // What is quoted, and a name of two words or more.
    String.raw`[“「『《"][^”」』》"\n]{1,40}[”」』》"]`,
    String.raw`\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+)+`,
  ].join('|'),
  'gu',
)

/** Up to the last end of a sentence that fits; without one, up to the last space. */
function openingOf(text: string): string {
  if (text.length <= OPENING_UNITS) return text
  const head = text.slice(0, wholeCharacters(text, OPENING_UNITS))
  const sentence = Math.max(...['. ', '! ', '? ', '。', '！', '？'].map((end) => head.lastIndexOf(end))) + 1
  const end = sentence > OPENING_UNITS / 3 ? sentence : head.lastIndexOf(' ')
  return `${(end > OPENING_UNITS / 3 ? head.slice(0, end) : head).trimEnd()}…`
}

export function gistOf({ role, text }: Pick<SaidTurn, 'role' | 'text'>): string {
  const line = text.replace(/\s+/g, ' ').trim()
  const opening = openingOf(line)
  const rest = line.slice(opening.length - 1)
  const facts = opening === line ? [] : [...new Set(rest.match(FACTS))].filter((fact) => !opening.includes(fact)).slice(0, MOST_FACTS)
  return `${role}: ${[opening, ...facts].join(' ')}`
}
