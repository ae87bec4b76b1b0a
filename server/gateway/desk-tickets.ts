/** Tickets at the desk: everybody sees them, agents change them. And an approved question from an agent's answer. */

import * as z from 'zod'
import type { TicketActor } from '../../shared/tickets.ts'
import { questionFromAnswer } from '../tickets/question-from-answer.ts'
import type { Tickets } from '../tickets/tickets.ts'
import type { DeskOperation, PersonCall } from './desk-operation.ts'
import {
  changesOf,
  id,
  newTicket,
  nextOf,
  numberOf,
  openingOf,
  queryOf,
  ticketChanges,
  ticketNote,
  ticketParams,
  ticketQuery,
  type TicketQueryGiven,
} from './ticket-schemas.ts'

const conversationParams = z.object({ conversation: id })
const answer = z.strictObject({ seq: z.int().min(1) })

const actor = ({ person }: PersonCall): TicketActor => ({ kind: 'person', id: person.id })

export function ticketOperations({ tickets, now }: { tickets: Tickets; now: () => number }): DeskOperation[] {
  return [
    {
      method: 'get',
      path: '/tickets',
      least: 'viewer',
      query: ticketQuery,
      status: 200,
      async carryOut({ tenant, query }) {
        const wanted = query as TicketQueryGiven
        const found = await tenant.tickets(queryOf(wanted))
        return { tickets: found, ...nextOf(found, wanted.limit) }
      },
    },
    {
      method: 'post',
      path: '/tickets',
      least: 'agent',
      body: newTicket,
      status: 201,
      carryOut: async (call) => ({
        ticket: await tickets.open(call.tenantId, { ...openingOf(call.body as z.infer<typeof newTicket>), by: actor(call) }),
      }),
    },
    {
      method: 'get',
      path: '/tickets/:ticket',
      least: 'viewer',
      params: ticketParams,
      status: 200,
      carryOut: ({ tenantId, params }) => tickets.whole(tenantId, numberOf(params)),
    },
    {
      method: 'patch',
      path: '/tickets/:ticket',
      least: 'agent',
      params: ticketParams,
      body: ticketChanges,
      status: 200,
      async carryOut(call) {
        const body = call.body as z.infer<typeof ticketChanges>
        const change = { number: numberOf(call.params), changes: changesOf(body), revision: body.revision, by: actor(call) }
        const person = { id: call.person.id, name: call.person.name }
        return { ticket: await tickets.change(call.tenantId, { ...change, person }) }
      },
    },
    {
      method: 'post',
      path: '/tickets/:ticket/notes',
      least: 'agent',
      params: ticketParams,
      body: ticketNote,
      status: 201,
      async carryOut(call) {
        const { text } = call.body as z.infer<typeof ticketNote>
        return { event: await tickets.note(call.tenantId, { number: numberOf(call.params), text, by: actor(call) }) }
      },
    },
    {
      method: 'post',
      path: '/conversations/:conversation/question',
      least: 'agent',
      params: conversationParams,
      body: answer,
      status: 201,
      async carryOut({ tenant, params, body }) {
        const { seq } = body as z.infer<typeof answer>
        return { question: await questionFromAnswer(tenant, { conversationId: params['conversation'] ?? '', seq, at: now() }) }
      },
    },
  ]
}
