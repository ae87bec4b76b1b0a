/**
 * Kept answers of the model. Only first questions of a conversation are looked up and kept: their prompt holds nothing of anybody
 * in particular, unless the site shares what it knows of its customers. The key names all that the answer depends on, so an edit of any of it makes old answers unreachable.
 */

import { normaliseQuestion } from '../knowledge/normalise-question.ts'
import type { Knowledge } from '../knowledge/questions.ts'
import type { Store } from '../ports.ts'
import type { TurnEnd } from '../pipeline.ts'
import { sha256 } from '../sha256.ts'
import type { Decision, Reply, Turn } from '../turn.ts'
import { systemPrompt, type Prompt } from './prompt.ts'
import { replay } from './replay.ts'

export type CacheOptions = {
  store: Store
  knowledge: Knowledge
  prompt: Pick<Prompt, 'isPersonal'>
  ttlMs: number
  looked: (result: 'hit' | 'miss' | 'skipped') => void
  notKept: (error: unknown) => void
}

export function createCache({ store, knowledge, prompt, ttlMs, looked, notKept }: CacheOptions) {
  /** Of turns that were looked up and missed. The key is that of the lookup: what is edited while the model writes must not bring its answer back. */
  const missed = new WeakMap<Turn, string>()
  const isContextFree = async (turn: Turn): Promise<boolean> =>
    turn.messages.length === 1 && turn.messages[0]?.seq === 1 && !(await prompt.isPersonal(turn))

  async function keyOf(turn: Turn): Promise<string> {
    const parts = [
      turn.site.id,
      turn.language,
      normaliseQuestion(turn.question),
      String(await knowledge.version(turn.site)),
      systemPrompt(turn),
    ]
    return sha256(JSON.stringify(parts))
  }

  return {
    cache: async function cache(turn: Turn, decision: Decision): Promise<Reply | undefined> {
      if (ttlMs === 0 || decision.unanswerable || !(await isContextFree(turn))) {
        looked('skipped')
        return undefined
      }
      const key = await keyOf(turn)
      const kept = await store.forTenant(turn.site.tenantId).keptAnswer(key)
      looked(kept === undefined ? 'miss' : 'hit')
      if (kept === undefined) {
        missed.set(turn, key)
        return undefined
      }
      return {
        author: { kind: 'bot', name: turn.site.policy.assistantName },
        origin: 'model',
        text: replay(kept, turn.signal),
        isKept: true,
      }
    },

    /** Keeps the raw text of a complete answer: each conversation filters it once, with its own list. Losing it costs one call of the model. */
    keep: async function keep(turn: Turn, { reply, shown }: Pick<TurnEnd, 'reply' | 'shown'>): Promise<void> {
      const key = missed.get(turn)
      const text = shown?.outcome === 'complete' ? reply?.worthKeeping?.() : undefined
      if (key === undefined || text === undefined) return
      try {
        await store.forTenant(turn.site.tenantId).keepAnswer(key, text, ttlMs)
      } catch (error) {
        notKept(error)
      }
    },
  }
}
