/** Ways in which the model double answers that only these tests need. */

import { EVENT_STREAM, type Script, type Upstream } from '../server/testing/upstream.ts'
import { chunkOf, DONE, eventOf, tokensOf } from '../server/testing/upstream-wire.ts'

/**
 * Says the first part, and the rest only once it is told to: what a test does in between happens in the middle of an answer.
 * The widget does not show a last character that may belong to a mark of Markdown, so let the first part end with a comma.
 */
export function holdAnswer(upstream: Upstream, first: string, rest: string): { script: () => Script; release: () => void } {
  let isReleased = false
  const script = (): Script => ({
    headers: EVENT_STREAM,
    steps: (function* () {
      for (const content of tokensOf(first)) yield { do: 'send', bytes: eventOf(chunkOf({ content })) }
      while (!isReleased) yield { do: 'wait', ms: 20 }
      for (const content of tokensOf(rest)) yield { do: 'send', bytes: eventOf(chunkOf({ content })) }
      yield { do: 'send', bytes: eventOf(chunkOf({}, 'stop')) + DONE }
    })(),
  })
  upstream.respond = script
  return { script, release: () => void (isReleased = true) }
}
