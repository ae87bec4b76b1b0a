/**
 * Reads a stream by the automaton alone, as long as no word ends, none is spelled out, and the letters of what may become one stand side by side: nearly always. What takes more is
 * left to `careful.ts`, from where the piece begins that needs it.
 */

import { lanesAt, type Part } from './ahead.ts'
import { childBy, classOf, ROOT, stepOf } from './automaton.ts'
import { CJK } from './characters.ts'
import { IS_SIGN, LAST_SPECIAL } from './fold.ts'
import type { Piece } from './language.ts'
import { HIDING, MOST_INSERTED } from './rule.ts'
import { noteState, type Scan } from './scan.ts'
import { spelledLetter } from './spelling.ts'

export type Calm = {
  /** Reads one piece more, and answers what may be shown. `undefined` where that takes more, and then nothing has changed. */
  push(added: string): string | undefined
  /** What was not let go yet. */
  held(): string
  /** Takes over where the scan stands at the end of the piece and nothing before `released` is open any more. False where something stands in the way. */
  enter(scan: Scan, piece: Piece, released: number, endOf: (lane: number) => number): boolean
  /** Gives back: the scan then stands where this does, and the piece has all text that may still be looked at. */
  leave(scan: Scan, piece: Piece): void
}

const UNCALM = -1

/** Read text is looked at again only where a word needs it. So it is kept as the strings it came in, which are made one only then: the newest, and as many before them. */
const MUCH = 32

