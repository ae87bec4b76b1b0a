/** The documents of sites, ready to be searched. Reading and indexing go on in short pieces, between which the process serves others. */

import { LRUCache } from 'lru-cache'
import type { Database, TenantDatabase } from '../ports/database.ts'
import type { Site } from '../ports/sites.ts'
import type { DocumentEntry } from '../ports/documents.ts'
import { createPassageIndex, type PassageIndex } from './passage-index.ts'
import { passagesOf } from './read-document.ts'

export type Documents = { of: (site: Site) => Promise<PassageIndex> }

/** Indexes that are kept, by the text in them: an index takes some twenty times the room, in Chinese twice that. A site beyond them is indexed again when it is asked. */
const KEPT_UNITS = 8_000_000
/** Also a site without a document takes a little. */
const LEAST_UNITS = 5_000

/** `ready`: the index is up to `version` of what the site knows. */
type Kept = { version: number; ready: Promise<void>; index: PassageIndex; revisions: Map<string, number> }

/**
 * One index per site. What has changed in its documents is read before the next search, because an answer must not come from what was taken back; all that has
 * not is left as it is.
 */
export function createDocuments({ database }: { database: Pick<Database, 'forTenant'> }): Documents {
  const indexes = new LRUCache<string, Kept>({ maxSize: KEPT_UNITS })
  return {
    async of({ tenantId, id: siteId }) {
      const tenant = database.forTenant(tenantId)
      const version = await tenant.knowledgeVersion(siteId)
      const key = `${tenantId}/${siteId}`
      const current = indexes.get(key)
      const kept = current?.version === version ? current : follow(key, tenant, { version, entries: await tenant.documents(siteId) })
      await kept.ready
      return kept.index
    },
  }

  function follow(key: string, tenant: TenantDatabase, { version, entries }: { version: number; entries: DocumentEntry[] }): Kept {
    const kept = indexes.get(key) ?? { version: -1, ready: Promise.resolve(), index: createPassageIndex(), revisions: new Map() }
    // Another search was here meanwhile, and has read no less.
    if (kept.version >= version) return kept
    kept.version = version
    kept.ready = kept.ready.then(() => update(kept, tenant, entries))
    kept.ready.catch(() => indexes.delete(key))
    const units = entries.reduce((sum, entry) => sum + entry.units, LEAST_UNITS)
    indexes.set(key, kept, { size: Math.min(units, KEPT_UNITS) })
    return kept
  }
}

async function update({ index, revisions }: Kept, tenant: TenantDatabase, entries: readonly DocumentEntry[]): Promise<void> {
  const wanted = new Map(entries.map(({ id, revision }) => [id, revision]))
  for (const [id, revision] of revisions) {
    if (wanted.get(id) === revision) continue
    revisions.delete(id)
    await index.remove(id)
  }
  for (const [id, revision] of wanted) {
    const document = revisions.has(id) ? undefined : await tenant.document(id)
    // Not there: deleted since it was listed, and the next search will see it. Changed since: it has another revision then, and is read again.
    if (!document) continue
    revisions.set(id, revision)
    await index.add(passagesOf(document))
  }
}
