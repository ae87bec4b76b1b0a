/** The last rung: an honest sentence about what went wrong, and the nearest approved questions as a way on. */

import { LIMITS } from '../../shared/limits.ts'
import type { Knowledge } from '../knowledge/questions.ts'
import { sentence, type Sentence } from '../sentences.ts'
import { TurnStop, type Reply, type Turn } from '../turn.ts'
import { NoAnswer } from './answer.ts'
import { once } from './hand-off.ts'

export const createFallback = ({ knowledge }: { knowledge: Knowledge }) =>
  async function fallback(turn: Turn, fault: unknown): Promise<Reply> {
    const name = sentenceFor(fault)
    const index = await knowledge.of(turn.site)
    const nearest = index.nearest(turn.question, turn.language, 3)
    const offered = nearest.length > 0 ? nearest : index.suggested(turn.language)
    const suggestions = offered.slice(0, LIMITS.suggestions).map((question) => question.text)
    const contact = name === 'interrupted' ? '' : turn.site.policy.contact
    return {
      author: { kind: 'bot', name: turn.site.policy.assistantName },
      origin: 'notice',
      text: once(sentence(name, turn.language, contact)),
      ...(name === 'no_model' || name === 'model_failed' ? { suggestions } : {}),
    }
  }

function sentenceFor(fault: unknown): Sentence {
  if (fault instanceof TurnStop) return 'interrupted'
  if (fault instanceof NoAnswer) return fault.reason === 'no_model' ? 'no_model' : 'not_answered'
  return 'model_failed'
}
