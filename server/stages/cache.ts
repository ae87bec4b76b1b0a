/**
 * Answers of the model that others may have too: those that are kept, and those that are being written. Only first questions of a conversation are looked up,
 * shared and kept: their prompt holds nothing of anybody in particular, unless the site shares what it knows of its customers. The key names all that
 * the answer depends on, so an edit of any of it makes old answers unreachable.
 */

import { normaliseQuestion } from '../knowledge/normalise-question.ts'
import type { Knowledge } from '../knowledge/questions.ts'
import { AnswerFault, type Site, type Store } from '../ports.ts'
import type { TurnEnd } from '../pipeline.ts'
import { sha256 } from '../sha256.ts'
import { SpendRefused } from '../spend/spend.ts'
import type { Decision, Reply, Turn } from '../turn.ts'
import { mayPass } from '../upstream/judge.ts'
import { createFlights, type Part, type Seat } from './flight.ts'
import { decodeKept, encodeKept } from './kept-answer.ts'
import { createOtherNodes } from './other-nodes.ts'
import { systemPrompt, type Prompt } from './prompt.ts'
import { replay } from './replay.ts'

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

/** Of one question that fails again and again, so many flights follow each other; whoever sat in the last is told. */
const ROUNDS = 3
/** Between a flight's end and its being kept lies one write of the log. */
const LINGER_MS = 2_000

type Shared = { key: string; seat?: Seat<Reply> }

export function createCache(options: CacheOptions) {
  const { store, knowledge, prompt, answer, models, ttlMs, messageMs, holder, looked, notKept } = options
  /** Of turns that were looked up and missed. The key is that of the lookup: what is edited while the model writes must not bring its answer back. */
  const shared = new WeakMap<Turn, Shared>()
  const otherNodes = createOtherNodes({ store, holder })
  const flights = createFlights<Reply>({
    catchUp: replay,
    forgotten: (name) => void otherNodes.done(...keyIn(name)).catch(notKept),
    lingerMs: LINGER_MS,
  })

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

  const botOf = ({ site }: Turn): Reply['author'] => ({ kind: 'bot', name: site.policy.assistantName })

  /** What a flight carries: the answer that another node wrote meanwhile, or else the model's. */
  function lead(turn: Turn, decision: Decision, key: string): Reply {
    const { site, signal } = turn
    const reply = answer(turn, decision)
    let isKept = false
    async function* text(): AsyncIterable<string> {
      const kept = await otherNodes.answer(site.tenantId, key, { look: () => look(site, key), signal })
      isKept = kept !== undefined
      looked(isKept ? 'hit' : 'miss')
      yield* kept === undefined ? reply.text : replay(kept, signal)
    }
    return { ...reply, text: text(), isKept: () => isKept }
  }

  /** The answer that is being written for all who ask the same now. */
  function share(turn: Turn, decision: Decision, mine: Shared, endsAt: number, round = 1): Reply {
    let seat: Seat<Reply> | undefined
    let present: Part<Reply> | undefined

    function viewOf(part?: Part<Reply>): Reply {
      async function* text(): AsyncIterable<string> {
        if (!seat) {
          seat = mine.seat = flights.board(nameOf(turn, mine.key), {
            lead: (signal) => lead({ ...turn, signal }, decision, mine.key),
            signal: turn.signal,
            round,
          })
          if (!seat.leads && round === 1) looked('joined')
        }
        present = part ?? seat.part
        const patience = within(turn.signal, endsAt - performance.now())
        try {
          yield* present.read(patience.signal)
        } finally {
          patience.end()
        }
      }

      return {
        author: botOf(turn),
        origin: 'model',
        text: text(),
        wasCut: () => present?.attempt.wasCut?.() ?? false,
        worthKeeping: () => present?.soFar() ?? '',
        isKept: () => seat?.leads !== true || (present?.attempt.isKept?.() ?? false),
        again(fault) {
          const next = present?.after(fault)
          if (next) return viewOf(next)
          if (!seat || seat.leads || performance.now() >= endsAt) return undefined
          // Another one's budget says nothing of this one's.
          if (isOfOnePayer(fault)) return share(turn, decision, mine, endsAt, seat.round)
          return isWorthAnother(fault) && seat.round < ROUNDS ? share(turn, decision, mine, endsAt, seat.round + 1) : undefined
        },
      }
    }

    return viewOf()
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
        const mine = { key }
        shared.set(turn, mine)
        return share(turn, decision, mine, performance.now() + messageMs)
      }
      looked('hit')
      return { author: botOf(turn), origin: 'model', text: replay(kept, turn.signal), isKept: () => true }
    },

    /** Keeps the raw text of a complete answer: each conversation filters it once, with its own list. Losing it costs one call of the model. */
    keep: async function keep(turn: Turn, { reply, shown, handOff }: Pick<TurnEnd, 'reply' | 'shown' | 'handOff'>): Promise<void> {
      const { key, seat } = shared.get(turn) ?? {}
      if (key === undefined || !reply?.worthKeeping || shown?.outcome !== 'complete' || handOff || !seat?.claim()) return
      try {
        await store.forTenant(turn.site.tenantId).keepAnswer(key, encodeKept(turn.site, reply.worthKeeping()), ttlMs)
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

const isOfOnePayer = (fault: unknown): boolean => fault instanceof SpendRefused && (fault.why === 'visitor' || fault.why === 'network')
const isWorthAnother = (fault: unknown): boolean => fault instanceof AnswerFault && mayPass(fault)

/** A flight is the tenant's and the key's. */
const nameOf = ({ site }: Turn, key: string): string => `${key} ${site.tenantId}`
const keyIn = (name: string): [tenantId: string, key: string] => {
  const space = name.indexOf(' ')
  return [name.slice(space + 1), name.slice(0, space)]
}

/** The signal, or the end of what a message may take. */
function within(signal: AbortSignal, leftMs: number): { signal: AbortSignal; end: () => void } {
  const either = new AbortController()
  const stop = (): void => either.abort(signal.reason)
  const timer = setTimeout(() => either.abort(new AnswerFault('message_timeout')), Math.max(0, leftMs))
  if (signal.aborted) stop()
  signal.addEventListener('abort', stop)
  return {
    signal: either.signal,
    end() {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
    },
  }
}
