/** The approved questions that share telling words with what was asked. An offer, and never an answer. */

import type { Question } from '../ports/questions.ts'
import { slicesOf } from '../slices.ts'
import { normaliseQuestion } from './normalise-question.ts'

/** Up to `count` questions, nearest first, of those that `mayBe` lets pass. */
export type Nearest = (asked: string, count: number, mayBe: (question: Question) => boolean) => Question[]

/** Share of questions from which on a word is common. */
const COMMON = 0.08
/** One word that half of the questions have is not enough; one that a third have is. */
const LEAST_SCORE = Math.log(3.5)
const QUESTIONS_AT_ONCE = 25

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' })
/** Where words are not set apart by spaces. Finding them is dear, so it is done for these alone. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Khmer}\p{Script=Lao}\p{Script=Myanmar}]/u

function wordsOf(text: string): Set<string> {
  const normal = normaliseQuestion(text)
  if (!UNSPACED.test(normal)) return new Set(normal.split(' ').filter((word) => /[\p{L}\p{N}]/u.test(word)))
  return new Set(Array.from(segmenter.segment(normal), ({ segment, isWordLike }) => (isWordLike ? segment : '')).filter(Boolean))
}

/** Of the questions of one language. However many there are, the event loop turns. */
export async function indexNearest(questions: readonly Question[]): Promise<Nearest> {
  const having = new Map<string, number[]>()
  let place = 0
  for await (const slice of slicesOf(questions, QUESTIONS_AT_ONCE)) {
    for (const question of slice) {
      for (const word of new Set([question.text, ...question.variants].flatMap((wording) => [...wordsOf(wording)]))) {
        const places = having.get(word)
        if (places) places.push(place)
        else having.set(word, [place])
      }
      place += 1
    }
  }

  return (asked, count, mayBe) => {
    const scores = new Map<number, number>()
    for (const word of wordsOf(asked)) {
      const places = having.get(word) ?? []
      // A word that every few questions have, as “can” and “the”, tells nothing. The rarer, the more telling.
      if (places.length > Math.max(2, questions.length * COMMON)) continue
      const weight = Math.log(1 + questions.length / places.length)
      for (const at of places) scores.set(at, (scores.get(at) ?? 0) + weight)
    }
    return [...scores]
      .filter(([, score]) => score > LEAST_SCORE)
      .toSorted(([first, one], [second, other]) => other - one || first - second)
      .flatMap(([at]) => questions[at] ?? [])
      .filter(mayBe)
      .slice(0, count)
  }
}
