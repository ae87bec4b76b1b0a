/**
 * Whose visitor a connection is, where a site's backend signs who its users are. At a site that enforces it, a visitor who is a known user is *locked*
 * at every connection until the page has said the right hash: nothing of the conversation is shown, and the client is told of an empty one that is not
 * there. Says the page who it is, the conversation comes; is anything else asked for, then this is somebody else in the same browser: a new visitor gets
 * the empty conversation and the browser's token, and the old one cannot be reached from here any more. So two identities never share a log.
 *
 * Who resumes with the epoch of the log has read it before in the same page, and goes on.
 */

import { randomBytes } from 'node:crypto'
import { uuidv7 } from '../../shared/identity.ts'
import { identityFault } from '../people/signed-identity.ts'
import type { Database } from '../ports/database.ts'
import type { Site } from '../ports/sites.ts'
import type { VisitorDescription } from '../ports/visitors.ts'
import { Refusal } from '../refusal.ts'
import type { Throttle } from '../stages/throttle.ts'
import type { ConversationFeed } from './conversation-feed.ts'
import { newConversation, type Guest } from './visitor-arrival.ts'

export type IdentityOptions = {
  database: Database
  fresh: (site: Site) => Promise<Site>
  throttle: Pick<Throttle, 'throttleConversation'>
  now: () => number
}

/** `moved`: the connection is another visitor's now. */
type Line = { guest: Guest; feed: ConversationFeed; moved: () => void }

export const isLocked = ({ site, visitor, conversation, hello }: Pick<Guest, 'site' | 'visitor' | 'conversation' | 'hello'>): boolean =>
  site.policy.identity === 'enforced' &&
  visitor.userId !== undefined &&
  (hello.conversation !== conversation.id || hello.epoch !== conversation.epoch)

export type VisitorIdentity = ReturnType<typeof createVisitorIdentity>

export function createVisitorIdentity({ database, fresh, throttle, now }: IdentityOptions) {
  /** The connection becomes that of a new visitor, with the token that the browser has. */
  async function move({ guest, feed, moved }: Line, userId?: string): Promise<void> {
    const { site, visitor, address } = guest
    await throttle.throttleConversation(site, address)
    const tenant = database.forTenant(site.tenantId)
    const at = now()
    const next = { id: uuidv7(at, randomBytes(16)), siteId: site.id, ...(userId !== undefined && { userId }) }
    // What a locked client was told of becomes true.
    const offered = guest.locked ?? newConversation(at)
    const conversation = await tenant.moveToken({ from: visitor.id, visitor: next, conversation: offered, at })
    if (!conversation) throw new Refusal('token_unknown')
    if (guest.saidWhileLocked) await tenant.describeVisitor(next.id, guest.saidWhileLocked)
    feed.follow(conversation, guest.locked ? { conversation: offered.id, epoch: offered.epoch, after: 0 } : NOTHING)
    guest.visitor = next
    guest.conversation = conversation
    delete guest.locked
    delete guest.saidWhileLocked
    moved()
  }

  /** One after another on each line: two packets at once are not two people. */
  const lines = new WeakMap<Guest, Promise<unknown>>()
  function inTurn<Value>(guest: Guest, work: () => Promise<Value>): Promise<Value> {
    const next = (lines.get(guest) ?? Promise.resolve()).then(work, work)
    lines.set(guest, next)
    return next
  }

  return {
    /** Something else than who it is was asked on this line: then it is nobody known. */
    async unlessLocked(line: Line): Promise<void> {
      if (line.guest.locked) await inTurn(line.guest, async () => line.guest.locked && move(line))
    },

    /**
     * What the page says of its visitor, as far as it may be kept; `undefined` where it has to wait. Throws where somebody is claimed to be whom
     * nobody vouches for, or no longer.
     */
    check: (line: Line, description: VisitorDescription): Promise<VisitorDescription | undefined> =>
      inTurn(line.guest, () => checked(line, description)),
  }

  async function checked(line: Line, { userHash, ...said }: VisitorDescription): Promise<VisitorDescription | undefined> {
    const { guest, feed } = line
    const { userId } = said
    if (userId === undefined) {
      if (!guest.locked) return said
      guest.saidWhileLocked = said
      return undefined
    }
    const tenant = database.forTenant(guest.site.tenantId)
    // Another tab may have said it, after this one connected.
    const known = guest.visitor.userId ?? (await tenant.visitor(guest.visitor.id))?.userId
    const isEnforced = (await fresh(guest.site)).policy.identity === 'enforced'
    if (userHash === undefined && !isEnforced) {
      if (known !== undefined && known !== userId) throw new Refusal('identity_refused')
      return said
    }
    const secrets = await tenant.identitySecrets(guest.site.id)
    const fault = identityFault(userHash ?? '', { secrets, userId, siteKey: guest.site.key, now: now() })
    if (fault) throw new Refusal(fault)
    if (guest.visitor.userId === userId) {
      if (guest.locked) {
        delete guest.locked
        delete guest.saidWhileLocked
        feed.follow(guest.conversation, NOTHING)
        line.moved()
      }
    } else if (guest.visitor.userId === undefined && (await tenant.vouchForVisitor({ visitorId: guest.visitor.id, userId }))) {
      guest.visitor = { ...guest.visitor, userId }
    } else {
      await move(line, userId)
    }
    return said
  }
}

/** Whatever the client holds is another log. */
const NOTHING = { conversation: '', epoch: '', after: 0 }
