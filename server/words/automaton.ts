/**
 * The Aho-Corasick automaton: a trie of words with failure links, packed into one array.
 *
 * Packing is that of a double array, with XOR for the sum: the child of state `s` by class `k` is slot `base[s] ^ k`, if `check` of that slot is `s`
 * (a slot behind the last has none). Slots for states with several children are sought first; those with one then fill the holes, so that hardly any
 * slot stays empty.
 */

import { buildFront, type Front } from './front.ts'

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

type Trie = {
  size: number
  letters: Uint16Array
  parents: Int32Array
  depths: Uint8Array
  firstChildren: Int32Array
  nextSiblings: Int32Array
  fanouts: Uint16Array
  /** By node: the word that ends there, index + 1. */
  ends: Int32Array
}

/** Nodes in order of depth-first search, which is the order of the sorted words; so a child's number is larger than its parent's. */
function buildTrie(words: readonly string[]): Trie {
  let most = 1
  for (const word of words) most += word.length
  const letters = new Uint16Array(most)
  const parents = new Int32Array(most)
  const depths = new Uint8Array(most)
  const firstChildren = new Int32Array(most)
  const nextSiblings = new Int32Array(most)
  const fanouts = new Uint16Array(most)
  const ends = new Int32Array(most)
  const lastChildren = new Int32Array(most)
  const path = new Int32Array(256)
  let size = 1
  let before = ''
  for (const [index, word] of words.entries()) {
    let depth = 0
    while (depth < before.length && depth < word.length && before.charCodeAt(depth) === word.charCodeAt(depth)) depth += 1
    for (; depth < word.length; depth += 1) {
      const parent = path[depth] as number
      const node = size++
      letters[node] = word.charCodeAt(depth)
      parents[node] = parent
      depths[node] = depth + 1
      const elder = lastChildren[parent] as number
      if (elder === 0) firstChildren[parent] = node
      else nextSiblings[elder] = node
      lastChildren[parent] = node
      fanouts[parent] = (fanouts[parent] as number) + 1
      path[depth + 1] = node
    }
    ends[path[word.length] as number] = index + 1
    before = word
  }
  return { size, letters, parents, depths, firstChildren, nextSiblings, fanouts, ends }
}

/** The most frequent letters get the smallest classes, from 1; 0 is for letters of no word. */
function numberClasses(letters: Uint16Array, size: number) {
  const counts = new Uint32Array(65_536)
  for (let node = 1; node < size; node += 1) {
    const letter = letters[node] as number
    counts[letter] = (counts[letter] as number) + 1
  }
  const found: number[] = []
  for (let letter = 0; letter < 65_536; letter += 1) if (counts[letter]) found.push(letter)
  found.sort((a, b) => (counts[b] as number) - (counts[a] as number))

  const pages = new Uint16Array(2_048)
  let pageCount = 1
  for (const letter of found) if (pages[letter >>> 5] === 0) pages[letter >>> 5] = pageCount++
  const classes = new Uint16Array(pageCount * 32)
  const byLetter = new Uint16Array(65_536)
  for (const [index, letter] of found.entries()) {
    byLetter[letter] = index + 1
    classes[((pages[letter >>> 5] as number) << 5) | (letter & 31)] = index + 1
  }
  return { pages, classes, byLetter, count: found.length + 1 }
}

const MANY_TRIES = 32

function pack(trie: Trie, byLetter: Uint16Array, classCount: number) {
  // Slots of one state's children differ in the lower bits only: a base and all its slots are in one block.
  const block = 2 ** Math.max(4, Math.ceil(Math.log2(classCount)))
  let capacity = 0
  let next = new Int32Array(0)
  let previous = new Int32Array(0)
  let taken = new Uint8Array(0)
  /** Slot 0 is the root's; the list of free slots begins and ends there. */
  const grow = (): void => {
    const from = capacity
    capacity = Math.max(block, Math.ceil((capacity * 1.5) / block) * block)
    ;[next, previous, taken] = [enlarged(next, capacity), enlarged(previous, capacity), enlarged(taken, capacity)]
    let last = from === 0 ? 0 : (previous[0] as number)
    for (let slot = Math.max(1, from); slot < capacity; slot += 1) {
      next[last] = slot
      previous[slot] = last
      last = slot
    }
    next[last] = 0
    previous[0] = last
  }
  grow()
  taken[0] = 1
  let highest = 0
  const take = (slot: number): void => {
    taken[slot] = 1
    const [before, after] = [previous[slot] as number, next[slot] as number]
    next[before] = after
    previous[after] = before
    if (slot > highest) highest = slot
  }

  const bases = new Int32Array(trie.size)
  const slots = new Int32Array(trie.size)
  const isFree = (base: number, first: number): boolean => {
    for (let child = first; child !== 0; child = trie.nextSiblings[child] as number)
      if (taken[base ^ (byLetter[trie.letters[child] as number] as number)]) return false
    return true
  }
  const place = (node: number, base: number): void => {
    bases[node] = base
    for (let child = trie.firstChildren[node] as number; child !== 0; child = trie.nextSiblings[child] as number) {
      const slot = base ^ (byLetter[trie.letters[child] as number] as number)
      slots[child] = slot
      take(slot)
    }
  }

  // Where a search begins: behind slots in vain for as many children or more.
  let start = 0
  let fanout = 0
  for (const node of byFanout(trie)) {
    const children = trie.fanouts[node] as number
    if (children !== fanout) {
      fanout = children
      if (children === 1) start = 0
    }
    const first = trie.firstChildren[node] as number
    const firstClass = byLetter[trie.letters[first] as number] as number
    let tries = 0
    // The slot before may have been taken meanwhile; then the list begins anew.
    let slot = start !== 0 && !taken[start] ? start : (next[0] as number)
    for (;;) {
      if (slot === 0) {
        slot = capacity
        grow()
      }
      if (isFree(slot ^ firstClass, first)) break
      tries += 1
      slot = next[slot] as number
    }
    const after = next[slot] as number
    place(node, slot ^ firstClass)
    if (children > 1)
      start = tries > MANY_TRIES ? (taken[after] ? 0 : after) : start !== 0 && taken[start] ? (taken[after] ? 0 : after) : start
  }
  return { slots, bases, size: highest + 1 }
}

function enlarged<T extends Int32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>>(array: T, length: number): T {
  const larger = (array instanceof Int32Array ? new Int32Array(length) : new Uint8Array(length)) as T
  larger.set(array)
  return larger
}

/** Nodes that have children, those with most first. */
function byFanout({ size, fanouts }: Trie): Int32Array {
  let most = 0
  for (let node = 0; node < size; node += 1) most = Math.max(most, fanouts[node] as number)
  const starts = new Int32Array(most + 2)
  for (let node = 0; node < size; node += 1) {
    const rank = most - (fanouts[node] as number) + 1
    starts[rank] = (starts[rank] as number) + 1
  }
  for (let rank = 1; rank < starts.length; rank += 1) starts[rank] = (starts[rank] as number) + (starts[rank - 1] as number)
  const withChildren = starts[most] as number
  const nodes = new Int32Array(size)
  for (let node = 0; node < size; node += 1) {
    const rank = most - (fanouts[node] as number)
    const place = starts[rank] as number
    nodes[place] = node
    starts[rank] = place + 1
  }
  return nodes.subarray(0, withChildren)
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
