/** What can be a rule at all. The same for every way in: API, import, command. */

import { isBlank, isWellFormed } from '../../shared/text.ts'
import { OperatorFault } from '../operator-fault.ts'
import { isPlainLine } from '../plain-line.ts'
import { ACTIONS, MOST_LETTERS, type Action, type WordRule } from '../words/rule.ts'

export const WORD_LIMITS = {
  word: MOST_LETTERS,
  category: 64,
  name: 100,
  exceptions: 1_000,
  /** Rules of one list, and lists of one site. */
  rules: 100_000,
  lists: 50,
} as const

/** More than one list can have. */
export class TooManyRules extends OperatorFault {
  constructor() {
    super(`A list has at most ${WORD_LIMITS.rules.toLocaleString('en')} words.`)
  }
}

/** Lists are read and written as lines and columns. */
const BREAKS = /[\p{Cc}\u2028\u2029]/u

/** Why a list cannot have this name, as the end of a sentence that begins with it. */
export function faultOfListName(name: string): string | undefined {
  if (isBlank(name)) return 'must have visible text'
  if (!isPlainLine(name)) return 'must be a plain line of text'
  if (name.length > WORD_LIMITS.name) return `must have at most ${WORD_LIMITS.name} characters`
  return undefined
}

/** Why this cannot be a word of a list, as the end of a sentence that begins with it; `undefined` when it can. */
export function faultOfWord(word: string): string | undefined {
  if (isBlank(word)) return 'has nothing visible'
  if (word.includes('\uFFFD') || !isWellFormed(word)) return 'is not text in UTF-8'
  if (BREAKS.test(word)) return 'has a tab, a line break or another control character'
  if (word.length > WORD_LIMITS.word) return `is longer than ${WORD_LIMITS.word} characters`
  return undefined
}

export function faultOfRule({ word, category, action }: { word: string; category: string; action: string }): string | undefined {
  const fault = faultOfWord(word)
  if (fault) return `the word ${fault}`
  if (!isAction(action)) return `there is no action “${action.slice(0, 20)}”; there are ${ACTIONS.join(', ')}`
  if (category.length > WORD_LIMITS.category) return `the category is longer than ${WORD_LIMITS.category} characters`
  if (BREAKS.test(category) || !isWellFormed(category)) return 'the category has a control character'
  return undefined
}

export const isAction = (value: string): value is Action => (ACTIONS as readonly string[]).includes(value)

/** With spaces around it, a word is the same word. */
export const trimmed = ({ word, category, action }: WordRule): WordRule => ({ word: word.trim(), category: category.trim(), action })
