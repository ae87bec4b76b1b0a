/**
 * What a model is told of a conversation: the recent turns word for word, and in a few lines what came before them. It follows from the
 * log alone, whoever reads it; only a summary by the model says the same in other words.
 */

import type { LogEntry } from '../ports/conversations.ts'
import type { Route } from '../ports/turns.ts'
import { uncited } from '../sources.ts'
import { estimateTokens } from '../spend/tokens.ts'
import { gistOf } from './gist.ts'

export type SessionContext = {
  /** The conversation's. */
  uuid: string
  /** Of another epoch nothing is true any more. */
  epoch: string
  /** The last entry of the log that is in it, said or not. */
  seq: number
  /** What slid out of the history, a line for each turn or for many, oldest first. */
  summary: string[]
  /** Oldest first. */
  history: SaidTurn[]
  /** Milliseconds since 1970. Nobody reads it any more from then on. */
  expire: number
}

/** Who spoke, and for an answer who gave it. */
export type Speaker = { role: 'customer' } | { role: 'assistant'; route: Exclude<Route['to'], 'human'> } | { role: 'agent'; route: 'human' }

export type SaidTurn = Speaker & { id: string; at: number; text: string }

/** In tokens, by the estimate of `spend/tokens.ts`. */
export type SessionLimits = { window: number; summary: number }

export const emptySession = (uuid: string, epoch: string, expire: number): SessionContext => ({
  uuid,
  epoch,
  seq: 0,
  summary: [],
  history: [],
  expire,
})

/** What the log says after `seq`, in order and without a gap. What is known already is passed over. */
export function readOn(session: SessionContext, entries: LogEntry[], limits: SessionLimits): SessionContext {
  const news = entries.filter(({ seq }) => seq > session.seq)
  const seq = news.at(-1)?.seq ?? session.seq
  return slide({ ...session, seq, history: [...session.history, ...news.flatMap(saidIn)] }, limits)
}

/** Roles follow from who wrote; our own notices are not part of the talk, nor are the sources that we named behind an answer. */
function saidIn(entry: LogEntry): SaidTurn[] {
  if (entry.kind !== 'message') return []
  const { id, author, at, text, origin } = entry.message
  if (author.kind === 'visitor') return [{ id, role: 'customer', at, text }]
  if (author.kind === 'agent') return [{ id, role: 'agent', at, route: 'human', text }]
  if (author.kind === 'system' || origin === 'notice') return []
  if (origin === 'question') return [{ id, role: 'assistant', at, route: 'question', text }]
  return [{ id, role: 'assistant', at, route: 'model', text: uncited(text) }]
}

/**
 * A full window loses its older half at once, not a turn at a time: what a model is told then begins alike for many turns, which providers
 * charge less for, and there is seldom something to summarise.
 */
function slide(session: SessionContext, { window, summary }: SessionLimits): SessionContext {
  const { history } = session
  if (tokensIn(history) <= window) return session
  const from = firstWithin(history, window / 2)
  const lines = history.slice(0, from).map(gistOf)
  return { ...session, summary: newestLines([...session.summary, ...lines], summary), history: history.slice(from) }
}

const tokensIn = (turns: { text: string }[]): number => turns.reduce((sum, { text }) => sum + estimateTokens(text), 0)

/** Where the newest turns begin that are within so many tokens; the very last always is. */
export function firstWithin(turns: { text: string }[], tokens: number): number {
  let used = 0
  const over = turns.findLastIndex(({ text }) => (used += estimateTokens(text)) > tokens)
  return Math.min(over + 1, Math.max(0, turns.length - 1))
}

const newestLines = (lines: string[], tokens: number): string[] => {
  const turns = lines.map((text) => ({ text }))
  return lines.slice(firstWithin(turns, tokens))
}

/** Of what was summed up, so many turns stay word for word: what is said next may lean on them. */
const TURNS_KEPT = 2

/**
 * One text instead of all that was said up to this turn, of which the last turns stay. Nothing, where the turn is no longer in the window: then it is not
 * known what the text would take the place of.
 */
export function sumUp(session: SessionContext, turnId: string, text: string): SessionContext | undefined {
  const last = session.history.findIndex(({ id }) => id === turnId)
  if (last === -1) return undefined
  return { ...session, summary: [text], history: session.history.slice(Math.max(0, last + 1 - TURNS_KEPT)) }
}

/** One text instead of the lines that it was made from, if they still stand there. */
export function condense(session: SessionContext, lines: string[], text: string): SessionContext | undefined {
  if (lines.some((line, index) => session.summary[index] !== line)) return undefined
  return { ...session, summary: [text, ...session.summary.slice(lines.length)] }
}