export function createCalm(part: Part): Calm {
  const { automaton, plain, signLetters, kinds, fold } = part.language
  const { cells, depths } = automaton
  let state = ROOT
  /** Where the automaton stands: code units from the beginning of the stream. */
  let at = 0
  let held = ''
  let newest = ''
  let earlier = ''
  /** The last letter and the one before, and how many signs were passed over since. While some were, the automaton is at its root. */
  let last = 0
  let before = 0
  let gap = 0
  /** The last three code units before, the newest first, where signs may spell a word out. */
  let tail = 0
  let tailBefore = 0
  let tailFirst = 0
  /** No match counts that begins before the end of one that was found; `ends` by lane, and the last of all. */
  let endOf = (_lane: number): number => 0
  let lastEnd = 0

  const letterOf = (unit: number): number => (plain[unit] === IS_SIGN ? (signLetters[unit] as number) : (plain[unit] as number))

  const around = (): Piece => ({ text: earlier + newest, base: at - earlier.length - newest.length, final: false })

  const isSign = (unit: number): boolean => plain[unit] === IS_SIGN

  /** Has the second of two equal signs with one letter between and one before them, by which words are spelled out. Those that come with the first sign are found in the piece. */
  const spells = (added: string): boolean =>
    (isSign(tailBefore) && added.charCodeAt(0) === tailBefore) || (isSign(tail) && added.charCodeAt(1) === tail)

  /** The automaton's state after these letters; `UNCALM` where it takes more, and then nothing has changed. */
  function stateAfter(text: string): number {
    const { length } = text
    let reached = state
    let lastLetter = last
    let letterBefore = before
    let passed = gap
    for (let index = 0; index < length; index += 1) {
      const unit = text.charCodeAt(index)
      let letter = plain[unit] as number
      if (letter <= LAST_SPECIAL) {
        if (letter !== IS_SIGN || (index > 1 && text.charCodeAt(index - 2) === unit)) return UNCALM
        const kind = kinds[lastLetter] as number
        if (kind === CJK && reached === ROOT && passed < MOST_INSERTED) {
          passed += 1
          continue
        }
        letter = signLetters[unit] as number
        if (kind !== 0 || letter === lastLetter) return UNCALM
      }
      letterBefore = lastLetter
      lastLetter = letter
      passed = 0
      const letterClass = classOf(automaton, letter)
      reached = letterClass === 0 ? ROOT : stepOf(automaton, reached, letterClass)
      if (cells[reached * 4 + 3] !== 0) return UNCALM
    }
    last = lastLetter
    before = letterBefore
    gap = passed
    return reached
  }

  function noteTail(added: string): void {
    const { length } = added
    tailFirst = length > 2 ? added.charCodeAt(length - 3) : length > 1 ? tail : tailBefore
    tailBefore = length > 1 ? added.charCodeAt(length - 2) : tail
    tail = added.charCodeAt(length - 1)
  }

  /** Whether what begins so many places before may still hide text: a state's letters, spelled out or not. */
  function mayHide(reached: number, distance: number, spelled: boolean): boolean {
    const place = at - distance
    const lanes = lanesAt(part, reached, place, spelled, around)
    if (lanes !== 0) for (const lane of HIDING) if ((lanes >>> lane) & 1 && (place >= lastEnd || place >= endOf(lane))) return true
    return false
  }

  /** How many code units at the end may still become part of a word that hides them. */
  function heldBack(): number {
    let held = 0
    for (let reached = state; reached !== ROOT && held === 0; reached = cells[reached * 4 + 2] as number)
      if (mayHide(reached, depths[reached] as number, false)) held = depths[reached] as number
    return fold.inserted ? Math.max(held, heldSpelled()) : held
  }

  /** A letter and a sign may be the beginning of a word that is spelled out, and so may those with one letter more. */
  function heldSpelled(): number {
    const distance = isSign(tail) ? 2 : isSign(tailBefore) ? 3 : 0
    if (distance === 0) return 0
    const first = childBy(automaton, ROOT, spelledLetter(fold, distance === 2 ? tailBefore : tailFirst))
    const reached = distance === 2 || first === ROOT ? first : childBy(automaton, first, spelledLetter(fold, tail))
    return reached !== ROOT && mayHide(reached, distance, true) ? distance : 0
  }

  return {
    held: () => held,
    push(added) {
      const reached = fold.inserted && spells(added) ? UNCALM : stateAfter(added)
      if (reached === UNCALM) return undefined
      state = reached
      at += added.length
      newest += added
      if (newest.length > MUCH + (depths[reached] as number)) {
        earlier = newest
        newest = ''
      }
      if (fold.inserted) noteTail(added)
      const all = held === '' ? added : held + added
      const shown = all.length - (reached === ROOT && !fold.inserted ? 0 : heldBack())
      held = shown === all.length ? '' : all.slice(shown)
      return shown === all.length ? all : all.slice(0, shown)
    },
    enter(scan, piece, released, ends) {
      const { text, base } = piece
      at = scan.at
      if (at !== base + text.length || scan.spelling.rows.some(({ alive }) => alive)) return false
      const unitBefore = (distance: number): number => (distance > text.length ? 0 : text.charCodeAt(text.length - distance))
      ;[tail, tailBefore, tailFirst] = [unitBefore(1), unitBefore(2), unitBefore(3)]
      last = scan.last
      before = scan.before
      gap = at - 1 - scan.lastAt
      const isPassed = gap > 0 && scan.gapAt === scan.lastAt && gap === scan.signs && kinds[last] === CJK
      if (last === 0 || (gap > 0 ? !isPassed : last !== letterOf(tail))) return false
      if (scan.state === ROOT) {
        const first = childBy(automaton, ROOT, before)
        const second = first === ROOT ? ROOT : childBy(automaton, first, last)
        state = second === ROOT ? childBy(automaton, ROOT, last) : second
        if (second !== ROOT && scan.beforeAt !== at - 2) return false
      } else {
        const depth = depths[scan.state] as number
        if (scan.places[(scan.count - depth) & 255] !== at - depth) return false
        state = scan.state
      }
      if (gap > 0 && state !== ROOT) return false
      earlier = text
      newest = ''
      held = text.slice(released - base)
      endOf = ends
      lastEnd = Math.max(...HIDING.map(ends))
      return true
    },
    leave(scan, piece) {
      const { text, base } = around()
      piece.text = text
      piece.base = base
      if (at > 0) noteState(scan, automaton, { state, at, last, before, gap })
    },
  }
}
