/**
 * Everything that can be asked of the database, by name. An adapter brings a connection and runs these; `tenant-database.ts`
 * gives them the shape of the port.
 *
 * A write is one transaction: the adapter opens it, and undoes it when the operation throws. A read is one statement,
 * and so sees one state. An erasure is a write after which the adapter also sees to it that what was deleted is gone from its files.
 */

import type { Kysely } from 'kysely'
import { check, duplicateOr } from './faults.ts'
import * as agentMessages from './agent-messages.ts'
import * as deskEntries from './desk-entries.ts'
import * as documents from './documents.ts'
import * as cannedReplies from './canned-replies.ts'
import * as erase from './erase.ts'
import * as forget from './forget.ts'
import * as identity from './identity.ts'
import * as floor from './floor.ts'
import * as foundTexts from './found-texts.ts'
import * as inbox from './inbox.ts'
import * as log from './log.ts'
import * as deskSessions from './desk-sessions.ts'
import * as mails from './mails.ts'
import { migrate } from './migrations/migrate.ts'
import * as people from './people.ts'
import * as questions from './questions.ts'
import * as readMarks from './read-marks.ts'
import type { Schema } from './schema.ts'
import * as sites from './sites.ts'
import * as wordings from './suggested-wordings.ts'
import * as ticketMoves from './ticket-moves.ts'
import * as tickets from './tickets.ts'
import * as turns from './turns.ts'
import * as usage from './usage.ts'
import * as visitors from './visitors.ts'
import * as welcomeLinks from './welcome-links.ts'
import * as wordHits from './word-hits.ts'
import * as wordLists from './word-lists.ts'
import * as wordRules from './word-rules.ts'

/** `tenantId` is empty for what belongs to no tenant. */
type Operation = (db: Kysely<Schema>, tenantId: string, args: never) => Promise<unknown>

const reads = {
  tenants: sites.tenants,
  siteByKey: sites.siteByKey,
  apiKeyByHash: sites.apiKeyByHash,
  sites: sites.sites,
  visitorByToken: visitors.visitorByToken,
  conversation: visitors.conversation,
  newestConversation: visitors.newestConversation,
  visitorDescription: visitors.visitorDescription,
  floorCounts: visitors.floorCounts,
  conversationsByFloor: visitors.conversationsByFloor,
  inbox: inbox.inbox,
  foundTexts: foundTexts.foundTexts,
  summary: inbox.summary,
  queue: inbox.queue,
  deskEntries: deskEntries.deskEntries,
  notes: agentMessages.notes,
  waits: floor.waits,
  floorHolders: floor.floorHolders,
  floorLoad: floor.floorLoad,
  conversationsOf: floor.conversationsOf,
  emailOf: visitors.emailOf,
  recall: log.recall,
  readLog: log.readLog,
  readLogBack: log.readLogBack,
  unfinished: turns.unfinished,
  newestLocale: turns.newestLocale,
  readMark: readMarks.readMark,
  questions: questions.questions,
  questionsPage: questions.questionsPage,
  question: questions.question,
  knowledgeVersion: questions.knowledgeVersion,
  suggestedWordings: wordings.suggestedWordings,
  documents: documents.documents,
  document: documents.document,
  wordLists: wordLists.wordLists,
  wordList: wordLists.wordList,
  wordRules: wordRules.wordRules,
  siteWords: wordRules.siteWords,
  wordHits: wordHits.wordHits,
  tenantSettings: sites.tenantSettings,
  usage: usage.usage,
  askedQuestions: usage.askedQuestions,
  settledBudgets: usage.settledBudgets,
  notices: usage.notices,
  accountsByEmail: people.accountsByEmail,
  people: people.people,
  account: people.account,
  audit: people.audit,
  identitySecrets: identity.identitySecrets,
  visitor: identity.visitor,
  visitorsOfUser: identity.visitorsOfUser,
  conversationsOfVisitor: identity.conversationsOfVisitor,
  deskSession: deskSessions.deskSession,
  deskSessions: deskSessions.deskSessions,
  welcomeLink: welcomeLinks.welcomeLink,
  invitations: welcomeLinks.invitations,
  ticket: tickets.ticket,
  ticketOfConversation: tickets.ticketOfConversation,
  tickets: tickets.tickets,
  ticketCounts: tickets.ticketCounts,
  allTicketCounts: tickets.allTicketCounts,
  ticketHistory: tickets.ticketHistory,
  satisfaction: ticketMoves.satisfaction,
  cannedReplies: cannedReplies.cannedReplies,
} satisfies Record<string, Operation>

