/** From rows to nouns. What the database wrote is trusted to have the form in which it was written. */

import type { Selectable } from 'kysely'
import type { Floor, Message } from '../../../shared/protocol.ts'
import type { Conversation, LogEntry } from '../../ports/conversations.ts'
import type { Question } from '../../ports/questions.ts'
import type { Site, SitePolicy } from '../../ports/sites.ts'
import type { AcceptedMessage } from '../../ports/turns.ts'
import type { WordListEntry } from '../../ports/word-lists.ts'
import type { ConversationTable, EntryTable } from './schema/conversations.ts'
import type { QuestionTable } from './schema/questions.ts'
import type { SiteTable } from './schema/sites.ts'
import type { WordListTable } from './schema/word-lists.ts'

export const SITE_COLUMNS = ['tenant_id', 'id', 'key', 'name', 'origins', 'policy', 'words_version'] as const
export const CONVERSATION_COLUMNS = [
  'tenant_id',
  'id',
  'site_id',
  'visitor_id',
  'epoch',
  'top',
  'floor_state',
  'floor_reason',
  'floor_since',
  'floor_person',
  'floor_person_name',
  'queued_at',
  'last_reason',
  'fence',
  'claim',
  'revision',
  'last_at',
] as const
export const QUESTION_COLUMNS = [
  'id',
  'site_id',
  'locale',
  'text',
  'variants',
  'answer',
  'tags',
  'suggested',
  'updated_at',
  'valid_from',
  'valid_to',
] as const

export const WORD_LIST_COLUMNS = [
  'id',
  'site_id',
  'name',
  'enabled',
  'directions',
  'foldings',
  'whole_words',
  'exceptions',
  'rule_count',
  'updated_at',
] as const

export type ConversationRow = Pick<Selectable<ConversationTable>, (typeof CONVERSATION_COLUMNS)[number]>
type SiteRow = Pick<Selectable<SiteTable>, (typeof SITE_COLUMNS)[number]>
type WordListRow = Pick<Selectable<WordListTable>, (typeof WORD_LIST_COLUMNS)[number]>
type QuestionRow = Pick<Selectable<QuestionTable>, (typeof QUESTION_COLUMNS)[number]>
type EntryRow = Pick<EntryTable, 'seq' | 'kind' | 'body' | 'rating'> & { epoch: string }
type AcceptedRow = Pick<EntryTable, 'seq' | 'cid' | 'original_hash' | 'body'> & { epoch: string }

const parse = <T>(json: string): T => JSON.parse(json) as T

export const siteOf = (row: SiteRow): Site => ({
  id: row.id,
  tenantId: row.tenant_id,
  key: row.key,
  name: row.name,
  origins: parse<string[]>(row.origins),
  policy: parse<SitePolicy>(row.policy),
  wordsVersion: row.words_version,
})

export const conversationOf = (row: ConversationRow): Conversation => ({
  id: row.id,
  siteId: row.site_id,
  visitorId: row.visitor_id,
  epoch: row.epoch,
  top: row.top,
  floor: { state: row.floor_state, reason: row.floor_reason, since: row.floor_since },
  fence: row.fence,
  ...(row.floor_person !== null && { person: { id: row.floor_person, name: row.floor_person_name ?? '' } }),
  ...(row.queued_at !== null && { queuedAt: row.queued_at }),
  ...(row.last_reason !== null && { lastReason: row.last_reason }),
})

export function entryOf({ seq, epoch, kind, body, rating }: EntryRow): LogEntry {
  if (kind === 'floor') return { seq, epoch, kind, floor: parse<Floor>(body) }
  return { seq, epoch, kind, message: { ...parse<Message>(body), ...(rating !== null && { rating }) } }
}

export function acceptedOf(row: AcceptedRow): AcceptedMessage {
  const { id, at, text } = parse<Message>(row.body)
  return { id, cid: row.cid ?? '', seq: row.seq, epoch: row.epoch, at, text, originalHash: row.original_hash ?? '' }
}

export const questionOf = (row: QuestionRow): Question => ({
  id: row.id,
  siteId: row.site_id,
  locale: row.locale,
  text: row.text,
  variants: parse<string[]>(row.variants),
  answer: row.answer,
  tags: parse<string[]>(row.tags),
  suggested: row.suggested === 1,
  updatedAt: row.updated_at,
  ...(row.valid_from !== null && { validFrom: row.valid_from }),
  ...(row.valid_to !== null && { validTo: row.valid_to }),
})

export const wordListOf = (row: WordListRow): WordListEntry => ({
  id: row.id,
  siteId: row.site_id,
  name: row.name,
  enabled: row.enabled === 1,
  directions: parse<WordListEntry['directions']>(row.directions),
  foldings: parse<WordListEntry['foldings']>(row.foldings),
  wholeWords: row.whole_words === 1,
  exceptions: parse<string[]>(row.exceptions),
  ruleCount: row.rule_count,
  updatedAt: row.updated_at,
})
