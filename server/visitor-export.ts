/**
 * All that is kept of a visitor, to be handed out to them: what they were told, and what was noted of them, as that is about them too. Who of the agents
 * noted it is not: that is about the agent.
 */

import type { DeskEntry } from '../shared/desk.ts'
import type { Ticket } from '../shared/tickets.ts'
import type { LogEntry } from './ports/conversations.ts'
import type { TenantDatabase } from './ports/database.ts'
import type { ExportedConversation, ExportedNote, ExportedTicket, VisitorExport } from './ports/visitors.ts'
import { Refusal } from './refusal.ts'

const PAGE = 500
/** Solved ones included; nobody has more in one conversation. */
const TICKETS = 200

export async function exportVisitor(tenant: TenantDatabase, visitorId: string): Promise<VisitorExport> {
  const record = await tenant.visitor(visitorId)
  if (!record) throw new Refusal('not_found')
  const description = await tenant.visitorDescription(visitorId)
  const { siteId: _, ...visitor } = record
  const conversations: ExportedConversation[] = []
  for (const { id, createdAt, lastAt, floor, top } of await tenant.conversationsOfVisitor(visitorId)) {
    const tickets: ExportedTicket[] = []
    for (const ticket of await tenant.tickets({ conversation: id, limit: TICKETS })) tickets.push(await exportTicket(tenant, ticket))
    const satisfaction = await tenant.satisfaction(id)
    const read = await tenant.readMark(id)
    const said = await readAll(tenant, id, top)
    conversations.push({ id, createdAt, lastAt, floor, ...said, tickets, ...(satisfaction && { satisfaction }), ...(read && { read }) })
  }
  return { visitor, ...(description && { description }), conversations }
}

async function readAll(
  tenant: TenantDatabase,
  conversationId: string,
  top: number,
): Promise<{ entries: LogEntry[]; notes: ExportedNote[] }> {
  const entries: LogEntry[] = []
  // A note that stands between two pages is in both.
  const notes = new Map<number, ExportedNote>()
  let after = 0
  do {
    for (const entry of await tenant.deskEntries({ conversationId, after, limit: PAGE })) {
      if (entry.kind === 'note') notes.set(entry.number, { at: entry.at, text: entry.text })
      else entries.push(asTold(entry))
    }
    after += PAGE
  } while (after < top)
  return { entries, notes: [...notes.values()] }
}

/** As the customer was sent it: without routes and marks of the word filter. */
function asTold(entry: Exclude<DeskEntry, { kind: 'note' }>): LogEntry {
  if (entry.kind === 'floor') return entry
  const { route: _route, marks: _marks, ...told } = entry
  return told
}

async function exportTicket(
  tenant: TenantDatabase,
  { number, subject, intent, status, tags, email, createdAt }: Ticket,
): Promise<ExportedTicket> {
  const history = await tenant.ticketHistory(number)
  const notes = history.flatMap((event) => (event.kind === 'note' ? [{ at: event.at, text: event.text }] : []))
  return { number, createdAt, status, subject, intent, tags, ...(email !== undefined && { email }), notes }
}
