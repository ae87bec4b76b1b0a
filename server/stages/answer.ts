/** The model's answer, as a stream of raw text. Cuts at the length limit. Fails by throwing; what is said then is `fallback`'s business. */

import { LIMITS } from '../../shared/limits.ts'
import { wholeCharacters } from '../../shared/text.ts'
import { isQuiet } from '../desk/quiet.ts'
import type { Passage } from '../knowledge/passage-index.ts'
import type { Transfer } from '../ports/answerer.ts'
import type { Spend } from '../spend/spend.ts'
import { createLengthCheck } from '../spend/tokens.ts'
import type { Decision, Reply, Turn } from '../turn.ts'
import type { Asked } from '../upstream/asked.ts'
import type { Upstream } from '../upstream/upstream.ts'
import { cited } from './citations.ts'
import type { Prompt } from './prompt.ts'
import type { Retrieve } from './retrieve.ts'

/** The model is not asked at all. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
  readonly reason: NonNullable<Decision['unanswerable']>
  constructor(reason: NonNullable<Decision['unanswerable']>) {
    super(reason)
    this.reason = reason
  }
}

export type AnswerOptions = {
  upstream: Pick<Upstream, 'ask'> | undefined
  prompt: Pick<Prompt, 'contextOf'>
  retrieve: Retrieve
  spend: Pick<Spend, 'fit' | 'begin'>
  now: () => number
}

export const createAnswer = ({ upstream, prompt, retrieve, spend, now }: AnswerOptions) =>
  function answer(turn: Turn, decision: Decision): Reply {
    let asked: Asked | undefined
    /** What the answer may cite. */
    let passages: readonly Passage[] = []

    async function ask(): Promise<Asked> {
      if (decision.unanswerable) throw new NoAnswer(decision.unanswerable)
      if (!upstream) throw new NoAnswer('no_model')
      const { site, conversation, network, signal } = turn
      const mayTransfer = !isQuiet(conversation, 'model_asks', now())
      passages = await retrieve(turn)
      const context = await spend.fit(site, { ...(await prompt.contextOf(turn, passages)), mayTransfer })
      return upstream.ask({
        context,
        signal,
        providers: site.policy.providers,
        begin: (attempt) => spend.begin({ site, visitorId: conversation.visitorId, network }, attempt),
      })
    }

    /** Each has a text of its own: what is kept and recorded is that of the attempt which counted. */
    function attempt(): Reply {
      let cut = false
      let raw = ''
      let transfer: Transfer | undefined

      async function* text(): AsyncIterable<string> {
        asked ??= await ask()
        for await (const piece of cited(written(asked), { passages, language: turn.language, isWhole: () => !cut })) {
          raw += piece
          yield piece
        }
      }

      /** The model's own words. */
      async function* written(asked: Asked): AsyncIterable<string> {
        let units = 0
        const isWithin = createLengthCheck(asked.context.maxOutputTokens)
        for await (const delta of asked.attempt()) {
          if (delta.type === 'finish') cut ||= delta.reason === 'length'
          if (delta.type === 'transfer') transfer = { reason: delta.reason, intent: delta.intent }
          if (delta.type !== 'text') continue
          const room = LIMITS.answerUnits - units
          const piece = delta.text.slice(0, wholeCharacters(delta.text, Math.min(room, delta.text.length)))
          units += piece.length
          if (piece !== '') yield piece
          if (delta.text.length > room || !isWithin(piece)) {
            cut = true
            return
          }
        }
      }

      return {
        author: { kind: 'bot', name: turn.site.policy.assistantName },
        origin: 'model',
        text: text(),
        wasCut: () => cut,
        transfer: () => transfer,
        // What the model said before it asked for a person was for this customer.
        worthKeeping: () => (transfer ? undefined : raw),
        again: (fault) => (asked?.mayGoOn(fault) ? attempt() : undefined),
      }
    }

    return attempt()
  }
