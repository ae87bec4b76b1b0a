/** The usual baseline: words weighed by how rare they are, and the cosine between a message and each wording. */

import { normaliseQuestion } from '../../server/knowledge/normalise-question.ts'
import type { Question } from '../../server/ports/questions.ts'

const wordsOf = (text: string): string[] => normaliseQuestion(text).split(' ')

export function indexTfIdf(questions: readonly Question[]): (asked: string) => { id: string; score: number } {
  const wordings = questions.flatMap(({ id, text, variants }) => [text, ...variants].map((wording) => ({ id, words: wordsOf(wording) })))
  const count = new Map<string, number>()
  for (const { words } of wordings) for (const word of new Set(words)) count.set(word, (count.get(word) ?? 0) + 1)

  function vectorOf(words: readonly string[]): Map<string, number> {
    const vector = new Map<string, number>()
    for (const word of words) vector.set(word, (vector.get(word) ?? 0) + Math.log((wordings.length + 1) / ((count.get(word) ?? 0) + 1)) + 1)
    const length = Math.hypot(...vector.values())
    return new Map([...vector].map(([word, weight]) => [word, weight / length]))
  }
  const vectors = wordings.map(({ id, words }) => ({ id, vector: vectorOf(words) }))

  return (asked) => {
    const vector = vectorOf(wordsOf(asked))
    let best = { id: '', score: 0 }
    for (const { id, vector: other } of vectors) {
      let score = 0
      for (const [word, weight] of vector) score += weight * (other.get(word) ?? 0)
      if (score > best.score) best = { id, score }
    }
    return best
  }
}
