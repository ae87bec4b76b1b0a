/** Words whose letters have the same sign between all of them, `w-o-r-d`: followed apart from the text. */

import { classOf, ROOT, stepOf, type Automaton } from './automaton.ts'
import { IN_WORD, SIGN, unitKinds } from './characters.ts'
import { IS_LEET, LAST_SPECIAL, type Fold } from './fold.ts'
import type { Found, Language, Piece } from './language.ts'

/** Letters with the same sign between them, being followed apart from the text. */
export type Spelling = {
  alive: boolean
  sign: number
  state: number
  places: number[]
  count: number
  next: number
  /** For signs at even places and at odd ones: those before this place have been followed already. */
  followed: [number, number]
  /** Found, but not yet reported, as reports come in order of their ends: word, start, end. */
  found: number[]
}

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
  if (index < 3 || text.charCodeAt(index - 2) !== sign || (spelling.alive && spelling.next > at)) return
  // Once more from here would find the same words again, and take the square of the text's length for a long row.
  if (spelling.followed[parityOf(at)] > at) return
  const first = spelledLetter(language.fold, text.charCodeAt(index - 3))
  const second = spelledLetter(language.fold, text.charCodeAt(index - 1))
  if (first === 0 || second === 0 || text.charCodeAt(index - 1) === sign || text.charCodeAt(index - 3) === sign) return
  spelling.alive = true
  spelling.sign = sign
  spelling.state = ROOT
  spelling.count = 0
  for (const [letter, place] of [
    [first, index - 3],
    [second, index - 1],
  ] as const) {
    spelling.state = stepOrRoot(language.automaton, spelling.state, letter)
    spelling.places[spelling.count++ & 255] = base + place
  }
  spelling.next = at
  spellOn(spelling, language, piece)
}

const parityOf = (place: number): 0 | 1 => (place % 2 === 0 ? 0 : 1)

const stepOrRoot = (automaton: Automaton, state: number, letter: number): number => {
  const letterClass = classOf(automaton, letter)
  return letterClass === 0 ? ROOT : stepOf(automaton, state, letterClass)
}

/** Follows the row as far as the piece goes, and notes how far that is. */
export function spellOn(spelling: Spelling, language: Language, piece: Piece): void {
  const parity = parityOf((spelling.places[(spelling.count - 1) & 255] as number) + 1)
  follow(spelling, language, piece)
  spelling.followed[parity] = spelling.next
}

/** Sign and letter in turn. Signs stand where the number of letters says so: `next` is a sign's place after a letter. */
function follow(spelling: Spelling, { automaton, fold }: Language, { text, base, final }: Piece): void {
  const { cells, lengths, suffixes } = automaton
  for (;;) {
    const index = spelling.next - base
    const lastLetter = (spelling.places[(spelling.count - 1) & 255] as number) - base
    if (index >= text.length) {
      if (final) spelling.alive = false
      return
    }
    const unit = text.charCodeAt(index)
    if (lastLetter === index - 1) {
      if (unit !== spelling.sign) break
      spelling.next += 1
      continue
    }
    const letter = unit === spelling.sign ? 0 : spelledLetter(fold, unit)
    if (letter === 0) break
    spelling.state = stepOrRoot(automaton, spelling.state, letter)
    spelling.places[spelling.count++ & 255] = base + index
    spelling.next += 1
    for (let word = cells[spelling.state * 4 + 3] as number; word !== 0; word = suffixes[word - 1] as number) {
      const start = spelling.places[(spelling.count - (lengths[word - 1] as number)) & 255] as number
      if ((lengths[word - 1] as number) <= spelling.count) spelling.found.push(word - 1, start, base + index + 1)
    }
  }
  spelling.alive = false
}
