/** How customers, floors and reasons are called. */

import type { ConversationSummary, DeskFloor, VisitorDetail } from '../../shared/desk.ts'
import type { Dictionary } from '../i18n/en.ts'

/** Customers without a name are told apart by the end of their id, which is chance; its beginning is the time. */
export const customerName = (visitor: Pick<VisitorDetail, 'id' | 'name'>, words: Dictionary): string =>
  visitor.name?.trim() || words.visitor(visitor.id.slice(-4).toUpperCase())

/** A reason in words. One of a later version is shown as it is. */
export function reasonText(reason: string, words: Dictionary): string {
  // Behind a colon stands which one it was, by its id.
  const [name = ''] = reason.split(':')
  return (words.reasons as { readonly [reason: string]: string })[name] ?? name.replaceAll('_', ' ')
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
