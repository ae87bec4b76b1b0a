/** What is wrong with one place of a request or a file, as what to do about it: read behind the name of that place. It never has the value in it. */

import type * as z from 'zod'

type Issue = z.core.$ZodRawIssue

/** For `safeParse(value, { error })`. What a schema says in its own words stays. */
export function faultSentence(issue: Issue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is missing' : `must be ${KINDS[String(issue.expected)] ?? issue.expected}`
    case 'invalid_value':
      return `must be ${issue.values.map(String).join(' or ')}`
    case 'too_small':
      return sizeOf(issue.origin, 'at least', issue.minimum)
    case 'too_big':
      return sizeOf(issue.origin, 'at most', issue.maximum)
    case 'unrecognized_keys':
      return `has unknown fields: ${issue.keys.join(', ')}`
    case 'invalid_format':
      return issue.pattern === undefined ? `must be ${KINDS[issue.format] ?? issue.format}` : `must have the form ${issue.pattern}`
    case 'invalid_union':
      return 'has none of the forms that it may have'
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`
    case 'invalid_key':
    case 'invalid_element':
      return 'has an entry that it may not have'
    case 'custom':
      return undefined
  }
}

const KINDS: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
  url: 'an address with its scheme, such as https://shop.example',
  email: 'an e-mail address',
}

const COUNTED: Record<string, string> = { string: 'character', array: 'entry', set: 'entry' }

function sizeOf(origin: string, bound: 'at least' | 'at most', size: number | bigint): string {
  const counted = COUNTED[origin]
  if (counted === undefined) return `must be ${bound} ${size}`
  if (bound === 'at least' && size === 1) return 'must not be empty'
  return `must have ${bound} ${size} ${size === 1 ? counted : counted.replace(/y?$/, (end) => (end === 'y' ? 'ies' : 's'))}`
}
