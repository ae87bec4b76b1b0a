/** Who may answer in a conversation. Here: the customer's own way back from waiting to the assistant. */

import { randomBytes } from 'node:crypto'
import { uuidv7 } from '../../shared/identity.ts'
import { languageOf } from '../../shared/language.ts'
import type { Database, Site, Store } from '../ports.ts'
import { sentence } from '../sentences.ts'

export const createFloor = ({ database, store, now }: { database: Database; store: Store; now: () => number }) => ({
  /** Does nothing when nobody is waited for any more. `locale`: what the widget shows. */
  async returnToBot(site: Site, conversationId: string, locale: string): Promise<void> {
    const tenant = database.forTenant(site.tenantId)
    const conversation = await tenant.conversation(conversationId)
    if (conversation?.floor.state !== 'waiting') return
    const at = now()
    const entries = await tenant.changeFloor({
      conversationId,
      fence: conversation.fence,
      floor: { state: 'bot', reason: 'customer_returned', since: at },
      notice: {
        id: uuidv7(at, randomBytes(16)),
        author: { kind: 'system', name: site.policy.assistantName },
        text: sentence('back_to_assistant', languageOf('', locale)),
        at,
        origin: 'notice',
        outcome: 'complete',
      },
    })
    if (entries) await store.forTenant(site.tenantId).publish({ topic: conversationId, entries })
  },
})
