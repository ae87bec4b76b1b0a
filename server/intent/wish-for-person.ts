/** Does the customer ask, in so many words, for a person? */

import { readIntent } from './read-intent.ts'

export const wishForPerson = (text: string): boolean => {
  const { intent, sure } = readIntent(text)
  return sure && intent === 'person'
}
