/** Patterns put together from named pieces: written over several lines, read as one. */

/** The pieces as they are, without the white space between lines. A space that counts stands inside a line. */
export const joined = (strings: TemplateStringsArray, ...pieces: string[]): string =>
  String.raw({ raw: strings.raw }, ...pieces).replace(/\n\s*/g, '')

export const oneOf = (words: string): string => `(?:${words.trim().replace(/\s*\n\s*/g, '|')})`

/** Pieces as alternatives, as one expression for texts that `foldMessage` has made. */
export const anyOf = (...pieces: string[]): RegExp => new RegExp(pieces.map((piece) => `(?:${piece})`).join('|'))

/** The same, for replacing wherever it stands. */
export const everyOf = (...pieces: string[]): RegExp => new RegExp(anyOf(...pieces).source, 'g')

/** Of a text that `foldMessage` has made: here a clause ends. */
export const END = '(?= [.,?!]|$)'

/** Here one begins. */
export const START = '(?<=^|[.,?!] )'

export type Rule = { because: string; pattern: RegExp }

export const firstMatch = (rules: readonly Rule[], text: string): string | undefined =>
  rules.find(({ pattern }) => pattern.test(text))?.because
