/**
 * Lists with equal foldings, compiled: their automaton, and what each of its words means. Everything is plain data in typed arrays, so that it can be
 * made in one thread and used in another.
 */

import { buildAutomaton, type Automaton } from './automaton.ts'
import { foldOf } from './fold.ts'
import { readWord, signsOf, trimmed, type OwnSigns, type ReadWord } from './reader.ts'
import { ACTIONS, MOST_LETTERS, type Folding, type WordFault } from './rule.ts'

/** Actions by number, and exceptions as one more. */
export const EXCEPTION = ACTIONS.length
export const LANES = ACTIONS.length + 1

/** What a meaning asks of the place where its word stands. */
export const OPENS = 1
export const CLOSES = 2
/** Its word has a letter, so the text must have one; or its word has none, so the text must have none. */
export const LETTERS = 4
export const NO_LETTERS = 8
export const SPELLABLE = 16

/** One word of one list. `rule`: its number among all rules of all lists; −1 for an exception. */
export type Entry = { word: string; list: number; wholeWords: boolean; lane: number; rule: number }

export type Lexicon = {
  foldings: readonly Folding[]
  ownSigns: OwnSigns
  automaton: Automaton
  /** Meanings of word `w`: from `starts[w]` to `starts[w + 1]`. The same letters may be a word of several lists. */
  starts: Int32Array
  rules: Int32Array
  lists: Uint16Array
  lanes: Uint8Array
  demands: Uint8Array
  /** For each future and each of the sixteen sets of allowed kinds: a bit for every lane. The second half is for spelled words. */
  lanesAhead: Uint8Array
  hasExceptions: boolean
}

type Meaning = { entry: Entry; demands: number }

export function buildLexicon(foldings: readonly Folding[], entries: Iterable<Entry>): { lexicon: Lexicon; faults: WordFault[] } {
  const fold = foldOf(foldings)
  const faults: WordFault[] = []
  const usable: { entry: Entry; word: string }[] = []
  const ownSigns = new Set<number>()
  for (const entry of entries) {
    const word = trimmed(entry.word)
    usable.push({ entry, word })
    for (const sign of signsOf(word)) ownSigns.add(sign)
  }

  const meanings = new Map<string, Meaning[]>()
  let hasExceptions = false
  for (const { entry, word } of usable) {
    const read = readWord(fold, ownSigns, word)
    const fault = faultOf(word, read)
    if (!read || fault !== undefined) {
      faults.push({ list: entry.list, word: entry.word, says: fault ?? '' })
      continue
    }
    let demands = read.spellable ? SPELLABLE : 0
    if (entry.wholeWords) demands |= (read.opens ? OPENS : 0) | (read.closes ? CLOSES : 0)
    if (fold.standIns) demands |= read.hasLetter ? LETTERS : NO_LETTERS
    if (entry.lane === EXCEPTION) hasExceptions = true
    const known = meanings.get(read.letters)
    if (known) known.push({ entry, demands })
    else meanings.set(read.letters, [{ entry, demands }])
  }

  const words = [...meanings.keys()].sort()
  const byWord = words.map((word) => meanings.get(word) ?? [])
  const all = byWord.flat()
  const starts = new Int32Array(words.length + 1)
  for (const [index, own] of byWord.entries()) starts[index + 1] = (starts[index] as number) + own.length
  const automaton = buildAutomaton(
    words,
    (index) => (byWord[index] ?? []).reduce((set, meaning) => union(set, futureOf(meaning)), 0),
    union,
  )
  return {
    lexicon: {
      foldings,
      ownSigns,
      automaton,
      starts,
      rules: Int32Array.from(all, ({ entry }) => entry.rule),
      lists: Uint16Array.from(all, ({ entry }) => entry.list),
      lanes: Uint8Array.from(all, ({ entry }) => entry.lane),
      demands: Uint8Array.from(all, ({ demands }) => demands),
      lanesAhead: lanesAhead(automaton.futures),
      hasExceptions,
    },
    faults,
  }
}

function faultOf(word: string, read: ReadWord | undefined): string | undefined {
  if (!read) return 'has no letters'
  if (read.letters.length > MOST_LETTERS) return `has more than ${MOST_LETTERS} letters`
  // Would be found in other characters, and break them.
  return /\p{Cs}/u.test(word) ? 'has half a character in it' : undefined
}

// ── What may still come ─────────────────────────────────────────────────────────────────────────────────────────
// A future is a set of kinds of words: 4 bits a lane (kinds by OPENS and NO_LETTERS), for all words, and above 2²⁶ the same for those that may be spelled.

const SPELLED = 2 ** 26
const KINDS = 4
const kindOf = (demands: number): number => (demands & OPENS ? 2 : 0) + (demands & NO_LETTERS ? 1 : 0)

function futureOf({ entry, demands }: Meaning): number {
  const bit = 2 ** (entry.lane * KINDS + kindOf(demands))
  return demands & SPELLABLE ? bit * (1 + SPELLED) : bit
}

/** Either of two sets. */
export function union(a: number, b: number): number {
  const high = Math.floor(a / SPELLED) | Math.floor(b / SPELLED)
  return high * SPELLED + ((a % SPELLED) | (b % SPELLED))
}

/** Kinds of words that a beginning can still become: `opens`, it begins at a boundary; `hasLetter`, a letter was read. A set of four bits. */
export const allowedKinds = (opens: boolean, hasLetter: boolean): number => (hasLetter ? 0b0001 : 0b0011) * (opens ? 0b101 : 1)

function lanesAhead(futures: readonly number[]): Uint8Array {
  const table = new Uint8Array(futures.length * 32)
  for (const [index, future] of futures.entries()) {
    for (let allowed = 0; allowed < 16; allowed += 1) {
      for (let lane = 0; lane < LANES; lane += 1) {
        const shift = lane * KINDS
        if (((future % SPELLED) >>> shift) & allowed) table[index * 16 + allowed] = (table[index * 16 + allowed] as number) | (1 << lane)
        const spelled = (futures.length + index) * 16 + allowed
        if ((Math.floor(future / SPELLED) >>> shift) & allowed) table[spelled] = (table[spelled] as number) | (1 << lane)
      }
    }
  }
  return table
}

/** Memory in bytes of what a lexicon has for itself. */
export function bytesOf({ automaton, starts, rules, lists, lanes, demands, lanesAhead: ahead }: Lexicon): number {
  const parts = [...Object.values(automaton), starts, rules, lists, lanes, demands, ahead]
  return parts.reduce<number>((sum, part) => sum + (ArrayBuffer.isView(part) ? part.byteLength : 0), 0)
}
