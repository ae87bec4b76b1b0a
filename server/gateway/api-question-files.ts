/** Whole sets of approved questions as files over the API. */

import * as z from 'zod'
import { importQuestions } from '../knowledge/import-questions.ts'
import { contentOf } from '../knowledge/question-content.ts'
import { QUESTION_FORMATS, readQuestions, writeQuestions } from '../knowledge/question-files.ts'
import type { Operation, TextAnswer } from './api-operation.ts'
import { siteParams, type SiteLookup } from './api-site.ts'
import type { TextBody } from './request-reading.ts'

const TYPES = { csv: 'text/csv', json: 'application/json' } as const
/** Some thousand questions with variants and answers. */
const IMPORT_BYTES = 16 * 1024 * 1024
const RATE = { perSecond: 1, burst: 20 }

const imported = z
  .object({
    added: z.int(),
    changed: z.int().describe('Questions whose text the site had already in that language.'),
    repeated: z.int().describe('Lines whose question stood in an earlier line; the later one counts.'),
    faults: z.array(z.object({ line: z.int(), says: z.string() })).describe('The first 100 that could not be read. All others were.'),
    faultCount: z.int(),
  })
  .meta({ id: 'QuestionImport' })
const exportQuery = z.object({ format: z.enum(QUESTION_FORMATS).default('csv') })

export const questionFileOperations = ({ siteOf, now }: { siteOf: SiteLookup; now: () => number }): Operation[] => [
  {
    method: 'post',
    path: '/sites/:site/questions/import',
    scope: 'questions:write',
    summary: 'Add and change questions from CSV (language,question,variants,answer,tags,suggested,valid_from,valid_to) or JSON',
    params: siteParams,
    textBody: Object.values(TYPES),
    bodyBytes: IMPORT_BYTES,
    rate: RATE,
    status: 200,
    answer: imported,
    errors: ['not_found', 'request_too_large'],
    async carryOut({ key, params, body }) {
      const { type, text } = body as TextBody
      const { site, tenant } = await siteOf(key, params)
      return importQuestions(tenant, site.id, { read: await readQuestions(text, type === TYPES.json ? 'json' : 'csv'), at: now() })
    },
  },
  {
    method: 'get',
    path: '/sites/:site/questions/export',
    scope: 'questions:read',
    summary: 'The approved questions of a site as a file that an import reads back as they are',
    params: siteParams,
    query: exportQuery,
    rate: RATE,
    status: 200,
    textAnswer: Object.values(TYPES),
    errors: ['not_found'],
    async carryOut({ key, params, query }): Promise<TextAnswer> {
      const { format } = query as z.infer<typeof exportQuery>
      const { site, tenant } = await siteOf(key, params)
      return { type: TYPES[format], text: await writeQuestions((await tenant.questions(site.id)).map(contentOf), format) }
    },
  },
]
