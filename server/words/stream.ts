/** Masks a text that comes in pieces, and holds back only what may still change. */

import type { Part } from './ahead.ts'
import { createCalm } from './calm.ts'
import { createCareful, type Careful } from './careful.ts'
import { hasExceptions } from './lexicon.ts'
import { createMasking, type Masking } from './masking.ts'
import type { Candidate } from './selection.ts'

/** `push` answers what may be shown now, `end` what was still held back. */
export type WordStream = { push: (text: string) => string; end: () => string }

export function createStream(parts: readonly Part[], matched: (candidate: Candidate) => void): WordStream {
  const [only] = parts
  if (!only) return { push: (text) => text, end: () => '' }
  // More readers than one, and matches that are taken back, are never calm.
  if (parts.length > 1 || hasExceptions(only.lexicon)) return createCareful(parts, createMasking(parts, matched))
  let made: Masking | undefined
  const masking = (): Masking => (made ??= createMasking(parts, matched))
  let careful: Careful | undefined
  let isCareful = false
  const calm = createCalm(only, masking, {
    push(text) {
      careful ??= createCareful(parts, masking())
      if (!isCareful) careful.takeOver(calm)
      const shown = careful.push(text)
      isCareful = !careful.giveBack(calm)
      return shown
    },
    end: () => careful?.end() ?? '',
  })
  return calm
}
