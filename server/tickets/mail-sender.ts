/**
 * Sends what is due. The database says what that is and gives each e-mail to one process at a time; what is said in it, and where it goes, is read
 * when it is sent. So what was erased goes nowhere, and who has come back meanwhile gets no e-mail.
 *
 * SMTP has no way to say the same thing exactly once: who dies after a server took an e-mail, and before that is written down, sends it once more. It
 * has the same Message-ID then, by which mail programs know it.
 */

import type { LogEntry } from '../ports/conversations.ts'
import type { Database } from '../ports/database.ts'
import type { Site } from '../ports/sites.ts'
import { answerMail } from './answer-mail.ts'
import { MailFault, type Mailer } from '../ports/mailer.ts'
import { isMailAddress } from './mail-address.ts'
import type { DueMail, MailOutcome } from '../ports/tickets.ts'

export type MailSenderOptions = {
  database: Database
  mailer: Mailer
  /** Is the customer connected now? */
  isHere: (tenantId: string, visitorId: string) => Promise<boolean>
  siteById: (tenantId: string, siteId: string) => Promise<Site | undefined>
  failed: (fault: unknown) => void
  counted: (result: 'sent' | 'dropped' | 'retried') => void
  now: () => number
}

/** Longer than any exchange with a mail server may take: who holds one longer than this is dead. */
const LEASE_MS = 5 * 60_000

/** At once. */
const BATCH = 10

const MINUTE_MS = 60_000
/** After the first try, the second, … A mail server that is away for a day loses nothing. */
const RETRY_MINUTES = [1, 5, 15, 60, 180, 360, 720]

/** Read for one e-mail. What somebody writes between two tries of the first is seldom more. */
const MOST_ENTRIES = 200

export function createMailSender(options: MailSenderOptions) {
  const { database, mailer, isHere, siteById, failed, counted, now } = options
  let running: Promise<void> | undefined

  async function send(due: DueMail): Promise<void> {
    const outcome = await outcomeOf(due)
    counted(outcome.to === 'retry' ? 'retried' : outcome.to)
    await database.forTenant(due.tenantId).settleMail({ id: due.id, attempts: due.attempts, outcome })
  }

  async function outcomeOf(due: DueMail): Promise<MailOutcome> {
    const { tenantId, id, conversationId, after, through, attempts } = due
    const tenant = database.forTenant(tenantId)
    const drop = (why: string): MailOutcome => ({ to: 'dropped', at: now(), why })
    const conversation = await tenant.conversation(conversationId)
    const site = conversation && (await siteById(tenantId, conversation.siteId))
    if (!site) return drop('seen')
    const ticket = await tenant.ticketOfConversation(conversationId)
    const to = ticket?.email ?? (await tenant.emailOf(conversation.visitorId))
    if (to === undefined || !isMailAddress(to)) return drop('no_address')
    if (await isHere(tenantId, conversation.visitorId)) return drop('seen')
    const log = await tenant.readLog(conversationId, after, MOST_ENTRIES)
    const entries = log.filter((entry) => entry.seq <= through && isByAgent(entry))
    if (entries.length === 0) return drop('seen')
    const locale = ticket?.locale ?? (await tenant.newestLocale(conversationId)) ?? 'en'
    try {
      await mailer.send(answerMail({ id, to, site, ticket: ticket?.number, locale, entries }))
      return { to: 'sent', at: now() }
    } catch (error) {
      failed(error)
      if (error instanceof MailFault && error.forGood) return drop('refused')
      const minutes = RETRY_MINUTES[attempts - 1]
      return minutes === undefined ? drop('unreachable') : { to: 'retry', dueAt: now() + minutes * MINUTE_MS }
    }
  }

  async function sweep(): Promise<void> {
    for (;;) {
      const due = await database.claimMail({ now: now(), leaseMs: LEASE_MS, limit: BATCH })
      await Promise.all(due.map((mail) => send(mail).catch(failed)))
      if (due.length < BATCH) return
    }
  }

  return {
    /** One at a time: whoever asks while one runs waits for that one. */
    sweep: (): Promise<void> => (running ??= sweep().finally(() => (running = undefined))),
    /** What is being sent now. */
    async idle(): Promise<void> {
      await running
    },
  }
}

const isByAgent = (entry: LogEntry): boolean => entry.kind === 'message' && entry.message.author.kind === 'agent'
