/**
 * How much the wordings of a question speak for it. Each wording is a list of weighted words, the rarer the heavier; two are as like as the cosine between them. One
 * wording that is like a message says little, measured: other questions have one too. Three of one question, and none of another, say much.
 */

import { slicesOf } from '../slices.ts'
import { subjectsIn, tellingWords } from './english.ts'
import type { Likeness, Wording } from './likeness.ts'
import { isSameMeaning } from './same-meaning.ts'

/** Chosen by `bench/questions.ts` so that at most one message in two hundred that is no question is taken for one, with room left: other sites are other sites. */
export const SUPPORT = {
  /** Wordings that are asked, and that a question must have. */
  wordings: 3,
  /** Things that a message must name: “address” alone is no question, and “reach you” names one. */
  subjects: 2,
  /** The nearest wording is at least so like. */
  nearest: 0.5,
  /** The mean of the nearest three is so much more than that of any other question. */
  margin: 0.2,
  /** Most of the message's weight that stands in none of the question's wordings. */
  unknown: 0.2,
  /** A word that this share of the question's wordings have is in the message too. */
  essential: 0.7,
}

type Check = (wording: Wording) => boolean
export type Support = (words: readonly string[], mayBe: Check, isSame: Check) => Likeness | undefined

const WORDINGS_AT_ONCE = 500

/** However many there are, the event loop turns. */
export async function indexSupport(wordings: readonly Wording[], limits = SUPPORT): Promise<Support> {
  const having = new Map<string, number[]>()
  const lengths = new Float64Array(wordings.length)
  const telling: string[][] = []
  /** Of each wording the place of its question, and of each question its words. */
  const questionAt = new Int32Array(wordings.length)
  const questions = new Map<string, { place: number; wordings: number; words: Map<string, number> }>()
  for await (const slice of slicesOf(wordings, WORDINGS_AT_ONCE))
    for (const { question, words } of slice) {
      const own = [...new Set(tellingWords(words))]
      const known = questions.get(question.id) ?? { place: questions.size, wordings: 0, words: new Map<string, number>() }
      questions.set(question.id, known)
      known.wordings += 1
      questionAt[telling.length] = known.place
      for (const word of own) {
        known.words.set(word, (known.words.get(word) ?? 0) + 1)
        const places = having.get(word)
        if (places) places.push(telling.length)
        else having.set(word, [telling.length])
      }
      telling.push(own)
    }
  const weight = (word: string): number => Math.log((wordings.length + 1) / ((having.get(word)?.length ?? 0) + 1)) + 1
  const lengthOf = (words: readonly string[]): number => Math.hypot(...words.map(weight))
  let measured = 0
  for await (const slice of slicesOf(telling, WORDINGS_AT_ONCE)) for (const own of slice) lengths[measured++] = lengthOf(own)

  // Kept from one message to the next, and cleared before each: to make them anew would cost more than all else.
  const scores = new Float64Array(wordings.length)
  const best = Array.from({ length: limits.wordings }, () => new Float64Array(questions.size))
  const bestPlace = new Int32Array(questions.size)

  /** The nearest wordings of each question, the nearest first, as scores. */
  function rank(asked: readonly string[], mayBe: Check): void {
    scores.fill(0)
    for (const scoresOf of best) scoresOf.fill(0)
    const length = lengthOf(asked)
    for (const word of asked) {
      const share = weight(word) ** 2 / length
      for (const place of having.get(word) ?? []) scores[place] = (scores[place] ?? 0) + share / (lengths[place] ?? 1)
    }
    for (let place = 0; place < scores.length; place += 1) {
      let score = scores[place] ?? 0
      const wording = wordings[place]
      const at = questionAt[place] ?? 0
      if (score <= (best.at(-1)?.[at] ?? 0) || !wording || !mayBe(wording)) continue
      if (score > (best[0]?.[at] ?? 0)) bestPlace[at] = place
      for (const scoresOf of best) {
        const held = scoresOf[at] ?? 0
        if (score > held) {
          scoresOf[at] = score
          score = held
        }
      }
    }
  }
  const supportOf = (at: number): number => best.reduce((sum, scoresOf) => sum + (scoresOf[at] ?? 0), 0) / limits.wordings

  return (words, mayBe, isSame) => {
    const asked = [...new Set(tellingWords(words))]
    if (subjectsIn(asked) < limits.subjects) return undefined
    rank(asked, mayBe)
    let [first, second] = [0, -1]
    for (let at = 1; at < questions.size; at += 1) {
      if (supportOf(at) > supportOf(first)) [first, second] = [at, first]
      else if (second === -1 || supportOf(at) > supportOf(second)) second = at
    }
    const support = supportOf(first)
    const wording = wordings[bestPlace[first] ?? 0]
    const hasEnough = best.every((scoresOf) => (scoresOf[first] ?? 0) > 0) && (best[0]?.[first] ?? 0) >= limits.nearest
    if (!wording || !hasEnough || support - (second === -1 ? 0 : supportOf(second)) < limits.margin) return undefined

    const own = questions.get(wording.question.id)
    if (!own || [...own.words].some(([word, count]) => count >= own.wordings * limits.essential && !asked.includes(word))) return undefined
    const sumOf = (those: readonly string[]): number => those.reduce((sum, word) => sum + weight(word), 0)
    if (sumOf(asked.filter((word) => !own.words.has(word))) > limits.unknown * sumOf(asked)) return undefined
    return isSameMeaning(words, wording.words) && isSame(wording) ? { question: wording.question, score: support } : undefined
  }
}
