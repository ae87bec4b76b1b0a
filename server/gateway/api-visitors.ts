/** Visitors over the API: found by the user id that the owner's backend signed, handed out, and forgotten. And the secret that signs. */

import * as z from 'zod'
import { LIMITS } from '../../shared/limits.ts'
import type { Forgetting } from '../forgetting.ts'
import { tokenSecretOf } from '../people/identity-token.ts'
import { rotateSecret } from '../people/signed-identity.ts'
import type { Database, TenantDatabase } from '../ports/database.ts'
import type { ApiKey } from '../ports/tenants.ts'
import type { VisitorRecord } from '../ports/visitors.ts'
import { Refusal } from '../refusal.ts'
import { exportVisitor } from '../visitor-export.ts'
import type { Operation } from './api-operation.ts'
import { createSiteLookup, siteParams } from './api-site.ts'

const visitorParams = siteParams.extend({ visitor: z.string().max(LIMITS.idUnits) })
const query = z.object({ user: z.string().min(1).max(200).describe('The user id that your backend signed.') })

const visitor = z
  .object({ id: z.string(), userId: z.string().optional(), email: z.string().optional(), createdAt: z.number(), usedAt: z.number() })
  .meta({ id: 'Visitor' })
const count = z.int().min(0)
const receipt = z
  .object({
    visitor: z.string(),
    at: z.number(),
    deleted: z.object({ visitors: count, conversations: count, messages: count, notes: count, tickets: count, mails: count }),
  })
  .meta({ id: 'ErasureReceipt', description: 'What was deleted and when; nothing of what it said.' })
const note = z.object({ at: z.number(), text: z.string() })
const exported = z
  .object({
    visitor,
    description: z.looseObject({}).optional(),
    conversations: z.array(
      z.looseObject({
        id: z.string(),
        entries: z.array(z.looseObject({ seq: z.number() })),
        notes: z.array(note).describe('What agents wrote of the customer for each other.'),
        tickets: z.array(z.looseObject({ number: z.int(), notes: z.array(note) })),
      }),
    ),
  })
  .meta({ id: 'VisitorExport' })

/** The site stands in the address. */
function shown({ siteId, ...rest }: VisitorRecord): Omit<VisitorRecord, 'siteId'> {
  void siteId
  return rest
}

export function visitorOperations({ database, forgetting }: { database: Database; forgetting: Forgetting }): Operation[] {
  const siteOf = createSiteLookup(database)

  /** A visitor of another site is not there. */
  async function visitorOf(key: ApiKey, params: Record<string, string>): Promise<{ tenant: TenantDatabase; found: VisitorRecord }> {
    const { site, tenant } = await siteOf(key, params)
    const found = await tenant.visitor(params['visitor'] ?? '')
    if (found?.siteId !== site.id) throw new Refusal('not_found')
    return { tenant, found }
  }

  return [
    {
      method: 'get',
      path: '/sites/:site/visitors',
      scope: 'visitors:read',
      summary: 'Find the visitors that are this user, one for each browser',
      params: siteParams,
      query,
      status: 200,
      answer: z.object({ visitors: z.array(visitor) }),
      errors: ['not_found'],
      async carryOut({ key, params, query: given }) {
        const { site, tenant } = await siteOf(key, params)
        const found = await tenant.visitorsOfUser({ siteId: site.id, userId: (given as z.infer<typeof query>).user })
        return { visitors: found.map(shown) }
      },
    },
    {
      method: 'get',
      path: '/sites/:site/visitors/:visitor/export',
      scope: 'visitors:read',
      summary: 'Hand out what is kept of a visitor',
      params: visitorParams,
      status: 200,
      answer: exported,
      rate: { perSecond: 2, burst: 20 },
      errors: ['not_found'],
      async carryOut({ key, params }) {
        const { tenant, found } = await visitorOf(key, params)
        return exportVisitor(tenant, found.id)
      },
    },
    {
      method: 'delete',
      path: '/sites/:site/visitors/:visitor',
      scope: 'visitors:write',
      summary: 'Forget a visitor with everything that was said, for good; answers with a receipt',
      params: visitorParams,
      status: 200,
      answer: receipt,
      rate: { perSecond: 1, burst: 20 },
      errors: ['not_found'],
      async carryOut({ key, params }) {
        const { found } = await visitorOf(key, params)
        return forgetting.eraseVisitor(key.tenantId, found.id)
      },
    },
    {
      method: 'post',
      path: '/sites/:site/identity/secrets',
      scope: 'sites:write',
      summary: 'Make a new secret that signs user ids; the one before it counts beside it',
      params: siteParams,
      status: 201,
      answer: z.object({ secret: z.string(), tokenSecret: z.string() }),
      errors: ['not_found'],
      async carryOut({ key, params }) {
        const { site, tenant } = await siteOf(key, params)
        const secret = await rotateSecret(tenant, site.id)
        if (secret === undefined) throw new Refusal('not_found')
        return { secret, tokenSecret: tokenSecretOf(secret) }
      },
    },
  ]
}
