/** What a site may keep of documents, however they come in. */

import { safeHref } from '../../shared/markdown/links.ts'
import type { TenantDatabase } from '../ports/database.ts'
import type { DocumentContent } from '../ports/documents.ts'
import { passagesOf } from './read-document.ts'

/** In UTF-16 units. The text of one document is about a hundred pages of a book. */
export const DOCUMENT_LIMITS = { nameUnits: 200, urlUnits: 500, textUnits: 200_000, documents: 500, siteUnits: 5_000_000 } as const

/** Customers are sent there. A user name or password in it would be told to all of them. */
export function isDocumentUrl(url: string): boolean {
  if (url.length > DOCUMENT_LIMITS.urlUnits || !/^https?:\/\//i.test(url) || safeHref(url) === undefined) return false
  const { username, password } = new URL(url)
  return username === '' && password === ''
}

/** Why the site cannot keep this document, in the place of the one with the id `instead` or besides all others. */
export async function faultOfDocument(
  tenant: Pick<TenantDatabase, 'documents'>,
  siteId: string,
  { content, instead }: { content: DocumentContent; instead?: string },
): Promise<'document_empty' | 'documents_full' | undefined> {
  if (passagesOf({ id: '', ...content }).length === 0) return 'document_empty'
  const others = (await tenant.documents(siteId)).filter(({ id }) => id !== instead)
  const units = others.reduce((sum, other) => sum + other.units, content.text.length)
  return others.length >= DOCUMENT_LIMITS.documents || units > DOCUMENT_LIMITS.siteUnits ? 'documents_full' : undefined
}
