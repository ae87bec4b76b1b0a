/**
 * Who may answer in a conversation. Everything that changes a floor outside a turn goes through `change`: one transition of the table, under the fence
 * of the conversation that was looked at, with what the customer is told of it in the same write.
 */

import type { PersonName } from '../../shared/desk.ts'
import { languageOf, type Language } from '../../shared/language.ts'
import type { TicketActor } from '../../shared/tickets.ts'
import type { Conversation, LogEntry } from '../ports/conversations.ts'
import type { Database, TenantDatabase } from '../ports/database.ts'
import type { Site } from '../ports/sites.ts'
import type { Store } from '../ports/store.ts'
import { sentence } from '../sentences.ts'
import { systemNotice } from '../system-notice.ts'
import { ticketMove } from '../tickets/moves.ts'
import { FLOOR_SENTENCES, plainName } from './sentences.ts'
import { mayChange, TRANSITIONS, type Transition, type TransitionName } from './transitions.ts'

export type FloorOptions = { database: Database; store: Store; now: () => number }

export type FloorRequest = {
  name: TransitionName
  /** Who acts, or to whom the customer goes; nobody where the server or the customer acts. */
  person?: PersonName
  /** Of `pass_on`: who is to take it. */
  next?: PersonName
  language?: Language
}

export type Floors = ReturnType<typeof createFloor>

export function createFloor({ database, store, now }: FloorOptions) {
  /** The entries, or `undefined` when the state does not allow it or somebody was quicker. */
  async function change(site: Site, conversation: Conversation, request: FloorRequest): Promise<LogEntry[] | undefined> {
    const { name, person } = request
    if (!mayChange(name, { state: conversation.floor.state, holder: conversation.person?.id }, person?.id)) return undefined
    const { to, reason, says }: Transition = TRANSITIONS[name]
    const at = now()
    const tenant = database.forTenant(site.tenantId)
    const language = request.language ?? (await customersLanguage(tenant, conversation))
    const by = byWhom(request)
    const ticket = await ticketMove(tenant, { to, reason, by, at, language, conversationId: conversation.id })
    const entries = await tenant.changeFloor({
      conversationId: conversation.id,
      fence: conversation.fence,
      floor: { state: to, reason, since: at, ...(to === 'agent' && person && { name: person.name }) },
      person: to === 'waiting' ? request.next : to === 'bot' ? undefined : person,
      notice: says && systemNotice(site, spoken(says, language, (person ?? conversation.person)?.name ?? ''), at),
      ticket,
    })
    if (entries) await store.forTenant(site.tenantId).publish({ topic: conversation.id, entries })
    return entries
  }

  return {
    change,

    /** The customer has enough of waiting. Does nothing when nobody is waited for any more. `locale`: what the widget shows. */
    async returnToBot(site: Site, conversationId: string, locale: string): Promise<void> {
      const conversation = await database.forTenant(site.tenantId).conversation(conversationId)
      if (conversation) await change(site, conversation, { name: 'return', language: languageOf('', locale) })
    },
  }
}

function byWhom({ name, person }: FloorRequest): TicketActor {
  if (person) return { kind: 'person', id: person.id }
  return { kind: TRANSITIONS[name].by === 'customer' ? 'customer' : 'system' }
}

function spoken(says: NonNullable<Transition['says']>, language: Language, name: string): string {
  if (says === 'back_to_assistant') return sentence(says, language)
  const said = FLOOR_SENTENCES[language][says]
  return typeof said === 'string' ? said : said(plainName(name))
}

/** So far back is looked for the customer's own words, in entries of the log. */
const LOOKED_BACK = 20

/** In which the customer wrote last. */
export async function customersLanguage(tenant: TenantDatabase, { id, top }: Conversation): Promise<Language> {
  const [entries, locale] = await Promise.all([tenant.readLogBack(id, top, LOOKED_BACK), tenant.newestLocale(id)])
  const own = entries.findLast((entry) => entry.kind === 'message' && entry.message.author.kind === 'visitor')
  return languageOf(own?.kind === 'message' ? own.message.text : '', locale ?? 'en')
}
