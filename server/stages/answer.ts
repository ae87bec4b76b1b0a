/** The model's answer, as a stream of raw text. Cuts at the length limit. Fails by throwing; what is said then is `fallback`'s business. */

import { LIMITS } from '../../shared/limits.ts'
import { wholeCharacters } from '../../shared/text.ts'
import { AnswerFault, type Answerer, type Database } from '../ports.ts'
import type { Counted, Spend } from '../spend/spend.ts'
import { createLengthCheck } from '../spend/tokens.ts'
import type { Decision, Reply, Turn } from '../turn.ts'
import { contextOf } from './prompt.ts'

/** The model is not asked at all. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
  readonly reason: NonNullable<Decision['unanswerable']>
  constructor(reason: NonNullable<Decision['unanswerable']>) {
    super(reason)
    this.reason = reason
  }
}

export type ModelCall = { status: number; latencyMs: number; firstTextMs?: number }

export type AnswerOptions = {
  answerer: Answerer | undefined
  database: Database
  spend: Pick<Spend, 'fit' | 'begin'>
  called: (call: ModelCall) => void
  now: () => number
}

export const createAnswer = ({ answerer, database, spend, called, now }: AnswerOptions) =>
  function answer(turn: Turn, decision: Decision): Reply {
    let cut = false
    let raw = ''

    async function* text(): AsyncIterable<string> {
      if (decision.unanswerable) throw new NoAnswer(decision.unanswerable)
      if (!answerer) throw new NoAnswer('no_model')
      const { site, conversation, network } = turn
      const context = await spend.fit(site, await contextOf(database, turn))
      const isWithin = createLengthCheck(context.maxOutputTokens)
      const settle = await spend.begin({ site, visitorId: conversation.visitorId, network }, { model: answerer.model, context })
      let usage: Counted | undefined
      let fault: unknown
      const startedAt = now()
      const call: ModelCall = { status: 200, latencyMs: 0 }
      try {
        for await (const delta of answerer.answer(context, turn.signal)) {
          if (delta.type === 'usage') usage = delta
          else if (delta.type === 'finish') cut ||= delta.reason === 'length'
          else {
            call.firstTextMs ??= now() - startedAt
            const room = LIMITS.answerUnits - raw.length
            const piece = delta.text.slice(0, wholeCharacters(delta.text, Math.min(room, delta.text.length)))
            raw += piece
            if (piece !== '') yield piece
            if (delta.text.length > room || !isWithin(piece)) {
              cut = true
              break
            }
          }
        }
      } catch (error) {
        fault = error
        call.status = statusOf(error)
        throw error
      } finally {
        settle({ usage, text: raw, fault })
        called({ ...call, latencyMs: now() - startedAt })
      }
    }

    return {
      author: { kind: 'bot', name: turn.site.policy.assistantName },
      origin: 'model',
      text: text(),
      wasCut: () => cut,
      worthKeeping: () => raw,
    }
  }

/** As an HTTP status for the metrics: the endpoint's own where it gave one. 499: we hung up. */
function statusOf(error: unknown): number {
  if (!(error instanceof AnswerFault)) return 499
  if (error.status !== undefined) return error.status
  return error.kind.endsWith('timeout') ? 504 : 502
}
