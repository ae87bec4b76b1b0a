/** Keeps what the model is told within the limits of one message, whoever put it together. */

import { wholeCharacters } from '../../shared/text.ts'
import type { SpendLimits } from '../ports/spend.ts'
import type { AnswerContext } from '../ports/answerer.ts'

type Said = AnswerContext['history'][number]

/**
 * What is asked now stands at the end, in one or more entries of the customer's; everything before it is history. Of both the newest is kept: of history whole
 * entries, of a question that is too long by itself its beginning.
 */
export function fitContext(
  context: AnswerContext,
  { inputCharacters, historyCharacters, answerTokens }: Pick<SpendLimits, 'inputCharacters' | 'historyCharacters' | 'answerTokens'>,
): AnswerContext {
  const { history } = context
  const asked = history.findLastIndex(({ role }) => role !== 'customer') + 1
  return {
    ...context,
    history: [
      ...newest(history.slice(0, asked), historyCharacters),
      ...newest(shortened(history.slice(asked), inputCharacters), inputCharacters),
    ],
    maxOutputTokens: Math.min(answerTokens, context.maxOutputTokens ?? answerTokens),
  }
}

function newest(said: Said[], characters: number): Said[] {
  let left = characters
  const tooMuch = said.findLastIndex(({ text }) => (left -= text.length) < 0)
  return said.slice(tooMuch + 1)
}

const shortened = (said: Said[], characters: number): Said[] =>
  said.map(({ role, text }) => ({ role, text: text.slice(0, wholeCharacters(text, Math.min(characters, text.length))) }))
