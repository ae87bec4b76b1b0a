/** What people at the desk and API keys do with tickets. The floor's own part is in `moves.ts`. */

import type { PersonName } from '../../shared/desk.ts'
import type { MailState, Ticket, TicketActor, TicketEvent, TicketPriority } from '../../shared/tickets.ts'
import { isAtLeast } from '../../shared/people.ts'
import { onlyOne } from '../only-one.ts'
import type { Database, TenantDatabase } from '../ports/database.ts'
import type { Store } from '../ports/store.ts'
import { Refusal, requestInvalid } from '../refusal.ts'
import { ticketChangedHint } from './changed-hint.ts'
import { isMailAddress } from './mail-address.ts'
import { lastQuestion, subjectOf } from './moves.ts'
import type { NewTicket, TicketChanges } from '../ports/tickets.ts'
import { dueTimes } from './rules.ts'

export type TicketsOptions = {
  database: Database
  store: Store
  /** Can answers be sent by e-mail here at all? */
  hasMail: boolean
  /** Closes the conversation of a ticket that was solved, where its floor allows it. */
  close: (place: { tenantId: string; conversationId: string; person: PersonName | undefined }) => Promise<void>
  now: () => number
}

export type Tickets = ReturnType<typeof createTickets>

/** Of a conversation, whose customer's words are the subject where none is given; or of a site. */
export type TicketOpening = { conversation?: string | undefined; siteId?: string | undefined; by: TicketActor } & Partial<
  Pick<NewTicket, 'subject' | 'intent' | 'reason' | 'priority' | 'assignee' | 'tags' | 'email' | 'locale'>
>

export type TicketChange = {
  number: number
  by: TicketActor
  /** Who closes the conversation, if that is to be done by somebody. */
  person?: PersonName
  revision?: number | undefined
  changes: Omit<TicketChanges, 'firstResponseDueAt' | 'solutionDueAt'>
}

export function createTickets({ database, store, hasMail, close, now }: TicketsOptions) {
  /** Everybody at the desk sees it. */
  async function told(tenantId: string, ticket: Ticket): Promise<Ticket> {
    await store.forTenant(tenantId).publish(ticketChangedHint(ticket))
    return ticket
  }

  async function found(tenantId: string, number: number): Promise<Ticket> {
    const ticket = await database.forTenant(tenantId).ticket(number)
    if (!ticket) throw new Refusal('not_found')
    return ticket
  }

  return {
    found,

    async whole(tenantId: string, number: number): Promise<{ ticket: Ticket; events: TicketEvent[]; mail: MailState }> {
      const ticket = await found(tenantId, number)
      const tenant = database.forTenant(tenantId)
      const events = await tenant.ticketHistory(number)
      if (!hasMail) return { ticket, events, mail: 'off' }
      const conversation = ticket.conversation === undefined ? undefined : await tenant.conversation(ticket.conversation)
      const address = ticket.email ?? (conversation && (await tenant.emailOf(conversation.visitorId)))
      return { ticket, events, mail: address !== undefined && isMailAddress(address) ? 'ready' : 'no_address' }
    },

    async open(tenantId: string, { conversation: conversationId, siteId, by, ...said }: TicketOpening): Promise<Ticket> {
      const tenant = database.forTenant(tenantId)
      const conversation = conversationId === undefined ? undefined : await tenant.conversation(conversationId)
      const site = conversation?.siteId ?? siteId
      if (site === undefined || (conversationId !== undefined && !conversation)) throw new Refusal('not_found')
      await mustAnswer(tenant, said.assignee)
      const at = now()
      const priority: TicketPriority = said.priority ?? 'normal'
      const { tickets: rules } = await tenant.settings()
      const ticket: NewTicket = {
        ...said,
        siteId: site,
        ...(conversation && { conversation: conversation.id }),
        subject: subjectOf(said.subject ?? (conversation ? await lastQuestion(tenant, conversation.id) : '')),
        intent: said.intent ?? '',
        reason: said.reason ?? '',
        priority,
        locale: said.locale ?? (conversation && (await tenant.newestLocale(conversation.id))) ?? 'en',
        at,
        ...dueTimes({ priority, createdAt: at }, rules),
      }
      const opened = await onlyOne(tenant.openTicket({ ticket, by }), 'ticket_exists')
      if (!opened) throw new Refusal('not_found')
      return told(tenantId, opened)
    },

    /** A ticket whose priority changes is due at other times; a conversation whose ticket is solved is closed. */
    async change(tenantId: string, { number, changes, by, person, revision }: TicketChange): Promise<Ticket> {
      const tenant = database.forTenant(tenantId)
      const before = await found(tenantId, number)
      await mustAnswer(tenant, changes.assignee)
      const { priority = before.priority } = changes
      const due = priority === before.priority ? {} : dueTimes({ priority, createdAt: before.createdAt }, (await tenant.settings()).tickets)
      const change = { number, changes: { ...changes, ...due }, by, at: now(), ...(revision !== undefined && { revision }) }
      const changed = await onlyOne(tenant.updateTicket(change), 'ticket_exists')
      if (!changed) throw new Refusal('not_found')
      if (changed === 'changed') throw new Refusal('ticket_changed')
      if (changed.status === 'solved' && before.status !== 'solved' && changed.conversation !== undefined)
        await close({ tenantId, conversationId: changed.conversation, person })
      return told(tenantId, changed)
    },

    async note(tenantId: string, note: { number: number; text: string; by: TicketActor }): Promise<TicketEvent> {
      const added = await database.forTenant(tenantId).addTicketNote({ ...note, at: now() })
      if (!added) throw new Refusal('not_found')
      await told(tenantId, await found(tenantId, note.number))
      return added
    },
  }
}

/** Given to nobody that there is, a ticket would be in nobody's list. */
async function mustAnswer(tenant: Pick<TenantDatabase, 'people'>, assignee: string | undefined): Promise<void> {
  if (assignee === undefined) return
  const person = (await tenant.people()).find(({ id }) => id === assignee)
  if (!person || !isAtLeast(person.role, 'agent')) throw requestInvalid(['assignee: must be the id of a person who answers'])
}
