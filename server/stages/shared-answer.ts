/**
 * The answer that is being written for all who ask the same now, at whichever node: as a reply like any other, so that nothing else has to know that it is shared.
 *
 * Each conversation filters the raw text for itself, stops for itself and has its own time limit. What fails is told to who paid for it. The others ask
 * again, together: one of them pays for all, a few times, one after the other.
 */

import type { Site } from '../ports/sites.ts'
import { AnswerFault } from '../ports/answerer.ts'
import { SpendRefused } from '../spend/spend.ts'
import type { Decision, Reply, Turn } from '../turn.ts'
import { mayPass } from '../upstream/judge.ts'
import { createFlights, type Part, type Seat } from './flight.ts'
import type { OtherNodes } from './other-nodes.ts'
import { replay } from './replay.ts'

/** A turn whose answer others may have too. `endsAt` by the clock of `performance.now`. */
export type Asking = { turn: Turn; decision: Decision; key: string; endsAt: number; seat?: Seat<Reply> }

export type SharedAnswersOptions = {
  answer: (turn: Turn, decision: Decision) => Reply
  otherNodes: OtherNodes
  look: (site: Site, key: string) => Promise<string | undefined>
  looked: (result: 'hit' | 'miss' | 'joined') => void
  failed: (error: unknown) => void
}

/** Of one question that fails again and again, so many flights follow each other; whoever sat in the last is told. */
const ROUNDS = 3
/** Between a flight's end and its being kept lies one write of the log. */
const LINGER_MS = 2_000

export function createSharedAnswers({ answer, otherNodes, look, looked, failed }: SharedAnswersOptions) {
  const flights = createFlights<Reply>({
    catchUp: replay,
    forgotten: (name) => void otherNodes.done(...readName(name)).catch(failed),
    lingerMs: LINGER_MS,
  })

  /** What a flight carries: the answer that another node wrote meanwhile, or else the model's. */
  function lead({ turn, decision, key }: Asking, signal: AbortSignal): Reply {
    const { site } = turn
    const reply = answer({ ...turn, signal }, decision)
    let kept: string | undefined
    async function* text(): AsyncIterable<string> {
      kept = await otherNodes.answer(site.tenantId, key, { look: () => look(site, key), signal })
      looked(kept === undefined ? 'miss' : 'hit')
      yield* kept === undefined ? reply.text : replay(kept, signal)
    }
    return { ...reply, text: text(), worthKeeping: () => kept ?? reply.worthKeeping?.(), isKept: () => kept !== undefined }
  }

  /** Boards nothing before its text is read. */
  return function share(asking: Asking, round = 1): Reply {
    const { turn, endsAt } = asking
    let seat: Seat<Reply> | undefined
    let present: Part<Reply> | undefined

    function board(): Part<Reply> {
      seat = asking.seat = flights.board(nameOf(asking), { lead: (signal) => lead(asking, signal), signal: turn.signal, round })
      if (!seat.leads && round === 1) looked('joined')
      return seat.part
    }

    function viewOf(part?: Part<Reply>): Reply {
      async function* text(): AsyncIterable<string> {
        present = part ?? board()
        const patience = within(turn.signal, endsAt - performance.now())
        try {
          yield* present.read(patience.signal)
        } finally {
          patience.end()
        }
      }

      return {
        author: { kind: 'bot', name: turn.site.policy.assistantName },
        origin: 'model',
        text: text(),
        wasCut: () => present?.attempt.wasCut?.() ?? false,
        transfer: () => present?.attempt.transfer?.(),
        worthKeeping: () => present?.attempt.worthKeeping?.(),
        isKept: () => seat?.leads !== true || (present?.attempt.isKept?.() ?? false),
        again(fault) {
          const next = present?.after(fault)
          if (next) return viewOf(next)
          if (!seat || seat.leads || performance.now() >= endsAt) return undefined
          // Another one's budget says nothing of this one's.
          if (isOfOnePayer(fault)) return share(asking, seat.round)
          return isWorthAnother(fault) && seat.round < ROUNDS ? share(asking, seat.round + 1) : undefined
        },
      }
    }

    return viewOf()
  }
}

const isOfOnePayer = (fault: unknown): boolean => fault instanceof SpendRefused && (fault.why === 'visitor' || fault.why === 'network')
const isWorthAnother = (fault: unknown): boolean => fault instanceof AnswerFault && mayPass(fault)

/** A flight is the tenant's and the key's. */
const nameOf = ({ turn, key }: Asking): string => `${key} ${turn.site.tenantId}`
const readName = (name: string): [tenantId: string, key: string] => {
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
