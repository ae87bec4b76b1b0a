/** Masks a text that comes in pieces, and holds back only what may still change. */

import { Calm } from './calm.ts'
import { createCareful, type Careful } from './careful.ts'
import { Masking } from './masking.ts'
import type { Candidate } from './selection.ts'
import type { Vocabulary } from './vocabulary.ts'

/** `push` answers what may be shown now, `end` what was still held back. */
export type WordStream = { push: (text: string) => string; end: () => string }

export function createStream(vocabulary: Vocabulary, matched: (candidate: Candidate) => void): WordStream {
  const { parts, withExceptions } = vocabulary
  const [only] = parts
  if (!only) return { push: (text) => text, end: () => '' }
  const masking = new Masking(vocabulary, matched)
  // More readers than one, and matches that are taken back, are never calm.
  if (parts.length > 1 || withExceptions) return createCareful(vocabulary, masking)
  const calm = new Calm(only, masking)
  let careful: Careful | undefined
  let isCareful = false
  function pushCarefully(text: string): string {
    careful ??= createCareful(vocabulary, masking)
    if (!isCareful) careful.takeOver(calm)
    const shown = careful.push(text)
    isCareful = !careful.giveBack(calm)
    return shown
  }
  return {
    push: (text) => calm.push(text) ?? pushCarefully(text),
    end: () => (isCareful && careful ? careful.end() : calm.end()),
  }
}
