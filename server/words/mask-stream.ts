import type { WordFilter } from './filter.ts'
import type { Match, WordRule } from './rule.ts'

export type MaskStreamOptions<Rule extends WordRule> = {
  /** Called before the masked text of the match is let go. */
  matched?: (match: Match<Rule>) => void
  /** Asked when the source has ended: it breaks off, and what is behind the last word found and could have become another stays back. Nobody knows what it was to be. */
  wasCut?: (() => boolean) | undefined
}

/** Passes a stream of text on, masked. What was held back follows at its end; a source that fails, or is left early, takes it along. */
export async function* maskStream<Rule extends WordRule>(
  filter: WordFilter<Rule>,
  source: AsyncIterable<string>,
  { matched, wasCut }: MaskStreamOptions<Rule> = {},
): AsyncGenerator<string, void, undefined> {
  let [released, lastEnd] = [0, 0]
  const stream = filter.stream((match) => {
    lastEnd = Math.max(lastEnd, match.end)
    matched?.(match)
  })
  for await (const piece of source) {
    const text = stream.push(piece)
    released += text.length
    if (text !== '') yield text
  }
  const held = stream.end()
  const rest = wasCut?.() ? held.slice(0, Math.max(0, lastEnd - released)) : held
  if (rest !== '') yield rest
}