const writes = {
  migrate,
  check,
  createTenant: sites.createTenant,
  createSite: sites.createSite,
  updateSite: sites.updateSite,
  createApiKey: sites.createApiKey,
  createVisitor: visitors.createVisitor,
  touchVisitor: visitors.touchVisitor,
  describeVisitor: visitors.describeVisitor,
  visitPage: visitors.visitPage,
  startConversation: visitors.startConversation,
  accept: log.accept,
  rateAnswer: log.rateAnswer,
  claimTurns: turns.claimTurns,
  record: turns.record,
  changeFloor: turns.changeFloor,
  assign: floor.assign,
  acceptFromAgent: agentMessages.acceptFromAgent,
  addNote: agentMessages.addNote,
  markRead: readMarks.markRead,
  keepEmail: visitors.keepEmail,
  createQuestion: questions.createQuestion,
  updateQuestion: questions.updateQuestion,
  deleteQuestion: questions.deleteQuestion,
  putQuestions: questions.putQuestions,
  keepWording: wordings.keepWording,
  acceptWording: wordings.acceptWording,
  dismissWording: wordings.dismissWording,
  createDocument: documents.createDocument,
  replaceDocument: documents.replaceDocument,
  deleteDocument: documents.deleteDocument,
  createWordList: wordLists.createWordList,
  updateWordList: wordLists.updateWordList,
  deleteWordList: wordLists.deleteWordList,
  putWordRules: wordRules.putWordRules,
  removeWordRule: wordRules.removeWordRule,
  updateTenantSettings: sites.updateTenantSettings,
  addUsage: usage.addUsage,
  budgetSalt: usage.budgetSalt,
  forgetBudgets: usage.forgetBudgets,
  forgetAskedQuestions: usage.forgetAskedQuestions,
  addNotice: usage.addNotice,
  setIdentitySecrets: identity.setIdentitySecrets,
  vouchForVisitor: identity.vouchForVisitor,
  moveToken: identity.moveToken,
  updatePerson: people.updatePerson,
  removePerson: people.removePerson,
  changePassword: people.changePassword,
  changePasswordHash: people.changePasswordHash,
  addAudit: people.addAudit,
  openDeskSession: deskSessions.openDeskSession,
  touchDeskSession: deskSessions.touchDeskSession,
  endDeskSessions: deskSessions.endDeskSessions,
  forgetOldSessions: deskSessions.forgetOldSessions,
  addWelcomeLink: welcomeLinks.addWelcomeLink,
  removeInvitation: welcomeLinks.removeInvitation,
  welcomePerson: welcomeLinks.welcomePerson,
  resetPassword: welcomeLinks.resetPassword,
  openTicket: tickets.openTicket,
  updateTicket: tickets.updateTicket,
  addTicketNote: tickets.addTicketNote,
  rateConversation: ticketMoves.rateConversation,
  createCannedReply: cannedReplies.createCannedReply,
  updateCannedReply: cannedReplies.updateCannedReply,
  deleteCannedReply: cannedReplies.deleteCannedReply,
  claimMail: mails.claimMail,
  settleMail: mails.settleMail,
} satisfies Record<string, Operation>

const erasures = {
  eraseConversation: erase.eraseConversation,
  eraseVisitor: forget.eraseVisitor,
  eraseOld: forget.eraseOld,
} satisfies Record<string, Operation>

type Operations = typeof reads & typeof writes & typeof erasures
export type ReadName = keyof typeof reads
export type WriteName = keyof typeof writes
export type EraseName = keyof typeof erasures
export type OperationName = keyof Operations
export type ArgsOf<Name extends OperationName> = Parameters<Operations[Name]>[2]
export type ResultOf<Name extends OperationName> = Awaited<ReturnType<Operations[Name]>>

const operations: Record<string, Operation> = { ...reads, ...writes, ...erasures }

/** One call as an adapter carries it about: its types are kept by `Run` on the one side and by the operation on the other. */
export type Call = { name: OperationName; tenantId: string; args: unknown }

/** Whether the call deletes what somebody said. */
export const erases = ({ name }: Call): boolean => Object.hasOwn(erasures, name)

/** Runs a call on this connection. A unique value that is taken rejects with `Duplicate`, whatever the database calls it. */
export async function perform(db: Kysely<Schema>, { name, tenantId, args }: Call): Promise<unknown> {
  const operation = operations[name]
  if (!operation) throw new Error(`there is no operation named ${name}`)
  try {
    return await operation(db, tenantId, args as never)
  } catch (error) {
    throw duplicateOr(error)
  }
}
