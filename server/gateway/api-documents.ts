/** Documents over the API: what the model answers from. A site is named by its public key, within the tenant whose API key calls. */

import { randomBytes } from 'node:crypto'
import * as z from 'zod'
import { uuidv7 } from '../../shared/identity.ts'
import { LIMITS } from '../../shared/limits.ts'
import { isBlank, isWellFormed } from '../../shared/text.ts'
import { DOCUMENT_LIMITS, faultOfDocument, isDocumentUrl } from '../knowledge/document-rules.ts'
import { onlyOne } from '../only-one.ts'
import type { Database, TenantDatabase } from '../ports/database.ts'
import type { ApiKey } from '../ports/tenants.ts'
import { DOCUMENT_TYPES, type DocumentContent, type KnowledgeDocument } from '../ports/documents.ts'
import { Refusal } from '../refusal.ts'
import type { Operation } from './api-operation.ts'
import { createSiteLookup, siteParams } from './api-site.ts'

/** The longest text, in a JSON that escapes every character of it. */
const BODY_BYTES = DOCUMENT_LIMITS.textUnits * 6 + 16_384
/** Each is read and cut at once. */
const RATE = { perSecond: 5, burst: 100 }

const plainText = (units: number) =>
  z
    .string()
    .max(units)
    .refine((value) => isWellFormed(value) && !isBlank(value), 'must have visible text, without NUL or half surrogate pairs')

const about = {
  name: plainText(DOCUMENT_LIMITS.nameUnits).describe('Unique in its site. Customers read it as the name of the source.'),
  url: z
    .string()
    .max(DOCUMENT_LIMITS.urlUnits)
    .refine(isDocumentUrl, 'must be an address of http or https, without spaces, user name or password')
    .optional()
    .describe('Where customers may read it; the source is a link then.'),
  locale: z
    .string()
    .regex(/^[a-z]{2,3}$/)
    .describe('Primary language: en, zh, …'),
  type: z.enum(DOCUMENT_TYPES),
}
const content = z.strictObject({ ...about, text: plainText(DOCUMENT_LIMITS.textUnits) }).meta({ id: 'DocumentContent' })
const entry = z
  .object({
    id: z.string(),
    ...about,
    units: z.int().describe('Of its text, in UTF-16.'),
    updatedAt: z.int().describe('Milliseconds since 1970.'),
  })
  .meta({ id: 'DocumentEntry' })
const whole = entry.extend({ text: z.string() }).meta({ id: 'Document' })
const list = z.object({ documents: z.array(entry) }).meta({ id: 'DocumentList' })
const params = z.object({ ...siteParams.shape, document: z.string().max(LIMITS.idUnits) })

type Entry = z.infer<typeof entry>

const entryOf = ({ id, name, url, locale, type, updatedAt }: Omit<KnowledgeDocument, 'siteId' | 'text'>, units: number): Entry => ({
  id,
  name,
  ...(url !== undefined && { url }),
  locale,
  type,
  units,
  updatedAt,
})

const contentOf = (body: unknown): DocumentContent => {
  const { url, ...said } = body as z.infer<typeof content>
  return { ...said, ...(url !== undefined && { url }) }
}

export function documentOperations({ database, now }: { database: Database; now: () => number }): Operation[] {
  const siteOf = createSiteLookup(database)

  async function documentOf(key: ApiKey, given: Record<string, string>): Promise<{ found: KnowledgeDocument; tenant: TenantDatabase }> {
    const { site, tenant } = await siteOf(key, given)
    const found = await tenant.document(given['document'] ?? '')
    if (!found || found.siteId !== site.id) throw new Refusal('not_found')
    return { found, tenant }
  }

  async function refuseFaults(...asked: Parameters<typeof faultOfDocument>): Promise<void> {
    const fault = await faultOfDocument(...asked)
    if (fault) throw new Refusal(fault)
  }

  const writing = { scope: 'documents:write', body: content, bodyBytes: BODY_BYTES, rate: RATE } as const
  const faults = ['not_found', 'document_exists', 'document_empty', 'documents_full', 'request_too_large'] as const

  return [
    {
      method: 'get',
      path: '/sites/:site/documents',
      scope: 'documents:read',
      summary: 'List the documents of a site by name, without their texts',
      params: siteParams,
      status: 200,
      answer: list,
      errors: ['not_found'],
      async carryOut({ key, params: given }) {
        const { site, tenant } = await siteOf(key, given)
        return { documents: (await tenant.documents(site.id)).map((document) => entryOf(document, document.units)) }
      },
    },
    {
      ...writing,
      method: 'post',
      path: '/sites/:site/documents',
      summary: 'Add a document that the model answers from',
      params: siteParams,
      status: 201,
      answer: entry,
      errors: [...faults],
      async carryOut({ key, params: given, body }) {
        const { site, tenant } = await siteOf(key, given)
        const said = contentOf(body)
        await refuseFaults(tenant, site.id, { content: said })
        const at = now()
        const document: KnowledgeDocument = { id: uuidv7(at, randomBytes(16)), siteId: site.id, ...said, updatedAt: at }
        await onlyOne(tenant.createDocument(document), 'document_exists')
        return entryOf(document, document.text.length)
      },
    },
    {
      method: 'get',
      path: '/sites/:site/documents/:document',
      scope: 'documents:read',
      summary: 'Read a document',
      params,
      status: 200,
      answer: whole,
      errors: ['not_found'],
      async carryOut({ key, params: given }) {
        const { found } = await documentOf(key, given)
        return { ...entryOf(found, found.text.length), text: found.text }
      },
    },
    {
      ...writing,
      method: 'put',
      path: '/sites/:site/documents/:document',
      summary: 'Replace a document: it has what is sent then, and nothing else',
      params,
      status: 200,
      answer: entry,
      errors: [...faults],
      async carryOut({ key, params: given, body }) {
        const { found, tenant } = await documentOf(key, given)
        const said = contentOf(body)
        await refuseFaults(tenant, found.siteId, { content: said, instead: found.id })
        const replaced = await onlyOne(tenant.replaceDocument(found.id, { ...said, updatedAt: now() }), 'document_exists')
        if (!replaced) throw new Refusal('not_found')
        return entryOf(replaced, replaced.text.length)
      },
    },
    {
      method: 'delete',
      path: '/sites/:site/documents/:document',
      scope: 'documents:write',
      summary: 'Delete a document: the model answers from it no more',
      params,
      status: 204,
      errors: ['not_found'],
      async carryOut({ key, params: given }) {
        const { found, tenant } = await documentOf(key, given)
        if (!(await tenant.deleteDocument(found.id))) throw new Refusal('not_found')
        return undefined
      },
    },
  ]
}
