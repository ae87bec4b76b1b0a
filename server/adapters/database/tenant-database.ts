/** The port's shape over the operations: what every adapter of this folder has in common. */

import type { Database, TenantDatabase } from '../../ports/database.ts'
import type { ConversationSummary } from '../../../shared/desk.ts'
import type { InboxQuery } from '../../ports/desk.ts'
import type { InboxPart } from './inbox.ts'
import { documentsOf, rulesOf } from './rule-documents.ts'
import { peopleDatabase, peopleDirectory } from './people-database.ts'
import { visitorsDatabase } from './visitors-database.ts'
import type { ArgsOf, EraseName, ReadName, ResultOf, WriteName } from './operations.ts'

/** How an adapter runs operations: where, and in whose company, is its own affair. */
export type Run = {
  read<Name extends ReadName>(name: Name, tenantId: string, args: ArgsOf<Name>): Promise<ResultOf<Name>>
  write<Name extends WriteName>(name: Name, tenantId: string, args: ArgsOf<Name>): Promise<ResultOf<Name>>
  erase<Name extends EraseName>(name: Name, tenantId: string, args: ArgsOf<Name>): Promise<ResultOf<Name>>
}

/** For what belongs to no tenant. */
const NO_TENANT = ''

/** The whole port over a runner; the adapter adds what only it can do. */
export const databaseOver = (run: Run, own: Pick<Database, 'claimProcess' | 'scrubbed' | 'close'>): Database => ({
  ...own,
  forTenant: (tenantId) => tenantDatabase(run, tenantId),
  migrate: () => run.write('migrate', NO_TENANT, undefined),
  check: async () => {
    await run.write('check', NO_TENANT, undefined)
    await run.read('siteByKey', NO_TENANT, '')
  },
  tenants: () => run.read('tenants', NO_TENANT, undefined),
  createTenant: (tenant) => run.write('createTenant', NO_TENANT, tenant),
  siteByKey: (key) => run.read('siteByKey', NO_TENANT, key),
  apiKeyByHash: (secretHash) => run.read('apiKeyByHash', NO_TENANT, secretHash),
  floorHolders: () => run.read('floorHolders', NO_TENANT, undefined),
  floorCounts: () => run.read('floorCounts', NO_TENANT, undefined),
  unfinished: (limit) => run.read('unfinished', NO_TENANT, limit),
  forgetBudgets: (before) => run.write('forgetBudgets', NO_TENANT, before),
  forgetAskedQuestions: (before) => run.write('forgetAskedQuestions', NO_TENANT, before),
  ...peopleDirectory(run),
  claimMail: (claim) => run.write('claimMail', NO_TENANT, claim),
  allTicketCounts: () => run.read('allTicketCounts', NO_TENANT, undefined),
})

