/**
 * Lists with equal foldings, compiled: their automaton, and what each of its words means. Everything is plain data in typed arrays, so that it can be
 * made in one thread and used in another.
 */

import { buildAutomaton, type Automaton } from './automaton.ts'
import { kindOf, MARK } from './characters.ts'
import { foldOf, type Fold } from './fold.ts'
import { aheadOf, CLOSES, futureOf, LETTERS, MARKED, NO_LETTERS, OPENS, SPELLABLE, union, type Ahead } from './meaning.ts'
import { isAllInWord, readWord, signsOf, trimmed, type OwnSigns, type ReadWord } from './reader.ts'
import { MOST_LETTERS, type Folding, type WordFault } from './rule.ts'

/** Where words come from: a list, and what it does with them. */
export type Source = { list: number; wholeWords: boolean; lane: number }

/** Words of lists, as rows of equal length. `rules`: their numbers among all rules of all lists; −1 for exceptions. */
export type Entries = { words: string[]; rules: number[]; sources: Source[] }

export type Lexicon = Ahead & {
  foldings: readonly Folding[]
  ownSigns: OwnSigns
  automaton: Automaton
  /** Meanings of word `w`: from `starts[w]` to `starts[w + 1]`. The same letters may be a word of several lists. */
  starts: Int32Array
  rules: Int32Array
  lists: Uint16Array
  lanes: Uint8Array
  demands: Uint8Array
  /** Lanes that its words have, each once. */
  lanesUsed: readonly number[]
}

/** Those words that can be used, and their places among the entries. */
type Words = { letters: string[]; places: Int32Array; demands: Uint8Array; ownSigns: OwnSigns; faults: WordFault[] }

export function buildLexicon(foldings: readonly Folding[], given: Entries): { lexicon: Lexicon; faults: WordFault[] } {
  const { letters, places, demands, ownSigns, faults } = readWords(foldings, given)
  const order = sortedPlaces(letters)
  const words: string[] = []
  const starts = new Int32Array(letters.length + 1)
  const futures = new Float64Array(letters.length)
  const meanings = { rules: new Int32Array(order.length), lists: new Uint16Array(order.length), lanes: new Uint8Array(order.length) }
  const demanded = new Uint8Array(order.length)
  const lanesUsed = new Set<number>()
  let before = ''
  for (let meaning = 0; meaning < order.length; meaning += 1) {
    const place = order[meaning] as number
    const word = letters[place] as string
    const entry = places[place] as number
    const { list, lane } = given.sources[entry] as Source
    const demand = demands[place] as number
    if (word !== before) words.push(word)
    before = word
    starts[words.length] = meaning + 1
    const known = futures[words.length - 1] as number
    const future = futureOf(lane, demand)
    futures[words.length - 1] = known === 0 || known === future ? future : union(known, future)
    meanings.rules[meaning] = given.rules[entry] as number
    meanings.lists[meaning] = list
    meanings.lanes[meaning] = lane
    demanded[meaning] = demand
    lanesUsed.add(lane)
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
      ...aheadOf(automaton.futures),
      lanesUsed: [...lanesUsed],
    },
    faults,
  }
}

function readWords(foldings: readonly Folding[], given: Entries): Words {
  const fold = foldOf(foldings)
  const { length } = given.words
  const trimmedWords: string[] = []
  const ownSigns = new Set<number>()
  for (const entry of given.words) {
    const word = trimmed(entry)
    trimmedWords.push(word)
    for (const sign of signsOf(word)) ownSigns.add(sign)
  }
  const letters: string[] = []
  const places = new Int32Array(length)
  const demands = new Uint8Array(length)
  const faults: WordFault[] = []
  for (let index = 0; index < length; index += 1) {
    const { list, wholeWords } = given.sources[index] as Source
    const word = trimmedWords[index] as string
    const read = readWord(fold, ownSigns, word)
    const fault = faultOf(fold, word, read)
    if (!read || fault !== undefined) {
      faults.push({ list, word: given.words[index] as string, says: fault ?? '' })
      continue
    }
    let demand = read.spellable ? SPELLABLE : 0
    if (wholeWords) demand |= (read.opens ? OPENS : 0) | (read.closes ? CLOSES : 0)
    if (fold.standIns) demand |= read.hasLetter ? LETTERS : NO_LETTERS
    if (read.marked) demand |= MARKED
    demands[letters.length] = demand
    places[letters.length] = index
    letters.push(read.letters)
  }
  return { letters, places, demands, ownSigns, faults }
}

