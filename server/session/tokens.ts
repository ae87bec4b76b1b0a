/**
 * How many tokens a text has, about: by the script of its characters, without any model's vocabulary. The constants come from how the vocabularies
 * of common models cut such texts, rounded up, and nothing larger than this table stands behind them: the estimate decides how much
 * of a conversation is told, never what is paid.
 */

/** Up to this code unit, a character is about so many hundredths of a token. */
const SHARES: [upTo: number, hundredths: number][] = [
  [0x20, 10],
  // Signs and digits: numbers are cut into groups of three or less.
  [0x40, 50],
  [0x24f, 27],
  // Greek, Cyrillic, Hebrew, Arabic.
  [0x6ff, 45],
  // The many scripts of India and its neighbours.
  [0x10ff, 80],
  [0x2fff, 70],
  // Kana, Han, Hangul, and their signs; halves of surrogate pairs.
  [0xffff, 100],
]

/** The same by code unit: whole windows are counted at every turn. */
const hundredths = new Uint8Array(0x10000)
for (const [upTo, share] of SHARES.toReversed()) hundredths.fill(share, 0, upTo + 1)

export function tokensOf(text: string): number {
  let sum = 0
  for (let index = 0; index < text.length; index++) sum += hundredths[text.charCodeAt(index)] ?? 0
  return Math.ceil(sum / 100)
}
