/** Reads what kind of message this is, by its words alone: without network, without waiting, in English and Chinese. */

import { COMPLAINT_EN, DISTRESS_EN, NO_COMPLAINT_EN } from './complaint-en.ts'
import { COMPLAINT_ZH, DISTRESS_ZH, NO_COMPLAINT_ZH } from './complaint-zh.ts'
import { foldMessage } from './fold-message.ts'
import { firstMatch } from './pattern.ts'
import { NO_WISH_EN, PERSON_EN } from './person-en.ts'
import { NO_WISH_ZH, PERSON_ZH } from './person-zh.ts'
import type { Reading } from './reading.ts'
import { isGreeting, isThanks } from './small-talk.ts'

export function readIntent(text: string): Reading {
  const folded = foldMessage(text)
  if (folded === '') return { intent: 'ordinary', sure: true, because: 'rule:no_words' }
  const isChinese = /\p{Script=Han}/u.test(folded)
  const person = wishForPerson(folded, isChinese)
  if (person !== undefined) return { intent: 'person', sure: true, because: person }
  const complaint = complains(folded, isChinese)
  if (complaint !== undefined) return { intent: 'complaint', sure: true, because: complaint }
  if (isGreeting(folded)) return { intent: 'greeting', sure: true, because: 'rule:greeting' }
  if (isThanks(folded)) return { intent: 'thanks', sure: true, because: 'rule:thanks' }
  return { intent: 'ordinary', sure: false, because: 'none' }
}

function wishForPerson(text: string, isChinese: boolean): string | undefined {
  const english = firstMatch(PERSON_EN, text.replace(NO_WISH_EN, ' . '))
  return english ?? (isChinese ? firstMatch(PERSON_ZH, text.replace(NO_WISH_ZH, ' . ')) : undefined)
}

function complains(text: string, isChinese: boolean): string | undefined {
  const chinese = isChinese ? text.replace(NO_COMPLAINT_ZH, ' . ') : ''
  if (DISTRESS_EN.test(text) || DISTRESS_ZH.test(chinese)) return 'rule:distress'
  const english = firstMatch(COMPLAINT_EN, text.replace(NO_COMPLAINT_EN, ' . '))
  return english ?? firstMatch(COMPLAINT_ZH, chinese)
}
