/** A site in the API: named by its public key, within the tenant whose API key calls. */

import * as z from 'zod'
import { LIMITS } from '../../shared/limits.ts'
import type { Database, TenantDatabase } from '../ports/database.ts'
import type { Site } from '../ports/sites.ts'
import type { ApiKey } from '../ports/tenants.ts'
import { Refusal } from '../refusal.ts'

export const siteParams = z.object({ site: z.string().max(LIMITS.idUnits).describe('The public site key.') })

export type SiteLookup = ReturnType<typeof createSiteLookup>

/** "Not yours" looks like "not there". */
export const createSiteLookup =
  (database: Pick<Database, 'forTenant'>) =>
  async (key: ApiKey, params: Record<string, string>): Promise<{ site: Site; tenant: TenantDatabase }> => {
    const tenant = database.forTenant(key.tenantId)
    const site = (await tenant.sites()).find((candidate) => candidate.key === params['site'])
    if (!site) throw new Refusal('not_found')
    return { site, tenant }
  }
