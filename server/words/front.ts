/**
 * What stands in front of the automaton, and lets nearly every position of a text pass after one look: "may these letters be of a word at all?" It never
 * says no where a word is.
 */

export type Front = {
  /**
   * By hash of two letters: bit `letter & 31` of the letter before them for words that begin with these three, all bits for words of just these two.
   */
  pairs: Int32Array
  /** By hash of the first three letters of words: a bit for each letter that comes next, all of them for a word of three. */
  heads: Int32Array
  /** One bit by hash: words of two letters. */
  twos: Int32Array
  /** Words of one letter. */
  singles: Uint16Array
}

// These hashes stand in the innermost loop of `plain.ts` once more.

/** One half of the hash of two letters; the other letter is added to it, so that what may follow a letter lies close together. */
const hashOf = (letter: number): number => Math.imul(letter, 0x9e_37_79_b1) >>> 7

/** Of a pair's own hash and the letter before the pair. */
const headHashOf = (pair: number, before: number): number => Math.imul(pair ^ Math.imul(before, 0x85_eb_ca_6b), 0xc2_b2_ae_35) >>> 9

/** The row of a pair in `twos`; its lowest five bits choose the bit. */
const twoHashOf = (pair: number): number => pair >>> 5

/** Whether these two letters may be a word. */
export function mayBeTwo({ twos }: Front, last: number, letter: number): boolean {
  const pair = hashOf(last) + letter
  return ((twos[twoHashOf(pair) & (twos.length - 1)] as number) & (1 << pair)) !== 0
}

/** What stands in the innermost loop, for letters that are not read there. */
export function mayBegin(front: Front, before: number, last: number, letter: number): boolean {
  const { pairs, heads } = front
  const pair = hashOf(last) + letter
  const row = pairs[pair & (pairs.length - 1)] as number
  if ((row & (1 << before)) === 0) return false
  return heads[headHashOf(pair, before) & (heads.length - 1)] !== 0 || (row === -1 && mayBeTwo(front, last, letter))
}

const MOST_PAIRS = 262_144
const LEAST_PAIRS = 1_024
const MOST_HEADS = 131_072
const LEAST_HEADS = 256
/** Rows for each beginning. Many let more text pass; few make little tables for the many small lists of a server. */
const ROWS_OF_FEW = { pairs: 6, heads: 2 }
const ROWS_OF_MANY = { pairs: 12, heads: 8 }
const MANY = 4_096
const MOST_TWOS = 65_536
const LEAST_TWOS = 32

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
  const twos = new Int32Array(powerOfTwo(words.filter(({ length }) => length === 2).length, LEAST_TWOS, MOST_TWOS))
  const singles = words.filter(({ length }) => length === 1)
  const mark = (rows: Int32Array, row: number, bits: number): void => {
    rows[row & (rows.length - 1)] = (rows[row & (rows.length - 1)] as number) | bits
  }
  for (const word of words) {
    const [one, two, three] = [word.charCodeAt(0), word.charCodeAt(1), word.charCodeAt(2)]
    if (word.length > 2) {
      const pair = hashOf(two) + three
      mark(pairs, pair, 1 << one)
      mark(heads, headHashOf(pair, one), word.length === 3 ? -1 : 1 << word.charCodeAt(3))
    } else if (word.length === 2) {
      const pair = hashOf(one) + two
      mark(pairs, pair, -1)
      mark(twos, twoHashOf(pair), 1 << pair)
    }
  }
  return { pairs, heads, twos, singles: Uint16Array.from(singles, (word) => word.charCodeAt(0)) }
}

const powerOfTwo = (least: number, from: number, to: number): number => Math.min(to, Math.max(from, 2 ** Math.ceil(Math.log2(least + 1))))
