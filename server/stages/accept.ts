/** Appends the message and its open turn to the log, exactly once. What this answers is durable and may be acknowledged. */

import { randomBytes } from 'node:crypto'
import { LIMITS } from '../../shared/limits.ts'
import { uuidv7 } from '../../shared/identity.ts'
import type { LogEntry } from '../ports/conversations.ts'
import type { Database } from '../ports/database.ts'
import type { AcceptedMessage } from '../ports/turns.ts'
import type { Store } from '../ports/store.ts'
import { Refusal } from '../refusal.ts'
import { sha256 } from '../sha256.ts'
import type { FilteredText, Incoming } from '../turn.ts'

export const createAccept = ({ database, store, now }: { database: Database; store: Store; now: () => number }) =>
  async function accept(incoming: Incoming, { text, hits }: FilteredText): Promise<AcceptedMessage> {
    const { site, visitor, conversationId, cid, text: original, locale } = incoming
    const at = now()
    const originalHash = sha256(original)
    const accepted = await database.forTenant(site.tenantId).accept({
      id: uuidv7(at, randomBytes(16)),
      conversationId,
      visitorId: visitor.id,
      cid,
      originalHash,
      text,
      locale: locale.slice(0, LIMITS.wordUnits),
      at,
      hits,
    })
    if (!accepted) throw new Refusal('conversation_unknown')
    // Two tabs may send the same cid at the same moment; `recall` saw neither, the transaction saw one.
    if (accepted.originalHash !== originalHash) throw new Refusal('cid_conflict')
    await store.forTenant(site.tenantId).publish({ topic: conversationId, entries: [entryOf(accepted)] })
    return accepted
  }

/** The message as it stands in the log. */
const entryOf = ({ id, cid, seq, epoch, at, text }: AcceptedMessage): LogEntry => ({
  seq,
  epoch,
  kind: 'message',
  message: { id, cid, author: { kind: 'visitor' }, text, at, suggestions: [], attachments: [] },
})
