/** The Mailer port over SMTP, by nodemailer. Every exchange has time limits, one for all of it among them, so that no e-mail is held for longer than its lease. */

import { isIP } from 'node:net'
import { createTransport } from 'nodemailer'
import { MailFault, type Mailer } from '../../ports/mailer.ts'
import type { SmtpAddress } from '../../smtp-address.ts'

export type SmtpMailerOptions = {
  address: SmtpAddress
  /** `Shop <help@shop.example>`, or the address alone. */
  from: string
  /** From the first packet to the last word: a server that says a line now and then is never silent for long. Shorter in tests only. */
  exchangeMs?: number
}

const CONNECT_MS = 10_000
const SILENT_MS = 30_000
const EXCHANGE_MS = 60_000

export function createSmtpMailer({ address, from, exchangeMs = EXCHANGE_MS }: SmtpMailerOptions): Mailer {
  const { host, port, secure, user, password = '' } = address
  const transport = createTransport({
    host,
    port,
    secure,
    // A password does not travel in the clear, but for this machine itself.
    requireTLS: !secure && user !== undefined && !isOwnMachine(host),
    ...(user !== undefined && { auth: { user, pass: password } }),
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENT_MS,
    // What is written in an e-mail names no files of ours.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const domain = /@([^>\s]+)>?\s*$/.exec(from)?.[1] ?? 'localhost'

  return {
    async send({ id, to, subject, text, replyTo }) {
      const signal = AbortSignal.timeout(exchangeMs)
      try {
        await transport.sendMail({
          signal,
          from,
          to: { name: '', address: to },
          subject,
          text,
          ...(replyTo !== undefined && { replyTo: { name: '', address: replyTo } }),
          messageId: `<${id.replace(/[^\w.-]/g, '.')}@${domain}>`,
          // So that nobody's holiday note answers.
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
        })
      } catch (error) {
        if (signal.aborted) throw new MailFault(`the mail server did not take an e-mail within ${exchangeMs / 1000} s`, { forGood: false })
        throw faultOf(error)
      }
    },
    close: () => transport.close(),
  }
}

const isOwnMachine = (host: string): boolean => host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))

/** Commands that speak of this one e-mail: what is refused there for good stays so. A refused login or sender is the operator's to mend. */
const OF_THE_MAIL = ['RCPT TO', 'DATA']

/** The server's own words often name the address, and stay out. */
function faultOf(error: unknown): MailFault {
  const { code, responseCode, command } = error as { code?: unknown; responseCode?: unknown; command?: unknown }
  const at = typeof command === 'string' ? command : ''
  const status = typeof responseCode === 'number' ? responseCode : 0
  const forGood = status >= 500 && OF_THE_MAIL.includes(at)
  const told = [typeof code === 'string' ? code : '', at, status === 0 ? '' : String(status)].filter((part) => part !== '').join(' ')
  return new MailFault(`the mail server did not take an e-mail: ${told || 'unknown'}`, { forGood })
}
