/** Words whose letters have the same sign between all of them, `w-o-r-d`: followed apart from the text. */

import { classOf, ROOT, stepOf, type Automaton } from './automaton.ts'
import { IN_WORD, SIGN, unitKinds } from './characters.ts'
import { IS_LEET, LAST_SPECIAL, type Fold } from './fold.ts'
import type { Found, Language, Piece } from './language.ts'

/** Letters with the same sign between them, being followed apart from the text. */
export type SpelledRow = {
  alive: boolean
  sign: number
  state: number
  places: number[]
  count: number
  /** Up to here it was followed, and its signs before need no second look, which would find the same again and take the square of a long row's length. */
  next: number
}

export type Spelling = {
  /** Of signs at even places and of those at odd ones: where signs look like letters, either may be what stands between the others. */
  rows: readonly [SpelledRow, SpelledRow]
  /** Found, but not yet reported, as reports come in order of their ends: word, start, end. */
  found: number[]
}

const beginRow = (): SpelledRow => ({ alive: false, sign: 0, state: ROOT, places: [], count: 0, next: 0 })

export const beginSpelling = (): Spelling => ({ rows: [beginRow(), beginRow()], found: [] })

export function restartSpelling({ rows }: Spelling): void {
  for (const row of rows) {
    row.alive = false
    row.next = 0
  }
}

/** The row to which a sign at this place of the whole text belongs. */
export const rowOf = ({ rows }: Spelling, place: number): SpelledRow => rows[place % 2 === 0 ? 0 : 1]

export function reportSpelled({ found: waiting }: Spelling, end: number, found: Found): void {
  let done = 0
  while (done < waiting.length && (waiting[done + 2] as number) <= end) {
    found(waiting[done] as number, waiting[done + 1] as number, waiting[done + 2] as number, true)
    done += 3
  }
  waiting.splice(0, done)
}

/** The letter that a code unit is when words are spelled out, 0 for none. */
export function spelledLetter(fold: Fold, unit: number): number {
  const letter = fold.units[unit] as number
  if (letter === IS_LEET) return fold.letters[unit] as number
  return letter > LAST_SPECIAL && (unitKinds()[unit] as number) & (IN_WORD | SIGN) ? letter : 0
}

/** At the second of two equal signs with one letter between and one before them, spelling begins. */
export function spellFrom(spelling: Spelling, language: Language, piece: Piece, index: number): void {
  const { text, base } = piece
  const sign = text.charCodeAt(index)
  const at = base + index
  const row = rowOf(spelling, at)
  if (index < 3 || text.charCodeAt(index - 2) !== sign || row.next > at) return
  const first = spelledLetter(language.fold, text.charCodeAt(index - 3))
  const second = spelledLetter(language.fold, text.charCodeAt(index - 1))
  if (first === 0 || second === 0 || text.charCodeAt(index - 1) === sign || text.charCodeAt(index - 3) === sign) return
  row.alive = true
  row.sign = sign
  row.state = ROOT
  row.count = 0
  for (const [letter, place] of [
    [first, index - 3],
    [second, index - 1],
  ] as const) {
    row.state = stepOrRoot(language.automaton, row.state, letter)
    row.places[row.count++ & 255] = base + place
  }
  row.next = at
  follow(row, spelling.found, language, piece)
}

const stepOrRoot = (automaton: Automaton, state: number, letter: number): number => {
  const letterClass = classOf(automaton, letter)
  return letterClass === 0 ? ROOT : stepOf(automaton, state, letterClass)
}

/** Goes on with what is followed. */
export function spellOn({ rows, found }: Spelling, language: Language, piece: Piece): void {
  for (const row of rows) if (row.alive) follow(row, found, language, piece)
}

/** Follows sign and letter in turn as far as the piece goes. Signs stand where the number of letters says so: `next` is a sign's place after a letter. */
function follow(row: SpelledRow, found: number[], { automaton, fold }: Language, { text, base, final }: Piece): void {
  const { cells, lengths, suffixes } = automaton
  for (;;) {
    const index = row.next - base
    const lastLetter = (row.places[(row.count - 1) & 255] as number) - base
    if (index >= text.length) {
      if (final) row.alive = false
      return
    }
    const unit = text.charCodeAt(index)
    if (lastLetter === index - 1) {
      if (unit !== row.sign) break
      row.next += 1
      continue
    }
    const letter = unit === row.sign ? 0 : spelledLetter(fold, unit)
    if (letter === 0) break
    row.state = stepOrRoot(automaton, row.state, letter)
    row.places[row.count++ & 255] = base + index
    row.next += 1
    for (let word = cells[row.state * 4 + 3] as number; word !== 0; word = suffixes[word - 1] as number) {
      const start = row.places[(row.count - (lengths[word - 1] as number)) & 255] as number
      if ((lengths[word - 1] as number) <= row.count) note(found, word - 1, start, base + index + 1)
    }
  }
  row.alive = false
}

/** In order of ends; two rows come here in turn. */
function note(found: number[], word: number, start: number, end: number): void {
  let at = found.length
  while (at > 0 && (found[at - 1] as number) > end) at -= 3
  found.splice(at, 0, word, start, end)
}
