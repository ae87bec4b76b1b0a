/**
 * An owner's own phrases that mean a wish for a person, or a complaint. One counts where it stands in a message as a whole: apart from case, width, punctuation and
 * spaces, and never as a part of longer words in scripts that put spaces between words.
 */

import { isWellFormed } from '../../shared/text.ts'
import { normaliseQuestion } from '../knowledge/normalise-question.ts'
import type { Phrases } from '../ports/sites.ts'

export const PHRASE_MEANINGS = ['person', 'complaint'] as const
export type PhraseMeaning = (typeof PHRASE_MEANINGS)[number]

/** Of one meaning at one site, and UTF-16 units of one. */
export const MOST_PHRASES = 100
export const PHRASE_UNITS = 100

/** Whether this may be kept: a sentence for the owner where it may not. */
export function faultOfPhrases(phrases: Phrases): string | undefined {
  for (const meaning of PHRASE_MEANINGS) {
    const given = phrases[meaning] ?? []
    if (given.length > MOST_PHRASES) return `A site has at most ${MOST_PHRASES} phrases of one meaning.`
    const faulty = given.find((phrase) => phrase.length > PHRASE_UNITS || !isWellFormed(phrase) || normaliseQuestion(phrase) === '')
    if (faulty !== undefined)
      return `“${faulty.slice(0, PHRASE_UNITS)}” is no phrase: it has letters or digits, and at most ${PHRASE_UNITS} characters.`
  }
  return undefined
}

/** Of scripts that put spaces between words. */
const IN_WORD = '[[\\p{L}\\p{M}\\p{N}]--[\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Thai}]]'
const BEGINS_IN_WORD = new RegExp(`^${IN_WORD}`, 'v')
const ENDS_IN_WORD = new RegExp(`${IN_WORD}$`, 'v')

/** Finds the phrase where neither end of it is in the middle of a word. */
function patternOf(normalised: string): RegExp {
  const before = BEGINS_IN_WORD.test(normalised) ? `(?<!${IN_WORD})` : ''
  const after = ENDS_IN_WORD.test(normalised) ? `(?!${IN_WORD})` : ''
  return new RegExp(before + normalised.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`) + after, 'v')
}

type Sought = { phrase: string; pattern: RegExp }[]
/** A site's policy is read again when it changes, and is another object then. */
const known = new WeakMap<readonly string[], Sought>()

function soughtFor(phrases: readonly string[]): Sought {
  const sought = known.get(phrases) ?? phrases.map((phrase) => ({ phrase, pattern: patternOf(normaliseQuestion(phrase)) }))
  known.set(phrases, sought)
  return sought
}

/** The first phrase with this meaning that stands in any of the texts, as the owner wrote it. */
export function phraseIn(texts: readonly string[], phrases: Phrases | undefined, meaning: PhraseMeaning): string | undefined {
  const looked = phrases?.[meaning]
  if (!looked || looked.length === 0) return undefined
  const messages = texts.map(normaliseQuestion)
  return soughtFor(looked).find(({ pattern }) => messages.some((message) => pattern.test(message)))?.phrase
}
