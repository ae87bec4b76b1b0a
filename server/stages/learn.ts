/**
 * A customer asked something that was not understood, was offered questions, and chose one: what they had asked may be another wording of it. That is kept for the owner to
 * look at, and changes no answer before the owner says so. Losing it costs little, so a fault here is told and ends nothing.
 */

import { LIMITS } from '../../shared/limits.ts'
import type { Knowledge } from '../knowledge/questions.ts'
import { mayBeWording, MOST_WORDINGS, wordingId } from '../knowledge/wordings.ts'
import type { LogEntry } from '../ports/conversations.ts'
import type { Database } from '../ports/database.ts'
import type { TurnEnd } from '../pipeline.ts'
import type { Turn } from '../turn.ts'

export type LearnOptions = {
  database: Database
  knowledge: Knowledge
  now: () => number
  failed: (error: unknown) => void
}

/** Entries of the log. */
const LOOKED_BACK = 10

export function createLearn({ database, knowledge, now, failed }: LearnOptions) {
  async function keepChoice({ site, conversation, messages, language }: Turn): Promise<void> {
    const [chosen, ...more] = messages
    if (!chosen || more.length > 0) return
    const index = await knowledge.of(site)
    const found = index.match(chosen.text, language)
    // A button sends the question's text, as it is.
    if (found?.by !== 'exact' || found.question.text !== chosen.text) return
    const tenant = database.forTenant(site.tenantId)
    const entries = await tenant.readLogBack(conversation.id, chosen.seq - 1, LOOKED_BACK)
    const asked = askedBeforeOffer(entries, chosen.text)
    if (!asked || !mayBeWording(asked.text)) return
    const { question } = found
    // A question that was offered to everybody says nothing about what was asked.
    if (!index.nearest(asked.text, question.locale, LIMITS.suggestions).some(({ id }) => id === question.id)) return
    if ((await tenant.wordHits(conversation.id)).some(({ messageId }) => messageId === asked.id)) return
    await tenant.keepWording({
      id: wordingId(question.id, asked.text),
      siteId: site.id,
      questionId: question.id,
      conversationId: conversation.id,
      epoch: conversation.epoch,
      text: asked.text.trim(),
      at: now(),
      most: MOST_WORDINGS,
    })
  }

  return async function learn(turn: Turn, { decision }: Pick<TurnEnd, 'decision'>): Promise<void> {
    if (decision.to !== 'question') return
    await keepChoice(turn).catch(failed)
  }
}

/** What the customer wrote right before the offer, where the last thing said was an offer of this question. */
function askedBeforeOffer(entries: readonly LogEntry[], chosen: string): { id: string; text: string } | undefined {
  const messages = entries.flatMap((entry) => (entry.kind === 'message' ? [entry.message] : []))
  const [asked, offer] = messages.slice(-2)
  const isOffer = offer?.author.kind === 'bot' && offer.suggestions.includes(chosen)
  return isOffer && asked?.author.kind === 'visitor' ? asked : undefined
}
