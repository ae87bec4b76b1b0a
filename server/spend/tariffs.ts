/** What holds for a tenant now: its limits and its prices, over the operator's. */

import { LRUCache } from 'lru-cache'
import type { Database } from '../ports/database.ts'
import type { Price, SpendLimits } from '../ports/spend.ts'
import type { TenantSettings } from '../ports/tenants.ts'
import { priceOf, type PriceTable } from './prices.ts'

export type TariffOptions = {
  database: Pick<Database, 'forTenant'>
  prices: PriceTable
  /** Of tenants that decided nothing else. */
  limits: SpendLimits
  /** Once per model. */
  unpriced: (model: string) => void
}

/** A change of a tenant's settings counts after this long. */
const FRESH_MS = 3_000

export function createTariffs({ database, prices, limits: standard, unpriced }: TariffOptions) {
  const settings = new LRUCache<string, Promise<TenantSettings>>({ max: 10_000, ttl: FRESH_MS })
  const told = new Set<string>()

  function settingsOf(tenantId: string): Promise<TenantSettings> {
    const known = settings.get(tenantId)
    if (known) return known
    const asked = database.forTenant(tenantId).settings()
    settings.set(tenantId, asked)
    asked.catch(() => settings.delete(tenantId))
    return asked
  }

  const limitsOf = async (tenantId: string): Promise<SpendLimits> => ({ ...standard, ...(await settingsOf(tenantId)).limits })

  return {
    limitsOf,
    async tariffOf(tenantId: string, model: string): Promise<{ limits: SpendLimits; price: Price }> {
      const { prices: own = {} } = await settingsOf(tenantId)
      const price = priceOf(model, own, prices.models)
      if (!price && !told.has(model)) {
        told.add(model)
        unpriced(model)
      }
      return { limits: await limitsOf(tenantId), price: price ?? prices.unknown }
    },
  }
}
