/**
 * Documents cut into passages: so long that one answers a question, so short that a few of them cost little. They follow each other without gap or overlap. A
 * passage ends where a section does, else between paragraphs, else between lines, sentences or words, in this order.
 */

import { wholeCharacters } from '../../shared/text.ts'
import type { DocumentBlock } from './document-block.ts'

/** `path`: the headings above its first text. `anchor`: the id of the nearest of them that has one. */
export type PassageText = { path: string[]; anchor?: string; text: string }

/** In UTF-16 units. A section that is shorter than the least goes on into the next one; the end of a document may be shorter. */
export const PASSAGE_UNITS = { least: 300, most: 900 } as const

/** Headings up to so long go on with the text below them. */
const CARRIED_UNITS = 400
/** Less room than this is not worth a piece. */
const LEAST_PIECE = 200

type Heading = { level: number; text: string; anchor: string | undefined }
type Piece = { text: string; isHeading: boolean; under: readonly Heading[] }

export function cutPassages(blocks: readonly DocumentBlock[]): PassageText[] {
  const passages: PassageText[] = []
  let pieces: Piece[] = []
  let under: readonly Heading[] = []

  const length = (): number => lengthOf(pieces)
  const room = (): number => PASSAGE_UNITS.most - length() - (pieces.length === 0 ? 0 : SEPARATOR.length)

  function push(text: string, isHeading = false): void {
    if (text !== '') pieces.push({ text, isHeading, under })
  }

  /** Headings at its end belong to what follows. */
  function close(): void {
    const bare = pieces.findLastIndex(({ isHeading }) => !isHeading) + 1
    const carried = bare > 0 && lengthOf(pieces.slice(bare)) <= CARRIED_UNITS ? pieces.slice(bare) : []
    const own = pieces.slice(0, pieces.length - carried.length)
    // A heading at the top may be followed by one below it before anything is said.
    const begins = own.find(({ isHeading }) => !isHeading) ?? own[0]
    if (begins) {
      const anchor = begins.under.findLast((heading) => heading.anchor !== undefined)?.anchor
      const path = begins.under.map((heading) => heading.text)
      passages.push({ path, ...(anchor !== undefined && { anchor }), text: own.map(({ text }) => text).join(SEPARATOR) })
    }
    pieces = carried
  }

  function add(text: string): void {
    let rest = text
    while (rest.length > room()) {
      const hasText = pieces.some(({ isHeading }) => !isHeading)
      if ((hasText && (length() >= PASSAGE_UNITS.least || rest.length <= PASSAGE_UNITS.most)) || room() < LEAST_PIECE) {
        close()
        continue
      }
      const at = cutPoint(rest, room())
      push(rest.slice(0, at).trimEnd())
      rest = rest.slice(at).trimStart()
      close()
    }
    push(rest)
  }

  for (const block of blocks) {
    if (block.kind === 'text') {
      add(block.text)
      continue
    }
    const { level, text, anchor } = block
    const line = `${'#'.repeat(level)} ${text}`
    if (length() >= PASSAGE_UNITS.least || line.length > room()) close()
    under = [...under.filter((heading) => heading.level < level), { level, text, anchor }]
    push(line, true)
  }
  while (pieces.length > 0) close()
  return passages
}

const SEPARATOR = '\n\n'

const lengthOf = (pieces: readonly Piece[]): number =>
  pieces.reduce((sum, { text }) => sum + text.length, 0) + Math.max(0, pieces.length - 1) * SEPARATOR.length

/** The last place within `most` units at which a reader would accept a cut. */
function cutPoint(text: string, most: number): number {
  const window = text.slice(0, most + 1)
  // A cut in the first half would leave crumbs, so it has to be a good reason.
  const late = (at: number): number | undefined => (at >= most / 2 ? at : undefined)
  const line = window.lastIndexOf('\n')
  const space = lastEnd(window, /\s(?=\S)/gu)
  return (
    late(line) ?? late(lastEnd(window, SENTENCE_END)) ?? late(space) ?? wordBoundary(text, most) ?? (space || wholeCharacters(text, most))
  )
}

const SENTENCE_END = /[.!?…]["'”’)\]]*\s|[。！？；]["'”’」』）]*/gu

/** Never beyond what was asked for: a match that ends with the window's extra unit is not taken. */
const lastEnd = (window: string, pattern: RegExp): number =>
  Array.from(window.matchAll(pattern), ({ 0: found, index }) => index + found.length)
    .filter((end) => end < window.length)
    .at(-1) ?? 0

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' })
/** Finding words costs the square of the length, so only so much around the cut is looked at. */
const AROUND = { before: 120, behind: 40 }

/** For text without spaces. Nothing where one word fills all of what is looked at. */
function wordBoundary(text: string, most: number): number | undefined {
  const from = wholeCharacters(text, Math.max(0, most - AROUND.before))
  const near = text.slice(from, wholeCharacters(text, Math.min(text.length, most + AROUND.behind)))
  const starts = Array.from(segmenter.segment(near), ({ index }) => from + index)
  return starts.findLast((start) => start > from && start <= most)
}
