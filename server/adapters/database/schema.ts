/**
 * The tables as Kysely sees them. What makes them is `migrations/`; the two change together.
 *
 * Only what SQLite and PostgreSQL both understand: documents are JSON in text columns, times are whole milliseconds since
 * 1970, booleans are 0 or 1. Every table below `tenants` has the tenant in its primary key, so that two tenants may use
 * the same ids and never meet. One file, however long: it is a list, and read beside the migrations.
 */

import type { Generated } from 'kysely'
import type { Floor, Rating } from '../../../shared/protocol.ts'
import type { LinkKind, Role } from '../../../shared/people.ts'
import type { TicketPriority, TicketStatus } from '../../../shared/tickets.ts'
import type { LogEntry } from '../../ports/conversations.ts'
import type { AnsweredBy, NoticeKind } from '../../ports/spend.ts'
import type { Route } from '../../ports/turns.ts'
import type { Direction } from '../../ports/word-lists.ts'
import type { DocumentType } from '../../ports/documents.ts'
import type { Action } from '../../words/rule.ts'

export type Schema = {
  tenants: TenantTable
  sites: SiteTable
  api_keys: ApiKeyTable
  visitors: VisitorTable
  conversations: ConversationTable
  entries: EntryTable
  turns: TurnTable
  questions: QuestionTable
  suggested_wordings: SuggestedWordingTable
  documents: DocumentTable
  notes: NoteTable
  waits: WaitTable
  word_lists: WordListTable
  word_rules: WordRuleTable
  word_hits: WordHitTable
  usage_calls: UsageCallTable
  usage_turns: UsageTurnTable
  usage_questions: UsageQuestionTable
  budgets: BudgetTable
  budget_salts: { tenant_id: string; day: string; salt: string }
  notices: NoticeTable
  people: PersonTable
  desk_sessions: DeskSessionTable
  welcome_links: WelcomeLinkTable
  audit: AuditTable
  ticket_numbers: { tenant_id: string; last: number }
  tickets: TicketTable
  ticket_events: TicketEventTable
  satisfaction: SatisfactionTable
  canned_replies: CannedReplyTable
  mails: MailTable
  /** One row, written by `check()` to find out whether the disk still takes writes. */
  checks: { id: number; checked_at: number }
}

export type TenantTable = {
  id: string
  name: string
  /** JSON: `TenantSettings`, with fields that this version may not know. */
  settings: Generated<string>
}

export type SiteTable = {
  tenant_id: string
  id: string
  /** Public, unique in the whole house. */
  key: string
  name: string
  /** JSON: `string[]`. */
  origins: string
  /** JSON: `SitePolicy`, with fields that this version may not know. */
  policy: string
  /** Grows with every change of the site's questions and documents. */
  knowledge_version: Generated<number>
  words_version: Generated<number>
  /** JSON: `string[]`, the newest first: with what the site's backend signs who a visitor is. */
  identity_secrets: Generated<string>
}

export type ApiKeyTable = {
  tenant_id: string
  id: string
  name: string
  /** JSON: `string[]`. */
  scopes: string
  /** Unique in the whole house: it finds the tenant. */
  secret_hash: string
  created_at: number
}

export type VisitorTable = {
  tenant_id: string
  id: string
  site_id: string
  token_hash: string
  /** The conversation that was started last. A pointer and not the latest `created_at`, because clocks are set back. */
  newest_conversation_id: string
  created_at: number
  /** Last use of the token, to the hour. */
  used_at: number
  /** JSON: `VisitorDescription`; null where nothing is said of the visitor. */
  description: string | null
  /** Who the visitor is, by the signature of the site's backend; null where nobody has vouched for anything. */
  user_id: string | null
  /** Left by the customer in the chat. */
  email: string | null
}

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

export type TurnTable = {
  tenant_id: string
  conversation_id: string
  /** The customer's message that opened the turn. */
  seq: number
  /** The id of that message. */
  id: string
  locale: string
  opened_at: number
  /** The claim that took the turn last; 0 before the first. */
  claim: Generated<number>
  runs: Generated<number>
  closed_at: number | null
  route_to: Route['to'] | null
  route_reason: string | null
  result: string | null
  /** The message that answered it. */
  answer_id: string | null
  /** 1 where a word asks for a person. */
  asks_for_person: Generated<number>
}

/** What people at the desk write to each other. */
export type NoteTable = {
  tenant_id: string
  conversation_id: string
  /** From 1, in its conversation. */
  number: number
  id: string
  cid: string
  /** The log's top when it was written. */
  after_seq: number
  person_id: string
  person_name: string
  text: string
  at: number
}

/** How long somebody waited for a person, until one came. */
export type WaitTable = { tenant_id: string; conversation_id: string; site_id: string; ended_at: number; waited_ms: number }

export type DocumentTable = {
  tenant_id: string
  id: string
  site_id: string
  name: string
  url: string | null
  locale: string
  type: DocumentType
  text: string
  units: number
  /** The site's knowledge version that it changed with. */
  revision: number
  updated_at: number
}

