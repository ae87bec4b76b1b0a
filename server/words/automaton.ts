/**
 * The Aho-Corasick automaton: a trie of words with failure links, packed into one array as `pack.ts` says.
 */

import { buildFront, type Front } from './front.ts'
import { pack } from './pack.ts'
import { buildTrie, numberClasses, type Trie } from './trie.ts'

export type Automaton = Front & {
  /** By state, four numbers: base, check, fail, and the word that ends here or in the nearest suffix (index + 1; 0 for none). */
  cells: Int32Array | Uint16Array
  /** By state: letters from the root. */
  depths: Uint8Array
  /** By state: what can still become of it, as an index into `futures`. */
  below: Uint8Array | Uint16Array
  /** Sets of properties of the words that go on below a state. */
  futures: number[]
  /** Dense classes of the letters that occur, by pages of 32 letters. */
  pages: Uint16Array
  classes: Uint16Array
  /** By word: letters; and the longest other word that is a suffix of it (index + 1). */
  lengths: Uint8Array
  suffixes: Int32Array | Uint16Array
}

export const ROOT = 0

export const classOf = ({ pages, classes }: Automaton, letter: number): number =>
  classes[((pages[letter >>> 5] as number) << 5) | (letter & 31)] as number

/** The state one letter further in the trie, `ROOT` if there is none. */
export function childOf({ cells }: Automaton, state: number, letterClass: number): number {
  const child = (cells[state * 4] as number) ^ letterClass
  const check = child * 4 + 1
  return check < cells.length && cells[check] === state ? child : ROOT
}

export const childBy = (automaton: Automaton, state: number, letter: number): number =>
  childOf(automaton, state, classOf(automaton, letter))

/** The state of the longest suffix that goes on with this letter. */
export function stepOf(automaton: Automaton, from: number, letterClass: number): number {
  for (let state = from; ; state = automaton.cells[state * 4 + 2] as number) {
    const child = childOf(automaton, state, letterClass)
    if (child !== ROOT || state === ROOT) return child
  }
}

/**
 * `words`: rows of letters as strings, sorted, each once. `expected`: by word, what may be expected of it, as a set in a number; `union` of two such sets.
 */
export function buildAutomaton(words: readonly string[], expected: Float64Array, union: (a: number, b: number) => number): Automaton {
  const trie = buildTrie(words)
  const { pages, classes, byLetter, count } = numberClasses(trie.letters, trie.size)
  const { slots, bases, size } = pack(trie, byLetter, count)

  // A state that is nobody's child has itself for a parent.
  const isSmall = size <= 65_536 && words.length < 65_535
  const cells = isSmall ? new Uint16Array(size * 4) : new Int32Array(size * 4)
  const depths = new Uint8Array(size)
  for (let slot = 0; slot < size; slot += 1) cells[slot * 4 + 1] = slot
  for (let node = 0; node < trie.size; node += 1) {
    const slot = slots[node] as number
    cells[slot * 4] = bases[node] as number
    if (node > 0) cells[slot * 4 + 1] = slots[trie.parents[node] as number] as number
    depths[slot] = trie.depths[node] as number
  }

  const suffixes = linkFailures({ trie, slots, cells, byLetter, words: words.length })
  const { below, futures } = lookAhead({ trie, slots, size, expected, union })
  return {
    cells,
    depths,
    below: futures.length > 256 ? below : Uint8Array.from(below),
    futures,
    pages,
    classes,
    ...buildFront(words),
    lengths: Uint8Array.from(words, (word) => word.length),
    suffixes: isSmall ? Uint16Array.from(suffixes) : suffixes,
  }
}

type Links = { trie: Trie; slots: Int32Array; cells: Int32Array | Uint16Array; byLetter: Uint16Array; words: number }

/** In order of depth, so that a state's failure link is there before its children ask for it. Answers each word's longest proper suffix that is a word. */
function linkFailures({ trie, slots, cells, byLetter, words }: Links): Int32Array {
  const suffixes = new Int32Array(words)
  const starts = new Int32Array(258)
  for (let node = 0; node < trie.size; node += 1) {
    const rank = (trie.depths[node] as number) + 1
    starts[rank] = (starts[rank] as number) + 1
  }
  for (let rank = 1; rank < starts.length; rank += 1) starts[rank] = (starts[rank] as number) + (starts[rank - 1] as number)
  const order = new Int32Array(trie.size)
  for (let node = 0; node < trie.size; node += 1) {
    const depth = trie.depths[node] as number
    const place = starts[depth] as number
    order[place] = node
    starts[depth] = place + 1
  }

  for (const node of order) {
    if (node === 0) continue
    const at = (slots[node] as number) * 4
    let fail = ROOT
    if ((trie.depths[node] as number) > 1) {
      const letterClass = byLetter[trie.letters[node] as number] as number
      let from = cells[(slots[trie.parents[node] as number] as number) * 4 + 2] as number
      for (;;) {
        const child = (cells[from * 4] as number) ^ letterClass
        if (cells[child * 4 + 1] === from) {
          fail = child
          break
        }
        if (from === ROOT) break
        from = cells[from * 4 + 2] as number
      }
    }
    cells[at + 2] = fail
    const inherited = cells[fail * 4 + 3] as number
    const own = trie.ends[node] as number
    cells[at + 3] = own === 0 ? inherited : own
    if (own !== 0) suffixes[own - 1] = inherited
  }
  return suffixes
}

type Ahead = { trie: Trie; slots: Int32Array; size: number; expected: Float64Array; union: (a: number, b: number) => number }

/** From the last node to the first: a node's words below are those of its children and the children's own. */
function lookAhead({ trie, slots, size, expected, union }: Ahead) {
  const futures: number[] = [0]
  const numbers = new Map<number, number>([[0, 0]])
  const numberOf = (set: number): number => {
    let number = numbers.get(set)
    if (number === undefined) {
      number = futures.push(set) - 1
      numbers.set(set, number)
    }
    return number
  }
  const byNode = new Uint16Array(trie.size)
  const below = new Uint16Array(size)
  for (let node = trie.size - 1; node > 0; node -= 1) {
    const set = byNode[node] as number
    below[slots[node] as number] = set
    const end = trie.ends[node] as number
    const own = end === 0 ? set : numberOf(union(futures[set] as number, expected[end - 1] as number))
    const parent = trie.parents[node] as number
    if (own !== byNode[parent]) byNode[parent] = numberOf(union(futures[own] as number, futures[byNode[parent] as number] as number))
  }
  return { below, futures }
}
