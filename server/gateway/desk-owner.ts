/** What owners and admins decide of visitors: who is forgotten, and how their identity is signed. */

import * as z from 'zod'
import { LIMITS } from '../../shared/limits.ts'
import type { Forgetting } from '../forgetting.ts'
import type { People } from '../people/people.ts'
import { tokenSecretOf } from '../people/identity-token.ts'
import { retireSecrets, rotateSecret } from '../people/signed-identity.ts'
import type { Site } from '../ports/sites.ts'
import { Refusal } from '../refusal.ts'
import { exportVisitor } from '../visitor-export.ts'
import type { DeskOperation, PersonCall } from './desk-operation.ts'

const id = z.string().max(LIMITS.idUnits)
const visitorParams = z.object({ visitor: id })
const siteParams = z.object({ site: id.describe('Its id.') })
const identitySchema = z.object({ enforced: z.boolean() })

async function siteOf({ tenant, params }: PersonCall): Promise<Site> {
  const site = (await tenant.sites()).find((candidate) => candidate.id === params['site'])
  if (!site) throw new Refusal('not_found')
  return site
}

export function ownerOperations({ people: { audit }, forgetting }: { people: People; forgetting: Forgetting }): DeskOperation[] {
  return [
    {
      method: 'get',
      path: '/visitors/:visitor/export',
      least: 'admin',
      params: visitorParams,
      status: 200,
      async carryOut({ tenant, present, params }) {
        const exported = await exportVisitor(tenant, params['visitor'] ?? '')
        await audit(present, 'visitor.exported', { subject: exported.visitor.id })
        return exported
      },
    },
    {
      method: 'delete',
      path: '/visitors/:visitor',
      least: 'admin',
      params: visitorParams,
      status: 200,
      async carryOut({ tenantId, present, params }) {
        const receipt = await forgetting.eraseVisitor(tenantId, params['visitor'] ?? '')
        const detail = Object.fromEntries(Object.entries(receipt.deleted).map(([name, count]) => [name, String(count)]))
        await audit(present, 'visitor.erased', { subject: receipt.visitor, detail })
        return receipt
      },
    },
    {
      method: 'get',
      path: '/sites/:site/identity',
      least: 'admin',
      params: siteParams,
      status: 200,
      async carryOut(call) {
        const site = await siteOf(call)
        return { enforced: site.policy.identity === 'enforced', secrets: (await call.tenant.identitySecrets(site.id)).length }
      },
    },
    {
      method: 'put',
      path: '/sites/:site/identity',
      least: 'admin',
      params: siteParams,
      body: identitySchema,
      status: 200,
      async carryOut(call) {
        const site = await siteOf(call)
        const { enforced } = call.body as z.infer<typeof identitySchema>
        const { identity: _, ...policy } = site.policy
        await call.tenant.updateSite(site.id, { policy: { ...policy, ...(enforced && { identity: 'enforced' as const }) } })
        await audit(call.present, 'site.identity-changed', { subject: site.id, detail: { enforced: String(enforced) } })
        return { enforced }
      },
    },
    {
      // The newest secret is shown once; the one before it counts until it is retired.
      method: 'post',
      path: '/sites/:site/identity/secrets',
      least: 'admin',
      params: siteParams,
      status: 201,
      async carryOut(call) {
        const site = await siteOf(call)
        const secret = await rotateSecret(call.tenant, site.id)
        if (secret === undefined) throw new Refusal('not_found')
        await audit(call.present, 'site.secret-rotated', { subject: site.id })
        return { secret, tokenSecret: tokenSecretOf(secret) }
      },
    },
    {
      // All but the newest.
      method: 'delete',
      path: '/sites/:site/identity/secrets',
      least: 'admin',
      params: siteParams,
      status: 204,
      async carryOut(call) {
        const site = await siteOf(call)
        await retireSecrets(call.tenant, site.id)
        await audit(call.present, 'site.secret-rotated', { subject: site.id, detail: { retired: 'others' } })
      },
    },
  ]
}
