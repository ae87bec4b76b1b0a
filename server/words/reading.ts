/**
 * Reads a text by all lexicons, weighs what they find, and knows what may still come.
 */

import { childOf, classOf, ROOT } from './automaton.ts'
import { hasLetter, isBoundaryAt, isBoundaryBefore } from './boundary.ts'
import { createCalm, UNCALM } from './calm.ts'
import { IS_LEET, IS_SIGN, type Fold } from './fold.ts'
import { allowedKinds, CLOSES, LETTERS, NO_LETTERS, OPENS, SPELLABLE, type Lexicon } from './lexicon.ts'
import type { Found, Language, Piece } from './language.ts'
import { ACTIONS } from './rule.ts'
import { beginScan, isPlain, readOn, restartScan, type Scan } from './scan.ts'
import { createSelection, type Ahead, type Candidate } from './selection.ts'
import { rowOf, spelledLetter } from './spelling.ts'

export type Part = { lexicon: Lexicon; language: Language }

/** Actions that hide text: only for these is text held back. */
const HIDING = [ACTIONS.indexOf('mask'), ACTIONS.indexOf('refuse')]
export const isHiding = (lane: number): boolean => HIDING.includes(lane)

/** Neither at a boundary nor without a letter: what is allowed everywhere. */
const LEAST_ALLOWED = allowedKinds(false, true)

/** Texts longer than this are read in pieces, so that little waits to be decided. */
const LONGEST_PIECE = 16_384

export type Reading = {
  piece: Piece
  /** Reads a whole text from the beginning. False when nothing in it was even worth weighing. */
  readAll(text: string): boolean
  /**
   * The same as `readOn` for what was added to the piece at `start`, where that is quickly done: where a match neither is nor can be undecided. Answers −1 elsewhere, and then
   * nothing has changed. Looks at the rest of the piece only where it must, as a text that grows is whole only once it is looked at.
   */
  readQuickly(added: string, start: number): number
  /** Reads what was added to the piece, and chooses what is certain. Answers from where on text has to be held back. */
  readOn(): number
  /** From where on the text is still needed, with what stands before it: also for words that are not held back, since they hide nothing or cannot begin there. */
  neededFrom(): number
}