export type QuestionTable = {
  tenant_id: string
  id: string
  site_id: string
  locale: string
  text: string
  /** JSON: `string[]`. */
  variants: string
  answer: string
  /** JSON: `string[]`. */
  tags: string
  suggested: number
  updated_at: number
  /** The site's knowledge version that it came with: the order in which questions were made. */
  place: number
  valid_from: number | null
  valid_to: number | null
}

/** What customers asked before they chose the question from an offer. All rows of one wording have the same `id`. */
export type SuggestedWordingTable = {
  tenant_id: string
  id: string
  conversation_id: string
  site_id: string
  question_id: string
  text: string
  at: number
  dismissed: Generated<number>
}

export type WordListTable = {
  tenant_id: string
  id: string
  site_id: string
  name: string
  enabled: number
  /** JSON: `Direction[]`. */
  directions: string
  /** JSON: `Folding[]`. */
  foldings: string
  whole_words: number
  /** JSON: `string[]`. */
  exceptions: string
  rule_count: Generated<number>
  /** The number that the next new rule is given. */
  next_place: Generated<number>
  /** The site's words version that the list came with: the order in which lists were made. */
  place: number
  updated_at: number
}

/** One part of a list's rules: `word-parts.ts`. */
export type WordRuleTable = {
  tenant_id: string
  list_id: string
  part: number
  /** JSON: `StoredRule[]`. */
  rules: string
}

/** What was found in a message: rule and place, never the text. */
export type WordHitTable = {
  tenant_id: string
  conversation_id: string
  message_id: string
  /** 0, 1, 2 … within the message. */
  number: number
  direction: Direction
  list_id: string
  rule: number
  category: string
  action: Action
  start_at: number
  end_at: number
  at: number
}

/** Calls of a model: the sum of a day. Money is in whole millionths of the currency, days are those of UTC (`2026-03-09`). */
export type UsageCallTable = {
  tenant_id: string
  site_id: string
  day: string
  model: string
  calls: number
  estimated_calls: number
  prompt_tokens: number
  cached_tokens: number
  completion_tokens: number
  spent: number
}

export type UsageQuestionTable = {
  tenant_id: string
  site_id: string
  day: string
  question_id: string
  asked: number
}

export type UsageTurnTable = {
  tenant_id: string
  site_id: string
  day: string
  answered_by: AnsweredBy
  turns: number
  messages: number
}

/** What was settled under a budget's key; visitors and networks only as hashes with the salt of their day. */
export type BudgetTable = { tenant_id: string; day: string; key: string; spent: number }

export type NoticeTable = {
  tenant_id: string
  day: string
  kind: NoticeKind
  at: number
  /** JSON. */
  body: string
}

export type PersonTable = {
  tenant_id: string
  id: string
  name: string
  email: string
  /** The address in lower case: one person of each tenant has it. */
  email_key: string
  role: Role
  /** With the parameters that made it. */
  password_hash: string
  device_key: string
  created_at: number
}

export type DeskSessionTable = {
  tenant_id: string
  id: string
  person_id: string
  /** Unique in the whole house: it finds the tenant. */
  secret_hash: string
  device: string
  created_at: number
  used_at: number
}

/** A one-time link. `email`, `role` and `person_id` are empty where its kind has none. */
export type WelcomeLinkTable = {
  tenant_id: string
  id: string
  kind: LinkKind
  email: string
  role: Role
  person_id: string
  /** Unique in the whole house: it finds the tenant. */
  token_hash: string
  created_at: number
  expires_at: number
}

/** What people did. The names are those of then; the person may have gone. */
export type AuditTable = {
  tenant_id: string
  id: string
  at: number
  person_id: string
  person: string
  action: string
  subject: string
  /** JSON: `Record<string, string>`. */
  detail: string
}

export type TicketTable = {
  tenant_id: string
  number: number
  site_id: string
  conversation_id: string | null
  subject: string
  intent: string
  reason: string
  priority: TicketPriority
  status: TicketStatus
  assignee: string | null
  /** JSON: `string[]`. */
  tags: string
  email: string | null
  locale: string
  created_at: number
  updated_at: number
  revision: Generated<number>
  first_response_due_at: number
  first_response_at: number | null
  solution_due_at: number
  solved_at: number | null
  score: number | null
  comment: string | null
  rated_at: number | null
}

export type TicketEventTable = {
  tenant_id: string
  number: number
  place: number
  at: number
  /** JSON: the `TicketEvent` without its place. */
  body: string
}

export type SatisfactionTable = { tenant_id: string; conversation_id: string; score: number; comment: string | null; at: number }

export type CannedReplyTable = {
  tenant_id: string
  id: string
  site_id: string | null
  /** The site's id; empty for all sites: null would be unlike null in a unique index. */
  scope: string
  shortcut: string
  title: string
  text: string
  /** Empty for any. */
  locale: string
  updated_at: number
}

export type MailTable = {
  tenant_id: string
  id: string
  conversation_id: string
  /** `seq` after which the messages begin that it holds, and of the last entry that it holds; null while it still gathers. */
  after: number
  through: number | null
  /** When it is to be sent, or to be taken up again from one who died over it. */
  due_at: number
  attempts: Generated<number>
}
