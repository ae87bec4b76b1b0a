/**
 * Reads a stream by the automaton alone, as long as its letters stand side by side and no word ends: nearly always. What takes more is left to `careful.ts`, from where the piece
 * begins that needs it.
 */

import { lanesAt, type Part } from './ahead.ts'
import { childBy, classOf, ROOT, stepOf } from './automaton.ts'
import { IS_SIGN, LAST_SPECIAL } from './fold.ts'
import type { Piece } from './language.ts'
import { HIDING } from './rule.ts'
import { noteState, type Scan } from './scan.ts'

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
  /** The last two code units before, the newer first, where signs are passed over: which of them spell a word out, the next ones tell. */
  let tail = 0
  let tailBefore = 0
  /** No match counts that begins before the end of one that was found; `ends` by lane, and the last of all. */
  let endOf = (_lane: number): number => 0
  let lastEnd = 0

  const letterOf = (unit: number): number => (plain[unit] === IS_SIGN ? (signLetters[unit] as number) : (plain[unit] as number))

  const around = (): Piece => ({ text: earlier + newest, base: at - earlier.length - newest.length, final: false })

  /** Words may be spelled out by this, with what came before or comes after it. */
  function maySpell(added: string): boolean {
    const { length } = added
    if (length < 2) return true
    const first = added.charCodeAt(0)
    const second = added.charCodeAt(1)
    if ((first === tailBefore && plain[first] === IS_SIGN) || (second === tail && plain[second] === IS_SIGN)) return true
    return plain[added.charCodeAt(length - 1)] === IS_SIGN || plain[added.charCodeAt(length - 2)] === IS_SIGN
  }

  /** The automaton's state after these letters; `UNCALM` where a word ends, or is something else than plain letters and single signs that are letters. */
  function stateAfter(text: string): number {
    const { length } = text
    let reached = state
    for (let index = 0; index < length; index += 1) {
      const unit = text.charCodeAt(index)
      let letter = plain[unit] as number
      if (letter <= LAST_SPECIAL) {
        if (letter !== IS_SIGN || (index > 1 && text.charCodeAt(index - 2) === unit)) return UNCALM
        const last = letterOf(index > 0 ? text.charCodeAt(index - 1) : tail)
        letter = signLetters[unit] as number
        if (kinds[last] !== 0 || letter === last) return UNCALM
      }
      const letterClass = classOf(automaton, letter)
      reached = letterClass === 0 ? ROOT : stepOf(automaton, reached, letterClass)
      if (cells[reached * 4 + 3] !== 0) return UNCALM
    }
    return reached
  }

  /** How many code units at the end may still become part of a word that hides them. */
  function heldBack(): number {
    for (let reached = state; reached !== ROOT; reached = cells[reached * 4 + 2] as number) {
      const depth = depths[reached] as number
      const place = at - depth
      const lanes = lanesAt(part, reached, place, false, around)
      if (lanes !== 0) for (const lane of HIDING) if ((lanes >>> lane) & 1 && (place >= lastEnd || place >= endOf(lane))) return depth
    }
    return 0
  }

  return {
    held: () => held,
    push(added) {
      const reached = fold.inserted && maySpell(added) ? UNCALM : stateAfter(added)
      if (reached === UNCALM) return undefined
      state = reached
      at += added.length
      newest += added
      if (newest.length > MUCH + (depths[reached] as number)) {
        earlier = newest
        newest = ''
      }
      if (fold.inserted) {
        tailBefore = added.length > 1 ? added.charCodeAt(added.length - 2) : tail
        tail = added.charCodeAt(added.length - 1)
      }
      const all = held === '' ? added : held + added
      const shown = all.length - (reached === ROOT ? 0 : heldBack())
      held = shown === all.length ? '' : all.slice(shown)
      return shown === all.length ? all : all.slice(0, shown)
    },
    enter(scan, piece, released, ends) {
      const { last, before, lastAt, beforeAt, spelling } = scan
      const { text, base } = piece
      at = scan.at
      if (at !== base + text.length || lastAt !== at - 1 || beforeAt !== at - 2 || spelling.rows.some(({ alive }) => alive)) return false
      tail = text.charCodeAt(text.length - 1)
      tailBefore = text.charCodeAt(text.length - 2)
      if (last !== letterOf(tail) || before !== letterOf(tailBefore)) return false
      if (scan.state === ROOT) {
        const first = childBy(automaton, ROOT, before)
        const second = first === ROOT ? ROOT : childBy(automaton, first, last)
        state = second === ROOT ? childBy(automaton, ROOT, last) : second
      } else {
        const depth = depths[scan.state] as number
        if (scan.places[(scan.count - depth) & 255] !== at - depth) return false
        state = scan.state
      }
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
      const letterBefore = (distance: number): number => letterOf(distance > text.length ? 0 : text.charCodeAt(text.length - distance))
      if (at > 0) noteState(scan, automaton, state, at, letterBefore(1), letterBefore(2))
    },
  }
}
