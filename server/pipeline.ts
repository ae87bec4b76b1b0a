/**
 * What happens to a customer's message, from top to bottom. `docs/architecture.md` draws the same way with its error exits.
 *
 * The way has two halves. `receive` ends with the acknowledgement: from then on the message is durable and has an open
 * turn. `run` answers the open turns of one conversation and ends with the record. A crash between the two, or inside
 * `run`, leaves the turn open, and `turns.ts` runs it again.
 */

import type { Draft } from './stages/push.ts'
import type { AcceptedMessage, LogEntry } from './ports.ts'
import type { Decision, Incoming, Reply, Shown, Turn } from './turn.ts'

export type Stages = {
  recall: (incoming: Incoming) => Promise<AcceptedMessage | undefined>
  throttle: (incoming: Incoming) => Promise<void>
  filterText: (incoming: Incoming) => string
  accept: (incoming: Incoming, text: string) => Promise<AcceptedMessage>

  route: (turn: Turn) => Promise<Decision>
  cache: (turn: Turn, decision: Decision) => Promise<Reply | undefined>
  answer: (turn: Turn, decision: Decision) => Reply
  fallback: (turn: Turn, fault: unknown) => Promise<Reply>
  question: (turn: Turn, decision: Decision) => Reply
  handOff: (turn: Turn, decision: Decision) => HandOff
  filterAnswer: (turn: Turn, reply: Reply) => Reply
  push: (turn: Turn) => Draft
  record: (turn: Turn, end: TurnEnd) => Promise<LogEntry[] | undefined>
  keep: (turn: Turn, end: TurnEnd) => Promise<void>
}

/** A person is asked for (`floor` and `reply`), or has the floor already (neither: the bot keeps silent). */
export type HandOff = { floor?: 'waiting'; reply?: Reply }

/** What a turn came to. */
export type TurnEnd = {
  decision: Decision
  handOff?: HandOff | undefined
  reply?: Reply | undefined
  shown?: Shown
  fault?: unknown
}

export type Pipeline = ReturnType<typeof createPipeline>

export function createPipeline(stage: Stages) {
  /** From packet to acknowledgement. Throws a `Refusal`, and then nothing was kept. */
  async function receive(incoming: Incoming): Promise<AcceptedMessage> {
    const known = await stage.recall(incoming)
    if (known) return known
    await stage.throttle(incoming)
    const text = stage.filterText(incoming)
    return stage.accept(incoming, text)
  }

  /** From open turn to record. */
  async function run(turn: Turn): Promise<void> {
    const decision = await stage.route(turn)
    const end: TurnEnd = { decision }

    if (decision.to === 'human') end.handOff = stage.handOff(turn, decision)
    end.reply = end.handOff
      ? end.handOff.reply
      : decision.to === 'question'
        ? stage.question(turn, decision)
        : ((await stage.cache(turn, decision)) ?? stage.answer(turn, decision))
    if (!end.reply) {
      await stage.record(turn, end)
      return
    }

    const draft = stage.push(turn)
    try {
      end.shown = await draft.show(stage.filterAnswer(turn, end.reply))
      if (end.shown.outcome === 'failed') {
        end.fault = end.shown.fault
        end.reply = await stage.fallback(turn, end.fault)
        end.shown = await draft.show(stage.filterAnswer(turn, end.reply))
      }
      const recorded = await stage.record(turn, end)
      draft.end(recorded?.some((entry) => entry.kind === 'message') ? 'recorded' : 'dropped')
      if (recorded) await stage.keep(turn, end)
    } catch (error) {
      draft.end('dropped')
      throw error
    }
  }

  return { receive, run }
}
