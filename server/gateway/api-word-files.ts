/** Whole word lists as files over the API, and the trial of a list on messages. */

import * as z from 'zod'
import { LIMITS } from '../../shared/limits.ts'
import { isWellFormed } from '../../shared/text.ts'
import type { TenantDatabase } from '../ports/database.ts'
import type { ApiKey } from '../ports/tenants.ts'
import { DIRECTIONS, type WordListEntry } from '../ports/word-lists.ts'
import { Refusal } from '../refusal.ts'
import { checkTexts } from '../word-lists/check.ts'
import { compileLists } from '../word-lists/compile.ts'
import { importRules } from '../word-lists/import-rules.ts'
import { readRules, RULE_FORMATS } from '../word-lists/read-rules.ts'
import { TooManyRules, WORD_LIMITS } from '../word-lists/rule-fault.ts'
import type { SiteFilterDirectory } from '../word-lists/site-filters.ts'
import { usableRules } from '../word-lists/usable-rules.ts'
import { writeRules } from '../word-lists/write-rules.ts'
import { ACTIONS } from '../words/rule.ts'
import type { Operation, TextAnswer } from './api-operation.ts'
import type { TextBody } from './request-reading.ts'
import { siteParams, type SiteLookup } from './api-site.ts'

const TYPES = { txt: 'text/plain', csv: 'text/csv' } as const
/** 100,000 words with their categories. */
const IMPORT_BYTES = 8 * 1024 * 1024
/** Each may read or compile 100,000 words. */
const RATE = { perSecond: 1, burst: 20 }

const CHECK = { texts: 10_000, units: 20_000, bytes: 4 * 1024 * 1024, rules: 50 }

const importQuery = z.object({
  mode: z.enum(['append', 'replace']).default('append').describe('`replace`: the list has these rules then and no others.'),
  category: z.string().max(WORD_LIMITS.category).default('').describe('Of lines that name none.'),
  action: z.enum(ACTIONS).default('mask').describe('Of lines that name none.'),
})
const imported = z
  .object({
    added: z.int(),
    changed: z.int(),
    repeated: z.int().describe('Lines whose word stood in an earlier line; the later one counts.'),
    ruleCount: z.int(),
    faults: z.array(z.object({ line: z.int(), says: z.string() })).describe('The first 100 lines that could not be used. All others were.'),
    faultCount: z.int(),
  })
  .meta({ id: 'WordImport' })
const exportQuery = z.object({ format: z.enum(RULE_FORMATS).default('csv') })

const checkBody = z
  .strictObject({
    texts: z.array(z.string().max(CHECK.units).refine(isWellFormed, 'must not have NUL or half surrogate pairs')).min(1).max(CHECK.texts),
    direction: z.enum(DIRECTIONS).default('customer').describe('Which lists of the site are tried, where no list is named.'),
    list: z.string().max(LIMITS.idUnits).optional().describe('Only this list, also where it is switched off.'),
  })
  .meta({ id: 'WordCheck' })
const count = z.int()
const report = z
  .object({
    messages: count,
    touched: count.describe('Messages with a hit of any rule.'),
    share: z.number().describe('Touched messages of all, from 0 to 1.'),
    hits: count,
    actions: z.record(z.enum(ACTIONS), count).describe('Messages by the action that was met in them.'),
    notUsed: z.array(z.object({ word: z.string(), says: z.string() })).describe('Words that cannot be met at all, and why.'),
    rulesMet: count,
    rules: z
      .array(
        z.object({
          list: z.string(),
          place: count,
          word: z.string(),
          category: z.string(),
          action: z.enum(ACTIONS),
          hits: count,
          messages: count,
          example: z.string().describe('From the first message that it was met in, with the hit between ⟦ and ⟧.'),
        }),
      )
      .describe(`The ${CHECK.rules} that were met in most messages.`),
  })
  .meta({ id: 'WordReport' })

export type WordFileOptions = {
  siteOf: SiteLookup
  listOf: (key: ApiKey, params: Record<string, string>) => Promise<{ found: WordListEntry; tenant: TenantDatabase }>
  change: <Value>(key: ApiKey, siteId: string, writing: Promise<Value>) => Promise<NonNullable<Value>>
  listParams: z.ZodObject
  filters: Pick<SiteFilterDirectory, 'newest'>
  now: () => number
}

export const wordFileOperations = ({ siteOf, listOf, change, listParams, filters, now }: WordFileOptions): Operation[] => [
  {
    method: 'post',
    path: '/sites/:site/word-lists/:list/import',
    scope: 'words:write',
    summary: 'Read rules from a text (a word a line) or CSV (word,category,action); a bad line is told by its number',
    params: listParams,
    query: importQuery,
    textBody: Object.values(TYPES),
    bodyBytes: IMPORT_BYTES,
    rate: RATE,
    status: 200,
    answer: imported,
    errors: ['not_found', 'word_list_full', 'request_too_large'],
    async carryOut({ key, params, query, body }) {
      const { mode, category, action } = query as z.infer<typeof importQuery>
      const { type, text } = body as TextBody
      const { found, tenant } = await listOf(key, params)
      const lines = await readRules(text, type === TYPES.csv ? 'csv' : 'txt', { category, action })
      const importing = usableRules(lines, found.foldings).then((read) =>
        importRules(tenant, found, { read, replace: mode === 'replace', at: now() }),
      )
      return change(key, found.siteId, importing.catch(refuseTooMany))
    },
  },
  {
    method: 'get',
    path: '/sites/:site/word-lists/:list/export',
    scope: 'words:read',
    summary: 'The rules of a list as a file that an import reads back as they are',
    params: listParams,
    query: exportQuery,
    rate: RATE,
    status: 200,
    textAnswer: Object.values(TYPES),
    errors: ['not_found'],
    async carryOut({ key, params, query }): Promise<TextAnswer> {
      const { format } = query as z.infer<typeof exportQuery>
      const { found, tenant } = await listOf(key, params)
      return { type: TYPES[format], text: await writeRules(await tenant.wordRules(found.id), format) }
    },
  },
  {
    method: 'post',
    path: '/sites/:site/word-check',
    scope: 'words:read',
    summary: 'Try what a list, or all lists of the site, would do to messages; nothing is kept',
    params: siteParams,
    body: checkBody,
    bodyBytes: CHECK.bytes,
    rate: RATE,
    status: 200,
    answer: report,
    errors: ['not_found', 'request_too_large'],
    async carryOut({ key, params, body }) {
      const { texts, direction, list } = body as z.infer<typeof checkBody>
      const { site } = await siteOf(key, params)
      if (list === undefined) return checkTexts((await filters.newest(site))[direction], texts, CHECK.rules)
      const { found, tenant } = await listOf(key, { ...params, list })
      return checkTexts(await compileLists([{ ...found, rules: await tenant.wordRules(found.id) }]), texts, CHECK.rules)
    },
  },
]

function refuseTooMany(error: unknown): never {
  throw error instanceof TooManyRules ? new Refusal('word_list_full', { cause: error }) : error
}
