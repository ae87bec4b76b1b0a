/**
 * What a change of the floor means for the conversation's ticket. Whoever waits has one that is open; who takes the floor takes the ticket; who closes
 * the conversation has solved it, and so has a customer who no longer wants to wait.
 */

import type { Language } from '../../shared/language.ts'
import type { FloorState } from '../../shared/protocol.ts'
import { kindOf } from '../../shared/reasons.ts'
import { wholeCharacters } from '../../shared/text.ts'
import type { TicketActor } from '../../shared/tickets.ts'
import type { NewAnswer } from '../ports/conversations.ts'
import type { TenantDatabase } from '../ports/database.ts'
import type { TicketMove } from '../ports/tickets.ts'
import { dueTimes, reopenSince } from './rules.ts'
import { TICKET_SENTENCES } from './sentences.ts'

export type FloorMove = {
  to: FloorState
  reason: string
  /** What kind of matter it is, where the kind of the reason does not say. */
  intent?: string | undefined
  by: TicketActor
  at: number
  language: Language
  /** What the customer asked; the log is read where it is not given and is needed. */
  question?: string
  conversationId: string
  /** What came before it. */
  summary?: string | undefined
  /** As whom its number is told to the customer; it is told to nobody without. */
  says?: Omit<NewAnswer, 'text'>
}

export async function ticketMove(tenant: TenantDatabase, move: FloorMove): Promise<TicketMove | undefined> {
  const { to, reason, by, at, language, says, summary } = move
  if (to === 'agent') return by.kind === 'person' ? { to: 'assigned', by, person: by.id, at } : undefined
  if (to === 'closed') return { to: 'solved', by, at }
  if (to === 'bot') return reason === 'customer_returned' ? { to: 'solved', by, at } : undefined
  const { tickets: rules } = await tenant.settings()
  const question = move.question ?? (await lastQuestion(tenant, move.conversationId))
  const kind = kindOf(reason)
  const intent = move.intent ?? INTENTS[kind] ?? kind
  const priority = intent === 'complaint' ? 'high' : 'normal'
  return {
    to: 'open',
    by,
    ticket: {
      subject: subjectOf(question),
      intent,
      reason,
      priority,
      locale: language,
      at,
      ...dueTimes({ priority, createdAt: at }, rules),
    },
    reopenSince: reopenSince(at, rules),
    ...(summary !== undefined && { summary }),
    ...(says && { said: { ...says, text: TICKET_SENTENCES[language].noted } }),
  }
}

/** Where the reason of a hand-over says what the matter is in other words. */
const INTENTS: Record<string, string> = { wish_for_person: 'person_wanted', word: 'flagged_word', signals: 'dissatisfied' }

const SUBJECT_UNITS = 120

/** Its first words, on one line. */
export function subjectOf(question: string): string {
  const line = question.replace(/\s+/g, ' ').trim()
  return line.length <= SUBJECT_UNITS ? line : `${line.slice(0, wholeCharacters(line, SUBJECT_UNITS - 1))}…`
}

/** So far back is looked for the customer's own words, in entries of the log. */
const LOOKED_BACK = 20

/** The newest message of the customer. */
export async function lastQuestion(tenant: TenantDatabase, conversationId: string): Promise<string> {
  const top = (await tenant.conversation(conversationId))?.top ?? 0
  const entries = await tenant.readLogBack(conversationId, top, LOOKED_BACK)
  const own = entries.findLast((entry) => entry.kind === 'message' && entry.message.author.kind === 'visitor')
  return own?.kind === 'message' ? own.message.text : ''
}
