/**
 * What happened before a hand-over, for whoever takes the ticket: a line for each turn, without a model call. It is internal, and goes with what was said
 * when the customer erases it.
 */

import { wholeCharacters } from '../../shared/text.ts'
import { gistOf } from '../session/gist.ts'
import type { SaidTurn } from '../session/session-context.ts'

/** Of what came long ago, and again of what was said lately: a summary by the model is not pushed out by the turns after it. */
const MOST_LINES = 12
const MOST_UNITS = 2_000

/** `lines`: what the session knows of what came long ago. Of both the newest stay; nothing, where there is no more to tell than the ticket's subject. */
export function ticketSummary(lines: readonly string[], said: readonly Pick<SaidTurn, 'role' | 'text'>[]): string | undefined {
  if (lines.length === 0 && said.length < 2) return undefined
  return [...newest(lines), ...newest(said.map(gistOf))].join('\n')
}

function newest(lines: readonly string[]): string[] {
  const kept = lines.slice(-MOST_LINES)
  while (kept.length > 1 && kept.join('\n').length > MOST_UNITS) kept.shift()
  return kept.map((line) => line.slice(0, wholeCharacters(line, Math.min(line.length, MOST_UNITS))))
}
