/** Who answered a turn, for the report: what was paid for, what was not, what was left to a person, and where nobody knew an answer. */

import type { TurnEnd } from '../pipeline.ts'
import type { AnsweredBy } from '../ports/spend.ts'

export function answeredBy({ handOff, reply }: Pick<TurnEnd, 'handOff' | 'reply'>): AnsweredBy {
  if (reply?.origin === 'question') return 'question'
  if (reply?.origin === 'model') return reply.isKept?.() ? 'cache' : 'model'
  return handOff ? 'person' : 'nobody'
}
