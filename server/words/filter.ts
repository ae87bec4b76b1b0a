/**
 * The engine as others use it: lists in, a filter out. Lists with equal foldings share an automaton; a text is read once for each of those.
 */

import { foldKey } from './fold.ts'
import { buildLexicon, bytesOf, type Entries, type Lexicon, type Source } from './lexicon.ts'
import { Masked } from './masking.ts'
import { EXCEPTION } from './meaning.ts'
import { bytesOfLanguage } from './language.ts'
import { createReading } from './reading.ts'
import { ACTIONS, HIDING, type Match, type WordFault, type WordList, type WordRule } from './rule.ts'
import type { Candidate } from './selection.ts'
import { createStream, type WordStream } from './stream.ts'
import { vocabularyOf } from './vocabulary.ts'
import { Weighing } from './weighing.ts'

export type WordFilter<Rule extends WordRule = WordRule> = {
  /** Leftmost-longest for each action, in order of their places. */
  find: (text: string) => Match<Rule>[]
  /** Whether anything would be found. */
  test: (text: string) => boolean
  mask: (text: string) => { text: string; matches: Match<Rule>[] }
  /** `matched` is called before the masked text of the match is let go. Places count from the beginning of the stream. */
  stream: (matched?: (match: Match<Rule>) => void) => WordStream
  /** Words that cannot be used; the others work. */
  faults: readonly WordFault[]
  /** Memory of its own; the tables of foldings are shared and not counted. */
  bytes: number
}

export function compileWords<Rule extends WordRule>(lists: readonly WordList<Rule>[]): WordFilter<Rule> {
  const built = entriesByFoldings(lists).map(([foldings, entries]) => buildLexicon(foldings, entries))
  return filterOf(
    lists,
    built.map(({ lexicon }) => lexicon),
    built.flatMap(({ faults }) => faults),
  )
}

/** Lists with the same foldings together. A rule's number is its place among all rules of all lists. */
export function entriesByFoldings(lists: readonly WordList[]): [WordList['foldings'], Entries][] {
  const groups = new Map<string, [WordList['foldings'], Entries]>()
  let rule = 0
  for (const [list, { foldings, wholeWords, rules, exceptions }] of lists.entries()) {
    const key = foldKey(foldings)
    const group = groups.get(key) ?? [foldings, { words: [], rules: [], sources: [] }]
    groups.set(key, group)
    const add = (word: string, number: number, source: Source): void => {
      group[1].words.push(word)
      group[1].rules.push(number)
      group[1].sources.push(source)
    }
    // One source for all words of a list with the same action: with an object for each, a large list would take much longer.
    const sources = ACTIONS.map((_, lane): Source => ({ list, wholeWords, lane }))
    for (const { word, action } of rules) add(word, rule++, sources[ACTIONS.indexOf(action)] as Source)
    for (const word of exceptions) add(word, -1, { list, wholeWords, lane: EXCEPTION })
  }
  return [...groups.values()].filter(([, { words }]) => words.length > 0)
}

export function filterOf<Rule extends WordRule>(
  lists: readonly WordList<Rule>[],
  lexicons: readonly Lexicon[],
  faults: readonly WordFault[],
): WordFilter<Rule> {
  const rules = lists.flatMap((list) => list.rules)
  const vocabulary = vocabularyOf(lexicons)
  const matchOf = ({ start, end, rule }: Candidate): Match<Rule> => ({ start, end, rule: rules[rule] as Rule })

  let found: { lane: number; match: Match<Rule> }[] = []
  const weighing = new Weighing(vocabulary, (lane, candidate) => void found.push({ lane, match: matchOf(candidate) }))
  const reading = createReading(vocabulary, weighing)
  const NONE: typeof found = []
  function findInLanes(text: string): typeof found {
    if (!reading.readAll(text)) return NONE
    const matches = found.sort((a, b) => a.match.start - b.match.start || a.match.end - b.match.end || a.lane - b.lane)
    found = []
    return matches
  }

  return {
    find: (text) => {
      const matches = findInLanes(text)
      return matches === NONE ? [] : matches.map(({ match }) => match)
    },
    test: (text) => findInLanes(text).length > 0,
    mask(text) {
      const matches = findInLanes(text)
      const masked = new Masked()
      for (const { lane, match } of matches) if (HIDING.includes(lane)) masked.hide(match.start, match.end)
      return { text: masked.take({ text, base: 0 }, 0, text.length), matches: matches.map(({ match }) => match) }
    },
    stream: (matched) => createStream(vocabulary, (candidate) => matched?.(matchOf(candidate))),
    faults,
    bytes: vocabulary.parts.reduce((sum, { lexicon, language }) => sum + bytesOf(lexicon) + bytesOfLanguage(language), 0),
  }
}
