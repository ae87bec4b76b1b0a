/** The form of tickets in requests and answers, for the desk and the API alike. */

import * as z from 'zod'
import { LIMITS } from '../../shared/limits.ts'
import { isBlank, isWellFormed } from '../../shared/text.ts'
import { TICKET_PRIORITIES, TICKET_STATUSES } from '../../shared/tickets.ts'
import { isMailAddress } from '../tickets/mail-address.ts'

export const id = z.string().min(1).max(LIMITS.idUnits)
export const wellFormed = (units: number) => z.string().max(units).refine(isWellFormed, 'must not have NUL or half surrogate pairs')
export const visible = (units: number) => wellFormed(units).refine((value) => !isBlank(value), 'must have visible text')

export const ticketParams = z.object({ ticket: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).describe('Its number.') })
export const numberOf = (params: Record<string, unknown>): number => Number(params['ticket'])

const status = z.enum(TICKET_STATUSES)
const priority = z.enum(TICKET_PRIORITIES)
const email = z.string().refine(isMailAddress, 'must be one e-mail address')
const said = {
  subject: visible(200),
  intent: wellFormed(LIMITS.wordUnits),
  priority,
  tags: z
    .array(visible(LIMITS.wordUnits))
    .max(20)
    .transform((tags) => [...new Set(tags)])
    .describe('Each is kept once.'),
}

export const ticketQuery = z.object({
  status: status.optional(),
  assignee: id.optional(),
  unassigned: z.enum(['true', 'false']).optional(),
  site: id.optional(),
  tag: wellFormed(LIMITS.wordUnits).optional(),
  before: z.coerce.number().int().min(1).optional().describe('Only numbers below this one.'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

export const newTicket = z
  .strictObject({
    ...said,
    conversation: id.describe('The id of a conversation. Without it, name the site.'),
    site: id.describe('Over the API its public key.'),
    assignee: id.describe('A person who may answer.'),
    email,
    locale: z.string().regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]+)*$/),
  })
  .partial()
  .refine(({ conversation, site }) => conversation !== undefined || site !== undefined, 'names a conversation or a site')
  .meta({ id: 'NewTicket' })

export const ticketChanges = z
  .strictObject({
    ...said,
    status,
    assignee: id.nullable().describe('null: nobody.'),
    email: email.nullable().describe('null: the address that the page gave, or the customer.'),
    revision: z.int().min(0).describe('Changes nothing unless this is still the present one.'),
  })
  .partial()
  .meta({ id: 'TicketChanges' })

export const ticketNote = z.strictObject({ text: visible(4_000) }).meta({ id: 'NewTicketNote' })

const time = z.int().describe('Milliseconds since 1970.')
const target = z.object({ dueAt: time, doneAt: time.optional() })

export const ticket = z
  .object({
    number: z.int(),
    siteId: z.string(),
    conversation: z.string().optional(),
    subject: z.string(),
    intent: z.string(),
    reason: z.string().describe('Why a person was needed; empty where no hand-over opened it.'),
    priority,
    status,
    assignee: z.string().optional(),
    tags: z.array(z.string()),
    email: z.string().optional(),
    locale: z.string(),
    createdAt: time,
    updatedAt: time,
    revision: z.int(),
    firstResponse: target,
    solution: target.describe('Late when `doneAt`, or now where there is none, is after `dueAt`.'),
    satisfaction: z.object({ score: z.int(), comment: z.string().optional(), at: time }).optional(),
  })
  .meta({ id: 'Ticket' })

export const ticketEvent = z
  .looseObject({ place: z.int(), at: time, by: z.looseObject({ kind: z.string() }), kind: z.string() })
  .meta({ id: 'TicketEvent' })
export const ticketPage = z
  .object({ tickets: z.array(ticket), next: z.string().optional().describe('Pass as `before` to read on.') })
  .meta({ id: 'TicketPage' })

export type TicketQueryGiven = z.infer<typeof ticketQuery>

type Given<Said> = { [Name in keyof Said]?: NonNullable<Said[Name]> }

/** Without what stands as `undefined`. */
const given = <Said extends object>(said: Said): Given<Said> =>
  Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)) as Given<Said>

/** `null` takes a value away. */
export const changesOf = ({
  subject,
  intent,
  priority: wanted,
  tags,
  status: next,
  assignee,
  email: address,
}: z.infer<typeof ticketChanges>) => ({
  ...given({ subject, intent, priority: wanted, tags, status: next }),
  ...(assignee !== undefined && { assignee: assignee ?? undefined }),
  ...(address !== undefined && { email: address ?? undefined }),
})

export const openingOf = ({ site, ...said }: z.infer<typeof newTicket>) => ({ ...given(said), siteId: site })

export const queryOf = ({ status: wanted, assignee, unassigned, site, tag, before, limit }: TicketQueryGiven) => ({
  ...(wanted !== undefined && { status: wanted }),
  ...(assignee !== undefined && { assignee }),
  ...(unassigned === 'true' && { unassigned: true }),
  ...(site !== undefined && { siteId: site }),
  ...(tag !== undefined && { tag }),
  ...(before !== undefined && { before }),
  limit,
})

/** A page is full, and so there may be more. */
export const nextOf = (tickets: readonly { number: number }[], limit: number): { next?: string } => {
  const last = tickets.length < limit ? undefined : tickets.at(-1)
  return last ? { next: String(last.number) } : {}
}
