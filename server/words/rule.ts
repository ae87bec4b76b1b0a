/**
 * What the engine is given and what it answers. `README.md` says what the words mean exactly.
 */

/** What happens to a text with the word in it: the word is masked · the text is refused · it is only noted · a person is asked for. */
export const ACTIONS = ['mask', 'refuse', 'flag', 'handoff'] as const
export type Action = (typeof ACTIONS)[number]

/** Places in `ACTIONS` of those that hide text: only for these is text held back. */
export const HIDING: readonly number[] = [ACTIONS.indexOf('mask'), ACTIONS.indexOf('refuse')]

/** Disguises that are seen through. Each can be switched off for a list. */
export const FOLDINGS = ['case', 'width', 'invisible', 'inserted', 'markup', 'traditional', 'confusable', 'leet'] as const
export type Folding = (typeof FOLDINGS)[number]

export type WordRule = {
  word: string
  /** The owner's own name for this kind of word. */
  category: string
  action: Action
}

export type WordList<Rule extends WordRule = WordRule> = {
  foldings: readonly Folding[]
  /** Words of scripts that have spaces between words match only as whole words. */
  wholeWords: boolean
  rules: readonly Rule[]
  /** Phrases in which a word of this list is allowed. */
  exceptions: readonly string[]
}

/** Offsets count UTF-16 code units of the original text; `end` is exclusive. */
export type Match<Rule extends WordRule = WordRule> = { start: number; end: number; rule: Rule }

/** A word that cannot be used, and why, in a sentence's end: “word ” + says. */
export type WordFault = { list: number; word: string; says: string }

/** Letters of one word, after folding. */
export const MOST_LETTERS = 128
/** Inserted punctuation and spaces in one gap, in code units. More is no disguise but a new sentence. */
export const MOST_INSERTED = 8
/** Invisible characters and marks in one gap, in code units. */
export const MOST_INVISIBLE = 64
/** A word is also found spelled out (`w-o-r-d`) when it has at least so many letters. */
export const LEAST_SPELLED = 4
