/** The answer of an approved question. Replayed in quick small pieces, as a reader can follow, not dumped. */

import { setTimeout as delay } from 'node:timers/promises'
import { wholeCharacters } from '../../shared/text.ts'
import type { Decision, Reply, Turn } from '../turn.ts'

const PIECE_UNITS = 12
const PIECE_MS = 12

export const createQuestion = () =>
  function question(turn: Turn, decision: Decision): Reply {
    return {
      author: { kind: 'bot', name: turn.site.policy.assistantName },
      origin: 'question',
      text: replay(decision.answer ?? '', turn.signal),
    }
  }

/** A long answer takes larger pieces: nobody waits more than about a second for words that are already known. */
export async function* replay(text: string, signal: AbortSignal): AsyncIterable<string> {
  const units = Math.max(PIECE_UNITS, Math.ceil(text.length / 80))
  for (let from = 0; from < text.length;) {
    const to = from + wholeCharacters(text.slice(from), Math.min(units, text.length - from))
    yield text.slice(from, to)
    from = to
    if (from < text.length) await delay(PIECE_MS, undefined, { signal })
  }
}
