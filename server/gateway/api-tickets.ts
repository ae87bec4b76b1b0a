/** Tickets over the API, for the owner's own help desk and backend. */

import * as z from 'zod'
import type { Database } from '../ports/database.ts'
import type { ApiKey } from '../ports/tenants.ts'
import type { Tickets } from '../tickets/tickets.ts'
import type { Operation } from './api-operation.ts'
import {
  changesOf,
  newTicket,
  nextOf,
  numberOf,
  openingOf,
  queryOf,
  ticket,
  ticketChanges,
  ticketEvent,
  ticketNote,
  ticketPage,
  ticketParams,
  ticketQuery,
  type TicketQueryGiven,
} from './ticket-schemas.ts'

export function apiTicketOperations({ tickets, database }: { tickets: Tickets; database: Pick<Database, 'forTenant'> }): Operation[] {
  /** By the public key, as everywhere in the API; or by the id, which stands in tickets. */
  async function siteOf({ tenantId }: ApiKey, named: string | undefined): Promise<string | undefined> {
    if (named === undefined) return undefined
    const sites = await database.forTenant(tenantId).sites()
    return sites.find(({ key, id }) => key === named || id === named)?.id ?? named
  }

  return [
    {
      method: 'get',
      path: '/tickets',
      scope: 'tickets:read',
      summary: 'List tickets, the newest first',
      params: z.object({}),
      query: ticketQuery,
      status: 200,
      answer: ticketPage,
      errors: [],
      async carryOut({ key, query }) {
        const wanted = query as TicketQueryGiven
        const found = await database.forTenant(key.tenantId).tickets(queryOf({ ...wanted, site: await siteOf(key, wanted.site) }))
        return { tickets: found, ...nextOf(found, wanted.limit) }
      },
    },
    {
      method: 'post',
      path: '/tickets',
      scope: 'tickets:write',
      summary: 'Open a ticket, for a conversation or without one',
      params: z.object({}),
      body: newTicket,
      status: 201,
      answer: ticket,
      errors: ['not_found', 'ticket_exists'],
      async carryOut({ key, body }) {
        const said = body as z.infer<typeof newTicket>
        const opening = openingOf({ ...said, site: await siteOf(key, said.site) })
        return tickets.open(key.tenantId, { ...opening, by: { kind: 'key', id: key.id } })
      },
    },
    {
      method: 'get',
      path: '/tickets/:ticket',
      scope: 'tickets:read',
      summary: 'Read a ticket and its history',
      params: ticketParams,
      status: 200,
      answer: z.object({ ticket, events: z.array(ticketEvent), mail: z.string() }),
      errors: ['not_found'],
      carryOut: ({ key, params }) => tickets.whole(key.tenantId, numberOf(params)),
    },
    {
      method: 'patch',
      path: '/tickets/:ticket',
      scope: 'tickets:write',
      summary: 'Change a ticket; fields left out stay as they are',
      params: ticketParams,
      body: ticketChanges,
      status: 200,
      answer: ticket,
      errors: ['not_found', 'ticket_exists', 'ticket_changed'],
      carryOut({ key, params, body }) {
        const said = body as z.infer<typeof ticketChanges>
        const by = { kind: 'key', id: key.id } as const
        return tickets.change(key.tenantId, { number: numberOf(params), changes: changesOf(said), revision: said.revision, by })
      },
    },
    {
      method: 'post',
      path: '/tickets/:ticket/notes',
      scope: 'tickets:write',
      summary: 'Add an internal note, which customers never see',
      params: ticketParams,
      body: ticketNote,
      status: 201,
      answer: ticketEvent,
      errors: ['not_found'],
      carryOut({ key, params, body }) {
        const { text } = body as z.infer<typeof ticketNote>
        return tickets.note(key.tenantId, { number: numberOf(params), text, by: { kind: 'key', id: key.id } })
      },
    },
  ]
}
