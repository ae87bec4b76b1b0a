/** The port to mail: what goes out, and how it fails. */

/** Plain text. `id` names it for good: the same id again is the same e-mail, and gets the same Message-ID. */
export type OutgoingMail = { id: string; to: string; subject: string; text: string; replyTo?: string }

export type Mailer = {
  /** Resolves when the next mail server has taken it over. Rejects with `MailFault`. */
  send(mail: OutgoingMail): Promise<void>
  close(): void
}

/** `forGood`: this e-mail will never be taken, whoever tries. Otherwise a later try may succeed. The message names no address. */
export class MailFault extends Error {
  override readonly name = 'MailFault'
  readonly forGood: boolean
  constructor(message: string, options: { forGood: boolean; cause?: unknown }) {
    super(message, { cause: options.cause })
    this.forGood = options.forGood
  }
}
