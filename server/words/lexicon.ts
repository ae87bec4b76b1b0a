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

/** `letters` at these places of the entries are their words. Those that cannot be used have none. */
type Words = { letters: string[]; entries: Entry[]; demands: Uint8Array; ownSigns: OwnSigns; faults: WordFault[] }

export function buildLexicon(foldings: readonly Folding[], given: readonly Entry[]): { lexicon: Lexicon; faults: WordFault[] } {
  const { letters, entries, demands, ownSigns, faults } = readWords(foldings, given)
  const order = sortedPlaces(letters)
  const words: string[] = []
  const starts = new Int32Array(letters.length + 1)
  const futures = new Float64Array(letters.length)
  const meanings = { rules: new Int32Array(order.length), lists: new Uint16Array(order.length), lanes: new Uint8Array(order.length) }
  const demanded = new Uint8Array(order.length)
  let hasExceptions = false
  let before = ''
  for (let meaning = 0; meaning < order.length; meaning += 1) {
    const place = order[meaning] as number
    const word = letters[place] as string
    const { rule, list, lane } = entries[place] as Entry
    const demand = demands[place] as number
    if (word !== before) words.push(word)
    before = word
    starts[words.length] = meaning + 1
    futures[words.length - 1] = union(futures[words.length - 1] as number, futureOf(lane, demand))
    meanings.rules[meaning] = rule
    meanings.lists[meaning] = list
    meanings.lanes[meaning] = lane
    demanded[meaning] = demand
    if (lane === EXCEPTION) hasExceptions = true
  }
  const automaton = buildAutomaton(words, futures, union)
  return {
    lexicon: {
      foldings,
      ownSigns,
      automaton,
      starts: starts.slice(0, words.length + 1),
      ...meanings,
      demands: demanded,
      lanesAhead: lanesAhead(automaton.futures),
      hasExceptions,
    },
    faults,
  }
}

function readWords(foldings: readonly Folding[], given: readonly Entry[]): Words {
  const fold = foldOf(foldings)
  const trimmedWords: string[] = []
  const ownSigns = new Set<number>()
  for (const entry of given) {
    const word = trimmed(entry.word)
    trimmedWords.push(word)
    for (const sign of signsOf(word)) ownSigns.add(sign)
  }
  const letters: string[] = []
  const entries: Entry[] = []
  const demands = new Uint8Array(given.length)
  const faults: WordFault[] = []
  for (let index = 0; index < given.length; index += 1) {
    const entry = given[index] as Entry
    const word = trimmedWords[index] as string
    const read = readWord(fold, ownSigns, word)
    const fault = faultOf(word, read)
    if (!read || fault !== undefined) {
      faults.push({ list: entry.list, word: entry.word, says: fault ?? '' })
      continue
    }
    let demand = read.spellable ? SPELLABLE : 0
    if (entry.wholeWords) demand |= (read.opens ? OPENS : 0) | (read.closes ? CLOSES : 0)
    if (fold.standIns) demand |= read.hasLetter ? LETTERS : NO_LETTERS
    demands[letters.length] = demand
    letters.push(read.letters)
    entries.push(entry)
  }
  return { letters, entries, demands, ownSigns, faults }
}

/** Places of these words in the order of their code units, equal ones in the order they came in: by the first letter first, which leaves little to compare. */
function sortedPlaces(words: readonly string[]): Int32Array {
  const ends = new Int32Array(65_536)
  for (const word of words) ends[word.charCodeAt(0)] = (ends[word.charCodeAt(0)] as number) + 1
  for (let letter = 1; letter < ends.length; letter += 1) ends[letter] = (ends[letter] as number) + (ends[letter - 1] as number)
  const places = new Int32Array(words.length)
  for (let index = words.length - 1; index >= 0; index -= 1) {
    const letter = (words[index] as string).charCodeAt(0)
    const place = (ends[letter] as number) - 1
    ends[letter] = place
    places[place] = index
  }
  // Now the ends are the starts.
  for (let from = 0; from < places.length;) {
    const letter = (words[places[from] as number] as string).charCodeAt(0)
    const to = letter + 1 < ends.length ? (ends[letter + 1] as number) : places.length
    if (to - from > 1) sortPart(words, places.subarray(from, to))
    from = to
  }
  return places
}

/** Few words are sorted fastest one by one. */
const FEW = 100

function sortPart(words: readonly string[], places: Int32Array): void {
  if (places.length > FEW) {
    const part = Array.from(places, (place) => ({ place, word: words[place] as string }))
    part.sort((one, other) => (one.word < other.word ? -1 : one.word > other.word ? 1 : 0))
    for (const [index, { place }] of part.entries()) places[index] = place
    return
  }
  for (let next = 1; next < places.length; next += 1) {
    const place = places[next] as number
    const word = words[place] as string
    let at = next
    for (; at > 0 && (words[places[at - 1] as number] as string) > word; at -= 1) places[at] = places[at - 1] as number
    places[at] = place
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

function futureOf(lane: number, demands: number): number {
  const bit = 2 ** (lane * KINDS + kindOf(demands))
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
