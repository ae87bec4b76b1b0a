/** An owner's own phrases that mean a wish for a person, or a complaint. All of one meaning are written at once. */

import * as z from 'zod'
import { faultOfPhrases } from '../intent/phrases.ts'
import type { Database } from '../ports/database.ts'
import type { Phrases, Site } from '../ports/sites.ts'
import { Refusal } from '../refusal.ts'
import type { Operation } from './api-operation.ts'
import { createSiteLookup, siteParams } from './api-site.ts'

const fields = {
  person: z.array(z.string()).describe('Mean a wish for a person.'),
  complaint: z.array(z.string()).describe('Mean a complaint.'),
}

const changedPhrases = z
  .strictObject(fields)
  .partial()
  .superRefine(({ person = [], complaint = [] }, context) => {
    const fault = faultOfPhrases({ person, complaint })
    if (fault !== undefined) context.addIssue({ code: 'custom', message: fault })
  })
  .meta({ id: 'PhraseChanges' })
const phrases = z.object(fields).meta({ id: 'Phrases' })

const outward = ({ policy: { phrases: { person = [], complaint = [] } = {} } }: Site): Required<Phrases> => ({ person, complaint })

export function phraseOperations({ database }: { database: Database }): Operation[] {
  const siteOf = createSiteLookup(database)
  return [
    {
      method: 'get',
      path: '/sites/:site/phrases',
      scope: 'words:read',
      summary: 'Phrases that bring a person',
      params: siteParams,
      status: 200,
      answer: phrases,
      errors: ['not_found'],
      carryOut: async ({ key, params }) => outward((await siteOf(key, params)).site),
    },
    {
      method: 'patch',
      path: '/sites/:site/phrases',
      scope: 'words:write',
      summary: 'Replace the phrases of one meaning, or of both; in force within seconds',
      params: siteParams,
      body: changedPhrases,
      status: 200,
      answer: phrases,
      errors: ['not_found'],
      async carryOut({ key, params, body }) {
        const { site, tenant } = await siteOf(key, params)
        const { person, complaint } = body as z.infer<typeof changedPhrases>
        const changes: Phrases = { ...site.policy.phrases, ...(person && { person }), ...(complaint && { complaint }) }
        const changed = await tenant.updateSite(site.id, { policy: { ...site.policy, phrases: changes } })
        if (!changed) throw new Refusal('not_found')
        return outward(changed)
      },
    },
  ]
}
