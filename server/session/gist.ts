/**
 * One turn in one line, without a model: how it begins, and the numbers, dates, addresses and names of the rest. The same turn always gives the
 * same line.
 */

import { wholeCharacters } from '../../shared/text.ts'
import type { SaidTurn } from './session-context.ts'

const OPENING_UNITS = 200
const MOST_FACTS = 6

/** So much of the rest is looked through. */
const REST_UNITS = 8_000

/** What a later question may be about, and what nobody can guess. Every repetition has an end, so that no text takes long. */
const FACTS = new RegExp(
  [
    // An e-mail or a web address.
    String.raw`[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,63}`,
    String.raw`https?://[^\s<>"')\]]{1,200}`,
    // An amount, a date, an order's number: what has a digit in it.
    String.raw`[€$£¥]?[\p{Script=Latin}\p{N}:.,/_#-]{0,30}\p{Nd}[\p{Script=Latin}\p{N}:.,/_#-]{0,30}\s?[%€元块年月日号点]?`,
    // What is quoted, and a name of two words or more.
    String.raw`[“「『《"][^”」』》"\n]{1,40}[”」』》"]`,
    String.raw`\p{Lu}\p{Ll}{1,30}(?: \p{Lu}\p{Ll}{1,30}){1,4}`,
  ].join('|'),
  'gu',
)

function factsOf(text: string): string[] {
  const found = text.slice(0, REST_UNITS).match(FACTS) ?? []
  return [...new Set(found.map((fact) => fact.replace(/[\s.,:/_#-]+$/, '')))]
}

/** Up to the last end of a sentence that fits; without one, up to the last space. */
function openingOf(text: string): string {
  if (text.length <= OPENING_UNITS) return text
  const head = text.slice(0, wholeCharacters(text, OPENING_UNITS))
  const sentence = Math.max(...['. ', '! ', '? ', '。', '！', '？'].map((end) => head.lastIndexOf(end))) + 1
  const end = sentence > OPENING_UNITS / 3 ? sentence : head.lastIndexOf(' ')
  return `${(end > OPENING_UNITS / 3 ? head.slice(0, end) : head).trimEnd()}…`
}

/** All of it, in one line: nobody can begin a second one that looks like somebody else's. */
export const wholeLineOf = ({ role, text }: Pick<SaidTurn, 'role' | 'text'>): string => `${role}: ${text.replace(/\s+/g, ' ').trim()}`

export function gistOf({ role, text }: Pick<SaidTurn, 'role' | 'text'>): string {
  const line = text.replace(/\s+/g, ' ').trim()
  const opening = openingOf(line)
  if (opening === line) return `${role}: ${line}`
  const facts = factsOf(line.slice(opening.length - 1)).filter((fact) => !opening.includes(fact))
  return `${role}: ${[opening, ...facts.slice(0, MOST_FACTS)].join(' ')}`
}