/** Keys hold a place as the rest of a number below 2⁵². */
const PLACES = 2 ** 20
const FEW = 8

/** Places of these words in the order of their code units, equal ones in the order they came in. */
function sortedPlaces(words: readonly string[]): Int32Array {
  const places = Int32Array.from(words, (_, index) => index)
  if (words.length <= PLACES) sortPart(words, places, 0)
  else places.sort((one, other) => compared(words[one] as string, words[other] as string) || one - other)
  return places
}

const compared = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

/** Words that are equal to this depth: by their next two letters as numbers, which sorts fastest, and few one by one. */
function sortPart(words: readonly string[], places: Int32Array, depth: number): void {
  if (places.length <= FEW) {
    sortFew(words, places)
    return
  }
  const keys = new Float64Array(places.length)
  for (let index = 0; index < keys.length; index += 1) {
    const place = places[index] as number
    keys[index] = lettersAt(words[place] as string, depth) * PLACES + place
  }
  keys.sort()
  let letters = -1
  let from = 0
  for (let index = 0; index <= keys.length; index += 1) {
    const key = index < keys.length ? (keys[index] as number) : -1
    const next = Math.floor(key / PLACES)
    if (next !== letters) {
      if (index > from + 1) sortEqual(words, places.subarray(from, index), depth + 2)
      letters = next
      from = index
    }
    if (index < keys.length) places[index] = key - next * PLACES
  }
}

function sortEqual(words: readonly string[], places: Int32Array, depth: number): void {
  if ((words[places[0] as number] as string).length > depth) sortPart(words, places, depth)
  else sortFew(words, places)
}

/** Two letters as one number; where a word ends, 0. */
function lettersAt(word: string, depth: number): number {
  const first = depth < word.length ? word.charCodeAt(depth) : 0
  return first * 65_536 + (depth + 1 < word.length ? word.charCodeAt(depth + 1) : 0)
}

function sortFew(words: readonly string[], places: Int32Array): void {
  for (let next = 1; next < places.length; next += 1) {
    const place = places[next] as number
    const word = words[place] as string
    let at = next
    for (; at > 0 && (words[places[at - 1] as number] as string) > word; at -= 1) places[at] = places[at - 1] as number
    places[at] = place
  }
}

function faultOf(fold: Fold, word: string, read: ReadWord | undefined): string | undefined {
  if (!read) return 'has no letters'
  if (read.letters.length > MOST_LETTERS) return `has more than ${MOST_LETTERS} letters`
  if (isCutShort(fold, word, read)) return 'has hardly a letter beside its marks: leave the folding `markup` off for it'
  // Would be found in other characters, and break them.
  return /\p{Cs}/u.test(word) ? 'has half a character in it' : undefined
}

/** As `f***` is: marks at the ends count for nothing, and what is left would be met everywhere. */
function isCutShort({ unseen }: Fold, word: string, { letters }: ReadWord): boolean {
  const edges = kindOf(word.charCodeAt(0)) | kindOf(word.charCodeAt(word.length - 1))
  return (edges & unseen & MARK) !== 0 && letters.length < 3 && isAllInWord(letters)
}

/** Memory in bytes of what a lexicon has for itself. */
export function bytesOf({ automaton, starts, rules, lists, lanes, demands, lanesAhead, surelyAhead }: Lexicon): number {
  const parts = [...Object.values(automaton), starts, rules, lists, lanes, demands, lanesAhead, surelyAhead]
  return parts.reduce<number>((sum, part) => sum + (ArrayBuffer.isView(part) ? part.byteLength : 0), 0)
}
