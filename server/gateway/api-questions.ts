/** Approved questions over the API. A site is named by its public key, within the tenant whose API key calls. */

import * as z from 'zod'
import { LIMITS } from '../../shared/limits.ts'
import { addQuestion, changeQuestion, questionFrom, removeQuestion } from '../knowledge/edit-questions.ts'
import {
  changedQuestion,
  contentOf,
  newQuestion,
  questionFields,
  type ChangedQuestion,
  type QuestionContent,
} from '../knowledge/question-content.ts'
import type { Database, TenantDatabase } from '../ports/database.ts'
import type { Question } from '../ports/questions.ts'
import type { ApiKey } from '../ports/tenants.ts'
import { Refusal } from '../refusal.ts'
import type { Operation } from './api-operation.ts'
import { questionFileOperations } from './api-question-files.ts'
import { createSiteLookup, siteParams } from './api-site.ts'
import { wordingOperations } from './api-wordings.ts'

const question = z
  .object({ id: z.string(), ...questionFields, updatedAt: z.int().describe('Milliseconds since 1970.') })
  .meta({ id: 'Question' })
const page = z
  .object({ questions: z.array(question), next: z.string().nullable().describe('Pass as `after` to read on.') })
  .meta({ id: 'QuestionPage' })

const questionParams = z.object({ ...siteParams.shape, question: z.string().max(LIMITS.idUnits) })
const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  after: z.string().max(LIMITS.idUnits).optional(),
})

export const outward = (said: Question) => ({ id: said.id, ...contentOf(said), updatedAt: said.updatedAt })

export function questionOperations({ database, now }: { database: Database; now: () => number }): Operation[] {
  const siteOf = createSiteLookup(database)

  async function questionOf(key: ApiKey, params: Record<string, string>): Promise<{ found: Question; tenant: TenantDatabase }> {
    const { site, tenant } = await siteOf(key, params)
    const found = await tenant.question(params['question'] ?? '')
    if (!found || found.siteId !== site.id) throw new Refusal('not_found')
    return { found, tenant }
  }

  return [
    ...questionFileOperations({ siteOf, now }),
    ...wordingOperations({ siteOf, now }),
    {
      method: 'get',
      path: '/sites/:site/questions',
      scope: 'questions:read',
      summary: 'List the approved questions of a site, oldest first',
      params: siteParams,
      query: pageQuery,
      status: 200,
      answer: page,
      errors: ['not_found'],
      async carryOut({ key, params, query }) {
        const { limit, after } = query as z.infer<typeof pageQuery>
        const { site, tenant } = await siteOf(key, params)
        const all = (await tenant.questions(site.id))
          .toSorted((a, b) => (a.id < b.id ? -1 : 1))
          .filter((found) => after === undefined || found.id > after)
        const questions = all.slice(0, limit).map(outward)
        return { questions, next: all.length > limit ? (questions.at(-1)?.id ?? null) : null }
      },
    },
    {
      method: 'post',
      path: '/sites/:site/questions',
      scope: 'questions:write',
      summary: 'Add an approved question',
      params: siteParams,
      body: newQuestion,
      status: 201,
      answer: question,
      errors: ['not_found', 'question_exists'],
      async carryOut({ key, params, body }) {
        const { site, tenant } = await siteOf(key, params)
        return outward(await addQuestion(tenant, questionFrom(site.id, body as QuestionContent, { at: now() })))
      },
    },
    {
      method: 'get',
      path: '/sites/:site/questions/:question',
      scope: 'questions:read',
      summary: 'Read an approved question',
      params: questionParams,
      status: 200,
      answer: question,
      errors: ['not_found'],
      carryOut: async ({ key, params }) => outward((await questionOf(key, params)).found),
    },
    {
      method: 'patch',
      path: '/sites/:site/questions/:question',
      scope: 'questions:write',
      summary: 'Change an approved question; fields left out stay as they are',
      params: questionParams,
      body: changedQuestion,
      status: 200,
      answer: question,
      errors: ['not_found', 'question_exists'],
      async carryOut({ key, params, body }) {
        const { found, tenant } = await questionOf(key, params)
        return outward(await changeQuestion(tenant, { id: found.id, changes: body as ChangedQuestion, at: now() }))
      },
    },
    {
      method: 'delete',
      path: '/sites/:site/questions/:question',
      scope: 'questions:write',
      summary: 'Delete an approved question',
      params: questionParams,
      status: 204,
      errors: ['not_found'],
      async carryOut({ key, params }) {
        const { found, tenant } = await questionOf(key, params)
        await removeQuestion(tenant, found.id)
      },
    },
  ]
}
