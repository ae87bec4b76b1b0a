/** A message that was accepted before gets its old acknowledgement again, before anything can refuse it. */

import { createHash } from 'node:crypto'
import { isUuid } from '../../shared/identity.ts'
import type { AcceptedMessage, Database } from '../ports.ts'
import { Refusal } from '../refusal.ts'
import type { Incoming } from '../turn.ts'

/** SHA-256 of the text as it was sent. Masking may change with the word list; this does not. */
export const hashOfText = (text: string): string => createHash('sha256').update(text).digest('base64url')

export const createRecall = ({ database }: { database: Database }) =>
  async function recall({ site, conversationId, cid, text }: Incoming): Promise<AcceptedMessage | undefined> {
    if (!isUuid(cid)) throw new Refusal('cid_invalid')
    const known = await database.forTenant(site.tenantId).recall(conversationId, cid)
    if (known && known.originalHash !== hashOfText(text)) throw new Refusal('cid_conflict')
    return known
  }
