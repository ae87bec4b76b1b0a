/**
 * What people at the desk do in a conversation: take the floor and give it away, write to the customer, write to each other. Everything is asked for
 * under the fence that was seen or a `cid`, so that doing it twice, or at the same time as somebody else, is doing it once.
 */

import { randomBytes } from 'node:crypto'
import type { AcceptedText, FloorAction, Note, PersonName } from '../../shared/desk.ts'
import { isUuid, uuidv7 } from '../../shared/identity.ts'
import { isBlank, isWellFormed } from '../../shared/text.ts'
import type { Conversation, LogEntry } from '../ports/conversations.ts'
import type { Database } from '../ports/database.ts'
import type { Site } from '../ports/sites.ts'
import type { Store } from '../ports/store.ts'
import { Refusal } from '../refusal.ts'
import { sha256 } from '../sha256.ts'
import type { FilteredText } from '../turn.ts'
import type { Floors } from './floor.ts'
import type { TransitionName } from './transitions.ts'

export type DeskOptions = {
  database: Database
  store: Store
  floor: Pick<Floors, 'change'>
  filterAgentText: (site: Site, text: string) => Promise<FilteredText>
  siteById: (tenantId: string, siteId: string) => Promise<Site | undefined>
  /** The customer has been given back to the bot, or wrote before that and nobody answered. */
  wake: (tenantId: string, conversationId: string) => void
  /** An agent gave this customer back to the bot: it is as it was then. Nobody waits for what comes of it. */
  handedBack: (site: Site, conversation: Conversation) => void
  /** When a message is to be sent by e-mail as well, if the customer has not come by then. */
  mailAt: (at: number) => number | undefined
  now: () => number
}

/** Who acts, and where. */
export type DeskPlace = { tenantId: string; conversationId: string; person: PersonName }

export type FloorCall = { action: FloorAction; fence: number; to?: PersonName | undefined }

export type Desk = ReturnType<typeof createDesk>

export function createDesk({ database, store, floor, filterAgentText, siteById, wake, handedBack, mailAt, now }: DeskOptions) {
  async function find({ tenantId, conversationId }: DeskPlace): Promise<{ site: Site; conversation: Conversation }> {
    const conversation = await database.forTenant(tenantId).conversation(conversationId)
    const site = conversation && (await siteById(tenantId, conversation.siteId))
    if (!conversation || !site) throw new Refusal('conversation_unknown')
    return { site, conversation }
  }

  /** A customer who waits is assigned without a word; one whom the agent has is passed on. */
  function transitionOf(action: FloorAction, { floor: { state } }: Conversation): TransitionName | 'assign' {
    if (action !== 'assign') return action
    return state === 'waiting' ? 'assign' : 'pass_on'
  }

  async function assign({ tenantId, conversationId }: DeskPlace, fence: number, to: PersonName | undefined): Promise<boolean> {
    const done = await database.forTenant(tenantId).assign({ conversationId, fence, person: to })
    if (done) await store.forTenant(tenantId).publish(changedHint(conversationId))
    return done
  }

  return {
    find,

    /** Resolves with the conversation as it is then. */
    async changeFloor(place: DeskPlace, { action, fence, to }: FloorCall): Promise<Conversation> {
      const { site, conversation } = await find(place)
      const name = transitionOf(action, conversation)
      const seen = { ...conversation, fence }
      const done =
        conversation.fence === fence &&
        (name === 'assign'
          ? await assign(place, fence, to)
          : await floor.change(site, seen, { name, person: place.person, ...(to && { next: to }) }))
      if (!done) throw new Refusal('floor_changed')
      if (action === 'hand_back') wake(place.tenantId, place.conversationId)
      const changed = await find(place)
      if (action === 'hand_back') handedBack(changed.site, changed.conversation)
      return changed.conversation
    },

    async say(place: DeskPlace, { cid, text: original }: { cid: string; text: string }): Promise<AcceptedText> {
      if (!isUuid(cid)) throw new Refusal('cid_invalid')
      const { site } = await find(place)
      const tenant = database.forTenant(place.tenantId)
      const originalHash = sha256(original)
      const known = await tenant.recall(place.conversationId, cid)
      const at = now()
      const accepted =
        known ??
        (await tenant.acceptFromAgent({
          id: uuidv7(at, randomBytes(16)),
          conversationId: place.conversationId,
          person: place.person,
          cid,
          originalHash,
          at,
          mailAt: mailAt(at),
          ...(await filterAgentText(site, original)),
        }))
      if (!accepted) throw new Refusal('floor_not_yours')
      if (accepted.originalHash !== originalHash) throw new Refusal('cid_conflict')
      const { id, seq, epoch, at: keptAt, text } = accepted
      if (!known) await store.forTenant(place.tenantId).publish({ topic: place.conversationId, entries: [entryOf(accepted, place.person)] })
      return { id, seq, epoch, at: keptAt, text }
    },

    async note(place: DeskPlace, { cid, text }: { cid: string; text: string }): Promise<Note> {
      if (!isUuid(cid)) throw new Refusal('cid_invalid')
      if (isBlank(text)) throw new Refusal('text_empty')
      if (!isWellFormed(text)) throw new Refusal('text_invalid')
      const at = now()
      const note = await database.forTenant(place.tenantId).addNote({
        id: uuidv7(at, randomBytes(16)),
        conversationId: place.conversationId,
        cid,
        person: place.person,
        text,
        at,
      })
      if (!note) throw new Refusal('conversation_unknown')
      if (note.text !== text) throw new Refusal('cid_conflict')
      const desk = { 'note-added': { conversation: place.conversationId, note } }
      await store.forTenant(place.tenantId).publish({ topic: 'desk', entries: [], desk })
      return note
    },
  }
}

/** For what changes a row of the inbox without an entry in the log. */
export const changedHint = (conversation: string) => ({ topic: 'desk', entries: [], desk: { 'conversation-changed': { conversation } } })

const entryOf = ({ id, seq, epoch, at, text }: AcceptedText, { name }: PersonName): LogEntry => ({
  seq,
  epoch,
  kind: 'message',
  message: { id, author: { kind: 'agent', name }, text, at, suggestions: [], attachments: [] },
})
