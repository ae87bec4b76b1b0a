/**
 * Reads what kind of message this is, by its words alone: without network, without waiting, in English and Chinese. Rules say what is certain, in the
 * order in which it counts; what they do not know is put to a small learned model, and counts where the model is sure.
 */

import { COMPLAINT_EN, DISTRESS_EN, NO_COMPLAINT_EN } from './complaint-en.ts'
import { COMPLAINT_ZH, DISTRESS_ZH, NO_COMPLAINT_ZH } from './complaint-zh.ts'
import { foldMessage } from './fold-message.ts'
import { learnedIntent } from './model.ts'
import { firstMatch, type Rule } from './pattern.ts'
import { NO_WISH_EN, PERSON_EN, withKindsAlike } from './person-en.ts'
import { NO_WISH_ZH, PERSON_ZH } from './person-zh.ts'
import type { Intent, Reading } from './reading.ts'
import { BARE_CALL, isGreeting, isThanks } from './small-talk.ts'

const HAN = /\p{Script=Han}/u
const LATIN = /[a-z]/
const DISTRESS: Rule = { because: 'rule:distress', pattern: new RegExp(`${DISTRESS_EN.source}|${DISTRESS_ZH.source}`) }

export const readIntent = (text: string): Reading => readFolded(foldMessage(text))

function readFolded(folded: string): Reading {
  if (folded === '') return sure('ordinary', 'rule:no_words')
  const wishes = withoutWishesDenied(folded)
  const person =
    (LATIN.test(folded) && firstMatch(PERSON_EN, withKindsAlike(wishes))) || (HAN.test(folded) && firstMatch(PERSON_ZH, wishes))
  if (person) return sure('person', person)
  const blame = withoutComplaintsDenied(folded)
  const complaint =
    firstMatch([DISTRESS], blame) ??
    ((LATIN.test(folded) && firstMatch(COMPLAINT_EN, blame)) || (HAN.test(folded) && firstMatch(COMPLAINT_ZH, blame)))
  if (complaint) return sure('complaint', complaint)
  if (isGreeting(folded)) return sure('greeting', 'rule:greeting')
  if (isThanks(folded)) return sure('thanks', 'rule:thanks')
  const learned = learnedIntent(withoutComplaintsDenied(wishes))
  return learned ? sure(learned, `model:${learned}`) : { intent: 'ordinary', sure: false, because: 'none' }
}

/** A text as the model reads it, and learns from it. */
export const learnable = (text: string): string => withoutComplaintsDenied(withoutWishesDenied(foldMessage(text)))

const sure = (intent: Intent, because: string): Reading => ({ intent, sure: true, because })

const DENIED = ' . '
const withoutWishesDenied = (text: string): string =>
  text.replace(BARE_CALL, DENIED).replace(NO_WISH_EN, DENIED).replace(NO_WISH_ZH, DENIED)
const withoutComplaintsDenied = (text: string): string => text.replace(NO_COMPLAINT_EN, DENIED).replace(NO_COMPLAINT_ZH, DENIED)

/**
 * An expression is compiled by the first texts it meets: better at the start than while a customer waits. V8 interprets it at first, which takes ten
 * times as long to prepare, and compiles it anew for the second text; met by a text of a thousand units or more it is compiled at once. It is so once
 * for texts of Latin letters alone and once for all others.
 */
export function prepareReading() {
  const long = 'zq '.repeat(400)
  for (const text of [long, `${long}我`]) readFolded(text)
}
