/** Mail as a whole: whether there is any, when an answer is due to go out, and the clock that sends what is due. */

import { createMailSender, type MailSenderOptions } from './mail-sender.ts'
import type { Mailer } from '../ports/mailer.ts'

export type Mail = ReturnType<typeof createMail>

export type MailOptions = Omit<MailSenderOptions, 'mailer'> & {
  /** Absent: no mail server is configured. */
  mailer: Mailer | undefined
  /** How long a customer has to come and read it in the chat. */
  afterMs: number
}

/** A mail is late by as much at most. */
const SWEEP_MS = 5_000

export function createMail({ mailer, afterMs, ...options }: MailOptions) {
  const sender = mailer && createMailSender({ ...options, mailer })
  let sweeping: NodeJS.Timeout | undefined

  return {
    isOn: sender !== undefined,
    /** When a message of now is to be sent by e-mail as well; never without a mail server, so that nothing waits for one. */
    dueAt: (at: number): number | undefined => (sender ? at + afterMs : undefined),
    sweep: async (): Promise<void> => sender?.sweep(),
    start() {
      if (!sender) return
      sweeping = setInterval(() => void sender.sweep().catch(options.failed), SWEEP_MS)
      sweeping.unref()
    },
    /** What is being sent is sent. */
    async stop() {
      clearInterval(sweeping)
      await sender?.idle().catch(options.failed)
    },
  }
}
