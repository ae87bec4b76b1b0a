/** What each packet of a visitor asks for, one after another as the message table lists them. Form and errors are `packet-handler.ts`'s business. */

import type { DeskHint } from '../../shared/desk-protocol.ts'
import { isDescriptionEmpty, isDescriptionTooLarge } from '../../shared/description.ts'
import { pageFrom } from '../../shared/page.ts'
import type { Floors } from '../desk/floor.ts'
import { createErasure } from '../erasure.ts'
import type { Metrics } from '../metrics.ts'
import { networkOf } from '../network.ts'
import type { Pipeline } from '../pipeline.ts'
import type { Conversation } from '../ports/conversations.ts'
import type { Database } from '../ports/database.ts'
import type { Site } from '../ports/sites.ts'
import type { Store } from '../ports/store.ts'
import { LIMITS } from '../../shared/limits.ts'
import { isWellFormed } from '../../shared/text.ts'
import { changedHint } from '../desk/desk.ts'
import { Refusal } from '../refusal.ts'
import type { Sessions } from '../session/sessions.ts'
import type { Throttle } from '../stages/throttle.ts'
import type { Turns } from '../turns.ts'
import type { ConversationFeed } from './conversation-feed.ts'
import { createMeter } from './meter.ts'
import type { Handle } from './packet-handler.ts'
import type { SiteDirectory } from './site-directory.ts'
import { createVisitorIdentity } from './visitor-identity.ts'
import { newConversation, type Guest } from './visitor-arrival.ts'

export type VisitorPacketsOptions = {
  database: Database
  store: Store
  sites: SiteDirectory
  pipeline: Pipeline
  turns: Turns
  floor: Floors
  sessions: Sessions
  throttle: Pick<Throttle, 'throttleConversation' | 'throttleChange'>
  filterComment: (site: Site, text: string) => Promise<string>
  isStopping: () => boolean
  metrics: Metrics
  now: () => number
}

/** One connection. Its guest changes when the visitor moves on, or turns out to be somebody else; then `moved` is called. */
export type VisitorLine = { handle: Handle; guest: Guest; feed: ConversationFeed; moved: () => void }

/** Said again every few seconds at most, and after each message of an agent. */
const SIGNS = { perSecond: 1, burst: 10 }

/** Each may send the whole log again, and on a transport that keeps the order hardly any is ever due. */
const RESUMES = { perSecond: 0.2, burst: 3 }

