/** Tables of conversations. */

import type { Generated } from 'kysely'
import type { Floor, Rating } from '../../../../shared/protocol.ts'
import type { LogEntry } from '../../../ports/conversations.ts'

export type ConversationTable = {
  tenant_id: string
  id: string
  site_id: string
  visitor_id: string
  epoch: string
  /** `seq` of the last entry. */
  top: Generated<number>
  floor_state: Floor['state']
  floor_reason: string
  floor_since: number
  /** Of `agent`: who has it. Of `waiting`: to whom it is assigned. Of `closed`: who did it. */
  floor_person: string | null
  floor_person_name: string | null
  /** Since when the customer waits for a person, or did until one came; null again with the bot, and when it is closed. */
  queued_at: number | null
  /** Why a person was asked for last. */
  last_reason: string | null
  fence: Generated<number>
  /** Grows with every change that an inbox shows. */
  revision: Generated<number>
  /** Grows with every claim and with every record, so that one claim is recorded at most once. */
  claim: Generated<number>
  created_at: number
  /** Time of the last entry: the next one is never earlier, whatever the clock says. */
  last_at: number
  /** `seq` of the newest message of an agent that the customer has seen, and when that was. */
  read_seq: number | null
  read_at: number | null
}

export type EntryTable = {
  tenant_id: string
  conversation_id: string
  seq: number
  kind: LogEntry['kind']
  /** The customer's own id of the message; null on all other entries. Unique in its conversation until that is erased. */
  cid: string | null
  original_hash: string | null
  /** The id of a message that is not the customer's, which finds it to be rated; null on all other entries. */
  answer_id: string | null
  /** Beside the body, which never changes. */
  rating: Rating | null
  /** JSON: the `Message` or the `Floor`, as it goes on the wire. */
  body: string
  /** A message's text in lower case; null on all other entries. */
  search_text: string | null
}
