/** Plain text in which some pieces are marked: what was sought, or what the word filter found. */

import type { ComponentChild } from 'preact'

export type Span = { readonly start: number; readonly end: number }

/** Where spans overlap, the first counts. */
export function MarkedText({ text, spans }: { text: string; spans: readonly Span[] }) {
  const pieces: ComponentChild[] = []
  let done = 0
  for (const { start, end } of spans.toSorted((one, other) => one.start - other.start)) {
    if (start < done || end > text.length) continue
    pieces.push(text.slice(done, start), <mark>{text.slice(start, end)}</mark>)
    done = end
  }
  return (
    <>
      {pieces}
      {text.slice(done)}
    </>
  )
}

/** The first place where it stands in one piece, in any case. */
export function spansOf(text: string, search: string): Span[] {
  const start = search ? text.toLowerCase().indexOf(search.toLowerCase()) : -1
  return start < 0 ? [] : [{ start, end: start + search.length }]
}
