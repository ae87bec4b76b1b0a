/** The ways into the engine, each giving the same account of a text: what was found, and what is left of the text. */

import type { WordFilter } from '../filter.ts'
import { maskStream } from '../mask-stream.ts'
import type { Match, WordRule } from '../rule.ts'

/** A rule is told by its word, and by its category where a test numbers them. */
export type Found = { start: number; end: number; word: string; category: string; action: string }
export type Account = { finds: Found[]; text: string }

const byPlace = (one: Found, other: Found): number =>
  one.start - other.start || one.end - other.end || one.action.localeCompare(other.action)

export const foundOf = (matches: readonly Match[]): Found[] =>
  matches.map(({ start, end, rule: { word, category, action } }) => ({ start, end, word, category, action })).toSorted(byPlace)

export function cut(text: string, size: number): string[] {
  const pieces: string[] = []
  for (let at = 0; at < text.length; at += size) pieces.push(text.slice(at, at + size))
  return pieces
}

export function whole(filter: WordFilter, text: string): Account {
  const masked = filter.mask(text)
  return { finds: foundOf(masked.matches), text: masked.text }
}

const isMasking = ({ action }: WordRule): boolean => action === 'mask' || action === 'refuse'

/** What is released after each piece, and at the end. */
export type Streamed = Account & { released: string[] }

export function pushed(filter: WordFilter, pieces: readonly string[]): Streamed {
  const matches: Match[] = []
  let length = 0
  const stream = filter.stream((match) => {
    matches.push(match)
    if (isMasking(match.rule) && match.start < length) throw new Error(`“${match.rule.word}” is reported after its text has gone`)
  })
  const released: string[] = []
  const take = (text: string): void => {
    released.push(text)
    length += text.length
  }
  for (const piece of pieces) take(stream.push(piece))
  take(stream.end())
  return { finds: foundOf(matches), text: released.join(''), released }
}

export async function* sourceOf(pieces: readonly string[]): AsyncGenerator<string> {
  for (const piece of pieces) yield piece
}

export async function iterated(filter: WordFilter, pieces: readonly string[]): Promise<Account> {
  const matches: Match[] = []
  let text = ''
  for await (const piece of maskStream(filter, sourceOf(pieces), { matched: (match) => matches.push(match) })) text += piece
  return { finds: foundOf(matches), text }
}
