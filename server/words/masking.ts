/** Hides the words of a text that count. */

import type { Piece } from './language.ts'
import { isHiding } from './meaning.ts'
import { shorten, type Candidate } from './selection.ts'
import type { Vocabulary } from './vocabulary.ts'
import { Weighing } from './weighing.ts'

/** Stands for each code unit of a masked word. No character of Markdown: an asterisk would turn the rest of an answer bold. */
export const MASK = '•'

/** Places to be masked, and the text with them masked. */
export class Masked {
  private hidden: { start: number; end: number }[] = []

  isEmpty(): boolean {
    return this.hidden.length === 0
  }

  /** Where the first place begins. */
  from(): number {
    return this.hidden.reduce((least, { start }) => Math.min(least, start), Infinity)
  }

  hide(start: number, end: number): void {
    this.hidden.push({ start, end })
  }

  /** The text from `from` to `to`. Must be asked for one after another. */
  take({ text, base }: Pick<Piece, 'text' | 'base'>, from: number, to: number): string {
    const { hidden } = this
    if (hidden.length === 0) return text.slice(from - base, to - base)
    if (hidden.length > 1) hidden.sort((a, b) => a.start - b.start)
    let taken = ''
    let at = from
    let kept = 0
    for (const place of hidden) {
      const { start, end } = place
      if (end > to) hidden[kept++] = place
      if (start >= to) continue
      if (start > at) {
        taken += text.slice(at - base, start - base)
        at = start
      }
      const masked = Math.min(end, to) - at
      if (masked <= 0) continue
      taken += MASK.repeat(masked)
      at += masked
    }
    shorten(hidden, kept)
    return at < to ? taken + text.slice(at - base, to - base) : taken
  }
}

/** What a stream's readers share: words that were found and not decided, and those to be masked. */
export class Masking {
  readonly masked = new Masked()
  readonly weighing: Weighing

  constructor(vocabulary: Vocabulary, matched: (candidate: Candidate) => void) {
    const { masked } = this
    this.weighing = new Weighing(vocabulary, (lane, candidate) => {
      if (isHiding(lane)) masked.hide(candidate.start, candidate.end)
      matched(candidate)
    })
  }
}