export function createReading(parts: readonly Part[], chosen: (lane: number, candidate: Candidate) => void): Reading {
  const piece: Piece = { text: '', base: 0, final: false }
  const scans = parts.map(beginScan)
  const withExceptions = parts.some(({ lexicon }) => lexicon.hasExceptions)
  const selection = createSelection(ACTIONS.length, withExceptions || parts.length > 1, chosen)
  /** What would count if no word goes on after it, which is not known yet. */
  let deferred: { lane: number; candidate: Candidate; invisible: boolean }[] = []
  let weighed = false

  // Beginnings of words that the text ends with: their places, and a bit for each lane that they may become a word of.
  const places: number[] = []
  const lanes: number[] = []
  /** How many of those arrays count: setting their length costs more than all else for a token. */
  let beginnings = 0
  const begin = (place: number, set: number): void => {
    places[beginnings] = place
    lanes[beginnings] = set
    beginnings += 1
  }

  const ahead: Ahead = (lane, from) => {
    let earliest = Infinity
    for (let index = 0; index < beginnings; index += 1) {
      const place = places[index] as number
      if (place < earliest && place >= from && ((lanes[index] as number) >>> lane) & 1) earliest = place
    }
    return earliest
  }

  const finders = parts.map(({ lexicon, language: { fold } }): Found => (word, start, end, spelled) => {
    weighed = true
    let opens: boolean | undefined
    let letter: boolean | undefined
    const last = lexicon.starts[word + 1] as number
    for (let meaning = lexicon.starts[word] as number; meaning < last; meaning += 1) {
      const demands = lexicon.demands[meaning] as number
      if (spelled && !(demands & SPELLABLE)) continue
      if (demands & OPENS && !(opens ??= isBoundaryBefore(piece, start, fold.invisible))) continue
      if (demands & (LETTERS | NO_LETTERS) && (letter ??= hasLetter(piece, start, end)) !== ((demands & LETTERS) !== 0)) continue
      const lane = lexicon.lanes[meaning] as number
      const candidate = { start, end, rule: lexicon.rules[meaning] as number, list: lexicon.lists[meaning] as number }
      if (demands & CLOSES) {
        const closes = isBoundaryAt(piece, end, fold.invisible)
        if (closes === undefined) deferred.push({ lane, candidate, invisible: fold.invisible })
        if (!closes) continue
      }
      selection.offer(lane, candidate)
    }
  })

  function decideDeferred(): void {
    const undecided = deferred
    deferred = []
    for (const one of undecided) {
      const closes = isBoundaryAt(piece, one.candidate.end, one.invisible)
      if (closes === undefined) deferred.push(one)
      else if (closes) selection.offer(one.lane, one.candidate)
    }
  }
  function read(): void {
    if (deferred.length > 0) decideDeferred()
    for (let index = 0; index < parts.length; index += 1)
      readOn(scans[index] as Scan, (parts[index] as Part).language, piece, finders[index] as Found)
  }

  /** The lanes of the words that the letters of a state may still become, begun at `place`: a bit for each. */
  function lanesAt({ lexicon, language }: Part, state: number, place: number, spelled: boolean, around: Piece): number {
    const future = lexicon.automaton.below[state] as number
    if (future === 0) return 0
    const row = ((spelled ? lexicon.automaton.futures.length : 0) + future) * 16
    const most = lexicon.lanesAhead[row + 15] as number
    // Where nothing depends on what stands around, it is not looked at.
    if (lexicon.lanesAhead[row + LEAST_ALLOWED] === most) return most
    const { invisible, standIns } = language.fold
    const whole = place > around.base ? around : piece
    const end = whole.base + whole.text.length
    return lexicon.lanesAhead[
      row + allowedKinds(isBoundaryBefore(whole, place, invisible), standIns && hasLetter(whole, place, end))
    ] as number
  }

  function addLive(part: Part, state: number, place: number, spelled: boolean): void {
    const set = lanesAt(part, state, place, spelled, piece)
    if (set !== 0) begin(place, set)
  }

  function lookAhead(): void {
    beginnings = 0
    if (piece.final) return
    for (let index = 0; index < parts.length; index += 1) {
      const part = parts[index] as Part
      const scan = scans[index] as Scan
      addFromText(part, scan)
      addFromSpelling(part, scan)
      addUnread(part, scan)
    }
    for (const { lane, candidate } of deferred) {
      begin(candidate.start, 1 << lane)
    }
  }

  function addFromText(part: Part, scan: Scan): void {
    const { automaton } = part.lexicon
    let { state } = scan
    if (state !== ROOT) {
      for (; (automaton.depths[state] as number) > 2; state = automaton.cells[state * 4 + 2] as number)
        addLive(part, state, scan.places[(scan.count - (automaton.depths[state] as number)) & 255] as number, false)
    }
    if (scan.last === 0) return
    const last = classOf(automaton, scan.last)
    if (last === 0) return
    const before = classOf(automaton, scan.before)
    let pair = before === 0 ? ROOT : childOf(automaton, ROOT, before)
    if (pair !== ROOT) pair = childOf(automaton, pair, last)
    if (pair !== ROOT) addLive(part, pair, scan.beforeAt, false)
    const single = childOf(automaton, ROOT, last)
    if (single !== ROOT) addLive(part, single, scan.lastAt, false)
  }

  function addFromSpelling(part: Part, { at, spelling }: Scan): void {
    const { automaton } = part.lexicon
    const { fold } = part.language
    if (!fold.inserted) return
    for (const { alive, state: reached, places: letters, count } of spelling.rows)
      for (let state = alive ? reached : ROOT; state !== ROOT; state = automaton.cells[state * 4 + 2] as number)
        addLive(part, state, letters[(count - (automaton.depths[state] as number)) & 255] as number, true)
    const { text, base } = piece
    const end = text.length
    // Rows that the reading of their second sign will begin: a letter and a sign, with another letter behind, or with more where signs could not be read yet.
    for (let first = Math.max(0, Math.min(end, at - base) - 3); first < end - 1; first += 1) {
      const state = rowOf(spelling, base + first + 1).alive ? ROOT : spelledState(part, text, first)
      if (state !== ROOT) addLive(part, state, base + first, true)
    }
  }

  /** The state after all letters from `first` to the end of the text, if the same sign stands between them. */
  function spelledState({ lexicon: { automaton }, language: { fold } }: Part, text: string, first: number): number {
    const sign = text.charCodeAt(first + 1)
    if (!isSign(fold, sign)) return ROOT
    let state = ROOT
    for (let index = first; index < text.length; index += 1) {
      const unit = text.charCodeAt(index)
      if ((index - first) % 2 === 1) {
        if (unit !== sign) return ROOT
        continue
      }
      const letterClass = unit === sign ? 0 : classOf(automaton, spelledLetter(fold, unit))
      state = letterClass === 0 ? ROOT : childOf(automaton, state, letterClass)
      if (state === ROOT) return ROOT
    }
    return state
  }

  /** The first half of a pair is always held back; signs that may be letters, from the first that may begin a word. */
  function addUnread({ lexicon, language }: Part, scan: Scan): void {
    const { text, base } = piece
    const { units, letters, signs } = language.fold
    const begins = (letter: number | undefined): boolean => {
      const letterClass = letter === undefined ? 0 : classOf(lexicon.automaton, letter)
      return letterClass !== 0 && childOf(lexicon.automaton, ROOT, letterClass) !== ROOT
    }
    for (let index = scan.at - base; index < text.length; index += 1) {
      const unit = text.charCodeAt(index)
      if (units[unit] !== IS_LEET || begins(letters[unit]) || begins(signs.get(unit))) {
        begin(base + index, -1)
        return
      }
    }
  }

  function settle(): number {
    lookAhead()
    let open = piece.base + piece.text.length
    if (beginnings === 0 && selection.isEmpty() && !withExceptions) return open
    selection.settle(ahead)
    for (const lane of HIDING) open = Math.min(open, selection.openFrom(lane, ahead))
    if (withExceptions) {
      let needed = open
      for (let lane = 0; lane < ACTIONS.length; lane += 1) needed = Math.min(needed, selection.openFrom(lane, ahead))
      selection.forget(needed)
    }
    return open
  }

  // One reader, and nothing that takes matches back.
  const [only] = parts
  const calm = only && parts.length === 1 && !withExceptions ? createCalm(only.language, scans[0] as Scan, piece) : undefined
  const depthOf = (state: number): number => only?.lexicon.automaton.depths[state] as number
  const added: Piece = { text: '', base: 0, final: false }

  /** From where on text is held back when the automaton stands at this state and nothing else is undecided. */
  function openAfter(reached: number, end: number): number {
    const { lexicon } = only as Part
    for (let state = reached; state !== ROOT; state = lexicon.automaton.cells[state * 4 + 2] as number) {
      const place = end - depthOf(state)
      const set = lanesAt(only as Part, state, place, false, added)
      if (set !== 0) for (const lane of HIDING) if ((set >>> lane) & 1 && place >= selection.endOf(lane)) return place
    }
    return end
  }

  function readInPieces(text: string): void {
    for (let end = LONGEST_PIECE; end < text.length; end += LONGEST_PIECE) {
      piece.text = text.slice(0, end)
      piece.final = false
      read()
      settle()
    }
    piece.text = text
    piece.final = true
    read()
  }

  return {
    piece,
    readAll(text) {
      if (weighed) {
        selection.clear()
        deferred = []
        weighed = false
      }
      piece.text = text
      piece.base = 0
      piece.final = true
      // Most texts have nothing in them that is worth a closer look.
      if (parts.every(({ language }) => isPlain(language, piece))) return false
      for (const scan of scans) restartScan(scan)
      if (text.length > LONGEST_PIECE) readInPieces(text)
      else read()
      if (weighed) settle()
      return weighed
    },
    neededFrom() {
      const state = calm ? calm.state() : UNCALM
      if (state !== UNCALM) return Math.max(piece.base, piece.base + piece.text.length - Math.max(2, depthOf(state)))
      let from = Infinity
      for (let index = 0; index < parts.length; index += 1) {
        const { depths } = (parts[index] as Part).lexicon.automaton
        const { state, places: letters, count, beforeAt, spelling } = scans[index] as Scan
        from = Math.min(from, state === ROOT ? beforeAt : (letters[(count - (depths[state] as number)) & 255] as number))
        for (const row of spelling.rows)
          if (row.alive && row.state !== ROOT)
            from = Math.min(from, row.places[(row.count - (depths[row.state] as number)) & 255] as number)
      }
      return Math.max(from, piece.base)
    },
    readQuickly(text, start) {
      if (!calm || !calm.follow(text)) return -1
      added.text = text
      added.base = start
      return openAfter(calm.state(), start + text.length)
    },
    readOn() {
      calm?.leave()
      read()
      const open = settle()
      if (calm && deferred.length === 0 && selection.isEmpty()) calm.enter()
      return open
    },
  }
}

const isSign = ({ units }: Fold, unit: number): boolean => units[unit] === IS_SIGN || units[unit] === IS_LEET
