/**
 * The word filters of each site, one for each direction, as they stand in the database.
 *
 * A site carries the version of its lists, and the directory of sites is seconds old at most: whoever asks with a site of a newer version than what
 * is here waits for the new filters. A hint makes them sooner, and then the old ones serve until the new ones take their place, in one assignment. What was
 * given out stays as it is: a stream ends with the filter it began with. A build that fails leaves the old ones in force; without old ones nothing of the
 * site is let through.
 */

import { LRUCache } from 'lru-cache'
import type { Database, Site, Store } from '../ports.ts'
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

type Built = { version: number; filters: SiteFilters; bytes: number }
type Known = { current?: Built; building?: Promise<Built>; isQueued: boolean; failedAt: number; forget: () => void }

export function createSiteFilters({ database, store, built, now, memory = MEMORY, compile = compileSite }: SiteFiltersOptions) {
  // Each value is set anew with its size: what is set again as it was keeps the size that it had.
  const known = new LRUCache<string, { entry: Known }>({
    maxSize: memory,
    sizeCalculation: ({ entry }) => Math.min(memory, SITE_BYTES + (entry.current?.bytes ?? 0)),
    dispose: ({ entry }) => entry.forget(),
    noDisposeOnSet: true,
  })

  function follow(site: Site): Known {
    const entry: Known = { isQueued: false, failedAt: -Infinity, forget: () => undefined }
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
      if (entry.building === building) delete entry.building
    })
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

  return {
    /** Rejects only while there are none at all. */
    async of(site: Site): Promise<SiteFilters> {
      const entry = known.get(site.id)?.entry ?? follow(site)
      let { current } = entry
      // Twice: one that is being built may have begun before the change that the site tells of.
      for (let attempt = 0; attempt < 2; attempt++) {
        if (current && (current.version >= site.wordsVersion || now() - entry.failedAt < TRY_AGAIN_MS)) break
        const last: Built | undefined = current
        current = await (entry.building ?? build(entry, site)).catch((error: unknown) => last ?? Promise.reject(error))
      }
      return current?.filters ?? Promise.reject(new Error('a site without word filters'))
    },
  }
}
