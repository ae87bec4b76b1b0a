/** What the parts of the contract share: the opened database, and a small world to begin from. */

import { randomUUID } from 'node:crypto'
import type { Conversation, NewAnswer } from '../../ports/conversations.ts'
import type { Database, TenantDatabase } from '../../ports/database.ts'
import type { Question } from '../../ports/questions.ts'
import type { NewSite, Site } from '../../ports/sites.ts'
import type { NewMessage } from '../../ports/turns.ts'
import type { Visitor } from '../../ports/visitors.ts'
import type { WordHit, WordListEntry } from '../../ports/word-lists.ts'
import type { WordRule } from '../../words/rule.ts'

export type OpenDatabase = {
  database: Database
  /** Closes and opens again what is on the disk. */
  reopen(): Promise<Database>
  close(): Promise<void>
}

/** Gives the database that is open now: a test may have opened it again. */
export type Present = { readonly database: Database; reopen(): Promise<void> }

export type World = {
  tenantId: string
  tenant: TenantDatabase
  site: Site
  visitor: Visitor
  tokenHash: string
  conversation: Conversation
}

export const siteNamed = (id: string): NewSite => ({
  id,
  key: `key-${randomUUID()}`,
  name: 'Shop',
  origins: ['https://shop.example'],
  policy: {
    assistantName: 'Ada',
    greeting: { en: 'Hello', zh: '你好' },
    facts: 'Open from 9 to 5.',
    contact: 'help@shop.example',
    color: '#336699',
  },
})

/** A tenant of its own with one site, one visitor and one conversation, all begun at 1,000. Ids may be those of another tenant. */
export async function world(
  database: Database,
  ids: Partial<Record<'site' | 'visitor' | 'conversation' | 'token', string>> = {},
): Promise<World> {
  const tenantId = randomUUID()
  await database.createTenant({ id: tenantId, name: 'A tenant' })
  const tenant = database.forTenant(tenantId)
  const newSite = siteNamed(ids.site ?? randomUUID())
  await tenant.createSite(newSite)
  const site = { tenantId, ...newSite, wordsVersion: 0 }
  const visitor = { id: ids.visitor ?? randomUUID(), siteId: site.id }
  const tokenHash = ids.token ?? randomUUID()
  const conversation = await tenant.createVisitor({
    visitor,
    tokenHash,
    conversation: { id: ids.conversation ?? randomUUID(), epoch: randomUUID() },
    at: 1_000,
  })
  return { tenantId, tenant, site, visitor, tokenHash, conversation }
}

export const messageIn = ({ visitor, conversation }: World, message: Partial<NewMessage> = {}): NewMessage => ({
  id: randomUUID(),
  conversationId: conversation.id,
  visitorId: visitor.id,
  cid: randomUUID(),
  originalHash: 'hash',
  text: 'Where is my parcel?',
  locale: 'en',
  at: 2_000,
  ...message,
})

export const answerSaying = (text: string, at = 3_000): NewAnswer => ({
  id: randomUUID(),
  author: { kind: 'bot', name: 'Ada' },
  text,
  at,
  origin: 'model',
  outcome: 'complete',
})

export const questionOf = (siteId: string, question: Partial<Question> = {}): Question => ({
  id: randomUUID(),
  siteId,
  locale: 'en',
  text: 'How long does shipping take?',
  variants: ['When will it arrive?'],
  answer: 'Two **days**.',
  tags: ['shipping'],
  suggested: true,
  updatedAt: 5_000,
  ...question,
})

export const wordListOf = (siteId: string, list: Partial<Omit<WordListEntry, 'ruleCount'>> = {}): Omit<WordListEntry, 'ruleCount'> => ({
  id: randomUUID(),
  siteId,
  name: 'Insults',
  enabled: true,
  directions: ['customer', 'answer'],
  foldings: ['case', 'leet'],
  wholeWords: true,
  exceptions: ['ass and saddle'],
  updatedAt: 6_000,
  ...list,
})

export const ruleOf = (word: string, rule: Partial<WordRule> = {}): WordRule => ({ word, category: 'insult', action: 'mask', ...rule })

export const hitOf = (hit: Partial<WordHit> = {}): WordHit => ({
  direction: 'customer',
  list: 'list',
  rule: 7,
  category: 'insult',
  action: 'flag',
  start: 3,
  end: 8,
  ...hit,
})
