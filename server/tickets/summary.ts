/**
 * What happened before a hand-over, for whoever takes the ticket: a line for each turn, without a model call. It is internal, and goes with what was said
 * when the customer erases it.
 */

import { gistOf } from '../session/gist.ts'
import type { SaidTurn } from '../session/session-context.ts'

const MOST_LINES = 12
const MOST_UNITS = 2_000

/** `lines`: what the session knows of what came long ago. The newest stay; nothing, where there is no more to tell than the ticket's subject. */
export function ticketSummary(lines: readonly string[], said: readonly Pick<SaidTurn, 'role' | 'text'>[]): string | undefined {
  if (lines.length === 0 && said.length < 2) return undefined
  const all = [...lines, ...said.map(gistOf)].slice(-MOST_LINES)
  while (all.length > 1 && all.join('\n').length > MOST_UNITS) all.shift()
  return all.join('\n').slice(0, MOST_UNITS)
}
