import type { WordFilter } from './filter.ts'
import type { Match, WordRule } from './rule.ts'

/** Passes a stream of text on, masked. What was held back follows at its end; a source that fails, or is left early, takes it along. */
export async function* maskStream<Rule extends WordRule>(
  filter: WordFilter<Rule>,
  source: AsyncIterable<string>,
  matched?: (match: Match<Rule>) => void,
): AsyncGenerator<string, void, undefined> {
  const stream = filter.stream(matched)
  for await (const piece of source) {
    const text = stream.push(piece)
    if (text !== '') yield text
  }
  const rest = stream.end()
  if (rest !== '') yield rest
}
