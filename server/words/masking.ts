/** Hides the words of a text that count. */

import type { Part } from './ahead.ts'
import type { Piece } from './language.ts'
import { HIDING } from './rule.ts'
import type { Candidate } from './selection.ts'
import { createWeighing, type Weighing } from './weighing.ts'

/** Stands for each code unit of a masked word. No character of Markdown: an asterisk would turn the rest of an answer bold. */
export const MASK = '•'

export type Masked = ReturnType<typeof createMasked>

/** Places to be masked, and the text with them masked. */
export function createMasked() {
  let hidden: { start: number; end: number }[] = []
  return {
    isEmpty: () => hidden.length === 0,
    hide(start: number, end: number): void {
      hidden.push({ start, end })
    },
    /** The text from `from` to `to`. Must be asked for one after another. */
    take({ text, base }: Pick<Piece, 'text' | 'base'>, from: number, to: number): string {
      if (hidden.length === 0) return text.slice(from - base, to - base)
      if (hidden.length > 1) hidden.sort((a, b) => a.start - b.start)
      let taken = ''
      let at = from
      for (const { start, end } of hidden) {
        if (start >= to) break
        taken += text.slice(at - base, Math.max(at, start) - base)
        at = Math.max(at, start)
        const masked = Math.max(0, Math.min(end, to) - at)
        taken += MASK.repeat(masked)
        at += masked
      }
      hidden = hidden.filter(({ end }) => end > to)
      return taken + text.slice(at - base, Math.max(at, to) - base)
    },
  }
}

/** What a stream's readers share: words that were found and not decided, and those to be masked. */
export type Masking = { weighing: Weighing; masked: Masked }

export function createMasking(parts: readonly Part[], matched: (candidate: Candidate) => void): Masking {
  const masked = createMasked()
  const weighing = createWeighing(parts, (lane, candidate) => {
    if (HIDING.includes(lane)) masked.hide(candidate.start, candidate.end)
    matched(candidate)
  })
  return { weighing, masked }
}
