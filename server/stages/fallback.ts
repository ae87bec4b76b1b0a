/** The last rung: an honest sentence about what went wrong, and the nearest approved questions as a way on. */

import { LIMITS } from '../../shared/limits.ts'
import type { Knowledge } from '../knowledge/questions.ts'
import { sentence, type Sentence } from '../sentences.ts'
import { SpendRefused } from '../spend/spend.ts'
import { TurnStop, type Reply, type Turn } from '../turn.ts'
import { NoAnswer } from './answer.ts'
import { AnswerRefused } from './filter.ts'
import { once } from './replay.ts'

export type FallbackOptions = {
  knowledge: Knowledge
  /** The customer reads a sentence; the operator reads this. */
  failed: (turn: Turn, fault: unknown) => void
}

export function createFallback({ knowledge, failed }: FallbackOptions) {
  return async function fallback(turn: Turn, fault: unknown): Promise<Reply> {
    failed(turn, fault)
    const reason = reasonOf(fault)
    const suggestions = reason in OFFERING ? await suggestionsFor(turn) : []
    const name: Sentence = (suggestions.length > 0 && OFFERING[reason]) || reason
    return {
      author: { kind: 'bot', name: turn.site.policy.assistantName },
      origin: 'notice',
      text: once(saying(turn, name)),
      suggestions,
    }
  }

  /** What the customer may have meant, else what the site suggests to everybody. */
  async function suggestionsFor(turn: Turn): Promise<string[]> {
    const index = await knowledge.of(turn.site)
    const nearest = index.nearest(turn.messages.at(-1)?.text ?? '', turn.language, 3)
    return (nearest.length > 0 ? nearest : index.suggested(turn.language)).slice(0, LIMITS.suggestions).map((question) => question.text)
  }
}

/** Where questions are offered, and what is said with them. */
const OFFERING: Partial<Record<Sentence, Sentence>> = {
  no_model: 'no_model_but_questions',
  model_failed: 'model_failed',
  limit_reached: 'limit_reached_but_questions',
}

/** Who loses an answer to a word of the owner's gets a person, and reads both. */
function saying({ site, language }: Turn, name: Sentence): string {
  const { contact } = site.policy
  if (name === 'answer_withheld') return `${sentence(name, language)}\n\n${sentence('person_noted', language, contact)}`
  return sentence(name, language, name === 'interrupted' ? '' : contact)
}

function reasonOf(fault: unknown): 'interrupted' | 'no_model' | 'not_answered' | 'model_failed' | 'answer_withheld' | 'limit_reached' {
  if (fault instanceof SpendRefused) return fault.why === 'unknown' ? 'model_failed' : 'limit_reached'
  if (fault instanceof AnswerRefused) return 'answer_withheld'
  if (fault instanceof TurnStop) return 'interrupted'
  return fault instanceof NoAnswer ? fault.reason : 'model_failed'
}
