/** Approved questions at the desk: everybody reads them, agents write them. The same rules as over the API. */

import { randomBytes } from 'node:crypto'
import * as z from 'zod'
import { uuidv7 } from '../../shared/identity.ts'
import { Duplicate, type Question } from '../ports.ts'
import { Refusal } from '../refusal.ts'
import { changedQuestion, newQuestion } from './api-questions.ts'
import type { DeskOperation } from './desk-operation.ts'
import { id } from './ticket-schemas.ts'

const query = z.object({ site: id })
const params = z.object({ question: id })
const added = newQuestion.extend({ site: id })

async function onlyOne<Value>(writing: Promise<Value>): Promise<Value> {
  try {
    return await writing
  } catch (error) {
    throw error instanceof Duplicate ? new Refusal('question_exists', { cause: error }) : error
  }
}

export function deskQuestionOperations({ now }: { now: () => number }): DeskOperation[] {
  return [
    {
      method: 'get',
      path: '/questions',
      least: 'viewer',
      query,
      status: 200,
      carryOut: async ({ tenant, query: given }) => ({ questions: await tenant.questions((given as z.infer<typeof query>).site) }),
    },
    {
      method: 'post',
      path: '/questions',
      least: 'agent',
      body: added,
      status: 201,
      async carryOut({ tenant, body }) {
        const { site: siteId, ...said } = body as z.infer<typeof added>
        if (!(await tenant.sites()).some((site) => site.id === siteId)) throw new Refusal('not_found')
        const at = now()
        const question: Question = { id: uuidv7(at, randomBytes(16)), siteId, ...said, updatedAt: at }
        await onlyOne(tenant.createQuestion(question))
        return { question }
      },
    },
    {
      method: 'patch',
      path: '/questions/:question',
      least: 'agent',
      params,
      body: changedQuestion,
      status: 200,
      async carryOut({ tenant, params: { question: questionId = '' }, body }) {
        const given = Object.fromEntries(Object.entries(body as z.infer<typeof changedQuestion>).filter(([, value]) => value !== undefined))
        const question = await onlyOne(tenant.updateQuestion(questionId, { ...given, updatedAt: now() }))
        if (!question) throw new Refusal('not_found')
        return { question }
      },
    },
    {
      method: 'delete',
      path: '/questions/:question',
      least: 'agent',
      params,
      status: 204,
      async carryOut({ tenant, params: { question: questionId = '' } }) {
        if (!(await tenant.deleteQuestion(questionId))) throw new Refusal('not_found')
      },
    },
  ]
}
