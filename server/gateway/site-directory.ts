/**
 * Sites by key and by id, from memory. Every request and every turn asks for one, and they seldom change: what the database said counts
 * for a few seconds. A key that is not there is remembered too, so that a wrong snippet is no load.
 */

import { LRUCache } from 'lru-cache'
import type { Database, Site } from '../ports.ts'

export type SiteDirectory = ReturnType<typeof createSiteDirectory>

const FRESH_MS = 3_000

export function createSiteDirectory(database: Database) {
  const byKey = new LRUCache<string, { site: Site | undefined }>({ max: 10_000, ttl: FRESH_MS })
  const byId = new LRUCache<string, Site>({ max: 10_000, ttl: FRESH_MS })

  return {
    async byKey(key: string): Promise<Site | undefined> {
      const known = byKey.get(key)
      if (known) return known.site
      const site = key.length > 64 ? undefined : await database.siteByKey(key)
      byKey.set(key, { site })
      if (site) byId.set(site.id, site)
      return site
    },

    async byId(tenantId: string, siteId: string): Promise<Site | undefined> {
      const known = byId.get(siteId)
      if (known?.tenantId === tenantId) return known
      const site = (await database.forTenant(tenantId).sites()).find((candidate) => candidate.id === siteId)
      if (site) byId.set(siteId, site)
      return site
    },

    /** After a change through this process, which then need not wait. */
    forget(): void {
      byKey.clear()
      byId.clear()
    },
  }
}
