/** Asks a provider one tiny question, and says how it went. */

import { AnswerFault, type AnswerContext, type Answerer } from '../ports/answerer.ts'
import type { ProviderSettings } from '../providers-file.ts'
import { UPSTREAM_RULES } from '../upstream/rules.ts'
import { diagnosis } from './diagnosis.ts'

export type Finding = { works: boolean; lines: string[] }

const QUESTION: AnswerContext = {
  system: 'Answer in one short sentence.',
  history: [{ role: 'customer', text: 'Which months have thirty days?' }],
  mayTransfer: true,
}

/** What endpoints answer to a request with tools where they take none; and to much else. */
const REFUSALS = [400, 404, 422, 500, 501]

const NO_TOOLS =
  'refuses requests with tools, and answers those without. Set "tools": false for it in PROVIDERS_FILE, or OPENAI_TOOLS=off: it cannot ask for a person then, everything else works.'

/** From this first word on customers read that the answer is still being worked on. */
const SLOW_MS = 4_000

export async function tryProvider(
  answerer: Answerer,
  settings: Pick<ProviderSettings, 'baseUrl' | 'model' | 'apiKey'>,
  { now = () => performance.now(), question = QUESTION }: { now?: () => number; question?: AnswerContext } = {},
): Promise<Finding> {
  const startedAt = now()
  let firstMs: number | undefined
  let pieces = 0
  let tokens: number | undefined
  let endedAt = startedAt
  try {
    for await (const delta of answerer.answer(question, AbortSignal.timeout(UPSTREAM_RULES.messageMs))) {
      if (delta.type === 'usage') tokens = delta.completionTokens
      else endedAt = now()
      if (delta.type !== 'text') continue
      firstMs ??= now() - startedAt
      pieces += 1
    }
  } catch (fault) {
    if (question.mayTransfer && fault instanceof AnswerFault && REFUSALS.includes(fault.status ?? 0)) {
      const without = await tryProvider(answerer, settings, { now, question: { ...question, mayTransfer: false } })
      return without.works ? { works: false, lines: [NO_TOOLS] } : without
    }
    return { works: false, lines: [`does not answer. ${diagnosis(fault, settings)}`] }
  }
  const first = firstMs ?? 0
  const seconds = (endedAt - startedAt - first) / 1_000
  const lines = [
    `answers. First word after ${Math.round(first)} ms${seconds > 0.05 ? `, then ${Math.round((tokens ?? pieces) / seconds)} tokens a second` : ''}.`,
  ]
  if (first > SLOW_MS) lines.push('That is slow: customers wait for the first word. Take a quicker model, or one that thinks less.')
  if (pieces === 1) lines.push('The answer came in one piece. If longer ones do too, something on the way holds the stream back.')
  if (tokens === undefined) lines.push('It does not count tokens, so what it costs is estimated.')
  return { works: true, lines }
}
