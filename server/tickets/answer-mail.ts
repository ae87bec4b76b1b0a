/** The e-mail that brings a customer what agents have written: short, plain text, in the customer's language. */

import { languageFrom } from '../../shared/language.ts'
import type { LogEntry } from '../ports/conversations.ts'
import type { Site } from '../ports/sites.ts'
import type { OutgoingMail } from '../ports/mailer.ts'
import { isMailAddress } from './mail-address.ts'
import { TICKET_SENTENCES } from './sentences.ts'

export type AnswerMail = {
  id: string
  to: string
  site: Pick<Site, 'name' | 'origins' | 'policy'>
  ticket?: number | undefined
  locale: string
  /** The messages of agents that it brings. */
  entries: readonly LogEntry[]
}

export function answerMail({ id, to, site, ticket, locale, entries }: AnswerMail): OutgoingMail {
  const words = TICKET_SENTENCES[languageFrom([locale])]
  const name = site.name.replace(/\s+/g, ' ')
  const said = entries.flatMap((entry) =>
    entry.kind === 'message' ? [`${entry.message.author.name ?? ''}\n${entry.message.text}`.trim()] : [],
  )
  const address = site.origins.find((origin) => origin.startsWith('https://'))
  const { contact } = site.policy
  return {
    id,
    to,
    subject: words.subject(name, ticket === undefined ? '' : `[#${ticket}] `),
    text: [words.intro(name), ...said, '--', ...(address ? [words.goOn(address)] : []), words.ending, ''].join('\n\n'),
    ...(isMailAddress(contact) && { replyTo: contact }),
  }
}
