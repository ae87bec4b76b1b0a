/** The desk's inbox and what is done in a conversation. What is live comes over the socket (`desk-socket.ts`). */

import * as z from 'zod'
import {
  FLOOR_ACTIONS,
  INBOX_VIEWS,
  type ConversationDetail,
  type EntriesPage,
  type NotesPage,
  type InboxPage,
  type PersonName,
} from '../../shared/desk.ts'
import { LIMITS } from '../../shared/limits.ts'
import { isAtLeast } from '../../shared/people.ts'
import type { Desk, DeskPlace } from '../desk/desk.ts'
import { HELP_KINDS, type createHelp } from '../desk/help.ts'
import type { Team } from '../desk/team.ts'
import type { TenantDatabase } from '../ports/database.ts'
import { Refusal } from '../refusal.ts'
import type { LiveAnswers } from '../stages/push.ts'
import type { DeskOperation, PersonCall } from './desk-operation.ts'

export type ConversationOperations = { desk: Desk; team: Team; help: ReturnType<typeof createHelp>; live: Pick<LiveAnswers, 'current'> }

const id = z.string().min(1).max(LIMITS.idUnits)
const params = z.object({ conversation: id })
const said = z.object({ cid: z.string().max(LIMITS.idUnits), text: z.string().max(LIMITS.messageUnits) })
const inboxQuery = z.object({
  view: z.enum(INBOX_VIEWS).default('all'),
  site: id.optional(),
  search: z.string().min(1).max(200).optional(),
  before: z
    .string()
    .regex(/^\d{1,16}:.{1,64}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
const place = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER)
const entriesQuery = z.object({
  after: place.optional(),
  before: place.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(LIMITS.historyPage),
})
const floorCall = z.object({ action: z.enum(FLOOR_ACTIONS), fence: z.number().int().min(0), person: id.optional() })

const nameOf = ({ id: personId, name }: PersonName): PersonName => ({ id: personId, name })

const placeOf = ({ tenantId, person, params: { conversation = '' } }: PersonCall): DeskPlace => ({
  tenantId,
  conversationId: conversation,
  person: nameOf(person),
})

/** Newest first, so a cursor is the last row's time and id. */
function cursorOf(before: string | undefined): { lastAt: number; id: string } | undefined {
  if (before === undefined) return undefined
  const colon = before.indexOf(':')
  return { lastAt: Number(before.slice(0, colon)), id: before.slice(colon + 1) }
}

async function detailOf(call: PersonCall, { desk, live }: ConversationOperations): Promise<ConversationDetail> {
  const { conversation } = await desk.find(placeOf(call))
  const [summary, record, description, email, locale, read] = await Promise.all([
    call.tenant.summary(conversation.id),
    call.tenant.visitor(conversation.visitorId),
    call.tenant.visitorDescription(conversation.visitorId),
    call.tenant.emailOf(conversation.visitorId),
    call.tenant.newestLocale(conversation.id),
    call.tenant.readMark(conversation.id),
  ])
  if (!summary) throw new Refusal('conversation_unknown')
  const { name, userId, attributes = [], page } = description ?? {}
  const answering = live.current(conversation)
  return {
    summary,
    visitor: {
      id: conversation.visitorId,
      ...(name !== undefined && { name }),
      ...(email !== undefined && { email }),
      ...(userId !== undefined && { userId }),
      ...(record?.userId !== undefined && { userId: record.userId, isSigned: true as const }),
      attributes,
      ...(locale !== undefined && { locale }),
      ...(page !== undefined && { page: { address: page.address, title: page.title } }),
    },
    ...(answering !== undefined && { answering }),
    ...(read && { read }),
  }
}

/** Who is to take a customer: one of the team who may. */
async function colleague(tenant: TenantDatabase, personId: string | undefined): Promise<PersonName | undefined> {
  if (personId === undefined) return undefined
  const found = (await tenant.people()).find((person) => person.id === personId && isAtLeast(person.role, 'agent'))
  if (!found) throw new Refusal('not_found')
  return nameOf(found)
}

export function conversationOperations(options: ConversationOperations): DeskOperation[] {
  const { desk } = options
  return [
    {
      method: 'get',
      path: '/conversations',
      least: 'viewer',
      query: inboxQuery,
      status: 200,
      async carryOut({ tenant, person, query, signal }): Promise<InboxPage> {
        const { view, site, search, before, limit } = query as z.infer<typeof inboxQuery>
        const wanted = { view, person: person.id, siteId: site, search, before: cursorOf(before), limit }
        const conversations = await tenant.inbox(wanted, signal)
        const last = conversations.length === limit ? conversations.at(-1) : undefined
        const found = search !== undefined && (await tenant.foundTexts({ conversationIds: conversations.map((row) => row.id), search }))
        return { conversations, ...(last && { next: `${last.lastAt}:${last.id}` }), ...(found && { found }) }
      },
    },
    {
      method: 'get',
      path: '/conversations/:conversation',
      least: 'viewer',
      params,
      status: 200,
      carryOut: (call) => detailOf(call, options),
    },
    {
      method: 'get',
      path: '/conversations/:conversation/entries',
      least: 'viewer',
      params,
      query: entriesQuery,
      status: 200,
      async carryOut(call): Promise<EntriesPage> {
        const { after, before, limit } = call.query as z.infer<typeof entriesQuery>
        const { conversation } = await desk.find(placeOf(call))
        const range = after !== undefined ? { after } : { before: before ?? conversation.top + 1 }
        const entries = await call.tenant.deskEntries({ conversationId: conversation.id, limit, ...range })
        // What was read may be newer than what was found.
        const { epoch, top } = (await desk.find(placeOf(call))).conversation
        return { epoch, top, entries: entries.filter((entry) => entry.kind === 'note' || entry.epoch === epoch) }
      },
    },
    {
      method: 'post',
      path: '/conversations/:conversation/floor',
      least: 'agent',
      params,
      body: floorCall,
      status: 200,
      async carryOut(call) {
        const { action, fence, person } = call.body as z.infer<typeof floorCall>
        const { id: changed } = await desk.changeFloor(placeOf(call), { action, fence, to: await colleague(call.tenant, person) })
        return { summary: await call.tenant.summary(changed) }
      },
    },
    {
      method: 'post',
      path: '/conversations/:conversation/messages',
      least: 'agent',
      params,
      body: said,
      status: 201,
      carryOut: (call) => desk.say(placeOf(call), call.body as z.infer<typeof said>),
    },
    {
      method: 'get',
      path: '/conversations/:conversation/notes',
      least: 'viewer',
      params,
      status: 200,
      carryOut: async (call): Promise<NotesPage> => ({ notes: await call.tenant.notes((await desk.find(placeOf(call))).conversation.id) }),
    },
    {
      method: 'post',
      path: '/conversations/:conversation/notes',
      least: 'agent',
      params,
      body: said,
      status: 201,
      carryOut: (call) => desk.note(placeOf(call), call.body as z.infer<typeof said>),
    },
    ...HELP_KINDS.map((kind): DeskOperation => ({
      method: 'post',
      path: `/conversations/:conversation/${kind}`,
      least: 'agent',
      params,
      status: 200,
      carryOut: async (call) => options.help(kind, await desk.find(placeOf(call))),
    })),
    {
      method: 'get',
      path: '/team',
      least: 'viewer',
      status: 200,
      carryOut: async ({ tenantId }) => ({ team: await options.team.members(tenantId) }),
    },
    {
      method: 'put',
      path: '/presence',
      least: 'agent',
      body: z.object({ state: z.enum(['online', 'busy', 'away']) }),
      status: 204,
      carryOut: ({ tenantId, person, body }) =>
        options.team.setPresence(tenantId, person.id, (body as { state: 'online' | 'busy' | 'away' }).state),
    },
  ]
}
