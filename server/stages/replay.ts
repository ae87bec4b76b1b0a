/** Text that is known already, as a stream: at once, or in quick small pieces that a reader can follow. */

import { setTimeout as delay } from 'node:timers/promises'
import { wholeCharacters } from '../../shared/text.ts'

export async function* once(text: string): AsyncIterable<string> {
  yield text
}

const PIECE_UNITS = 12
const PIECE_MS = 12
/** A long text takes larger pieces: nobody waits more than about a second for words that are there. */
const MOST_PIECES = 80

export async function* replay(text: string, signal: AbortSignal): AsyncIterable<string> {
  const units = Math.max(PIECE_UNITS, Math.ceil(text.length / MOST_PIECES))
  for (let from = 0; from < text.length;) {
    const to = from + wholeCharacters(text.slice(from), Math.min(units, text.length - from))
    yield text.slice(from, to)
    from = to
    if (from < text.length) await delay(PIECE_MS, undefined, { signal })
  }
}
