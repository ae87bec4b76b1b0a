/** The demo's documents: what its shop says of returns and shipping, with the place on its pages where that can be read. */

import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { uuidv7 } from '../../shared/identity.ts'
import { readDocument } from '../knowledge/read-document.ts'
import { DEMO_FOLDER } from '../places.ts'
import type { TenantDatabase } from '../ports/database.ts'

const DOCUMENTS = [
  { file: 'returns.en.md', locale: 'en', path: '/' },
  { file: 'shipping.en.md', locale: 'en', path: '/' },
  { file: 'returns.zh.md', locale: 'zh', path: '/zh' },
  { file: 'shipping.zh.md', locale: 'zh', path: '/zh' },
] as const

/** Where there are none yet. Those that are there stay, but for their addresses, which name the shop's port. */
export async function seedDocuments(
  tenant: TenantDatabase,
  siteId: string,
  { shopUrl, moved }: { shopUrl: string; moved: readonly string[] },
): Promise<void> {
  const known = await tenant.documents(siteId)
  for (const { id, url } of known) {
    const origin = moved.find((gone) => url?.startsWith(`${gone}/`))
    const document = origin === undefined ? undefined : await tenant.document(id)
    if (document && origin !== undefined) await tenant.replaceDocument(id, { ...document, url: shopUrl + (url ?? '').slice(origin.length) })
  }
  if (known.length > 0) return

  for (const { file, locale, path } of DOCUMENTS) {
    const text = readFileSync(`${DEMO_FOLDER}/documents/${file}`, 'utf8')
    const at = Date.now()
    await tenant.createDocument({
      id: uuidv7(at, randomBytes(16)),
      siteId,
      name: readDocument({ type: 'markdown', text }).title ?? file,
      url: shopUrl + path,
      locale,
      type: 'markdown',
      text,
      updatedAt: at,
    })
  }
}
