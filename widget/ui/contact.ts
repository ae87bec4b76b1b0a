/** Where a customer can write instead. */

import { safeHref } from '../../shared/markdown/links.ts'

/** An address becomes a mail link, a URL stays one; anything else is no link. */
export const contactHref = (contact: string): string | undefined =>
  safeHref(contact) ?? (contact.includes('@') ? safeHref(`mailto:${contact}`) : undefined)
