/**
 * Passages found by their words. MiniSearch ranks them (BM25); whether the best is good enough is decided here, because a ranking always has a best: a passage
 * counts only when it has a good part of what the question is about.
 */

import MiniSearch, { type SearchResult } from 'minisearch'
import { createPauses } from '../slices.ts'
import { estimateTokens } from '../spend/tokens.ts'
import { searchWords } from './search-words.ts'

/** A piece of a document, as the model gets it and as a source is named. */
export type Passage = {
  /** Of the document, and the passage's number in it. */
  id: string
  document: string
  /** The document's name. */
  title: string
  /** Headings above it, without the name. */
  path: string[]
  /** Where a customer may read it. */
  url?: string
  locale: string
  text: string
}

export type PassageIndex = {
  /** Both go on in short pieces, between which the process serves others: who searches meanwhile finds a part of them. */
  add: (passages: readonly Passage[]) => Promise<void>
  remove: (document: string) => Promise<void>
  isEmpty: () => boolean
  /** The best first; nothing where nothing is good enough. Those in `language` go a little before others. */
  search: (question: string, language: string) => Passage[]
}

/** What may be told of documents for one question. */
export const FOUND = { passages: 4, tokens: 1_200 } as const

/** By the weight of its words: this much of a question has to be in a passage. */
const LEAST_SHARE = 0.36
/** Or so much that a long story around the question does not matter: about three rare words. */
const LEAST_WEIGHT = 7.5
/** And compared with the best passage. */
const LEAST_OF_BEST = 0.35
/** A question is told in its first words; more of them only make it slow. */
const QUESTION_WORDS = 40
const QUESTION_UNITS = 1_000

/** Work on passages between two turns of the event loop. */
const PIECE_MS = 10

const ONE_HAN = /^[A-Z]{2}\p{Script=Han}$/u

type Entry = { id: number; text: string; path: string; title: string }

export function createPassageIndex(): PassageIndex {
  const index = new MiniSearch<Entry>({
    fields: ['text', 'path', 'title'],
    // What it is given are words already, with spaces between them.
    tokenize: (words) => words.split(' ').filter(Boolean),
    processTerm: spread,
    searchOptions: { boost: { path: 2, title: 1.5 } },
  })
  const passages = new Map<number, Passage>()
  /** In how many passages a word is. */
  const frequency = new Map<string, number>()
  let next = 0

  function count(entry: Entry, by: 1 | -1): void {
    for (const word of new Set([entry.text, entry.path, entry.title].join(' ').split(' ').map(spread))) {
      const now = (frequency.get(word) ?? 0) + by
      if (now > 0) frequency.set(word, now)
      else frequency.delete(word)
    }
  }

  /**
   * The rarer, the more telling. A little is added to the count of passages, as in a small shop every word is rare. A word that no passage has may be another word
   * for one that is there, and a single Chinese character is half a word.
   */
  const weight = (word: string): number => {
    const count = frequency.get(word)
    const rarity = Math.log(1 + (passages.size + 10) / ((count ?? 0) + 0.5))
    return count === undefined || ONE_HAN.test(word) ? rarity / 2 : rarity
  }

  return {
    async add(added) {
      const pause = createPauses(PIECE_MS)
      for (const passage of added) {
        const entry = entryOf(next++, passage)
        index.add(entry)
        count(entry, 1)
        passages.set(entry.id, passage)
        await pause()
      }
    },
    async remove(document) {
      const pause = createPauses(PIECE_MS)
      for (const [id, passage] of passages) {
        if (passage.document !== document) continue
        const entry = entryOf(id, passage)
        index.remove(entry)
        count(entry, -1)
        passages.delete(id)
        await pause()
      }
    },
    isEmpty: () => passages.size === 0,
    search(question, language) {
      const words = [...new Set(searchWords(question.slice(0, QUESTION_UNITS)))].slice(0, QUESTION_WORDS)
      if (words.length === 0) return []
      const total = words.reduce((sum, word) => sum + weight(spread(word)), 0)
      const results = index.search(words.join(' '), {
        boostDocument: (id: number) => (passages.get(id)?.locale === language ? 1.2 : 1),
        // A word that is there as it is needs no guesses.
        prefix: (word) => isLong(word) && !frequency.has(word),
        fuzzy: (word) => isLong(word) && !frequency.has(word) && 0.2,
      })
      const best = results[0]?.score ?? 0
      const isGood = ({ score, queryTerms }: SearchResult): boolean => {
        const matched = queryTerms.reduce((sum, word) => sum + weight(word), 0)
        return score >= best * LEAST_OF_BEST && (matched >= total * LEAST_SHARE || matched >= LEAST_WEIGHT)
      }
      return withinBudget(results.filter(isGood).flatMap(({ id }) => passages.get(id as number) ?? []))
    },
  }
}

/** The first of them, each once, as far as there is room. */
export function withinBudget(passages: readonly Passage[]): Passage[] {
  let tokens = 0
  return [...new Set(passages)].slice(0, FOUND.passages).filter(({ text }) => (tokens += estimateTokens(text)) <= FOUND.tokens)
}

/**
 * MiniSearch keeps words in a tree, and looks at the children of a node one after the other. The root has some dozens of them for an alphabet, but thousands for
 * Chinese or Korean; two capital letters, which no other word begins with, put a word of these on a branch of its own.
 */
function spread(word: string): string {
  const first = word.charCodeAt(0)
  return first < 0x2e80 ? word : String.fromCharCode(65 + (first % 26), 65 + (Math.floor(first / 26) % 26)) + word
}

/** Long enough for its beginning to be told from others, or for one wrong letter. */
const isLong = (word: string): boolean => word.replace(/^[A-Z]{2}/, '').length > 4

const entryOf = (id: number, { text, path, title }: Passage): Entry => ({
  id,
  text: searchWords(withoutAddresses(text)).join(' '),
  path: searchWords(path.join('\n')).join(' '),
  title: searchWords(title).join(' '),
})

/** Where a link in Markdown leads is no word of the text. */
const withoutAddresses = (text: string): string => text.replace(/\]\([^)\s]{0,500}\)/g, ']').replace(/https?:\/\/\S{1,500}/g, ' ')
