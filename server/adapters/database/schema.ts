/**
 * The tables as Kysely sees them, by name; their columns stand in `schema/`, in files named as the parts of the port are. What makes them is `migrations/`;
 * the two change together.
 *
 * Only what SQLite and PostgreSQL both understand: documents are JSON in text columns, times are whole milliseconds since
 * 1970, booleans are 0 or 1. Every table below `tenants` has the tenant in its primary key, so that two tenants may use
 * the same ids and never meet.
 */

import type { ConversationTable, EntryTable } from './schema/conversations.ts'
import type { NoteTable, WaitTable } from './schema/desk.ts'
import type { DocumentTable } from './schema/documents.ts'
import type { PersonTable, DeskSessionTable, WelcomeLinkTable, AuditTable } from './schema/people.ts'
import type { QuestionTable, SuggestedWordingTable } from './schema/questions.ts'
import type { SiteTable } from './schema/sites.ts'
import type { UsageCallTable, UsageTurnTable, UsageQuestionTable, BudgetTable, BudgetSaltTable, NoticeTable } from './schema/spend.ts'
import type { TenantTable, ApiKeyTable } from './schema/tenants.ts'
import type { TicketNumberTable, TicketTable, TicketEventTable, SatisfactionTable, CannedReplyTable, MailTable } from './schema/tickets.ts'
import type { TurnTable } from './schema/turns.ts'
import type { VisitorTable } from './schema/visitors.ts'
import type { WordListTable, WordRuleTable, WordHitTable } from './schema/word-lists.ts'

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
  budget_salts: BudgetSaltTable
  notices: NoticeTable
  people: PersonTable
  desk_sessions: DeskSessionTable
  welcome_links: WelcomeLinkTable
  audit: AuditTable
  ticket_numbers: TicketNumberTable
  tickets: TicketTable
  ticket_events: TicketEventTable
  satisfaction: SatisfactionTable
  canned_replies: CannedReplyTable
  mails: MailTable
  /** One row, written by `check()` to find out whether the disk still takes writes. */
  checks: { id: number; checked_at: number }
}
