/**
 * Who connects: a visitor known by token, or a new one who is given a token. The token is 128 random bits; only its hash is kept, and it
 * travels in the CONNECT packet, never in an address.
 */

import { randomBytes } from 'node:crypto'
import { uuidv7 } from '../../shared/identity.ts'
import { PROTOCOL_VERSION, type Hello } from '../../shared/protocol.ts'
import { newEpoch } from '../epoch.ts'
import type { Conversation, NewConversation } from '../ports/conversations.ts'
import type { Database } from '../ports/database.ts'
import type { Site } from '../ports/sites.ts'
import type { Visitor, VisitorDescription } from '../ports/visitors.ts'
import { Refusal } from '../refusal.ts'
import { sha256 } from '../sha256.ts'
import type { SiteDirectory } from './site-directory.ts'

/** What is known of a connection from its first packet on. `token` only where it was just made. */
export type Guest = {
  site: Site
  visitor: Visitor
  conversation: Conversation
  address: string
  hello: Hello
  token?: string
  /** The visitor is a known user, and nobody has proved it yet: the conversation that the client is told of meanwhile. */
  locked?: NewConversation
  saidWhileLocked?: VisitorDescription
}

export type ArrivalOptions = {
  database: Database
  sites: SiteDirectory
  throttleConversation: (site: Site, address: string) => Promise<void>
  now: () => number
}

/** A token counts for so long after its last use. */
const TOKEN_LIFE_MS = 180 * 24 * 60 * 60 * 1000

export const newConversation = (at: number): NewConversation => ({
  id: uuidv7(at, randomBytes(16)),
  epoch: newEpoch(),
})

export function createArrival({ database, sites, throttleConversation, now }: ArrivalOptions) {
  async function recognise(site: Site, token: string): Promise<Pick<Guest, 'visitor' | 'conversation'>> {
    const at = now()
    const known = await database
      .forTenant(site.tenantId)
      .visitorByToken({ siteId: site.id, tokenHash: sha256(token), usedSince: at - TOKEN_LIFE_MS, at })
    if (!known) throw new Refusal('token_unknown')
    return known
  }

  async function welcome(site: Site, address: string): Promise<Pick<Guest, 'visitor' | 'conversation' | 'token'>> {
    await throttleConversation(site, address)
    const at = now()
    const token = randomBytes(16).toString('base64url')
    const visitor = { id: uuidv7(at, randomBytes(16)), siteId: site.id }
    const conversation = await database
      .forTenant(site.tenantId)
      .createVisitor({ visitor, tokenHash: sha256(token), conversation: newConversation(at), at })
    return { visitor, conversation, token }
  }

  /** `said` is empty where the CONNECT packet carried nothing that can be read. Throws a `Refusal`. */
  return async function admit(said: Hello | { protocol?: undefined }, siteKey: string, address: string): Promise<Guest> {
    if (said.protocol === undefined) throw new Refusal('message_malformed')
    if (said.protocol !== PROTOCOL_VERSION) throw new Refusal('protocol_unsupported')
    const site = await sites.byKey(siteKey)
    if (!site) throw new Refusal('site_unknown')
    const known = said.token === undefined ? await welcome(site, address) : await recognise(site, said.token)
    return { site, address, hello: said, ...known }
  }
}
