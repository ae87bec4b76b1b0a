/** Questions to choose from: without them a customer hardly ever words one exactly as it was approved. */

import type { Words } from '../i18n/dictionary.ts'

export function Suggestions({ questions, words, choose }: { questions: readonly string[]; words: Words; choose(question: string): void }) {
  if (questions.length === 0) return null
  return (
    <div class="suggestions" role="group" aria-label={words.suggestions}>
      {questions.map((question) => (
        <button type="button" key={question} dir="auto" onClick={() => choose(question)}>
          {question}
        </button>
      ))}
    </div>
  )
}
