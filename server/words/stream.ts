/** Masks a text that comes in pieces, and holds back only what may still change. */

import type { Part } from './ahead.ts'
import { createCalm } from './calm.ts'
import { createCareful, type Careful } from './careful.ts'
import type { Candidate } from './selection.ts'

/** `push` answers what may be shown now, `end` what was still held back. */
export type WordStream = { push: (text: string) => string; end: () => string }

export function createStream(parts: readonly Part[], matched: (candidate: Candidate) => void): WordStream {
  const [only] = parts
  if (!only) return { push: (text) => text, end: () => '' }
  // More readers than one, and matches that are taken back, are never calm.
  if (parts.length > 1 || only.lexicon.hasExceptions) return createCareful(parts, matched)
  const calm = createCalm(only)
  let careful: Careful | undefined
  let isCalm = true

  function pushCarefully(text: string): string {
    careful ??= createCareful(parts, matched)
    if (isCalm) careful.takeOver(calm)
    const shown = careful.push(text)
    isCalm = careful.giveBack(calm)
    return shown
  }

  return {
    push: (text) => (text === '' ? '' : ((isCalm ? calm.push(text) : undefined) ?? pushCarefully(text))),
    end: () => (isCalm || !careful ? calm.held() : careful.end()),
  }
}
