/** A trie of words, as rows of numbers; and small numbers for their letters. */

export type Trie = {
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
export function buildTrie(words: readonly string[]): Trie {
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
export function numberClasses(letters: Uint16Array, size: number) {
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
