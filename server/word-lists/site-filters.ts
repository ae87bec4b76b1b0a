/**
 * The word filters of each site, one for each direction, as they stand in the database.
 *
 * A site carries the version of its lists, and the directory of sites is seconds old at most: so whoever asks with a site shows whether what is here is
 * outdated. A hint shows it sooner. New filters are built beside the old ones, which serve meanwhile, and take their place in one assignment; what was given out
 * stays as it is, so a stream ends with the filter it began with. Only where nobody has asked for a while, and the change may be hours old, the new ones are waited
 * for. A build that fails leaves the old ones in force; without old ones nothing of the site is let through.
 */

import { LRUCache } from 'lru-cache'
import type { Database } from '../ports/database.ts'
import type { Site } from '../ports/sites.ts'
import type { Store } from '../ports/store.ts'
import { compileSite, type SiteFilters } from './compile.ts'

export type SiteFilterDirectory = ReturnType<typeof createSiteFilters>

export type SiteFiltersOptions = {
  database: Pick<Database, 'forTenant'>
  store: Pick<Store, 'forTenant'>
  built: (result: 'ok' | 'failed', error?: unknown) => void
  now: () => number
  /** In bytes: sites that were not asked for longest go first, and are built again when they are. */
  memory?: number
  /** For tests that break it. */
  compile?: typeof compileSite
}

const MEMORY = 256_000_000
/** A site's place in the map, and what hears of its changes. */
const SITE_BYTES = 1_000
/** After a build that failed, the old filters serve this long before the next one is tried. */
const TRY_AGAIN_MS = 3_000
/** Who was asked for within this time was not outdated then, give or take the age of the directory of sites. */
const SEEN_MS = 3_000

type Built = { version: number; filters: SiteFilters; bytes: number }
type Known = {
  current?: Built
  building?: Promise<Built>
  isQueued: boolean
  mustWait: boolean
  askedAt: number
  failedAt: number
  forget: () => void
}

export function createSiteFilters({ database, store, built, now, memory = MEMORY, compile = compileSite }: SiteFiltersOptions) {
  // Each value is set anew with its size: what is set again as it was keeps the size that it had.
  const known = new LRUCache<string, { entry: Known }>({
    maxSize: memory,
    sizeCalculation: ({ entry }) => Math.min(memory, SITE_BYTES + (entry.current?.bytes ?? 0)),
    dispose: ({ entry }) => entry.forget(),
    noDisposeOnSet: true,
  })

  function follow(site: Site): Known {
    const entry: Known = { isQueued: false, mustWait: false, askedAt: -Infinity, failedAt: -Infinity, forget: () => undefined }
    entry.forget = store.forTenant(site.tenantId).subscribe(`words:${site.id}`, () => void rebuild(entry, site))
    known.set(site.id, { entry })
    return entry
  }

  /** After a change: a build that is on its way may have begun before it. Many changes at once are one build. */
  async function rebuild(entry: Known, site: Site): Promise<void> {
    if (entry.isQueued) return
    entry.isQueued = true
    await entry.building?.catch(() => undefined)
    entry.isQueued = false
    await build(entry, site).catch(() => undefined)
  }

  function build(entry: Known, site: Site): Promise<Built> {
    const building = renew(entry, site).finally(() => {
      if (entry.building !== building) return
      delete entry.building
      entry.mustWait = false
    })
    // Not everybody who starts one waits for it; `built` has heard of its fault.
    building.catch(() => undefined)
    entry.building = building
    return building
  }

  async function renew(entry: Known, site: Site): Promise<Built> {
    try {
      const { version, lists } = await database.forTenant(site.tenantId).siteWords(site.id)
      const current = { version, ...(await compile(lists)) }
      built('ok')
      entry.failedAt = -Infinity
      if (entry.current && entry.current.version > version) return entry.current
      entry.current = current
      if (known.peek(site.id)?.entry === entry) known.set(site.id, { entry })
      return current
    } catch (error) {
      entry.failedAt = now()
      built('failed', error)
      throw error
    }
  }

  async function find(site: Site, isNewest: boolean): Promise<SiteFilters> {
    const entry = known.get(site.id)?.entry ?? follow(site)
    const isLongAgo = now() - entry.askedAt >= SEEN_MS
    entry.askedAt = now()
    // Twice: what is being built may have been read before the change that the site tells of.
    for (let attempt = 0; attempt < 2; attempt++) {
      const { current } = entry
      if (current && (current.version >= site.wordsVersion || now() - entry.failedAt < TRY_AGAIN_MS)) break
      const building = entry.building ?? build(entry, site)
      entry.mustWait ||= isLongAgo
      if (current && !entry.mustWait && !isNewest) break
      await building.catch((error: unknown) => (current ? undefined : Promise.reject(error)))
    }
    if (!entry.current) throw new Error('a site without word filters')
    return entry.current.filters
  }

  return {
    /** Those in force. Rejects only while there are none at all. */
    of: (site: Site): Promise<SiteFilters> => find(site, false),
    /** For who asks what a change has done: waits for those that it makes. */
    newest: (site: Site): Promise<SiteFilters> => find(site, true),
  }
}
