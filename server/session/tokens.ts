/**
 * How many tokens a text has, about: by the script of its characters, without any model's vocabulary. The constants come from how the vocabularies
 * of common models cut such texts, rounded up, and nothing larger than this table stands behind them: the estimate decides how much
 * of a conversation is told, never what is paid.
 */

/** Up to this code unit, a character is about so much of a token. */
const SHARES: [upTo: number, share: number][] = [
  [0x20, 0.1],
  // Signs and digits: numbers are cut into groups of three or less.
  [0x40, 0.5],
  [0x24f, 0.27],
  // Greek, Cyrillic, Hebrew, Arabic.
  [0x6ff, 0.45],
  // The many scripts of India and its neighbours.
  [0x10ff, 0.8],
  [0x2fff, 0.7],
  // Kana, Han, Hangul, and their signs; halves of surrogate pairs.
  [0xffff, 1],
]

export function tokensOf(text: string): number {
  let tokens = 0
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    tokens += SHARES.find(([upTo]) => unit <= upTo)?.[1] ?? 1
  }
  return Math.ceil(tokens)
}