const tenantDatabase = ({ read, write, erase }: Run, tenantId: string): TenantDatabase => ({
  sites: () => read('sites', tenantId, undefined),
  createSite: (site) => write('createSite', tenantId, site),
  updateSite: (siteId, changes) => write('updateSite', tenantId, { siteId, changes }),
  createApiKey: (key) => write('createApiKey', tenantId, key),

  startConversation: (start) => write('startConversation', tenantId, start),
  conversation: (conversationId) => read('conversation', tenantId, conversationId),
  newestConversation: (visitorId) => read('newestConversation', tenantId, visitorId),
  eraseConversation: (erasure) => erase('eraseConversation', tenantId, erasure),
  conversationsByFloor: (state, limit) => read('conversationsByFloor', tenantId, { state, limit }),

  recall: (conversationId, cid) => read('recall', tenantId, { conversationId, cid }),
  accept: (message) => write('accept', tenantId, message),
  readLog: (conversationId, after, limit) => read('readLog', tenantId, { conversationId, after, limit }),
  readLogBack: (conversationId, upTo, limit) => read('readLogBack', tenantId, { conversationId, upTo, limit }),
  rateAnswer: (rated) => write('rateAnswer', tenantId, rated),
  claimTurns: (conversationId) => write('claimTurns', tenantId, conversationId),
  record: (outcome) => write('record', tenantId, outcome),
  changeFloor: (change) => write('changeFloor', tenantId, change),
  assign: (assignment) => write('assign', tenantId, assignment),
  acceptFromAgent: (said) => write('acceptFromAgent', tenantId, said),
  addNote: (note) => write('addNote', tenantId, note),
  deskEntries: (query) => read('deskEntries', tenantId, query),
  notes: (conversationId) => read('notes', tenantId, conversationId),
  inbox: (query, signal) => pageOfInbox((part) => read('inbox', tenantId, part), query, signal),
  foundTexts: (query) => read('foundTexts', tenantId, query),
  summary: (conversationId) => read('summary', tenantId, conversationId),
  queue: () => read('queue', tenantId, undefined),
  waits: (wanted) => read('waits', tenantId, wanted),
  floorLoad: () => read('floorLoad', tenantId, undefined),
  conversationsOf: (personId) => read('conversationsOf', tenantId, personId),
  newestLocale: (conversationId) => read('newestLocale', tenantId, conversationId),
  markRead: (mark) => write('markRead', tenantId, mark),
  readMark: (conversationId) => read('readMark', tenantId, conversationId),
  keepEmail: (visitorId, email) => write('keepEmail', tenantId, { visitorId, email }),
  emailOf: (visitorId) => read('emailOf', tenantId, visitorId),

  questions: (siteId) => read('questions', tenantId, siteId),
  questionsPage: (siteId, page) => read('questionsPage', tenantId, { siteId, ...page }),
  question: (questionId) => read('question', tenantId, questionId),
  createQuestion: (question) => write('createQuestion', tenantId, question),
  updateQuestion: (questionId, changes) => write('updateQuestion', tenantId, { questionId, changes }),
  deleteQuestion: (questionId) => write('deleteQuestion', tenantId, questionId),
  putQuestions: (siteId, questions) => write('putQuestions', tenantId, { siteId, questions }),
  knowledgeVersion: (siteId) => read('knowledgeVersion', tenantId, siteId),
  keepWording: (wording) => write('keepWording', tenantId, wording),
  suggestedWordings: (siteId) => read('suggestedWordings', tenantId, siteId),
  acceptWording: (acceptance) => write('acceptWording', tenantId, acceptance),
  dismissWording: (wordingId) => write('dismissWording', tenantId, wordingId),

  documents: (siteId) => read('documents', tenantId, siteId),
  document: (documentId) => read('document', tenantId, documentId),
  createDocument: (document) => write('createDocument', tenantId, document),
  replaceDocument: (documentId, content) => write('replaceDocument', tenantId, { documentId, content }),
  deleteDocument: (documentId) => write('deleteDocument', tenantId, documentId),

  wordLists: (siteId) => read('wordLists', tenantId, siteId),
  wordList: (listId) => read('wordList', tenantId, listId),
  createWordList: (list, most) => write('createWordList', tenantId, { list, most }),
  updateWordList: (change) => write('updateWordList', tenantId, change),
  deleteWordList: (listId) => write('deleteWordList', tenantId, listId),
  wordRules: async (listId) => rulesOf(listId, await read('wordRules', tenantId, listId)),
  putWordRules: async ({ listId, rules, replace = false, most, at }) =>
    write('putWordRules', tenantId, { listId, documents: await documentsOf(rules), replace, most, at }),
  removeWordRule: (removal) => write('removeWordRule', tenantId, removal),
  siteWords: async (siteId) => {
    const { version, lists } = await read('siteWords', tenantId, siteId)
    const whole = lists.map(async ({ documents, ...list }) => ({ ...list, rules: await rulesOf(list.id, documents) }))
    return { version, lists: await Promise.all(whole) }
  },
  wordHits: (conversationId) => read('wordHits', tenantId, conversationId),

  settings: () => read('tenantSettings', tenantId, undefined),
  updateSettings: (settings) => write('updateTenantSettings', tenantId, settings),
  addUsage: (batch) => write('addUsage', tenantId, batch),
  usage: (wanted) => read('usage', tenantId, wanted),
  askedQuestions: (wanted) => read('askedQuestions', tenantId, wanted),
  settledBudgets: (wanted) => read('settledBudgets', tenantId, wanted),
  budgetSalt: (offer) => write('budgetSalt', tenantId, offer),
  addNotice: (notice) => write('addNotice', tenantId, notice),
  notices: (limit) => read('notices', tenantId, limit),

  ...peopleDatabase({ read, write, erase }, tenantId),
  ...visitorsDatabase({ read, write, erase }, tenantId),
  openTicket: (opening) => write('openTicket', tenantId, opening),
  ticket: (number) => read('ticket', tenantId, number),
  ticketOfConversation: (conversationId) => read('ticketOfConversation', tenantId, conversationId),
  tickets: (query) => read('tickets', tenantId, query),
  ticketCounts: () => read('ticketCounts', tenantId, undefined),
  updateTicket: (change) => write('updateTicket', tenantId, change),
  addTicketNote: (note) => write('addTicketNote', tenantId, note),
  ticketHistory: (number) => read('ticketHistory', tenantId, number),
  rateConversation: (rated) => write('rateConversation', tenantId, rated),
  satisfaction: (conversationId) => read('satisfaction', tenantId, conversationId),

  cannedReplies: () => read('cannedReplies', tenantId, undefined),
  createCannedReply: (reply) => write('createCannedReply', tenantId, reply),
  updateCannedReply: (replyId, changes) => write('updateCannedReply', tenantId, { replyId, changes }),
  deleteCannedReply: (replyId) => write('deleteCannedReply', tenantId, replyId),
  settleMail: (settlement) => write('settleMail', tenantId, settlement),
})

/** A search reads in parts, as it may have to go through everything that was ever said: whoever reads meanwhile comes in between. */
async function pageOfInbox(
  read: (part: InboxQuery) => Promise<InboxPart>,
  query: InboxQuery,
  signal: AbortSignal | undefined,
): Promise<ConversationSummary[]> {
  const page: ConversationSummary[] = []
  for (let part: InboxQuery | undefined = query; part;) {
    signal?.throwIfAborted()
    const { rows, next }: InboxPart = await read(part)
    page.push(...rows)
    part = next && { ...query, before: next, limit: query.limit - page.length }
  }
  return page
}
