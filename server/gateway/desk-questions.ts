/** Approved questions at the desk: everybody reads them, agents write them. The same rules as over the API. */

import * as z from 'zod'
import { addQuestion, changeQuestion, questionFrom, removeQuestion } from '../knowledge/edit-questions.ts'
import { changedQuestion, newQuestion, type ChangedQuestion } from '../knowledge/question-content.ts'
import { acceptWording, dismissWording } from '../knowledge/wordings.ts'
import { Refusal } from '../refusal.ts'
import { outward } from './api-questions.ts'
import { outwardWording } from './api-wordings.ts'
import type { DeskOperation } from './desk-operation.ts'
import { id } from './ticket-schemas.ts'

const query = z.object({ site: id })
/** So many at once keep nobody else waiting. */
const PAGE = 500
const pageQuery = z.object({ site: id, after: z.coerce.number().int().min(0).default(0) })
const params = z.object({ question: id })
const wordingParams = z.object({ wording: id })
const added = newQuestion.safeExtend({ site: id })

export function deskQuestionOperations({ now }: { now: () => number }): DeskOperation[] {
  return [
    {
      method: 'get',
      path: '/wordings',
      least: 'viewer',
      query,
      status: 200,
      async carryOut({ tenant, query: given }) {
        const { site } = given as z.infer<typeof query>
        return { wordings: (await tenant.suggestedWordings(site)).map(outwardWording) }
      },
    },
    {
      method: 'post',
      path: '/wordings/:wording/accept',
      least: 'agent',
      params: wordingParams,
      status: 200,
      async carryOut({ tenant, params: { wording: wordingId = '' } }) {
        return { question: outward(await acceptWording(tenant, { wordingId, at: now() })) }
      },
    },
    {
      method: 'delete',
      path: '/wordings/:wording',
      least: 'agent',
      params: wordingParams,
      status: 204,
      carryOut: ({ tenant, params: { wording: wordingId = '' } }) => dismissWording(tenant, wordingId),
    },
    {
      method: 'get',
      path: '/questions',
      least: 'viewer',
      query: pageQuery,
      status: 200,
      async carryOut({ tenant, query: given }) {
        const { site, after } = given as z.infer<typeof pageQuery>
        const { questions, ...next } = await tenant.questionsPage(site, { after, limit: PAGE })
        return { questions: questions.map(outward), ...next }
      },
    },
    {
      method: 'post',
      path: '/questions',
      least: 'agent',
      body: added,
      status: 201,
      async carryOut({ tenant, body }) {
        const { site: siteId, ...content } = body as z.infer<typeof added>
        if (!(await tenant.sites()).some((site) => site.id === siteId)) throw new Refusal('not_found')
        return { question: outward(await addQuestion(tenant, questionFrom(siteId, content, { at: now() }))) }
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
        return { question: outward(await changeQuestion(tenant, { id: questionId, changes: body as ChangedQuestion, at: now() })) }
      },
    },
    {
      method: 'delete',
      path: '/questions/:question',
      least: 'agent',
      params,
      status: 204,
      carryOut: ({ tenant, params: { question: questionId = '' } }) => removeQuestion(tenant, questionId),
    },
  ]
}
