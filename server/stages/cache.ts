/**
 * Answers of the model that others may have too: those that are kept, and those that are being written. Only first questions of a conversation are looked up,
 * shared and kept: their prompt holds nothing of anybody in particular, unless the site shares what it knows of its customers. The key names all that
 * the answer depends on, so an edit of any of it makes old answers unreachable.
 */

import { normaliseQuestion } from '../knowledge/normalise-question.ts'
import type { Knowledge } from '../knowledge/questions.ts'
import type { Site } from '../ports/sites.ts'
import type { Store } from '../ports/store.ts'
import type { TurnEnd } from '../pipeline.ts'
import { sha256 } from '../sha256.ts'
import type { Decision, Reply, Turn } from '../turn.ts'
import { decodeKept, encodeKept } from './kept-answer.ts'
import { createOtherNodes } from './other-nodes.ts'
import { systemPrompt, type Prompt } from './prompt.ts'
import { replay } from './replay.ts'
import { createSharedAnswers, type Asking } from './shared-answer.ts'

export type CacheOptions = {
  store: Store
  knowledge: Pick<Knowledge, 'version'>
  prompt: Pick<Prompt, 'isPersonal'>
  answer: (turn: Turn, decision: Decision) => Reply
  /** Who may answer at the site, in order. */
  models: (site: Site) => string[]
  ttlMs: number
  /** What a message may take in all. */
  messageMs: number
  /** Names this process among those that share the store. */
  holder: string
  looked: (result: Looked) => void
  notKept: (error: unknown) => void
}

/** `miss`: the model is asked. `joined`: it was being asked already. `skipped`: not to be shared. `invalid`: what was kept is not this site's, or not readable. */
export type Looked = 'hit' | 'miss' | 'joined' | 'skipped' | 'invalid'

export function createCache(options: CacheOptions) {
  const { store, knowledge, prompt, answer, models, ttlMs, messageMs, holder, looked, notKept } = options
  /** Of turns that were looked up and missed. The key is that of the lookup: what is edited while the model writes must not bring its answer back. */
  const missed = new WeakMap<Turn, Asking>()
  const otherNodes = createOtherNodes({ store, holder })
  const share = createSharedAnswers({ answer, otherNodes, look, looked, failed: notKept })

  async function keyOf(turn: Turn): Promise<string | undefined> {
    if (ttlMs === 0 || turn.messages.length !== 1 || turn.messages[0]?.seq !== 1) return undefined
    const asked = askedAs(turn.question)
    if (asked === '' || (await prompt.isPersonal(turn))) return undefined
    const { site, language } = turn
    const version = await knowledge.version(site)
    return sha256(JSON.stringify([site.tenantId, site.id, language, asked, version, systemPrompt(turn), models(site)]))
  }

  async function look(site: Site, key: string): Promise<string | undefined> {
    const value = await store.forTenant(site.tenantId).keptAnswer(key)
    const text = value === undefined ? undefined : decodeKept(site, value)
    if (value !== undefined && text === undefined) looked('invalid')
    return text
  }

  return {
    cache: async function cache(turn: Turn, decision: Decision): Promise<Reply | undefined> {
      const key = decision.unanswerable ? undefined : await keyOf(turn)
      if (key === undefined) {
        looked('skipped')
        return undefined
      }
      const kept = await look(turn.site, key)
      if (kept === undefined) {
        const asking = { turn, decision, key, endsAt: performance.now() + messageMs }
        missed.set(turn, asking)
        return share(asking)
      }
      looked('hit')
      const author = { kind: 'bot' as const, name: turn.site.policy.assistantName }
      return { author, origin: 'model', text: replay(kept, turn.signal), isKept: () => true }
    },

    /** Keeps the raw text of a complete answer: each conversation filters it once, with its own list. Losing it costs one call of the model. */
    keep: async function keep(turn: Turn, { reply, shown, handOff }: Pick<TurnEnd, 'reply' | 'shown' | 'handOff'>): Promise<void> {
      const { key, seat } = missed.get(turn) ?? {}
      const text = shown?.outcome === 'complete' && !handOff ? reply?.worthKeeping?.() : undefined
      if (key === undefined || text === undefined) return seat?.forget()
      if (!seat?.claim()) return
      try {
        await store.forTenant(turn.site.tenantId).keepAnswer(key, encodeKept(turn.site, text), ttlMs)
      } catch (error) {
        notKept(error)
      }
      seat.forget()
    },
  }
}

/** Same wording, same question. Where there are numbers, their signs and points count: it is not as warm at -5 as at 5. */
const askedAs = (question: string): string => {
  const asked = normaliseQuestion(question)
  return asked !== '' && /\p{N}/u.test(question) ? question.toLowerCase().replace(/\s+/gu, ' ').trim() : asked
}
