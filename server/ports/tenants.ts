/** The part of the Database that holds tenants: what each decided for all its sites, and the keys of its backend. */

import type { DeskRules } from '../desk/rules.ts'
import type { TicketRules } from '../tickets/rules.ts'
import type { Price, SpendLimits } from './spend.ts'

export type Tenant = { id: string; name: string }

/** What a tenant decided for all its sites, instead of the operator's settings. Stored as one document; unknown fields of later versions are kept. */
export type TenantSettings = {
  /** Conversations are deleted so many days after their last entry; never without it. */
  retentionDays?: number
  tickets?: Partial<TicketRules>
  desk?: Partial<DeskRules>
  limits?: Partial<SpendLimits>
  /** By name of the model; takes the place of the operator's price. */
  prices?: Record<string, Price>
}

export type ApiKey = { id: string; tenantId: string; name: string; scopes: string[] }

export type TenantsDirectory = {
  tenants(): Promise<Tenant[]>
  createTenant(tenant: Tenant): Promise<void>
  /** The look-up that finds the tenant in the first place. */
  apiKeyByHash(secretHash: string): Promise<ApiKey | undefined>
}

export type TenantsDatabase = {
  settings(): Promise<TenantSettings>
  /** Replaces them. */
  updateSettings(settings: TenantSettings): Promise<void>
  createApiKey(key: Omit<ApiKey, 'tenantId'> & { secretHash: string; createdAt: number }): Promise<void>
}
