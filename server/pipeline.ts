/**
 * What happens to a customer's message, from top to bottom. `docs/architecture.md` draws the same way with its error exits.
 *
 * The way has two halves. `receive` ends with the acknowledgement: from then on the message is durable and has an open
 * turn. `run` answers the open turns of one conversation and ends with the record. A crash between the two, or inside
 * `run`, leaves the turn open, and `turns.ts` runs it again.
 */

import type { Reason } from '../shared/reasons.ts'
import type { AnswerFilter } from './stages/filter.ts'
import type { Draft } from './stages/push.ts'
import type { LogEntry } from './ports/conversations.ts'
import type { AcceptedMessage } from './ports/turns.ts'
import type { WordHit } from './ports/word-lists.ts'
import type { Decision, FilteredText, Incoming, Reply, Shown, Turn } from './turn.ts'

export type Stages = {
  recall: (incoming: Incoming) => Promise<AcceptedMessage | undefined>
  throttle: (incoming: Incoming) => Promise<void>
  filterText: (incoming: Incoming) => Promise<FilteredText>
  accept: (incoming: Incoming, text: FilteredText) => Promise<AcceptedMessage>

  reopen: (turn: Turn) => Promise<Turn | undefined>
  route: (turn: Turn) => Promise<Decision>
  cache: (turn: Turn, decision: Decision) => Promise<Reply | undefined>
  answer: (turn: Turn, decision: Decision) => Reply
  fallback: (turn: Turn, decision: Decision, fault: unknown) => Promise<{ reply: Reply; handOff?: HandOff | undefined }>
  question: (turn: Turn, decision: Decision) => Reply
  handOff: (turn: Turn, decision: Decision) => Promise<HandOff>
  filterAnswer: (turn: Turn) => Promise<AnswerFilter>
  push: (turn: Turn) => Draft
  handOver: (turn: Turn, end: TurnEnd, words: AnswerFilter) => Promise<HandOff | undefined>
  record: (turn: Turn, end: TurnEnd) => Promise<LogEntry[] | undefined>
  keep: (turn: Turn, end: TurnEnd) => Promise<void>
  learn: (turn: Turn, end: TurnEnd) => Promise<void>
  remember: (turn: Turn, recorded: LogEntry[]) => Promise<void>
}

/**
 * A person is asked for (`floor`), with what is said in place of an answer (`reply`) or after one (`notice`); or a person has the floor already, and
 * the bot keeps silent.
 */
export type HandOff = {
  reason: Reason
  /** What kind of matter it is, where the kind of the reason does not say. */
  intent?: string | undefined
  floor?: 'waiting'
  reply?: Reply
  notice?: string
}

/** What a turn came to. */
export type TurnEnd = {
  decision: Decision
  handOff?: HandOff | undefined
  reply?: Reply | undefined
  shown?: Shown
  fault?: unknown
  /** What was found in the answer. */
  hits?: WordHit[]
}

export type Pipeline = ReturnType<typeof createPipeline>

export function createPipeline(stage: Stages) {
  /** From packet to acknowledgement. Throws a `Refusal`, and then nothing was kept. */
  async function receive(incoming: Incoming): Promise<AcceptedMessage> {
    const known = await stage.recall(incoming)
    if (known) return known
    await stage.throttle(incoming)
    const text = await stage.filterText(incoming)
    return stage.accept(incoming, text)
  }

  /** From open turn to record. */
  async function run(claimed: Turn): Promise<void> {
    const turn = await stage.reopen(claimed)
    if (!turn) return
    const decision = await stage.route(turn)
    const end: TurnEnd = { decision }

    if (decision.to === 'human') end.handOff = await stage.handOff(turn, decision)
    end.reply = end.handOff
      ? end.handOff.reply
      : decision.to === 'question'
        ? stage.question(turn, decision)
        : ((await stage.cache(turn, decision)) ?? stage.answer(turn, decision))
    if (!end.reply) {
      const recorded = await stage.record(turn, end)
      if (recorded) await stage.remember(turn, recorded)
      return
    }

    const words = await stage.filterAnswer(turn)
    const draft = stage.push(turn)
    /** Starts the bubble over with this. */
    const show = async (reply: Reply): Promise<Shown> => {
      end.reply = reply
      return (end.shown = await draft.show(words.apply(reply)))
    }
    try {
      let shown = await show(end.reply)
      // A notice is the last rung: nothing comes after it.
      while (shown.outcome === 'failed' && end.reply.origin !== 'notice') {
        const again = end.reply.again?.(shown.fault)
        if (again) {
          shown = await show(again)
          continue
        }
        end.fault = shown.fault
        const { reply, handOff } = await stage.fallback(turn, decision, shown.fault)
        end.handOff = handOff
        shown = await show(reply)
      }
      end.hits = words.hits()
      if (!end.handOff) {
        end.handOff = await stage.handOver(turn, end, words)
        if (end.handOff?.reply) await show(end.handOff.reply)
      }
      const recorded = await stage.record(turn, end)
      draft.end(recorded?.some((entry) => entry.kind === 'message' && entry.message.id === turn.answerId) ? 'recorded' : 'dropped')
      if (!recorded) return
      await stage.keep(turn, end)
      await stage.learn(turn, end)
      await stage.remember(turn, recorded)
    } catch (error) {
      draft.end('dropped')
      throw error
    }
  }

  return { receive, run }
}
