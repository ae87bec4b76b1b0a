/**
 * The approved questions of a site, ready to be matched. A message matches only when it is word for word one of the
 * approved wordings, apart from case, width, punctuation and spaces. For what does not match, the nearest questions can be offered as buttons:
 * that is an offer and never an answer.
 */

import { LRUCache } from 'lru-cache'
import { LIMITS } from '../../shared/limits.ts'
import type { Database, Question, Site } from '../ports.ts'

export type QuestionIndex = {
  /** The question that has exactly this wording. Questions in `language` go first. */
  match: (text: string, language: string) => Question | undefined
  /** Up to `count` questions in `language` that share telling words with the text, nearest first. */
  nearest: (text: string, language: string, count: number) => Question[]
  /** What the widget offers in an empty conversation. */
  suggested: (language: string) => Question[]
}

/** Same wording, same result: compatibility forms, case, punctuation and spaces do not count; symbols (C++, 50 %) do. */
export const normaliseQuestion = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/['’‘`]/g, '')
    .replace(/[\p{Cf}\p{Cc}]/gu, ' ')
    .replace(/[.,;:!?¿¡…"“”«»()[\]{}、。，；：！？「」『』（）【】《》~—–-]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()

/** Share of questions from which on a word is common. */
const COMMON = 0.08
/** One word that half of the questions have is not enough; one that a third have is. */
const LEAST_SCORE = Math.log(3.5)

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' })

const wordsOf = (text: string): Set<string> =>
  new Set(Array.from(segmenter.segment(normaliseQuestion(text)), ({ segment, isWordLike }) => (isWordLike ? segment : '')).filter(Boolean))

export function indexQuestions(questions: readonly Question[]): QuestionIndex {
  const byWording = new Map<string, Question[]>()
  for (const question of questions) {
    for (const wording of new Set([question.text, ...question.variants].map(normaliseQuestion))) {
      if (wording !== '') byWording.set(wording, [...(byWording.get(wording) ?? []), question])
    }
  }
  const languages = new Map(
    [...new Set(questions.map(({ locale }) => locale))].map((locale) => [
      locale,
      weigh(questions.filter((question) => question.locale === locale)),
    ]),
  )

  return {
    match(text, language) {
      // Longer than any wording can be.
      if (text.length > LIMITS.questionUnits * 2) return undefined
      const found = byWording.get(normaliseQuestion(text))
      return found?.find((question) => question.locale === language) ?? found?.[0]
    },
    // Finding words costs the square of the text's length, and a question is in its first sentences.
    nearest: (text, language, count) => languages.get(language)?.([...wordsOf(text.slice(0, LIMITS.questionUnits))], count) ?? [],
    suggested: (language) => questions.filter((question) => question.suggested && question.locale === language),
  }
}

type Nearest = (asked: readonly string[], count: number) => Question[]

/** Questions of one language, ranked by the telling words that they share with what was asked. */
function weigh(questions: readonly Question[]): Nearest {
  const frequency = new Map<string, number>()
  const worded = questions.map((question) => {
    const words = new Set([question.text, ...question.variants].flatMap((wording) => [...wordsOf(wording)]))
    for (const word of words) frequency.set(word, (frequency.get(word) ?? 0) + 1)
    return { question, words }
  })

  /** The rarer, the more telling. A word that every few questions have, as “can” and “the”, tells nothing; nor does one that none has. */
  const weight = (word: string): number => {
    const count = frequency.get(word) ?? 0
    return count === 0 || count > Math.max(2, questions.length * COMMON) ? 0 : Math.log(1 + questions.length / count)
  }

  return (asked, count) =>
    worded
      .map(({ question, words }) => ({ question, score: asked.reduce((sum, word) => sum + (words.has(word) ? weight(word) : 0), 0) }))
      .filter(({ score }) => score > LEAST_SCORE)
      .toSorted((a, b) => b.score - a.score)
      .slice(0, count)
      .map(({ question }) => question)
}

export type Knowledge = { of: (site: Site) => Promise<QuestionIndex>; version: (site: Site) => Promise<number> }

/** Indexes that are kept; a site beyond them is indexed again when it is asked. */
const SITES = 1_000

/** One index per site, made again as soon as its questions have changed. */
export function createKnowledge({ database }: { database: Database }): Knowledge {
  const indexes = new LRUCache<string, { version: number; index: Promise<QuestionIndex> }>({ max: SITES })
  const version = (site: Site): Promise<number> => database.forTenant(site.tenantId).knowledgeVersion(site.id)
  return {
    version,
    async of(site) {
      const current = await version(site)
      const known = indexes.get(site.id)
      if (known?.version === current) return known.index
      const index = database.forTenant(site.tenantId).questions(site.id).then(indexQuestions)
      indexes.set(site.id, { version: current, index })
      index.catch(() => indexes.delete(site.id))
      return index
    },
  }
}
