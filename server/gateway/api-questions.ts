/** Approved questions over the API. A site is named by its public key, within the tenant whose API key calls. */

import { randomBytes } from 'node:crypto'
import * as z from 'zod'
import { uuidv7 } from '../../shared/identity.ts'
import { LIMITS } from '../../shared/limits.ts'
import { isBlank, isWellFormed } from '../../shared/text.ts'
import { Duplicate, type ApiKey, type Database, type Question, type TenantDatabase } from '../ports.ts'
import { Refusal } from '../refusal.ts'
import type { Operation } from './api-operation.ts'
import { createSiteLookup, siteParams } from './api-site.ts'

const visibleText = (units: number) =>
  z
    .string()
    .max(units)
    .refine((value) => isWellFormed(value) && !isBlank(value), 'must have visible text, without NUL or half surrogate pairs')

const fields = {
  locale: z
    .string()
    .regex(/^[a-z]{2,3}$/)
    .describe('Primary language: en, zh, …'),
  text: visibleText(LIMITS.questionUnits).describe('The question as a customer would ask it.'),
  variants: z.array(visibleText(LIMITS.questionUnits)).max(LIMITS.questionVariants).describe('Other wordings that get the same answer.'),
  answer: visibleText(LIMITS.questionAnswerUnits).describe('Markdown.'),
  tags: z.array(z.string().min(1).max(LIMITS.wordUnits).refine(isWellFormed)).max(20),
  suggested: z.boolean().describe('Offered as a button in an empty conversation.'),
}

export const newQuestion = z
  .strictObject({
    ...fields,
    variants: fields.variants.default([]),
    tags: fields.tags.default([]),
    suggested: fields.suggested.default(false),
  })
  .meta({ id: 'NewQuestion' })
export const changedQuestion = z.strictObject(fields).partial().meta({ id: 'QuestionChanges' })
const question = z.object({ id: z.string(), ...fields, updatedAt: z.int().describe('Milliseconds since 1970.') }).meta({ id: 'Question' })
const page = z
  .object({ questions: z.array(question), next: z.string().nullable().describe('Pass as `after` to read on.') })
  .meta({ id: 'QuestionPage' })

const questionParams = z.object({ ...siteParams.shape, question: z.string().max(LIMITS.idUnits) })
const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  after: z.string().max(LIMITS.idUnits).optional(),
})

const outward = ({ id, locale, text, variants, answer, tags, suggested, updatedAt }: Question) => ({
  id,
  locale,
  text,
  variants,
  answer,
  tags,
  suggested,
  updatedAt,
})

export function questionOperations({ database, now }: { database: Database; now: () => number }): Operation[] {
  const siteOf = createSiteLookup(database)

  async function questionOf(key: ApiKey, params: Record<string, string>): Promise<{ found: Question; tenant: TenantDatabase }> {
    const { site, tenant } = await siteOf(key, params)
    const found = await tenant.question(params['question'] ?? '')
    if (!found || found.siteId !== site.id) throw new Refusal('not_found')
    return { found, tenant }
  }

  const whole = async <Value>(writing: Promise<Value>): Promise<Value> => {
    try {
      return await writing
    } catch (error) {
      throw error instanceof Duplicate ? new Refusal('question_exists') : error
    }
  }

  return [
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
        const at = now()
        const created: Question = {
          id: uuidv7(at, randomBytes(16)),
          siteId: site.id,
          ...(body as z.infer<typeof newQuestion>),
          updatedAt: at,
        }
        await whole(tenant.createQuestion(created))
        return outward(created)
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
        const given = Object.entries(body as z.infer<typeof changedQuestion>).filter(([, value]) => value !== undefined)
        const changed = await whole(tenant.updateQuestion(found.id, { ...Object.fromEntries(given), updatedAt: now() }))
        if (!changed) throw new Refusal('not_found')
        return outward(changed)
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
        if (!(await tenant.deleteQuestion(found.id))) throw new Refusal('not_found')
        return undefined
      },
    },
  ]
}
