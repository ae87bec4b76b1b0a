/** An agent has answered something that others will ask: the answer becomes an approved question, in the customer's own words. */

import { randomBytes } from 'node:crypto'
import { uuidv7 } from '../../shared/identity.ts'
import { languageOf } from '../../shared/language.ts'
import { LIMITS } from '../../shared/limits.ts'
import { onlyOne } from '../only-one.ts'
import type { LogEntry } from '../ports/conversations.ts'
import type { TenantDatabase } from '../ports/database.ts'
import type { Question } from '../ports/questions.ts'
import { Refusal } from '../refusal.ts'

/** So far back is looked for what the answer answers, in entries of the log. */
const LOOKED_BACK = 20

/** `seq`: the agent's message. What the customer wrote last before it is the question, and its first variant: so it still fits once the text is put better. */
export async function questionFromAnswer(
  tenant: TenantDatabase,
  { conversationId, seq, at }: { conversationId: string; seq: number; at: number },
): Promise<Question> {
  const conversation = await tenant.conversation(conversationId)
  if (!conversation) throw new Refusal('conversation_unknown')
  const entries = await tenant.readLogBack(conversationId, seq, LOOKED_BACK)
  const answer = entries.at(-1)
  const asked = entries.findLast((entry) => authorOf(entry) === 'visitor')
  if (answer?.seq !== seq || answer.kind !== 'message' || authorOf(answer) !== 'agent') throw new Refusal('message_unknown')
  if (asked?.kind !== 'message') throw new Refusal('message_unknown')
  const text = asked.message.text.trim()
  if (text.length > LIMITS.questionUnits || answer.message.text.length > LIMITS.questionAnswerUnits) throw new Refusal('text_too_long')
  const question: Question = {
    id: uuidv7(at, randomBytes(16)),
    siteId: conversation.siteId,
    locale: languageOf(text, (await tenant.newestLocale(conversationId)) ?? 'en'),
    text,
    variants: [text],
    answer: answer.message.text,
    tags: [],
    suggested: false,
    updatedAt: at,
  }
  await onlyOne(tenant.createQuestion(question), 'question_exists')
  return question
}

const authorOf = (entry: LogEntry): string | undefined => (entry.kind === 'message' ? entry.message.author.kind : undefined)
