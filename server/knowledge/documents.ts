/** The documents of sites, ready to be searched. Reading and indexing go on in short pieces, between which the process serves others. */

import { LRUCache } from 'lru-cache'
import type { Database, Site, TenantDatabase } from '../ports.ts'
import type { DocumentEntry } from '../ports-documents.ts'
import { indexPassages, type Passage, type PassageIndex } from './passage-index.ts'
import { passagesOf } from './read-document.ts'

export type Documents = { of: (site: Site) => Promise<PassageIndex> }

/** Indexes that are kept, by the text in them: an index takes about ten times the room. A site beyond them is indexed again when it is asked. */
const KEPT_UNITS = 20_000_000
/** Also a site without a document takes a little. */
const LEAST_UNITS = 10_000

type Kept = { version: number; stamp: string; index: Promise<PassageIndex> }

/** One index per site, made again before the next search as soon as its documents have changed: an answer must not come from what was taken back. */
export function createDocuments({ database }: { database: Database }): Documents {
  const indexes = new LRUCache<string, Kept>({ maxSize: KEPT_UNITS })
  return {
    async of(site) {
      const tenant = database.forTenant(site.tenantId)
      const version = await tenant.knowledgeVersion(site.id)
      const current = indexes.get(site.id)
      if (current?.version === version) return current.index

      const entries = await tenant.documents(site.id)
      const stamp = entries.map(({ revision }) => revision).join()
      // Another search may have been here meanwhile; and often it was a question that changed, and no document.
      const known = indexes.get(site.id)
      const index = known?.stamp === stamp ? known.index : indexOf(tenant, entries)
      const units = entries.reduce((sum, entry) => sum + entry.units, LEAST_UNITS)
      indexes.set(site.id, { version, stamp, index }, { size: Math.min(units, KEPT_UNITS) })
      index.catch(() => indexes.delete(site.id))
      return index
    },
  }
}

async function indexOf(tenant: TenantDatabase, entries: readonly DocumentEntry[]): Promise<PassageIndex> {
  const passages: Passage[] = []
  for (const { id } of entries) {
    const document = await tenant.document(id)
    // Deleted since it was listed: the version has grown, and the next search asks again.
    if (document) passages.push(...passagesOf(document))
  }
  return indexPassages(passages)
}
