/**
 * A customer has everything forgotten that was said in a conversation. The database forgets first; then whatever still speaks of it falls silent; and it is
 * done when it has left the database's files too.
 */

import { changedHint } from './desk/desk.ts'
import { newEpoch } from './epoch.ts'
import type { Database } from './ports/database.ts'
import type { Site } from './ports/sites.ts'
import type { Visitor } from './ports/visitors.ts'
import type { Store } from './ports/store.ts'
import { Refusal } from './refusal.ts'
import type { Sessions } from './session/sessions.ts'
import type { Turns } from './turns.ts'

export type ErasureOptions = { database: Database; store: Store; turns: Turns; sessions: Sessions; now: () => number }

export const createErasure = ({ database, store, turns, sessions, now }: ErasureOptions) =>
  async function erase(site: Site, visitor: Visitor, conversationId: string): Promise<void> {
    const erased = await database
      .forTenant(site.tenantId)
      .eraseConversation({ conversationId, visitorId: visitor.id, epoch: newEpoch(), at: now() })
    if (!erased) throw new Refusal('conversation_unknown')
    turns.forget(erased)
    await sessions.forget({ tenantId: site.tenantId, ...erased })
    await store.forTenant(site.tenantId).publish({ topic: `visitor:${visitor.id}`, entries: [] })
    await store.forTenant(site.tenantId).publish(changedHint(conversationId))
    await database.scrubbed()
  }
