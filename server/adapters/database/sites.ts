/** Tenants, their sites and their API keys. The look-ups that find the tenant in the first place take none. */

import { sql, type Kysely } from 'kysely'
import type { NewSite, Site } from '../../ports/sites.ts'
import type { ApiKey, Tenant, TenantSettings } from '../../ports/tenants.ts'
import { SITE_COLUMNS, siteOf } from './rows.ts'
import type { Schema } from './schema.ts'

type Db = Kysely<Schema>

export const tenants = async (db: Db): Promise<Tenant[]> => db.selectFrom('tenants').select(['id', 'name']).orderBy('id').execute()

export async function createTenant(db: Db, _tenantId: string, { id, name }: Tenant): Promise<void> {
  await db.insertInto('tenants').values({ id, name }).execute()
}

export async function tenantSettings(db: Db, tenantId: string): Promise<TenantSettings> {
  const row = await db.selectFrom('tenants').select('settings').where('id', '=', tenantId).executeTakeFirst()
  return row ? (JSON.parse(row.settings) as TenantSettings) : {}
}

export async function updateTenantSettings(db: Db, tenantId: string, settings: TenantSettings): Promise<void> {
  await db
    .updateTable('tenants')
    .set({ settings: JSON.stringify(settings) })
    .where('id', '=', tenantId)
    .execute()
}

export async function siteByKey(db: Db, _tenantId: string, key: string): Promise<Site | undefined> {
  const row = await db.selectFrom('sites').select(SITE_COLUMNS).where('key', '=', key).executeTakeFirst()
  return row && siteOf(row)
}

export async function apiKeyByHash(db: Db, _tenantId: string, secretHash: string): Promise<ApiKey | undefined> {
  const row = await db
    .selectFrom('api_keys')
    .select(['id', 'tenant_id', 'name', 'scopes'])
    .where('secret_hash', '=', secretHash)
    .executeTakeFirst()
  return row && { id: row.id, tenantId: row.tenant_id, name: row.name, scopes: JSON.parse(row.scopes) as string[] }
}

export async function sites(db: Db, tenantId: string): Promise<Site[]> {
  const rows = await db.selectFrom('sites').select(SITE_COLUMNS).where('tenant_id', '=', tenantId).orderBy('id').execute()
  return rows.map(siteOf)
}

export async function createSite(db: Db, tenantId: string, site: NewSite): Promise<void> {
  await db
    .insertInto('sites')
    .values({
      tenant_id: tenantId,
      id: site.id,
      key: site.key,
      name: site.name,
      origins: JSON.stringify(site.origins),
      policy: JSON.stringify(site.policy),
    })
    .execute()
}

export type SiteChanges = { siteId: string; changes: Partial<Pick<Site, 'name' | 'origins' | 'policy'>> }

export async function updateSite(db: Db, tenantId: string, { siteId, changes }: SiteChanges): Promise<Site | undefined> {
  const row = await db
    .updateTable('sites')
    .set({
      // The id to itself: an update that changes nothing is still a sentence in SQL, and answers with the site.
      id: siteId,
      ...(changes.name !== undefined && { name: changes.name }),
      ...(changes.origins !== undefined && { origins: JSON.stringify(changes.origins) }),
      ...(changes.policy !== undefined && { policy: JSON.stringify(changes.policy) }),
      // Name and policy are part of what the model is told.
      ...((changes.name !== undefined || changes.policy !== undefined) && { knowledge_version: sql<number>`knowledge_version + 1` }),
    })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', siteId)
    .returning(SITE_COLUMNS)
    .executeTakeFirst()
  return row && siteOf(row)
}

export type NewApiKey = Omit<ApiKey, 'tenantId'> & { secretHash: string; createdAt: number }

export async function createApiKey(db: Db, tenantId: string, key: NewApiKey): Promise<void> {
  await db
    .insertInto('api_keys')
    .values({
      tenant_id: tenantId,
      id: key.id,
      name: key.name,
      scopes: JSON.stringify(key.scopes),
      secret_hash: key.secretHash,
      created_at: key.createdAt,
    })
    .execute()
}
