/**
 * The sensitive-word steps: what a customer sends, and what is said back.
 *
 * Here a site has one plain list of masked words, compared without regard to case. In a stream, text is held back while it could still
 * become one of the words, so that no part of a word is ever shown; it is let go when it can not, and at the end.
 */

import type { Site } from '../ports.ts'
import { faultOfText } from '../../shared/text.ts'
import { Refusal } from '../refusal.ts'
import type { Incoming, Reply, Turn } from '../turn.ts'

export type WordHit = (direction: 'customer' | 'answer') => void

export function createFilter({ wordHit }: { wordHit: WordHit }) {
  /** One filter per list: a site object is replaced when its policy changes. */
  const filters = new WeakMap<Site, MaskFilter>()
  const filterOf = (site: Site): MaskFilter => {
    let filter = filters.get(site)
    if (!filter) filters.set(site, (filter = createMaskFilter(site.policy.maskedWords)))
    return filter
  }

  return {
    filterText: function filterText({ site, text }: Incoming): string {
      const fault = faultOfText(text)
      if (fault) throw new Refusal(fault)
      const stream = filterOf(site)(() => wordHit('customer'))
      return stream.push(text) + stream.end()
    },

    filterAnswer: function filterAnswer({ site }: Turn, reply: Reply): Reply {
      return {
        ...reply,
        text: masked(
          reply.text,
          filterOf(site)(() => wordHit('answer')),
        ),
      }
    },
  }
}

async function* masked(text: AsyncIterable<string>, stream: MaskStream): AsyncIterable<string> {
  for await (const piece of text) {
    const released = stream.push(piece)
    if (released !== '') yield released
  }
  const rest = stream.end()
  if (rest !== '') yield rest
}

/** One for each unit. No character of Markdown: an asterisk would turn the rest of an answer bold. */
const MASK = '•'

/** `push` answers what may be shown now, `end` what was still held back. */
export type MaskStream = { push: (text: string) => string; end: () => string }
export type MaskFilter = (hit?: () => void) => MaskStream

/** Masks leftmost-longest. The output is the same however the text is cut into pieces. */
export function createMaskFilter(words: readonly string[]): MaskFilter {
  const folded = [...new Set(words.map(fold))].filter((word) => word.trim() !== '').toSorted((a, b) => b.length - a.length)
  /** Longest first. Nearly every position of a text is the beginning of no word at all, and is done with after one look. */
  const byFirst = groupByFirst(folded)

  return (hit) => {
    let held = ''
    /** `final`: nothing follows, so nothing can still grow. */
    const drain = (final: boolean): string => {
      const text = fold(held)
      let position = 0
      let released = ''
      while (position < text.length) {
        const candidates = byFirst.get(text.charAt(position)) ?? []
        const left = text.length - position
        if (!final && candidates.some((word) => word.length > left && word.startsWith(text.slice(position)))) break
        const word = candidates.find((candidate) => text.startsWith(candidate, position))
        if (word) hit?.()
        released += word ? MASK.repeat(word.length) : held.charAt(position)
        position += word?.length ?? 1
      }
      held = held.slice(position)
      return released
    }
    return {
      push: (text) => {
        if (folded.length === 0) return text
        held += text
        return drain(false)
      },
      end: () => drain(true),
    }
  }
}

function groupByFirst(words: readonly string[]): Map<string, string[]> {
  const groups = new Map<string, string[]>()
  for (const word of words) groups.set(word.charAt(0), [...(groups.get(word.charAt(0)) ?? []), word])
  return groups
}

/** Lower case, unit by unit, so that offsets stay those of the original (`'İ'.toLowerCase()` has two units). */
const fold = (text: string): string =>
  Array.from({ length: text.length }, (_, index) => {
    const unit = text.charAt(index)
    const lower = unit.toLowerCase()
    return lower.length === 1 ? lower : unit
  }).join('')
