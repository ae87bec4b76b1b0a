/** Tells everybody at the desk that a ticket has changed. */

import type { Ticket } from '../../shared/tickets.ts'

export function ticketChangedHint({ number, status, revision, conversation }: Ticket) {
  const mark = { ...(conversation !== undefined && { conversation }), ticket: { number, status, revision } }
  return { topic: 'desk', entries: [], desk: { 'ticket-changed': mark } }
}
