/** `kefu documents add`, `list` and `remove`: what the model of a site answers from, as files. A running server follows with the next question. */

import { randomBytes } from 'node:crypto'
import { basename, extname } from 'node:path'
import { uuidv7 } from '../../shared/identity.ts'
import { DOCUMENT_LIMITS, faultOfDocument, isDocumentUrl } from '../knowledge/document-rules.ts'
import type { ReadDocument } from '../knowledge/document-block.ts'
import { readDocument } from '../knowledge/read-document.ts'
import { OperatorFault } from '../operator-fault.ts'
import type { TenantDatabase } from '../ports/database.ts'
import type { Site } from '../ports/sites.ts'
import type { DocumentContent, DocumentType } from '../ports/documents.ts'
import { counted, print, readText, required, siteWithKey, withDatabase, type Command, type Given } from './command.ts'

const TYPES: Record<string, DocumentType> = {
  '.md': 'markdown',
  '.markdown': 'markdown',
  '.html': 'html',
  '.htm': 'html',
  '.txt': 'text',
}

export const documentsAddCommand: Command = {
  usage: 'documents add FILE… --site KEY [--name NAME] [--url URL] [--language CODE]',
  summary: 'give the model Markdown, HTML or plain text to answer from; one of the same name is replaced. --name and --url with one FILE',
  options: { site: { type: 'string' }, name: { type: 'string' }, url: { type: 'string' }, language: { type: 'string' } },
  run: (given, config) =>
    withDatabase(config, async (database) => {
      const site = await siteWithKey(database, required(given, 'site', 'KEY'))
      const files = given.positionals
      if (files.length > 1 && (given.text('name') !== undefined || given.text('url') !== undefined))
        throw new OperatorFault('--name and --url are of one document: add these files one by one.')
      const documents = new Map<string, { file: string; content: DocumentContent }>()
      // All are read before the first is kept.
      for (const file of files) {
        const content = await contentFrom(file, given)
        const other = documents.get(content.name)
        if (other)
          throw new OperatorFault(`${other.file} and ${file} have the same name, “${content.name}”. Add one of them with another --name.`)
        documents.set(content.name, { file, content })
      }
      for (const { file, content } of documents.values()) print(await keep(database.forTenant(site.tenantId), site, { file, content }))
    }),
}

export const documentsListCommand: Command = {
  usage: 'documents list --site KEY',
  summary: 'print the documents of a website',
  options: { site: { type: 'string' } },
  run: (given, config) =>
    withDatabase(config, async (database) => {
      const site = await siteWithKey(database, required(given, 'site', 'KEY'))
      const documents = await database.forTenant(site.tenantId).documents(site.id)
      for (const { name, type, locale, units, url } of documents)
        print(`${name}: ${type}, ${locale}, ${counted(units, 'character')}${url === undefined ? '' : `, ${url}`}`)
      if (documents.length === 0) print(`${site.name} has no documents yet: kefu documents add FILE… --site ${site.key}`)
    }),
}

export const documentsRemoveCommand: Command = {
  usage: 'documents remove NAME… --site KEY',
  summary: 'take documents away from the model; names are those that documents list prints',
  options: { site: { type: 'string' } },
  run: (given, config) =>
    withDatabase(config, async (database) => {
      const site = await siteWithKey(database, required(given, 'site', 'KEY'))
      const tenant = database.forTenant(site.tenantId)
      const documents = await tenant.documents(site.id)
      const chosen = given.positionals.map((name) => {
        const found = documents.find((document) => document.name === name)
        if (!found) throw new OperatorFault(`${site.name} has no document “${name}”; kefu documents list --site ${site.key} prints them.`)
        return found
      })
      for (const { id, name } of chosen) {
        await tenant.deleteDocument(id)
        print(`“${name}” removed.`)
      }
    }),
}

async function contentFrom(file: string, given: Given): Promise<DocumentContent> {
  const extension = extname(file).toLowerCase()
  const type = TYPES[extension]
  if (!type) throw new OperatorFault(`${file} is of no type that can be read; there are: ${Object.keys(TYPES).join(', ')}`)
  const text = await readText(file)
  if (text.length > DOCUMENT_LIMITS.textUnits)
    throw new OperatorFault(
      `${file} has ${counted(text.length, 'character')}; a document has at most ${DOCUMENT_LIMITS.textUnits.toLocaleString('en')}.`,
    )
  const said = readDocument({ type, text })
  const url = given.text('url') ?? (said.url !== undefined && isDocumentUrl(said.url) ? said.url : undefined)
  if (url !== undefined && !isDocumentUrl(url))
    throw new OperatorFault(
      `--url must be an address that begins with http:// or https://, without user name or password, as customers are sent there; for example: --url https://shop.example/returns`,
    )
  const locale =
    given.text('language') ??
    /^[a-z]{2,3}(?=-|$)/i.exec(said.language ?? '')?.[0].toLowerCase() ??
    (/\p{Script=Han}/u.test(text) ? 'zh' : 'en')
  if (!/^[a-z]{2,3}$/.test(locale)) throw new OperatorFault('--language is a short code, for example: --language en')
  const name = (given.text('name') ?? titleOf(said) ?? basename(file, extname(file))).slice(0, DOCUMENT_LIMITS.nameUnits).trim()
  return { name, ...(url !== undefined && { url }), locale, type, text }
}

/** As the document names itself, or by its first heading. */
function titleOf({ title, blocks }: ReadDocument): string | undefined {
  const [first] = blocks
  return title ?? (first?.kind === 'heading' ? first.text : undefined)
}

async function keep(tenant: TenantDatabase, site: Site, { file, content }: { file: string; content: DocumentContent }): Promise<string> {
  const known = (await tenant.documents(site.id)).find(({ name }) => name === content.name)
  const fault = await faultOfDocument(tenant, site.id, { content, ...(known && { instead: known.id }) })
  if (fault === 'document_empty') throw new OperatorFault(`${file} has no text that anybody could read.`)
  if (fault === 'documents_full')
    throw new OperatorFault(
      `A site has at most ${DOCUMENT_LIMITS.documents} documents, and ${DOCUMENT_LIMITS.siteUnits.toLocaleString('en')} characters of them.`,
    )
  const at = Date.now()
  // What is known of it already and not said anew stays.
  const url = content.url ?? known?.url
  const said = { ...content, ...(url !== undefined && { url }), updatedAt: at }
  if (known) await tenant.replaceDocument(known.id, said)
  else await tenant.createDocument({ id: uuidv7(at, randomBytes(16)), siteId: site.id, ...said })
  return `“${content.name}” ${known ? 'replaced' : 'added'}: ${counted(content.text.length, 'character')} from ${file}.`
}