export function createVisitorPackets(options: VisitorPacketsOptions) {
  const { database, store, sites, pipeline, turns, floor, sessions, throttle, filterComment, isStopping, metrics, now } = options
  const erase = createErasure({ database, store, turns, sessions, now })

  /** The policy may have changed since the socket connected. */
  const fresh = async (site: Site): Promise<Site> => (await sites.byId(site.tenantId, site.id)) ?? site

  /** "Not yours" looks like "not there". */
  async function ownConversation({ site, visitor, conversation }: Guest, conversationId: string): Promise<Conversation> {
    if (conversation.id === conversationId) return conversation
    const found = await database.forTenant(site.tenantId).conversation(conversationId)
    if (!found || found.visitorId !== visitor.id) throw new Refusal('conversation_unknown')
    return found
  }

  const identity = createVisitorIdentity({ database, fresh, throttle, now })

  return function answerPackets(line: VisitorLine): void {
    const { guest, feed } = line
    const { site, address } = guest
    const handle: Handle = (event, carryOut) =>
      line.handle(event, async (message) => {
        if (event !== 'visitor-describe') await identity.unlessLocked(line)
        return carryOut(message)
      })
    const tenant = database.forTenant(site.tenantId)
    const shared = store.forTenant(site.tenantId)
    const tellDesk = (desk: DeskHint) => shared.publish({ topic: 'desk', entries: [], desk })

    handle('message-send', async (event) => {
      // Whoever stops takes nothing new: the message stays in the client's outbox and goes to the next process.
      if (isStopping()) throw new Refusal('unavailable')
      const owned = await ownConversation(guest, event.conversation)
      const present = await fresh(site)
      const accepted = await pipeline.receive({
        site: present,
        visitor: guest.visitor,
        conversationId: owned.id,
        cid: event.cid,
        text: event.text,
        locale: event.locale,
        address,
      })
      // A page may go on saying it for as long as it is open.
      const page = present.policy.share?.includes('page') && event.page && pageFrom(event.page.address, event.page.title)
      if (page) await tenant.visitPage(guest.visitor.id, page)
      turns.wake(site.tenantId, owned.id, networkOf(address))
      const { id, seq, epoch, at, text } = accepted
      return { accepted: { id, seq, epoch, at, text } }
    })

    handle('answer-stop', async (event) => {
      turns.stop(guest.conversation.id, event.answer)
      return {}
    })

    handle('conversation-start', async () => {
      await throttle.throttleConversation(site, address)
      const at = now()
      const { visitor } = guest
      await tenant.startConversation({ visitor, conversation: newConversation(at), at })
      await shared.publish({ topic: `visitor:${visitor.id}`, entries: [] })
      return {}
    })

    handle('handoff-cancel', async (event) => {
      const owned = await ownConversation(guest, event.conversation)
      await floor.returnToBot(site, owned.id, guest.hello.locale)
      return {}
    })

    const mayResume = createMeter(RESUMES, now)
    handle('history-request', async (event) => {
      if (feed.isBringing(event)) return {}
      if (!mayResume()) throw new Refusal('throttled', { retryAfterMs: 1000 / RESUMES.perSecond })
      const current = await tenant.conversation(guest.conversation.id)
      if (!current) throw new Refusal('conversation_unknown')
      // Moved to another conversation meanwhile, which was followed from its beginning.
      if (current.id !== guest.conversation.id) return {}
      guest.conversation = current
      feed.follow(current, event)
      return {}
    })

    handle('conversation-erase', async (event) => {
      await throttle.throttleChange('erase', guest)
      await erase(site, guest.visitor, event.conversation)
      return {}
    })

    handle('answer-rate', async ({ conversation, answer, rating: said }) => {
      const rating = said === 'none' ? undefined : said
      await throttle.throttleChange('rate', guest)
      const owned = await ownConversation(guest, conversation)
      const isNew = await tenant.rateAnswer({ conversationId: owned.id, visitorId: guest.visitor.id, answerId: answer, rating })
      if (isNew === undefined) throw new Refusal('message_unknown')
      if (!isNew) return {}
      metrics.answerRatings.inc({ rating: said })
      await shared.publish({ topic: owned.id, entries: [], rated: { answer, ...(rating && { rating }) } })
      return {}
    })

    handle('conversation-rate', async ({ conversation, score, comment: said }) => {
      await throttle.throttleChange('rate', guest)
      if (!isWellFormed(said)) throw new Refusal('text_invalid')
      if (score < 1 || score > 5) throw new Refusal('message_malformed')
      if (said.trim().length > LIMITS.commentUnits) throw new Refusal('text_too_long')
      const owned = await ownConversation(guest, conversation)
      const comment = await filterComment(await fresh(site), said.trim())
      const rated = { conversationId: owned.id, visitorId: guest.visitor.id, score, ...(comment !== '' && { comment }), at: now() }
      const isKept = await tenant.rateConversation(rated)
      if (isKept === undefined) throw new Refusal('conversation_unknown')
      if (!isKept) throw new Refusal('conversation_open')
      metrics.satisfaction.inc({ score: String(score) })
      await shared.publish(changedHint(owned.id))
      const ticket = (await tenant.summary(owned.id))?.ticket
      if (ticket) await tellDesk({ 'ticket-changed': { conversation: owned.id, ticket } })
      return {}
    })

    const maySign = createMeter(SIGNS, now)
    const signFor = async (conversationId: string): Promise<Conversation> => {
      if (!maySign()) throw new Refusal('throttled', { retryAfterMs: 1000 / SIGNS.perSecond })
      return ownConversation(guest, conversationId)
    }

    handle('typing', async (event) => {
      const { id: conversation } = await signFor(event.conversation)
      await tellDesk({ 'typing-changed': { conversation } })
      return {}
    })

    handle('read', async ({ conversation: id, epoch, seq }) => {
      const { id: conversation } = await signFor(id)
      const at = now()
      const isNew = await tenant.markRead({ conversationId: conversation, visitorId: guest.visitor.id, epoch, seq, at })
      if (isNew) await tellDesk({ 'read-changed': { conversation, seq, at } })
      return {}
    })

    handle('visitor-describe', async (description) => {
      await throttle.throttleChange('describe', guest)
      if (isDescriptionTooLarge(description)) throw new Refusal('description_too_large')
      const said = await identity.check(line, description)
      if (said) await tenant.describeVisitor(guest.visitor.id, isDescriptionEmpty(said) ? undefined : said)
      return {}
    })
  }
}
