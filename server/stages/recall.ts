/** A message that was accepted before gets its old acknowledgement again, before anything can refuse it. */

import { isUuid } from '../../shared/identity.ts'
import type { Database } from '../ports/database.ts'
import type { AcceptedMessage } from '../ports/turns.ts'
import { Refusal } from '../refusal.ts'
import { sha256 } from '../sha256.ts'
import type { Incoming } from '../turn.ts'

export const createRecall = ({ database }: { database: Database }) =>
  async function recall({ site, conversationId, cid, text }: Incoming): Promise<AcceptedMessage | undefined> {
    if (!isUuid(cid)) throw new Refusal('cid_invalid')
    const known = await database.forTenant(site.tenantId).recall(conversationId, cid)
    // The text as it was sent: masking may change with the word list, this does not.
    if (known && known.originalHash !== sha256(text)) throw new Refusal('cid_conflict')
    return known
  }
