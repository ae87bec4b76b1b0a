/** Tables of tenants. */

import type { Generated } from 'kysely'

export type TenantTable = {
  id: string
  name: string
  /** JSON: `TenantSettings`, with fields that this version may not know. */
  settings: Generated<string>
}

export type ApiKeyTable = {
  tenant_id: string
  id: string
  name: string
  /** JSON: `string[]`. */
  scopes: string
  /** Unique in the whole house: it finds the tenant. */
  secret_hash: string
  created_at: number
}
