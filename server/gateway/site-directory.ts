/**
 * Sites by key and by id, from memory. Every request and every turn asks for one, and they seldom change: what the database said counts
 * for a few seconds. A key that is not there is remembered too, so that a wrong snippet is no load.
 */

import { LRUCache } from 'lru-cache'
import { LIMITS } from '../../shared/limits.ts'
import type { Database } from '../ports/database.ts'
import type { Site } from '../ports/sites.ts'

export type SiteDirectory = ReturnType<typeof createSiteDirectory>

const FRESH_MS = 3_000

/** What strangers ask for in vain is kept apart, so that they cannot push out the sites; an entry is as small as its key. */
const MOST = { sites: 10_000, unknownKeys: 1_000 }

/** What can be a key at all. Anything else is answered without asking the database, and nothing of it is kept: a query may be 15 KB long. */
const isKey = (value: string): boolean => value.length <= LIMITS.idUnits && /^[\w-]+$/.test(value)

export function createSiteDirectory(database: Pick<Database, 'siteByKey' | 'forTenant'>) {
  const byKey = new LRUCache<string, Site>({ max: MOST.sites, ttl: FRESH_MS })
  const byId = new LRUCache<string, Site>({ max: MOST.sites, ttl: FRESH_MS })
  const unknown = new LRUCache<string, true>({ max: MOST.unknownKeys, ttl: FRESH_MS })

  return {
    async byKey(key: string): Promise<Site | undefined> {
      if (!isKey(key) || unknown.has(key)) return undefined
      const known = byKey.get(key)
      if (known) return known
      const site = await database.siteByKey(key)
      if (!site) {
        // A copy: a short piece of a long query would keep the whole of it in memory.
        unknown.set(Buffer.from(key).toString(), true)
        return undefined
      }
      byKey.set(key, site)
      byId.set(site.id, site)
      return site
    },

    async byId(tenantId: string, siteId: string): Promise<Site | undefined> {
      const known = byId.get(siteId)
      if (known?.tenantId === tenantId) return known
      const site = (await database.forTenant(tenantId).sites()).find((candidate) => candidate.id === siteId)
      if (site) byId.set(siteId, site)
      return site
    },
  }
}
