/**
 * The approved questions of a site, ready to be matched. A message matches when it is one of the approved wordings, apart from case, width, punctuation and spaces,
 * or so like one that it can mean nothing else. For what does not match, the nearest questions can be offered as buttons: that is an offer and
 * never an answer.
 */

import { LRUCache } from 'lru-cache'
import { LIMITS } from '../../shared/limits.ts'
import type { Database } from '../ports/database.ts'
import type { Question } from '../ports/questions.ts'
import type { Site } from '../ports/sites.ts'
import { slicesOf } from '../slices.ts'
import { indexLikeness, type FindLike } from './likeness.ts'
import { indexNearest, type Nearest } from './nearest.ts'
import { normaliseQuestion } from './normalise-question.ts'

/** `by`: the question's own text, one of its variants, or what is like one of them, as much as `score` says; 1 for the very wording. */
export type Match = { question: Question; by: 'exact' | 'variant' | 'likeness'; score: number }

/** Questions that do not hold now are in none of these. */
export type QuestionIndex = {
  /** The question that was asked, surely. Questions in `language` go first. */
  match: (text: string, language: string) => Match | undefined
  /** Up to `count` questions in `language` that share telling words with the text, nearest first. */
  nearest: (text: string, language: string, count: number) => Question[]
  /** By its id. */
  question: (id: string) => Question | undefined
  /** What the owner wants offered in an empty conversation. */
  suggested: (language: string) => Question[]
}

const QUESTIONS_AT_ONCE = 100

/** However many there are, the event loop turns. `now` is asked at every match: dates come and go without a write. */
export async function indexQuestions(questions: readonly Question[], now: () => number): Promise<QuestionIndex> {
  const byWording = new Map<string, Match[]>()
  const languages = new Map<string, Question[]>()
  for await (const slice of slicesOf(questions, QUESTIONS_AT_ONCE)) {
    for (const question of slice) {
      const texts = new Set([question.text, ...question.variants].map(normaliseQuestion))
      for (const [index, wording] of [...texts].entries()) {
        if (wording === '') continue
        const match: Match = { question, by: index === 0 ? 'exact' : 'variant', score: 1 }
        byWording.set(wording, [...(byWording.get(wording) ?? []), match])
      }
      languages.set(question.locale, [...(languages.get(question.locale) ?? []), question])
    }
  }
  const byId = new Map(questions.map((question) => [question.id, question]))
  const nearest = new Map<string, Nearest>()
  const like = new Map<string, FindLike>()
  for (const [language, its] of languages) {
    nearest.set(language, await indexNearest(its))
    like.set(language, await indexLikeness(language, its))
  }
  /** Whether a question holds at this moment. */
  const holdsNow = (): ((question: Question) => boolean) => {
    const at = now()
    return ({ validFrom = -Infinity, validTo = Infinity }) => validFrom <= at && at < validTo
  }

  return {
    match(text, language) {
      // Longer than any wording can be.
      if (text.length > LIMITS.questionUnits * 2) return undefined
      const holds = holdsNow()
      const found = byWording.get(normaliseQuestion(text))?.filter(({ question }) => holds(question))
      const exact = found?.find(({ question }) => question.locale === language) ?? found?.[0]
      if (exact) return exact
      const alike = like.get(language)?.(text, holds)
      return alike && { ...alike, by: 'likeness' }
    },
    // What is asked is in the first sentences.
    nearest: (text, language, count) => nearest.get(language)?.(text.slice(0, LIMITS.questionUnits), count, holdsNow()) ?? [],
    question(id) {
      const question = byId.get(id)
      return question && holdsNow()(question) ? question : undefined
    },
    suggested: (language) => (languages.get(language) ?? []).filter(({ suggested }) => suggested).filter(holdsNow()),
  }
}

export type Knowledge = { of: (site: Site) => Promise<QuestionIndex>; version: (site: Site) => Promise<number> }

/** Indexes that are kept; a site beyond them is indexed again when it is asked. */
const SITES = 1_000

/** One index per site, made again as soon as its questions have changed. */
export function createKnowledge({ database, now }: { database: Database; now: () => number }): Knowledge {
  const indexes = new LRUCache<string, { version: number; index: Promise<QuestionIndex> }>({ max: SITES })
  const version = (site: Site): Promise<number> => database.forTenant(site.tenantId).knowledgeVersion(site.id)
  return {
    version,
    async of(site) {
      const current = await version(site)
      const known = indexes.get(site.id)
      if (known?.version === current) return known.index
      const index = database
        .forTenant(site.tenantId)
        .questions(site.id)
        .then((questions) => indexQuestions(questions, now))
      indexes.set(site.id, { version: current, index })
      index.catch(() => indexes.delete(site.id))
      return index
    },
  }
}
