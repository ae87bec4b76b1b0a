/** Masks a text that comes in pieces, and holds back only what may still change. */

import { contextOf } from './boundary.ts'
import { createReading, isHiding, type Part } from './reading.ts'
import type { Candidate } from './selection.ts'

/** `push` answers what may be shown now, `end` what was still held back. */
export type WordStream = { push: (text: string) => string; end: () => string }

/** Stands for each code unit of a masked word. No character of Markdown: an asterisk would turn the rest of an answer bold. */
export const MASK = '•'

/** Read text that is needed no more is cut off when there is so much of it. */
const MUCH = 64

export function createStream(parts: readonly Part[], matched: (candidate: Candidate) => void): WordStream {
  const masked = createMasked()
  const reading = createReading(parts, (lane, candidate) => {
    if (isHiding(lane)) masked.hide(candidate.start, candidate.end)
    matched(candidate)
  })
  const { piece } = reading
  let released = 0

  /** What was not let go yet. */
  let held = ''

  function release(open: number): string {
    // A match that ends behind what is open for another action is let go in two parts.
    const text = masked.take(piece, released, open)
    released = Math.max(released, open)
    held = piece.text.slice(released - piece.base)
    return text
  }

  /** The same where nothing is masked: without a look at more than the end of the text. */
  function releasePlain(added: string, open: number): string {
    const all = held === '' ? added : held + added
    const end = piece.base + piece.text.length
    released = Math.max(released, open)
    if (released === end) {
      held = ''
      return all
    }
    const cut = all.length - (end - released)
    held = all.slice(cut)
    return all.slice(0, cut)
  }

  function forget(): void {
    const from = contextOf(piece, Math.min(released, reading.neededFrom()))
    piece.text = piece.text.slice(from - piece.base)
    piece.base = from
  }

  return {
    push(text) {
      if (parts.length === 0 || text === '') return text
      const start = piece.base + piece.text.length
      piece.text += text
      const open = masked.isEmpty() ? reading.readQuickly(text, start) : -1
      const shown = open < 0 ? release(reading.readOn()) : releasePlain(text, open)
      if (released - piece.base > MUCH) forget()
      return shown
    },
    end() {
      if (parts.length === 0) return ''
      piece.final = true
      return release(reading.readOn())
    },
  }
}

/** Places to be masked, and the text with them masked. */
export function createMasked() {
  let hidden: { start: number; end: number }[] = []
  return {
    isEmpty: () => hidden.length === 0,
    hide(start: number, end: number): void {
      hidden.push({ start, end })
    },
    /** The text from `from` to `to`. Must be asked for one after another. */
    take({ text, base }: { text: string; base: number }, from: number, to: number): string {
      if (hidden.length === 0) return text.slice(from - base, to - base)
      hidden.sort((a, b) => a.start - b.start)
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
