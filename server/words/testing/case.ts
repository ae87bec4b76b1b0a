/**
 * How a case is written down: the text with brackets around what must be found, `a ⟦b⟧ c`. Brackets may stand in one another; where matches
 * overlap without that, the second pair is `⟪…⟫`.
 */

import { FOLDINGS } from '../rule.ts'
import type { WordList } from '../rule.ts'

export type Case = {
  name: string
  lists: WordList[]
  text: string
  /** By start, then by end. */
  finds: { start: number; end: number; word: string }[]
}

/** Where nothing is said: every folding, any place, no exceptions, masked. */
export function list(
  words: readonly string[],
  options: Partial<WordList> & { action?: WordList['rules'][number]['action'] } = {},
): WordList {
  const { action = 'mask', ...given } = options
  const rules = words.map((word) => ({ word, category: 'test', action }))
  return { foldings: FOLDINGS, wholeWords: false, exceptions: [], rules, ...given }
}

const CLOSING: Record<string, string> = { '⟦': '⟧', '⟪': '⟫' }

function unmarked(marked: string): { text: string; spans: { start: number; end: number }[] } {
  let text = ''
  const open: { closing: string; start: number }[] = []
  const spans: { start: number; end: number }[] = []
  for (const unit of marked.split('')) {
    const closing = CLOSING[unit]
    if (closing !== undefined) open.push({ closing, start: text.length })
    else if (Object.values(CLOSING).includes(unit)) {
      const at = open.findLastIndex((one) => one.closing === unit)
      const [opened] = open.splice(at, 1)
      if (!opened) throw new Error(`a bracket too many in ${marked}`)
      spans.push({ start: opened.start, end: text.length })
    } else text += unit
  }
  if (open.length > 0) throw new Error(`a bracket is not closed in ${marked}`)
  return { text, spans: spans.toSorted((one, other) => one.start - other.start || one.end - other.end) }
}

/** Marked text, then the words found, in order; one word says it for all, and none where a list has only one. */
export type Row = string | readonly [marked: string, ...words: string[]]

export function cases(lists: WordList | WordList[], rows: Record<string, Row>): Case[] {
  const all = [lists].flat()
  return Object.entries(rows).map(([name, row]) => {
    const [marked, ...words] = typeof row === 'string' ? [row] : row
    const { text, spans } = unmarked(marked)
    const only = words[0] ?? all[0]?.rules[0]?.word ?? ''
    if (words.length > 1 && words.length !== spans.length) throw new Error(`${name}: ${spans.length} matches, ${words.length} words`)
    const finds = spans.map((span, index) => ({ ...span, word: words.length > 1 ? (words[index] ?? '') : only }))
    return { name, lists: all, text, finds }
  })
}
