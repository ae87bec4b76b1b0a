/**
 * What stands in front of the automaton, and lets nearly every position of a text pass after one look: "may these letters be of a word at all?" It never
 * says no where a word is.
 */

export type Front = {
  /**
   * By hash of two letters: bit `letter & 31` of the letter before them for words that begin with these three, all bits for words of just these two.
   */
  pairs: Int32Array
  /**
   * By hash of the first three letters of words, the first four, and so on to the first eight: a bit for each letter that comes next, and one for words that end there or are that
   * long. By hash of words of two: one bit.
   */
  heads: Int32Array
  /** Words of one letter. */
  singles: Uint16Array
}

// These hashes stand in the innermost loop of `plain.ts` once more.

/** One half of the hash of two letters; the other letter is added to it, so that what may follow a letter lies close together. */
const hashOf = (letter: number): number => Math.imul(letter, 0x9e_37_79_b1) >>> 7

/** Of a pair's own hash and the letter before the pair. */
const threeHashOf = (pair: number, before: number): number => Math.imul(pair ^ Math.imul(before, 0x85_eb_ca_6b), 0xc2_b2_ae_35)
/** Of as many letters as are hashed, and one more. */
const hashOn = (hash: number, next: number): number => Math.imul(hash ^ next, 0x9e_37_79_b1)
const twoHashOf = (pair: number): number => Math.imul(pair, 0x85_eb_ca_6b)

const headOf = (hash: number): number => hash >>> 9

/** In a row of `heads`, which bit says that a word ends with the letters of this hash: one of those that the letters a to z do not have. */
const endBitOf = (hash: number): number => 28 | (hash >>> 30)

/** Whether these two letters may be a word. */
export function mayBeTwo({ heads }: Front, last: number, letter: number): boolean {
  const pair = hashOf(last) + letter
  return ((heads[headOf(twoHashOf(pair)) & (heads.length - 1)] as number) & (1 << pair)) !== 0
}

/** Whether words may begin with these three letters. */
export function mayBegin({ pairs, heads }: Front, before: number, last: number, letter: number): boolean {
  const pair = hashOf(last) + letter
  return (
    ((pairs[pair & (pairs.length - 1)] as number) & (1 << before)) !== 0 &&
    heads[headOf(threeHashOf(pair, before)) & (heads.length - 1)] !== 0
  )
}

/** Beyond so many letters a word is not told from others here. */
export const FARTHEST = 8

const MOST_PAIRS = 262_144
const LEAST_PAIRS = 1_024
const MOST_HEADS = 262_144
const LEAST_HEADS = 256
/** Rows for each beginning. Many let more text pass; few make little tables for the many small lists of a server. */
const ROWS_OF_FEW = { pairs: 6, heads: 2 }
const ROWS_OF_MANY = { pairs: 12, heads: 8 }
const MANY = 4_096

/** `words`: rows of letters as strings, sorted. */
export function buildFront(words: readonly string[]): Front {
  let beginnings = 0
  let before = ''
  for (const word of words) {
    if (word.length < 3 ? word.length === 2 : !before.startsWith(word.slice(0, 3))) beginnings += 1
    before = word
  }
  const rows = beginnings < MANY ? ROWS_OF_FEW : ROWS_OF_MANY
  const pairs = new Int32Array(powerOfTwo(beginnings * rows.pairs, LEAST_PAIRS, MOST_PAIRS))
  const heads = new Int32Array(powerOfTwo(beginnings * rows.heads, LEAST_HEADS, MOST_HEADS))
  const singles = words.filter(({ length }) => length === 1)
  const mark = (rows: Int32Array, row: number, bits: number): void => {
    rows[row & (rows.length - 1)] = (rows[row & (rows.length - 1)] as number) | bits
  }
  for (const word of words) {
    const { length } = word
    if (length < 2) continue
    const one = word.charCodeAt(0)
    const two = word.charCodeAt(1)
    if (length === 2) {
      const pair = hashOf(one) + two
      mark(pairs, pair, -1)
      mark(heads, headOf(twoHashOf(pair)), 1 << pair)
      continue
    }
    const pair = hashOf(two) + word.charCodeAt(2)
    mark(pairs, pair, 1 << one)
    const far = Math.min(length, FARTHEST)
    let hash = threeHashOf(pair, one)
    for (let index = 3; index < far; index += 1) {
      const next = word.charCodeAt(index)
      mark(heads, headOf(hash), 1 << next)
      hash = hashOn(hash, next)
    }
    mark(heads, headOf(hash), 1 << endBitOf(hash))
    mark(heads, hash >>> 5, 1 << (hash >>> 27))
  }
  return { pairs, heads, singles: Uint16Array.from(singles, (word) => word.charCodeAt(0)) }
}

const powerOfTwo = (least: number, from: number, to: number): number => Math.min(to, Math.max(from, 2 ** Math.ceil(Math.log2(least + 1))))
