/** How customers, floors and reasons are called. */

import type { ConversationSummary, DeskFloor, VisitorDetail } from '../../shared/desk.ts'
import { detailOf, kindOf } from '../../shared/reasons.ts'
import type { Dictionary } from '../i18n/en.ts'

/** Customers without a name are told apart by the end of their id, which is chance; its beginning is the time. */
export const customerName = (visitor: Pick<VisitorDetail, 'id' | 'name'>, words: Dictionary): string =>
  visitor.name?.trim() || words.visitor(visitor.id.slice(-4).toUpperCase())

/** A reason in words. One of a later version is shown as it is. */
export function reasonText(reason: string, words: Dictionary): string {
  const kind = kindOf(reason)
  const said = (words.reasons as { readonly [reason: string]: string })[kind] ?? kind.replaceAll('_', ' ')
  const detail = detailText(kind, detailOf(reason), words)
  return detail === '' ? said : `${said} (${detail})`
}

/** What the matter is, where the reason does not say it: the model named it, or a phrase stands for it. */
export function matterText({ intent, reason }: { intent: string; reason: string }, words: Dictionary): string {
  const kind = kindOf(reason)
  if (intent === kind || (kind !== 'phrase' && kind !== 'model_asks')) return ''
  const known: { readonly [intent: string]: string } = { complaint: words.reasons.complaint, person_wanted: words.reasons.wish_for_person }
  return known[intent] ?? intent
}

type Change = { kind: string; value: string; people: readonly { id: string; name: string }[] }

/** What a field of a ticket was changed from, or to: who has it by name, and states as they are called everywhere. Nothing is a dash. */
export function changeText({ kind, value, people }: Change, words: Dictionary): string {
  const names: { readonly [value: string]: string } = kind === 'status' ? words.ticketStatuses : kind === 'priority' ? words.priorities : {}
  const person = kind === 'assignee' ? people.find(({ id }) => id === value) : undefined
  return person?.name ?? names[value] ?? (value || '–')
}

/** Which one it was, where that is something to read and not an id. */
function detailText(kind: string, detail: string, words: Dictionary): string {
  const signals: { readonly [signal: string]: string } = words.signals
  if (kind === 'phrase' || kind === 'model_asks') return detail
  if (kind !== 'signals') return ''
  return detail
    .split('+')
    .map((signal) => signals[signal] ?? signal)
    .join(', ')
}

export function floorText(floor: DeskFloor, words: Dictionary): string {
  switch (floor.state) {
    case 'bot':
      return words.floors.bot
    case 'waiting':
      return floor.assigned ? words.waitingFor(floor.assigned.name) : words.floors.waiting
    case 'agent':
      return floor.person.name || words.floors.agent
    case 'closed':
      return words.floors.closed
  }
}

export const siteName = (sites: readonly { id: string; name: string }[], summary: ConversationSummary): string =>
  sites.find(({ id }) => id === summary.site)?.name ?? ''
