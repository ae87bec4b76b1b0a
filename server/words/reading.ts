/**
 * Reads a text by all lexicons, weighs what they find, and knows what may still come.
 */

import { lanesAheadOf, type LanesAhead } from './ahead.ts'
import { childOf, classOf, ROOT } from './automaton.ts'
import type { Calm } from './calm.ts'
import { IS_LEET, IS_SIGN, type Fold } from './fold.ts'
import type { Found, Language, Piece } from './language.ts'
import { firstDoubt, type Reached } from './plain.ts'
import { beginScan, readOn, restartScan, resumeScan, type Scan } from './scan.ts'
import { rowOf, spelledLetter } from './spelling.ts'
import type { Part, Vocabulary } from './vocabulary.ts'
import type { Reader, Weighing } from './weighing.ts'

/** Texts longer than this are read in pieces, so that little waits to be decided. */
const LONGEST_PIECE = 16_384

export type Reading = {
  piece: Piece
  /** Reads a whole text from the beginning. False when nothing in it was even worth weighing. */
  readAll(text: string): boolean
  /** Reads what was added to the piece, and chooses what is certain. Answers from where on text has to be held back. */
  readOn(): number
  /** From where on the text is still needed, with what stands before it: also for words that are not held back, since they hide nothing or cannot begin there. */
  neededFrom(): number
  /** Goes on from where the calm reader of its only part has come to. */
  takeOver(calm: Calm): void
  /** Leaves it to the calm reader to go on, where nothing stands in its way. */
  giveBack(calm: Calm, released: number): boolean
}

export function createReading({ parts, withExceptions }: Vocabulary, weighing: Weighing): Reading {
  const piece: Piece = { text: '', base: 0, final: false }
  const languages = parts.map(({ language }) => language)
  const scans = parts.map(beginScan)
  const reached: Reached = { last: 0, before: 0, lastAt: 0, beforeAt: 0 }
  let weighed = false

  // Beginnings of words that the text ends with: their places, and a bit for each lane that they may become a word of.
  const places: number[] = []
  const lanes: number[] = []
  /** How many of those arrays count: setting their length costs more than all else for a token. */
  let beginnings = 0
  const begin = (place: number, set: number): void => {
    if (set === 0) return
    places[beginnings] = place
    lanes[beginnings] = set
    beginnings += 1
  }

  const reader: Reader = {
    around: () => piece,
    live(lane, from) {
      let earliest = Infinity
      for (let index = 0; index < beginnings; index += 1) {
        const place = places[index] as number
        if (place < earliest && place >= from && ((lanes[index] as number) >>> lane) & 1) earliest = place
      }
      return earliest
    },
  }
  const aheads = parts.map((part) => lanesAheadOf(part, reader))

  const finders = parts.map((part): Found => (word, start, end, spelled) => {
    weighed = true
    weighing.weigh(part, reader, { word, start, end, spelled })
  })

  function read(): void {
    weighing.weighAgain(reader)
    for (let index = 0; index < parts.length; index += 1)
      readOn(scans[index] as Scan, (parts[index] as Part).language, piece, finders[index] as Found)
  }

  function lookAhead(): void {
    beginnings = 0
    if (piece.final) return
    for (let index = 0; index < parts.length; index += 1) {
      const part = parts[index] as Part
      const scan = scans[index] as Scan
      const lanesAhead = aheads[index] as LanesAhead
      addFromText(part, scan, lanesAhead)
      addFromSpelling(part, scan, lanesAhead)
      addUnread(part, scan)
    }
  }

  function addFromText({ lexicon: { automaton } }: Part, scan: Scan, lanesAhead: LanesAhead): void {
    const add = (reached: number, place: number): void => begin(place, lanesAhead(reached, place, false))
    let { state } = scan
    if (state !== ROOT) {
      for (; (automaton.depths[state] as number) > 2; state = automaton.cells[state * 4 + 2] as number)
        add(state, scan.places[(scan.count - (automaton.depths[state] as number)) & 255] as number)
    }
    if (scan.last === 0) return
    const last = classOf(automaton, scan.last)
    if (last === 0) return
    const before = classOf(automaton, scan.before)
    let pair = before === 0 ? ROOT : childOf(automaton, ROOT, before)
    if (pair !== ROOT) pair = childOf(automaton, pair, last)
    if (pair !== ROOT) add(pair, scan.beforeAt)
    const single = childOf(automaton, ROOT, last)
    if (single !== ROOT) add(single, scan.lastAt)
  }

  function addFromSpelling(part: Part, { at, spelling }: Scan, lanesAhead: LanesAhead): void {
    const { automaton } = part.lexicon
    const { fold } = part.language
    if (!fold.inserted) return
    const add = (reached: number, place: number): void => begin(place, lanesAhead(reached, place, true))
    for (const { alive, state: reached, places: letters, count } of spelling.rows)
      for (let state = alive ? reached : ROOT; state !== ROOT; state = automaton.cells[state * 4 + 2] as number)
        add(state, letters[(count - (automaton.depths[state] as number)) & 255] as number)
    const { text, base } = piece
    const end = text.length
    // Rows that the reading of their second sign will begin: a letter and a sign, with another letter behind, or with more where signs could not be read yet.
    for (let first = Math.max(0, Math.min(end, at - base) - 3); first < end - 1; first += 1) {
      const state = rowOf(spelling, base + first + 1).alive ? ROOT : spelledState(part, text, first)
      if (state !== ROOT) add(state, base + first)
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
    const end = piece.base + piece.text.length
    return beginnings === 0 && weighing.isQuiet() && !withExceptions ? end : weighing.settle(end, reader)
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
        weighing.clear()
        weighed = false
      }
      // Most texts have nothing in them that is worth a closer look.
      let doubtful = 0
      let doubt = text.length
      for (; doubtful < languages.length; doubtful += 1) {
        doubt = firstDoubt(languages[doubtful] as Language, text, reached)
        if (doubt < text.length) break
      }
      if (doubt === text.length) return false
      piece.text = text
      piece.base = 0
      piece.final = true
      for (const scan of scans) restartScan(scan)
      if (text.length > LONGEST_PIECE) readInPieces(text)
      else {
        resumeScan(scans[doubtful] as Scan, doubt, reached)
        read()
      }
      if (weighed) settle()
      return weighed
    },
    neededFrom() {
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
    readOn() {
      read()
      return settle()
    },
    takeOver(calm) {
      for (const scan of scans) calm.leave(scan, piece)
    },
    giveBack(calm, released) {
      const [scan] = scans
      return scan !== undefined && calm.enter(scan, piece, released)
    },
  }
}

const isSign = ({ units }: Fold, unit: number): boolean => units[unit] === IS_SIGN || units[unit] === IS_LEET
