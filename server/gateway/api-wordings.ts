/** Wordings of customers that may become variants, over the API. */

import * as z from 'zod'
import { LIMITS } from '../../shared/limits.ts'
import { contentOf, questionFields } from '../knowledge/question-content.ts'
import { acceptWording, dismissWording } from '../knowledge/wordings.ts'
import type { TenantDatabase } from '../ports/database.ts'
import type { SuggestedWording } from '../ports/questions.ts'
import type { ApiKey } from '../ports/tenants.ts'
import { Refusal } from '../refusal.ts'
import type { Operation } from './api-operation.ts'
import { siteParams, type SiteLookup } from './api-site.ts'

const wording = z
  .object({
    id: z.string(),
    question: z.string().describe('The id of the question that was chosen.'),
    text: z.string().describe('What was asked before.'),
    count: z.int().describe('Conversations in which it was asked.'),
    lastAt: z.int().describe('Milliseconds since 1970.'),
  })
  .meta({ id: 'SuggestedWording' })
const wordings = z.object({ wordings: z.array(wording) }).meta({ id: 'SuggestedWordings' })
const accepted = z.object({ id: z.string(), ...questionFields }).meta({ id: 'QuestionWithVariant' })
const wordingParams = z.object({ ...siteParams.shape, wording: z.string().max(LIMITS.idUnits) })

export const outwardWording = ({ id, questionId, text, count, lastAt }: SuggestedWording) => ({
  id,
  question: questionId,
  text,
  count,
  lastAt,
})

export function wordingOperations({ siteOf, now }: { siteOf: SiteLookup; now: () => number }): Operation[] {
  async function tenantOf(key: ApiKey, params: Record<string, string>): Promise<{ tenant: TenantDatabase; wordingId: string }> {
    const { site, tenant } = await siteOf(key, params)
    const found = (await tenant.suggestedWordings(site.id)).find(({ id }) => id === params['wording'])
    if (!found) throw new Refusal('not_found')
    return { tenant, wordingId: found.id }
  }
  return [
    {
      method: 'get',
      path: '/sites/:site/suggested-wordings',
      scope: 'questions:read',
      summary: 'What customers asked before they chose an offered question, the most asked first',
      params: siteParams,
      status: 200,
      answer: wordings,
      errors: ['not_found'],
      async carryOut({ key, params }) {
        const { site, tenant } = await siteOf(key, params)
        return { wordings: (await tenant.suggestedWordings(site.id)).map(outwardWording) }
      },
    },
    {
      method: 'post',
      path: '/sites/:site/suggested-wordings/:wording/accept',
      scope: 'questions:write',
      summary: 'Make a wording a variant of its question',
      params: wordingParams,
      status: 200,
      answer: accepted,
      errors: ['not_found', 'variants_full'],
      async carryOut({ key, params }) {
        const { tenant, wordingId } = await tenantOf(key, params)
        const question = await acceptWording(tenant, { wordingId, at: now() })
        return { id: question.id, ...contentOf(question) }
      },
    },
    {
      method: 'delete',
      path: '/sites/:site/suggested-wordings/:wording',
      scope: 'questions:write',
      summary: 'Dismiss a wording',
      params: wordingParams,
      status: 204,
      errors: ['not_found'],
      async carryOut({ key, params }) {
        const { tenant, wordingId } = await tenantOf(key, params)
        await dismissWording(tenant, wordingId)
      },
    },
  ]
}
